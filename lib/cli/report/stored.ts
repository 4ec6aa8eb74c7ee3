/** What runs of the notebooks show, beside what their files show. */
import { findCourseFile } from "@lab/data";
import { formatNotebook } from "@lab/notebooks";
import { storeOutputs } from "@lab/reports";
import type { Chapter, ChapterResult } from "./chapters.ts";

/** The variables that give notebooks another text than the play that ships, or other outputs. */
export const CHOICES = [
  "CHAR_RNN_DATA",
  "CHAR_RNN_INTERACTIVE",
  "CHAR_RNN_SNAPSHOTS",
  "CHAR_RNN_TEXT",
];

/**
 * Why notebooks that are run now would show something else than the files shall, which have the numbers of
 * the play that ships; undefined when they would not.
 */
export async function otherText(): Promise<string | undefined> {
  const chosen = CHOICES.find((name) => (Deno.env.get(name) ?? "") !== "");
  if (chosen !== undefined) return `${chosen} is set`;
  const course = await findCourseFile("shakespeare_train.txt");
  return course === undefined ? undefined : "data/downloads has the course's text";
}

/** A file that would change if a run's outputs were stored. */
export interface StaleFile extends Chapter {
  /** What would then stand in it. */
  text: string;
}

/**
 * Which files show something else than a run of their notebooks.
 * @param chapters the notebooks
 * @param results what became of them, in the same order
 * @returns those that ran to their end and whose files would change
 */
export async function staleFiles(
  chapters: readonly Chapter[],
  results: readonly ChapterResult[],
): Promise<StaleFile[]> {
  const stale: StaleFile[] = [];
  for (const [k, { run }] of results.entries()) {
    if (run === undefined) continue;
    const text = formatNotebook(await storeOutputs(run.notebook));
    if (text !== await Deno.readTextFile(chapters[k].path)) stale.push({ ...chapters[k], text });
  }
  return stale;
}

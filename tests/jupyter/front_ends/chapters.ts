/**
 * Chapters in a real JupyterLab, compared with what the report's own runner got: those that need a
 * front-end, and the first two. All are run by the slow tests, there and in Notebook 7.
 */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { ExecutedChapter, PagesOutcome } from "../../pages.ts";
import { checkFigures, checkReopened, outputsOf } from "./checks.ts";
import { Lab } from "./lab.ts";
import type { OpenNotebook } from "./open_notebook.ts";

/** At a time, each in a page with a kernel of its own. */
const PAGES = 2;
const SECONDS = 900;

/** Checks a chapter, in the place of another notebook where there is one: a page takes seconds to load. */
async function checkChapter(
  lab: Lab,
  { name, run }: ExecutedChapter,
  before: OpenNotebook | undefined,
): Promise<OpenNotebook> {
  const path = `notebooks/${name}.ipynb`;
  const notebook = await before?.openOther(join(lab.project, path), path) ?? await lab.open(path);
  await notebook.runAll(SECONDS);
  assertEquals(await notebook.errors(), []);
  const figures = await checkFigures(notebook);
  assertEquals(outputsOf(await notebook.save()), outputsOf(run.notebook));
  return await checkReopened(lab, notebook, figures);
}

/** What a front-end shows otherwise than a file does. */
const NEEDS_FRONT_END = /\b(slider|choice|button|liveTraining|playground)\(/;

/** Whether a chapter is run here: it begins the report, or shows what needs a front-end. */
const isChosen = ({ name, run: { notebook } }: ExecutedChapter): boolean =>
  /^0[12]/.test(name) ||
  notebook.cells.some(({ cell_type, source }) =>
    cell_type === "code" && NEEDS_FRONT_END.test(source)
  );

/**
 * Runs chapters with Run All: their outputs are those of the report, their figures are seen, and seen
 * again when the saved notebook is opened by somebody who does not trust it.
 * @param chapters the notebooks, as the report has run them
 * @returns the count of chapters and what is wrong; all skipped where there is no Jupyter or browser
 */
export async function checkInJupyterLab(
  chapters: readonly ExecutedChapter[],
): Promise<PagesOutcome> {
  const started = await Lab.start();
  if (typeof started === "string") {
    return { passed: 0, failed: 0, skipped: chapters.filter(isChosen).length, notes: [started] };
  }
  await using lab = started;
  const chosen = chapters.filter(isChosen);
  // The longest first, so that none is waited for alone in the end.
  const queue = chosen.toSorted((a, b) => b.run.seconds - a.run.seconds);
  const notes: string[] = [];
  const work = async (): Promise<void> => {
    let open: OpenNotebook | undefined;
    for (let chapter = queue.shift(); chapter !== undefined; chapter = queue.shift()) {
      const { name } = chapter;
      open = await checkChapter(lab, chapter, open).catch((error) => {
        notes.push(`${name}: ${error}`);
        return undefined;
      });
    }
  };
  await Promise.all(Array.from({ length: PAGES }, work));
  return { passed: chosen.length - notes.length, failed: notes.length, skipped: 0, notes };
}

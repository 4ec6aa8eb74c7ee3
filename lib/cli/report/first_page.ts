/** What the report's pages say of themselves: what the chapters are about, and what they stand on. */
import { basename, relative, resolve } from "node:path";
import { loadTrainingText, sha256 } from "@lab/data";
import { chooseEngine } from "@lab/engines";
import { EXERCISES } from "@lab/exercises";
import { formatNumber } from "@lab/figures";
import type { Notebook } from "@lab/notebooks";
import type { IndexContext } from "@lab/reports";

const ABOUT =
  "A recurrent network that reads one character at a time is built from its equations, " +
  "trained within seconds, and opened up to see which weights decide what it writes. It follows a " +
  "student's report of 2019 step by step and asks of each claim whether it holds. Every chapter is " +
  "a notebook that has just been executed: its numbers, figures and sentences come from the code " +
  "beside them.";

/** What a reader can do beyond reading, a section each, in Markdown. */
const sections = (): string[] => [
  `## Exercises\n\n${EXERCISES.length} exercises go with the chapters: a question, a function to ` +
  "write, hints, and a check that says what is likely wrong. They are worked on in Jupyter, where " +
  "they lie in the folder `exercises`:\n\n```sh\ndeno task lab\n```",
  "## Your own text\n\nAll chapters run on any text, in any language, in one line:\n\n" +
  "```sh\ndeno task report --text FILE\n```",
];

/**
 * What the first page says of the notebooks of a folder: of other people's where they lie, as no more is
 * known of them.
 * @param source path of the folder
 * @param own path of the folder of the lab's own notebooks
 * @returns title, and for the lab's own what they are about, their text, and what else there is
 */
export async function indexContext(source: string, own: string): Promise<IndexContext> {
  if (relative(source, own) !== "") return { title: `Notebooks in ${basename(resolve(source))}` };
  const { title, text } = await loadTrainingText();
  return {
    title: "A character-level recurrent network, from its equations to its weights",
    about: ABOUT,
    data: `${title} (${formatNumber(text.length)} characters)`,
    sections: sections(),
  };
}

/** Whether a notebook's code opens the text that is to be trained on, or a network that was. */
const readsText = ({ cells }: Notebook): boolean =>
  cells.some(({ cell_type, source }) =>
    cell_type === "code" && /\bload(TrainingText|TrainedSnapshot)\(/.test(source)
  );

/**
 * What a page of the lab says at its top when it was run on one's own text.
 * @param notebook the notebook
 * @returns the note, plain text; undefined where the text is the lab's, or the notebook reads none
 */
export async function ownTextNote(notebook: Notebook): Promise<string | undefined> {
  if (!readsText(notebook)) return undefined;
  const { title, origin } = await loadTrainingText();
  if (origin !== "own") return undefined;
  return `This page was run on ${title}. Its prose was written about other texts, so that what it names ` +
    "there, such as a letter, a number or who is higher, may be otherwise here. The numbers, figures and " +
    `tables, and the sentences in and under them, are about ${title}, and about networks trained on it ` +
    "where they name no other.";
}

/**
 * What the run of a notebook of the lab stood on, for its page's footer.
 * @param notebook the notebook
 * @returns its text with its SHA-256 and the engines, where it uses them, a line each
 */
export async function madeFrom(notebook: Notebook): Promise<string[]> {
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) =>
    source
  );
  const lines: string[] = [];
  if (readsText(notebook)) {
    const { title, text } = await loadTrainingText();
    const digest = await sha256(new TextEncoder().encode(text));
    lines.push(`Text: ${title}, ${formatNumber(text.length)} characters, SHA-256 ${digest}.`);
  }
  if (code.some((source) => source.includes("@lab/"))) {
    const [trains, rest] = [chooseEngine("auto", "fastest").name, chooseEngine().name];
    lines.push(`Engines, where the code names no other: ${trains} trains, ${rest} does the rest.`);
  }
  return lines;
}

/**
 * Golden files: what was shown once and reviewed as a diff. After a wanted change:
 * `UPDATE_GOLDEN=1 deno test -A tests/figures tests/findings`.
 */
import { type Block, Figure, type Prose } from "@lab/figures";
import { assertEquals } from "@std/assert";

const update = Deno.env.get("UPDATE_GOLDEN") !== undefined;

/** JSON with lists of plain values on one line each. */
function readable(value: unknown): string {
  const simple = /\[\s+((?:(?:"(?:[^"\\]|\\.)*"|[-\d.e+]+|null|true|false),?\s*)+)\]/g;
  return JSON.stringify(value, null, 2)
    .replace(simple, (_, items: string) => `[${items.trim().replace(/\s*\n\s*/g, " ")}]`) + "\n";
}

/** What a golden file can hold. */
export type Shown = Figure | Block | Prose;

/** The ending of the golden file of a figure, `.json`, or of a block's or a paragraph's text, `.txt`. */
export const goldenEnding = (shown: Shown): string => shown instanceof Figure ? ".json" : ".txt";

/**
 * Compares a figure's words and specification, or a block's or paragraph's text, with its golden file.
 * @param shown the figure, block or paragraph
 * @param file the golden file, without its ending; written where `UPDATE_GOLDEN` is set
 */
export async function assertGolden(shown: Shown, file: URL): Promise<void> {
  const at = new URL(file.href + goldenEnding(shown));
  const figure = shown instanceof Figure ? shown : undefined;
  const actual = figure === undefined ? `${shown}\n` : {
    title: figure.title,
    caption: figure.caption,
    alt: figure.alt,
    ...figure.spec,
  };
  if (update) {
    await Deno.mkdir(new URL("./", at), { recursive: true });
    await Deno.writeTextFile(at, figure === undefined ? `${actual}` : readable(actual));
  }
  const stored = await Deno.readTextFile(at);
  assertEquals(actual, figure === undefined ? stored : JSON.parse(stored));
}

/** Every file of a folder of golden files belongs to a test. */
export async function assertNoOrphans(folder: URL, names: readonly string[]): Promise<void> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) found.push(entry.name);
  assertEquals(found.sort(), [...names].sort());
}

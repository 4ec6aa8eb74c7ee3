/** The outputs in the notebooks' files: of the cells that stand there, small, and as Jupyter would write them. */
import { fileURLToPath } from "node:url";
import {
  type CodeCell,
  formatNotebook,
  type Notebook,
  parseNotebook,
  readNotebook,
} from "@lab/notebooks";
import { codeFingerprint, storedFingerprint } from "@lab/reports";
import { assert, assertEquals } from "@std/assert";
import { code, shown } from "../reports/sample.ts";

const FOLDER = new URL("../../notebooks/", import.meta.url);
const MOST_BYTES = 400_000;

const names = (await Array.fromAsync(Deno.readDir(FOLDER)))
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();
const files = await Promise.all(names.map((name) => Deno.readTextFile(new URL(name, FOLDER))));
const notebooks = files.map((text, k) => parseNotebook(text, names[k]));

const codeOf = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

/** What is wrong with the outputs in a notebook's file, beside what its cells say. */
function problems(notebook: Notebook, text: string): string[] {
  const code = codeOf(notebook);
  const types = code.flatMap(({ outputs }) =>
    outputs.flatMap((output) => "data" in output ? Object.keys(output.data) : [])
  );
  const known = ["image/png", "text/html", "text/markdown", "text/plain"];
  const shown = JSON.stringify(code.map(({ outputs }) => outputs));
  return [
    ...storedFingerprint(notebook) === codeFingerprint(notebook) ? [] : ["of other cells"],
    ...types.every((type) => known.includes(type))
      ? []
      : ["a format that does not show everywhere"],
    ...new TextEncoder().encode(text).length <= MOST_BYTES ? [] : ["too large"],
    ...formatNotebook(notebook) === text ? [] : ["not as Jupyter writes it"],
    ...!/(?:file:\/\/|[" ]\/(?:home|root|tmp|Users|work)\/)/.test(shown)
      ? []
      : ["a path of a machine"],
    ...!/iterations\/s|<script|\bstyle=/.test(shown)
      ? []
      : ["something that changes or is taken out"],
    ...shown.includes('"error"') ? ["an error"] : [],
  ];
}

Deno.test("each notebook's outputs are of its cells: deno task notebooks --only NAME stores them", () => {
  const wrong = names.flatMap((name, k) =>
    problems(notebooks[k], files[k]).map((problem) => `${name}: ${problem}`)
  );
  assertEquals(wrong, []);
});

Deno.test("exercises have no outputs: what is in them is the reader's", async () => {
  for await (const { name } of Deno.readDir(new URL("exercises/", FOLDER))) {
    if (!name.endsWith(".ipynb")) continue;
    const exercises = await readNotebook(fileURLToPath(new URL(`exercises/${name}`, FOLDER)));
    assertEquals(codeOf(exercises).flatMap(({ outputs }) => outputs), [], name);
  }
});

Deno.test("outputs of a changed cell, of a machine, or too large are found", () => {
  const cell = code("1", shown({ "text/plain": "a" }));
  const base: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
  const notes = { char_rnn_lab: { outputs_of: codeFingerprint(base) } };
  const found = (change: Partial<CodeCell>): string[] => {
    const notebook = { ...base, metadata: notes, cells: [{ ...cell, ...change }] };
    return problems(notebook, formatNotebook(notebook));
  };
  const shows = (data: Record<string, string>) => ({ outputs: [shown(data)] });
  assertEquals(found({}), []);
  assertEquals(found({ source: "2" }), ["of other cells"]);
  assertEquals(found(shows({ "text/plain": "in /home/me/a" })), ["a path of a machine"]);
  assertEquals(found(shows({ "text/plain": "a".repeat(MOST_BYTES) })), ["too large"]);
  assertEquals(found(shows({ "application/x+json": "" })), [
    "a format that does not show everywhere",
  ]);
  assert(problems({ ...base, metadata: notes }, "{}").includes("not as Jupyter writes it"));
});

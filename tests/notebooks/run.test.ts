/** Whole notebooks on the real kernel. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkNotebooks, type Notebook, NotebookRunError, runNotebook } from "@lab/notebooks";
import { notebookOf } from "../jupyter/support.ts";

const failure = (notebook: Notebook, timeoutSeconds?: number): Promise<NotebookRunError> =>
  assertRejects(() => runNotebook(notebook, { cwd: ".", timeoutSeconds }), NotebookRunError);

Deno.test("runNotebook() replaces outputs, tells each cell, and changes nothing in its argument", async () => {
  const notebook = notebookOf("let n = 5;\nconsole.log(n)", "n + 1");
  notebook.cells.unshift({ cell_type: "markdown", metadata: {}, source: "# Title" });
  const before = structuredClone(notebook);
  const told: string[] = [];
  const run = await runNotebook(notebook, {
    cwd: ".",
    onCell: ({ cell, of }) => told.push(`${cell} of ${of}`),
  });
  assertEquals(told, ["1 of 2", "2 of 2"]);
  assertEquals(notebook, before);
  assertEquals(run.cellSeconds.length, 2);
  assert(run.seconds >= run.cellSeconds[0] + run.cellSeconds[1]);
  const [prose, first, second] = run.notebook.cells;
  assertEquals(prose, before.cells[0]);
  assert(first.cell_type === "code" && second.cell_type === "code");
  assertEquals([first.execution_count, second.execution_count], [1, 2]);
  assertEquals(first.outputs, [{ output_type: "stream", name: "stdout", text: "5\n" }]);
});

Deno.test("runNotebook() keeps what a later cell puts into a display, also when the last one throws", async () => {
  const open =
    `await Deno.jupyter.display({ "text/plain": "empty" }, { raw: true, display_id: "a" });
await new Promise((resolve) => setTimeout(resolve, 30));`;
  const fill = open.replace("empty", "full").replace("raw", "update: true, raw");
  const shownBy = ({ cells: [first] }: Notebook) =>
    first.cell_type === "code" && first.outputs.map((output) => "data" in output && output.data);
  const { notebook } = await runNotebook(notebookOf(open, fill), { cwd: "." });
  assertEquals(shownBy(notebook), [{ "text/plain": "full" }]);
  const failed = await failure(notebookOf(open, fill, "nothing"));
  assertEquals(shownBy(failed.notebook), [{ "text/plain": "full" }]);
});

Deno.test("runNotebook() finds the line of an error in the cell as it was written", async () => {
  const cell = `// A comment, and imports that the kernel rewrites
import {
  assertEquals,
  type ErrorClass,
} from "@std/assert";
import * as assertions from "@std/assert";
import type { AssertionError } from "@std/assert";


interface Point {
  x: number;
}

const point: Point = { x: 1, ...{ y: 2 } };

const longCall = [1, 2, 3]
  .map((x) => x + 1)

  .filter((x) => x > 1);

assertEquals(
  point.x,
  2,
);`;
  const error = await failure(notebookOf("let first = 1;", cell));
  assertEquals([error.cell, error.of, error.line], [2, 2, 21]);
  assert(error.message.startsWith("cell 2 of 2 line 21: AssertionError: Values are not equal"));
});

Deno.test("runNotebook() blames the cell that calls, not the one that defines", async () => {
  const define = 'const pad = 1;\n\nfunction f(): never {\n\n  throw new RangeError("too far");\n}';
  const error = await failure(notebookOf(define, "\n\n// calls\nf()"));
  assertEquals([error.cell, error.line, error.problem], [2, 4, "RangeError: too far"]);
});

Deno.test("runNotebook() finds the line of an await, a first line, and of no line for a string", async () => {
  const awaiting = 'const one = 1;\n\n\nawait Promise.reject(new TypeError("no"));';
  assertEquals((await failure(notebookOf(awaiting))).line, 4);
  assertEquals((await failure(notebookOf("nothing"))).line, 1);
  const thrown = await failure(notebookOf('throw "text"'));
  assertEquals([thrown.line, thrown.problem], [undefined, "text"]);
});

Deno.test("runNotebook() tells where a syntax error is, and what", async () => {
  const error = await failure(notebookOf("let a = 1;", "\nlet b: number = 2;\n\nlet c = ;"));
  assertEquals(
    [error.cell, error.line, error.problem],
    [2, 4, "SyntaxError: Expression expected"],
  );
});

Deno.test("runNotebook() fails when a cell ends the kernel or runs out of time", async () => {
  const exit = await failure(notebookOf("1", "Deno.exit(3)"));
  assertEquals([exit.cell, exit.problem], [2, "the kernel ended with exit status 3"]);
  for (const code of ["for (;;);", "await new Promise(() => {})"]) {
    const error = await failure(notebookOf(code), 0.5);
    assertEquals(error.problem, "ran out of time: it did not end within 0.5 s");
  }
});

Deno.test("runNotebook() lets a cell throw that is tagged raises-exception, and keeps its error", async () => {
  const notebook = notebookOf('throw new Error("as shown")', "2");
  notebook.cells[0].metadata = { tags: ["raises-exception"] };
  const { notebook: { cells: [cell] } } = await runNotebook(notebook, { cwd: "." });
  assertEquals(cell.cell_type === "code" && cell.outputs[0].output_type, "error");
});

Deno.test("checkNotebooks() maps every problem to its notebook, cell and line", async () => {
  const problems = await checkNotebooks([
    { name: "right", notebook: notebookOf("const a = 1", "(a + 1).toFixed()") },
    {
      name: "wrong",
      notebook: notebookOf("const a = 1;\n", 'const b: number = "text";', "\n\nb.nothing; a = 2;"),
    },
    { name: "twice", notebook: notebookOf("const a = 1;", "", "const a = 2;") },
  ], ".");
  assertEquals(
    problems.map(({ notebook, cell, line, message }) =>
      `${notebook} ${cell}:${line} ${message.match(/^TS\d+/)}`
    ),
    [
      "wrong 2:1 TS2322",
      "wrong 3:3 TS2339",
      "wrong 3:3 TS2588",
      "twice 1:1 TS2451",
      "twice 3:1 TS2451",
    ],
  );
});

Deno.test("checkNotebooks() tells a syntax error's cell and line too", async () => {
  const [problem] = await checkNotebooks(
    [{ name: "broken", notebook: notebookOf("let a = 1;", "\nlet b = ;") }],
    ".",
  );
  assertEquals([problem.notebook, problem.cell, problem.line], ["broken", 2, 2]);
});

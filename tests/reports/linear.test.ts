/** Hostile or careless content must not hold an export up: its time grows with its length, no faster. */
import type { Cell } from "@lab/notebooks";
import { assert } from "@std/assert";
import { exportNotebook } from "@lab/reports";
import { code, CONTEXT, notebook, prose, shown } from "./sample.ts";

/** Content of `n` characters by what it does to a careless reader of it. */
const CONTENTS: Record<string, (n: number) => Cell> = {
  "a string of one line": (n) => code(`const dna = "${"acgt".repeat(n / 4)}";`),
  "short lines": (n) => code("const a = 1;\n".repeat(n / 13)),
  "Python in prose": (n) => prose("```python\n" + "'acgt'".repeat(n / 6) + "\n```"),
  "pictures without an end": (n) => prose("<p>" + "<img src=".repeat(n / 9)),
  "links without an end": (n) => prose("[a](".repeat(n / 4)),
  "the same heading": (n) => prose("# one and the same heading\n".repeat(n / 27)),
  "formulas without an end": (n) => prose("$ a$b\n\n$$x\n\n".repeat(n / 12)),
  "environments without an end": (n) => prose("\\begin{align}\n".repeat(n / 14)),
  "emphasis": (n) => prose("a**b_c ".repeat(n / 7)),
  "nested quotes": (n) => prose("> ".repeat(n / 2)),
  "open elements": (n) => code("1", shown({ "text/html": "<div>".repeat(n / 5) })),
  "styles": (n) => code("1", shown({ "text/html": `<p style="${"color:url ".repeat(n / 10)}">` })),
  "escapes of a terminal": (n) => code("1", shown({ "text/plain": "\x1b]8;;".repeat(n / 5) })),
};

async function timeOf(cell: Cell): Promise<number> {
  const before = performance.now();
  await exportNotebook(notebook(cell), CONTEXT);
  return performance.now() - before;
}

for (const [name, contentOf] of Object.entries(CONTENTS)) {
  Deno.test(`exportNotebook() takes time in proportion to ${name}`, async () => {
    await timeOf(contentOf(60));
    const short = await timeOf(contentOf(12_000));
    const long = await timeOf(contentOf(96_000));
    // 8 times the length: 64 times the time would be quadratic. Small times are all noise.
    assert(long < 1500 || long < 24 * short, `${long} ms, ${short} ms for an eighth`);
  });
}

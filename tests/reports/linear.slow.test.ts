/** Outputs of 50 MB: their page comes in seconds, or in proportion to their length. */
import { type Output } from "@lab/notebooks";
import { assert } from "@std/assert";
import { exportNotebook } from "@lab/reports";
import { code, CONTEXT, notebook, printed, shown } from "./sample.ts";

const BYTES = 50e6;
const MOST_MS = 10_000;

const row = "<tr><td>1</td><td>2</td></tr>";

/** Outputs by what they are. */
const OUTPUTS: Record<string, (bytes: number) => Output> = {
  "printed in lines": (bytes) => printed("a line of what was printed\n".repeat(bytes / 27)),
  "printed in one line": (bytes) => printed("acgt".repeat(bytes / 4)),
  "a table": (bytes) => shown({ "text/html": `<table>${row.repeat(bytes / row.length)}</table>` }),
  "a picture": (bytes) => shown({ "image/png": "iVBO".repeat(bytes / 4) }),
  "a value": (bytes) => shown({ "text/plain": "0.123, ".repeat(bytes / 7) }),
};

async function timeOf(output: Output): Promise<number> {
  const before = performance.now();
  const html = await exportNotebook(notebook(code("1", output)), CONTEXT);
  const ms = performance.now() - before;
  console.log(`${(ms / 1000).toFixed(1)} s, a page of ${(html.length / 1e6).toFixed(1)} MB`);
  return ms;
}

for (const [name, outputOf] of Object.entries(OUTPUTS)) {
  Deno.test(`exportNotebook() takes 50 MB of ${name} in seconds, or in proportion to it`, async () => {
    const short = await timeOf(outputOf(BYTES / 8));
    const long = await timeOf(outputOf(BYTES));
    // 8 times the length: 64 times the time would be quadratic.
    assert(long < MOST_MS || long < 16 * short, `${long} ms, ${short} ms for an eighth`);
  });
}

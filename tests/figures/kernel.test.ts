/** Figures in Deno's own Jupyter kernel: as results, through show(), and after a failure. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Execution, startKernel } from "@lab/notebooks";

const ROOT = new URL("../../", import.meta.url).pathname;

const FIGURE = `lineChart({ title: "Squares", x: { label: "x" }, y: { label: "y" },
  series: [{ name: "squares", y: Float64Array.of(0, 1, 4, NaN) }] })`;

/** The formats of each output of a cell. */
const formats = (run: Execution): string[][] =>
  run.outputs.map((output) => "data" in output ? Object.keys(output.data) : [output.output_type]);

const BUNDLE = ["text/html", "application/vnd.plotly.v1+json", "text/plain"];

Deno.test("show() and results reach a notebook complete, in order and in time", async () => {
  await using kernel = await startKernel(ROOT);
  const first = await kernel.execute(
    `import { Figure, lineChart, show, table } from "@lab/figures"; ${FIGURE}`,
    { timeoutSeconds: 60 },
  );
  assertEquals([first.status, formats(first)], ["ok", [BUNDLE]]);
  const start = performance.now();
  const second = await kernel.execute(
    `await show("a text", ${FIGURE}, table({ title: "t", columns: ["a"], rows: [[1]] }), 42);`,
    { timeoutSeconds: 60 },
  );
  const duration = performance.now() - start;
  assertEquals([second.status, formats(second)], [
    "ok",
    [["text/plain"], BUNDLE, ["text/html", "text/plain"], ["text/plain"]],
  ]);
  const [text, figure] = second.outputs;
  assert("data" in text && "data" in figure);
  assertEquals(text.data["text/plain"], "a text");
  assertStringIncludes(String(figure.data["text/html"]), 'src="data:image/svg+xml;base64,');
  assert(duration < 1500, `took ${duration} ms`);
});

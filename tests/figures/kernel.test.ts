/** Figures in Deno's own Jupyter kernel: as results, through show(), and after a failure. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Execution, startKernel } from "@lab/jupyter";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const FIGURE = `lineChart({ title: "Squares", x: { label: "x" }, y: { label: "y" },
  series: [{ name: "squares", y: Float64Array.of(0, 1, 4, NaN) }] })`;

/** The formats of each output of a cell. */
const formats = (run: Execution): string[][] =>
  run.outputs.map((output) => "data" in output ? Object.keys(output.data) : [output.output_type]);

const BUNDLE = ["text/html", "application/vnd.plotly.v1+json", "text/plain"];

Deno.test("show() and results reach a notebook complete and in order", async () => {
  await using kernel = await startKernel(ROOT);
  const first = await kernel.execute(
    `import { Figure, lineChart, show, table } from "@lab/figures"; ${FIGURE}`,
    { timeoutSeconds: 60 },
  );
  assertEquals([first.status, formats(first)], ["ok", [BUNDLE]]);
  const second = await kernel.execute(
    `await show("a text", ${FIGURE}, table({ title: "t", columns: ["a"], rows: [[1]] }), 42);`,
    { timeoutSeconds: 60 },
  );
  assertEquals([second.status, formats(second)], [
    "ok",
    [["text/plain"], BUNDLE, ["text/html", "text/plain"], ["text/plain"]],
  ]);
  const [text, figure] = second.outputs;
  assert("data" in text && "data" in figure);
  assertEquals(text.data["text/plain"], "a text");
  assertStringIncludes(String(figure.data["text/html"]), 'src="data:image/svg+xml;base64,');
});

Deno.test("a place is filled by a later cell, and the rest of its cell stays", async () => {
  await using kernel = await startKernel(ROOT);
  const first = await kernel.execute(
    `import { lineChart, Place, show } from "@lab/figures";
const place = new Place();
await place.open("comes later");
await show("stays");`,
    { timeoutSeconds: 60 },
  );
  assertEquals(formats(first), [["text/plain"], ["text/plain"]]);
  const second = await kernel.execute(`await place.fill(${FIGURE});`, { timeoutSeconds: 60 });
  assertEquals([second.status, formats(second)], ["ok", []]);
  assertEquals(formats(first), [BUNDLE, ["text/plain"]]);
});

Deno.test("a place that is redrawn shows the last thing, also where the picture of one before comes late", async () => {
  await using kernel = await startKernel(ROOT);
  const slow = (name: string): string =>
    `{ sketch: () => ({ "text/plain": "sketch of ${name}" }),
  async [JUPYTER_DISPLAY]() {
    await pause(2000);
    return { "text/plain": "picture of ${name}" };
  } }`;
  const first = await kernel.execute(
    `import { JUPYTER_DISPLAY, Place } from "@lab/figures";
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const place = new Place();
await place.open("empty");`,
    { timeoutSeconds: 60 },
  );
  const shown = (): unknown => "data" in first.outputs[0] && first.outputs[0].data["text/plain"];
  await kernel.execute(`await place.redraw(${slow("one")}); await pause(50);`);
  assertEquals(shown(), "sketch of one");
  // The first one's picture is under way when the second comes.
  await kernel.execute(`await pause(1700); await place.redraw(${slow("two")}); await pause(1300);`);
  assertEquals(shown(), "sketch of two");
  await kernel.execute(`await pause(1500);`);
  assertEquals(shown(), "picture of two");
});

const TRAINING = `import { describe, liveTraining, show } from "@lab/figures";
import { train } from "@lab/training";
const text = "to be or not to be, that is the question. ".repeat(200);
let run;
const learn = async (iterations, before) => {
  const live = liveTraining("A small network");
  run = await train(text, { hiddenSize: 13, iterations, resume: before,
    onProgress: live.update, signal: live.signal });
  await live.end();
};`;

const MANY = `import { liveTrainings } from "@lab/figures";
import { trainMany } from "@lab/training";
const live = liveTrainings(["a", "b"]);
const { update: onProgress, result: onResult, signal } = live;
setTimeout(() => Deno.kill(Deno.pid, "SIGINT"), 1500);
const runs = [1, 2].map((seed) => ({ hiddenSize: 13, seed, iterations: 1e9 }));
const results = await trainMany(text, runs, { onProgress, onResult, signal, workers: 2 });
await live.end();
results.map(({ stopped }) => stopped).join(", ")`;

Deno.test("liveTraining() is one display that grows in place and says how the run ended", async () => {
  await using kernel = await startKernel(ROOT);
  assertEquals((await kernel.execute(TRAINING, { timeoutSeconds: 60 })).status, "ok");
  const states: string[] = [];
  const result = await kernel.execute("await learn(1500);", {
    timeoutSeconds: 60,
    onOutput: (output) => {
      if ("data" in output) states.push(String(output.data["text/plain"]));
    },
  });
  assertEquals([result.status, formats(result)], ["ok", [["text/html", "text/plain"]]]);
  assert(states.length >= 2, `shown ${states.length} times`);
  assertStringIncludes(states[0], " of 1,500 · smoothed loss ");
  assertStringIncludes(states.at(-1)!, "finished 1,500 iterations");
});

Deno.test("liveTraining() and liveTrainings() hear Stop, keep what was learned, and the run can go on", async () => {
  await using kernel = await startKernel(ROOT);
  await kernel.execute(TRAINING, { timeoutSeconds: 60 });
  const stopped = await kernel.execute(
    `setTimeout(() => Deno.kill(Deno.pid, "SIGINT"), 1000); await learn(1e9); run.stopped`,
    { timeoutSeconds: 60 },
  );
  assertEquals(stopped.status, "ok");
  const [live, value] = stopped.outputs;
  assert("data" in live && "data" in value);
  assertStringIncludes(String(live.data["text/plain"]), "stopped after ");
  assertEquals(value.data["text/plain"], "true");
  const resumed = await kernel.execute(
    `const before = run.iterations; await learn(before + 10, run); run.iterations - before`,
    { timeoutSeconds: 60 },
  );
  const last = resumed.outputs.at(-1);
  assert(last !== undefined && "data" in last);
  assertEquals(last.data["text/plain"], "10");
  const many = await kernel.execute(MANY, { timeoutSeconds: 60 });
  assertEquals(formats(many), [["text/html", "text/plain"], ["text/plain"]]);
  const [rows, stoppedRuns] = many.outputs;
  assert("data" in rows && "data" in stoppedRuns);
  assertMatch(String(rows.data["text/plain"]), /^a .*stopped after .*\nb .*stopped after /m);
  assertEquals(stoppedRuns.data["text/plain"], '"true, true"');
});

Deno.test("show() brings plotly.js to the page once, and leaves no trace of its size", async () => {
  await using kernel = await startKernel(ROOT);
  let largest = 0;
  const run = await kernel.execute(
    `import { show } from "@lab/figures"; Deno.env.set("CHAR_RNN_INTERACTIVE", "1");
     await show("a"); await show("b");`,
    {
      timeoutSeconds: 60,
      onOutput: (output) => {
        if ("data" in output) {
          largest = Math.max(largest, String(output.data["text/html"] ?? "").length);
        }
      },
    },
  );
  assertEquals(run.status, "ok");
  assert(largest > 1e6, `the page was sent ${largest} characters`);
  assertEquals(run.outputs.map((output) => "data" in output ? output.data : {}), [
    { "text/html": "", "text/plain": "" },
    { "text/plain": "a" },
    { "text/plain": "b" },
  ]);
});

/** The lab as its users meet it: Jupyter, a browser, the kernel that `deno task lab` sets up. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { formatNotebook, type Notebook } from "@lab/notebooks";
import { storeOutputs } from "@lab/reports";
import {
  checkFigures,
  checkReopened,
  kernelState,
  numbersOf,
  outputsOf,
  runHeadless,
} from "./checks.ts";
import { type FrontEnd, type Lab, labTest } from "./lab.ts";
import { coloursOf, writeCells } from "./open_notebook.ts";

const LEARN = `import { liveTraining } from "@lab/figures";
import { train, type TrainingResult } from "@lab/training";
var run: TrainingResult | undefined;
const text = "to be or not to be, that is the question. ".repeat(200);
const learn = async (iterations: number) => {
  const live = liveTraining("A small network");
  run = await train(text, { iterations, resume: run, onProgress: live.update });
  await live.end();
};
await learn(1e8);
run.stopped`;

async function checkChapter(lab: Lab, frontEnd: FrontEnd): Promise<void> {
  const name = "notebooks/01-forward-pass.ipynb";
  const expected = await runHeadless(join(lab.project, name));
  await using notebook = await lab.open(name, frontEnd);
  await notebook.runAll(120);
  assertEquals(await notebook.errors(), []);
  const figures = await checkFigures(notebook);
  const plots = notebook.page.locator("figure.lab-figure .main-svg");
  assert(await plots.count() > 0, "figures answer to the mouse");
  const first = await notebook.save();
  assertEquals(outputsOf(first), outputsOf(expected));
  await notebook.restartAndRunAll(120);
  assertEquals(numbersOf(await notebook.save()), numbersOf(first));
  await checkReopened(lab, notebook, figures, frontEnd);
  await checkStored(lab, expected, frontEnd);
}

/** A file as `deno task notebooks` writes it shows its pictures, and is saved again as it was. */
async function checkStored(lab: Lab, executed: Notebook, frontEnd: FrontEnd): Promise<void> {
  const name = "notebooks/stored.ipynb";
  const text = formatNotebook(await storeOutputs(executed));
  await Deno.writeTextFile(join(lab.project, name), text);
  await using notebook = await lab.open(name, frontEnd);
  const colours = await coloursOf(notebook.page, ".jp-OutputArea img");
  assertEquals(colours.length, text.match(/"image\/png"/g)!.length);
  assert(colours.every((n) => n > 10), `colours of the pictures: ${colours}`);
  assertEquals(await notebook.page.locator(".jp-mod-dirty").count(), 0, "nothing to be saved");
  await notebook.save();
  assertEquals(await Deno.readTextFile(notebook.path), text);
}

async function checkLongCells(lab: Lab, frontEnd: FrontEnd): Promise<void> {
  const name = "notebooks/stop.ipynb";
  await writeCells(join(lab.project, name), [
    LEARN,
    "const before = run.iterations; await learn(before + 100); run.iterations - before",
    "for (let i = 0; i < 500; i++) console.log(`line ${i}`);",
    "while (true);",
    "run.iterations > 100",
  ]);
  await using notebook = await lab.open(name, frontEnd);
  await notebook.start(0);
  const bar = notebook.cell(0).locator("progress");
  await bar.waitFor();
  const early = Number(await bar.getAttribute("value"));
  await notebook.page.waitForFunction(
    (value) => Number(document.querySelector("progress")?.getAttribute("value")) > value,
    early,
  );
  const stoppedMs = await notebook.stop();
  console.log(`Stop ended the training within ${stoppedMs.toFixed(0)} ms`);
  assert(stoppedMs < 5000, "within a second, and within five on a busy machine");
  assertStringIncludes(await notebook.text(0), "stopped after");
  assertStringIncludes(await notebook.text(0), "true");

  await notebook.start(1);
  await notebook.idle(30);
  assertStringIncludes(await notebook.text(1), "100");

  await notebook.start(2);
  await notebook.idle(30);
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join("");
  assertEquals(await notebook.text(2), lines);

  await notebook.start(3);
  await notebook.page.waitForTimeout(500);
  const brokenMs = await notebook.stop();
  assert(brokenMs < 5000, `took ${brokenMs} ms`);
  assertStringIncludes(await notebook.text(3), "the cell was stopped");
  await notebook.start(4);
  await notebook.idle(30);
  assertStringIncludes(await notebook.text(4), "true");

  const saved = await notebook.save();
  assertEquals(outputsOf(saved)[2], [`stdout: ${lines}`]);
  assertEquals(await kernelState(lab), ["idle"]);
}

for (const frontEnd of ["JupyterLab", "Notebook 7"] as const) {
  labTest(
    `${frontEnd} runs a chapter with Run All: nothing lost, every figure visible`,
    (lab) => checkChapter(lab, frontEnd),
    frontEnd,
  );
  labTest(
    `${frontEnd} shows 500 lines, live progress, and hears Stop in the first cell`,
    (lab) => checkLongCells(lab, frontEnd),
    frontEnd,
  );
}

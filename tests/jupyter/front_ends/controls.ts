/** Controls in a page of Jupyter reach the kernel, and redraw what stands below them. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { checkReopened } from "./checks.ts";
import type { FrontEnd, Lab } from "./lab.ts";
import { type OpenNotebook, writeCells } from "./open_notebook.ts";

const MOST = 5;

const SLIDER = `import { barChart, slider } from "@lab/figures";
await slider({ label: "temperature", min: 0, max: ${MOST}, step: 1, value: 1 }, (tau) =>
  barChart({
    title: \`at \${tau}\`,
    alt: "two bars",
    categories: { label: "character", names: ["a", "b"] },
    value: { label: "probability" },
    series: [{ name: "network", values: [tau, 1] }],
  }));`;

const OTHERS = `import { button, choice } from "@lab/figures";
await choice("text", ["Shakespeare", "own"], (text) => \`reads \${text}\`);
await button("Draw again", (pressed) => {
  if (pressed === 2) throw new RangeError("not twice");
  return \`pressed \${pressed}\`;
});`;

const TRAINING = `import { train } from "@lab/training";
await button("Train", async (pressed) => {
  if (pressed === 0) return "untrained";
  const run = await train("to be or not to be ".repeat(99), { iterations: 1e8 });
  return \`stopped: \${run.stopped}\`;
});`;

/** Moves the slider of the first cell; by the mouse where the page keeps the arrow keys to itself. */
async function move(notebook: OpenNotebook, value: number, frontEnd: FrontEnd): Promise<void> {
  const slider = notebook.cell(0);
  if (frontEnd === "JupyterLab") return await slider.locator(".noUi-handle").press("ArrowRight");
  // It takes no second click while it still moves.
  await slider.locator(".noUi-state-tap").waitFor({ state: "detached" });
  const base = slider.locator(".noUi-base");
  const { width, height } = (await base.boundingBox())!;
  await base.click({ position: { x: width * value / MOST - 1, y: height / 2 } });
}

/** Moves a slider, chooses, presses buttons, one of which trains until Stop; saves, and opens the page again. */
export async function checkControls(lab: Lab, frontEnd: FrontEnd): Promise<void> {
  const name = "notebooks/controls.ipynb";
  await writeCells(join(lab.project, name), [SLIDER, OTHERS, TRAINING, "6 * 7"]);
  await using notebook = await lab.open(name, frontEnd);
  await notebook.runAll(60);
  assertEquals(await notebook.errors(), []);
  const { page } = notebook;

  for (let value = 2; value <= MOST; value++) {
    await move(notebook, value, frontEnd);
    await notebook.cell(0).locator("figcaption", { hasText: `at ${value}` }).waitFor();
  }

  const others = notebook.cell(1);
  await others.getByRole("button", { name: "own" }).click();
  await others.getByText("reads own").waitFor();
  await others.getByRole("button", { name: "Draw again" }).click();
  await others.getByText("pressed 1").waitFor();
  await others.getByRole("button", { name: "Draw again" }).click();
  await others.getByText("RangeError: not twice").waitFor();

  await notebook.cell(2).getByRole("button", { name: "Train" }).click();
  await page.waitForTimeout(500);
  await notebook.stop();
  await notebook.cell(2).getByText("stopped: true").waitFor();
  await notebook.start(3);
  await notebook.idle(30);
  assertStringIncludes(await notebook.text(3), "42");

  await notebook.save();
  await page.reload();
  const found = notebook.cell(0).locator(".noUi-handle");
  await found.waitFor();
  assertEquals(await found.getAttribute("aria-valuenow"), `${MOST}.0`);
  await checkReopened(lab, notebook, 1, frontEnd);
}

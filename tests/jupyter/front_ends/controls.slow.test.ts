/// <reference lib="dom" />
/** How long a figure takes to follow its slider, in JupyterLab; and controls in Notebook 7. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { checkControls } from "./controls.ts";
import { labTest } from "./lab.ts";
import { writeCells } from "./open_notebook.ts";

const MOVES = 24;
/** The kernel's first drawings take longer: its code is compiled as it runs. */
const WARM_UP = 12;
const MOST_MS = 100;
/** So long the session's help reads the first cell and the lab's modules, beside all else. */
const READING_MS = 6000;

const SLIDER = `import { barChart, slider } from "@lab/figures";
await slider({ label: "temperature", min: 0, max: ${MOVES}, step: 1, value: 0 }, (tau) =>
  barChart({
    title: \`at \${tau} of ${MOVES}\`,
    alt: "twenty bars",
    categories: { label: "character", names: [..."abcdefghijklmnopqrst"] },
    value: { label: "probability" },
    series: [{ name: "network", values: [..."abcdefghijklmnopqrst"].map((_, k) => k + tau) }],
  }));`;

/** What the page has noted: when each key was pressed, and when each figure was there. */
interface Noted {
  pressed: number[];
  shown: number[];
  /** Called at the next figure. */
  onFigure?: () => void;
}

/** Lets the page take note by itself: who asks it again and again takes time from what is measured. */
function watch(): void {
  const noted: Noted = { pressed: [], shown: [] };
  Object.assign(window, { noted });
  addEventListener("keydown", () => noted.pressed.push(performance.now()), true);
  let last = document.querySelector("figcaption")?.textContent;
  new MutationObserver(() => {
    const title = document.querySelector("figcaption")?.textContent;
    if (!title || title === last) return;
    last = title;
    noted.shown.push(performance.now());
    noted.onFigure?.();
  }).observe(document.body, { childList: true, subtree: true });
}

/** Waits, in the page, for the figure after so many. */
function nextFigure(already: number): Promise<void> {
  const { noted } = window as unknown as { noted: Noted };
  return new Promise((resolve) => {
    if (noted.shown.length > already) resolve();
    else noted.onFigure = resolve;
  });
}

labTest(`JupyterLab redraws a slider's figure in less than ${MOST_MS} ms`, async (lab) => {
  const name = "notebooks/speed.ipynb";
  await writeCells(join(lab.project, name), [SLIDER]);
  await using notebook = await lab.open(name);
  await notebook.runAll(60);
  assertEquals(await notebook.errors(), []);
  await notebook.cell(0).locator(".noUi-handle").focus();
  await notebook.page.waitForTimeout(READING_MS);
  await notebook.page.evaluate(watch);
  for (let already = 0; already < MOVES; already++) {
    await notebook.page.keyboard.press("ArrowRight");
    await notebook.page.evaluate(nextFigure, already);
  }
  const { pressed, shown } = await notebook.page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted };
    return { pressed: noted.pressed, shown: noted.shown };
  });
  assertEquals([pressed.length, shown.length], [MOVES, MOVES]);
  const caption = notebook.cell(0).locator("figcaption");
  assertEquals(await caption.textContent(), `at ${MOVES} of ${MOVES}`);
  const times = shown.map((at, k) => at - pressed[k]);
  const warm = times.slice(WARM_UP).sort((a, b) => a - b);
  const median = warm[Math.floor(warm.length / 2)];
  const [least, most] = [warm[0], warm.at(-1)!].map((ms) => ms.toFixed(0));
  console.log(`${median.toFixed(0)} ms in the median, ${least} to ${most}`);
  assert(median < MOST_MS, `${median} ms`);
});

labTest(
  "Notebook 7 moves a slider: its figure follows, Stop works, and it is there again",
  (lab) => checkControls(lab, "Notebook 7"),
  "Notebook 7",
);

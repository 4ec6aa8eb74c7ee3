/** A display that follows many training runs at once: a row for each, and their growing curves. */
import { alignColumns, dataUrl, escapeHtml, sayDuration } from "@lab/text";
import { seriesColour } from "../charts/palette.ts";
import { CURVE_HEIGHT, CURVE_WIDTH, curvePicture } from "../static/curve_picture.ts";
import { figcaption, STYLES } from "../texts/html.ts";
import { formatNumber } from "../texts/table.ts";
import type { MimeBundle } from "./displayable.ts";
import type { LiveProgress } from "./live.ts";
import { LiveDisplay } from "./live_display.ts";

/** How one of many runs stands: what `trainMany` of `@lab/training` tells its `onProgress`. */
export interface ManyLiveProgress extends Omit<LiveProgress, "curve"> {
  /** Which run this is: its index. */
  run: number;
}

/** How one of many runs ended: what `trainMany` of `@lab/training` tells its `onResult`. */
export interface ManyLiveOutcome {
  /** Which run this is: its index. */
  run: number;
  /** Where it came to, unless it failed. */
  result?: { iterations: number; smoothedLossNats: number; stopped: boolean };
  /** Why it failed. */
  error?: Error;
}

/** What is known of a run. */
interface Row {
  readonly name: string;
  readonly x: number[];
  readonly y: number[];
  latest?: ManyLiveProgress;
  outcome?: ManyLiveOutcome;
}

/** A run's state in words. */
function stateOf({ latest, outcome }: Row): string {
  if (outcome?.error) return `failed: ${outcome.error.message.split("\n", 1)[0]}`;
  if (outcome?.result) {
    const { iterations, stopped } = outcome.result;
    return stopped
      ? `stopped after ${formatNumber(iterations)} of ${
        formatNumber(latest?.iterations ?? NaN)
      } iterations`
      : `finished ${formatNumber(iterations)} iterations`;
  }
  if (latest === undefined) return "waits";
  const share = Math.floor(100 * latest.iteration / Math.max(1, latest.iterations));
  return `${share} % · ${formatNumber(Math.round(latest.iterationsPerSecond))} iterations/s · ` +
    `${sayDuration(latest.secondsLeft)} left`;
}

const lossOf = ({ latest, outcome }: Row): string => {
  const loss = outcome?.result?.smoothedLossNats ??
    (outcome ? undefined : latest?.smoothedLossNats);
  return loss === undefined ? "–" : formatNumber(loss, 2);
};

/** How all runs stand, in a sentence. */
function sentence(rows: readonly Row[]): string {
  const count = (is: (row: Row) => boolean): number => rows.filter(is).length;
  const finished = count(({ outcome }) => outcome?.result?.stopped === false);
  const failed = count(({ outcome }) => outcome?.error !== undefined);
  const underWay = count(({ latest, outcome }) => latest !== undefined && outcome === undefined);
  return [
    `${finished} of ${rows.length} runs finished`,
    ...failed > 0 ? [`${failed} failed`] : [],
    ...underWay > 0 ? [`${underWay} under way`] : [],
  ].join(", ");
}

function bundleOf(title: string, rows: readonly Row[]): MimeBundle {
  const text = sentence(rows);
  const cells = rows.map((row) => [row.name, lossOf(row), stateOf(row)]);
  const end = Math.max(1, ...rows.map(({ latest }) => latest?.iterations ?? 0));
  const lines = cells.map(([name, loss, state], k) =>
    `<tr><td style="text-align: left"><span style="color: ${seriesColour(k)}">●</span> ` +
    `${escapeHtml(name)}</td><td style="text-align: right">${loss}</td>` +
    `<td style="text-align: left">${escapeHtml(state)}</td></tr>`
  );
  const head = ["run", "smoothed loss (nats)", "state"].map((label) =>
    `<th scope="col" style="text-align: left">${label}</th>`
  );
  return {
    "text/html": `<figure class="lab-figure lab-live" style="${STYLES.figure}">` +
      `${figcaption(title, text)}<img src="${dataUrl("image/svg+xml", curvePicture(rows, end))}" ` +
      `alt="Smoothed losses in nats against iterations: ${text}" width="${CURVE_WIDTH}" ` +
      `height="${CURVE_HEIGHT}" ` +
      `style="max-width: 100%; height: auto; display: block"><table><thead><tr>${head.join("")}` +
      `</tr></thead><tbody>${lines.join("")}</tbody></table></figure>`,
    "text/plain": [`${title}: ${text}`, alignColumns(cells, [false, true, false]).join("\n")]
      .join("\n"),
  };
}

/**
 * Follows many training runs: hand `update` to `onProgress`, `result` to `onResult` and `signal` to
 * `signal`, and await `end()` when they have ended.
 * @example
 * ```ts
 * import { LiveTrainings } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const live = new LiveTrainings(["seed 1", "seed 2"], "Two seeds");
 * assertEquals(live.signal.aborted, false);
 * await live.end();
 * ```
 */
export class LiveTrainings {
  readonly #title: string;
  readonly #rows: readonly Row[];
  readonly #display: LiveDisplay = new LiveDisplay();
  #isTold = false;

  /**
   * A display that waits for its runs.
   * @param names what each run is called, in their order
   * @param title what is trained
   */
  constructor(names: readonly string[], title: string) {
    this.#title = title;
    this.#rows = names.map((name) => ({ name, x: [], y: [] }));
  }

  /** Aborted by the notebook's Stop button, or by Ctrl+C, while the runs go on. */
  get signal(): AbortSignal {
    return this.#display.signal;
  }

  /** Takes the state of a run; shows all at a steady pace, however often it is called. */
  readonly update = (progress: ManyLiveProgress): void => {
    const row = this.#rows[progress.run];
    row.latest = progress;
    row.x.push(progress.iteration);
    row.y.push(progress.smoothedLossNats);
    this.#offer();
  };

  /** Takes the result or the error of a run. */
  readonly result = (outcome: ManyLiveOutcome): void => {
    this.#rows[outcome.run].outcome = outcome;
    this.#offer();
  };

  #offer(): void {
    this.#isTold = true;
    this.#display.offer(() => bundleOf(this.#title, this.#rows));
  }

  /**
   * Shows how the runs ended, and gives the Stop button back.
   * @returns when the notebook has the last state
   */
  async end(): Promise<void> {
    await this.#display.end(this.#isTold ? bundleOf(this.#title, this.#rows) : undefined);
  }
}

/**
 * A display that follows many training runs in place: a row for each with its loss and how it stands or
 * ended, and their growing curves. The Stop button ends the runs and keeps what was learned. Outside a
 * notebook it prints the rows every few seconds.
 * @param names what each run is called, in their order
 * @param title what is trained
 * @returns the display, to be connected with `trainMany`
 * @example
 * ```ts
 * import { liveTrainings } from "@lab/figures";
 * import { trainMany } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const runs = [1, 2].map((seed) => ({ hiddenSize: 8, iterations: 100, seed }));
 * const live = liveTrainings(runs.map(({ seed }) => `seed ${seed}`), "Two seeds");
 * const { update: onProgress, result: onResult, signal } = live;
 * const results = await trainMany(text, runs, { onProgress, onResult, signal });
 * await live.end();
 * assertEquals(results.map(({ stopped }) => stopped), [false, false]);
 * ```
 */
export function liveTrainings(names: readonly string[], title = "Trainings"): LiveTrainings {
  return new LiveTrainings(names, title);
}

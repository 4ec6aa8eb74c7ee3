/** A display that follows a training run: progress, loss, speed, time left, and the growing curve. */
import { dataUrl, sayDuration } from "@lab/text";
import { CURVE_HEIGHT, CURVE_WIDTH, curvePicture } from "../static/curve_picture.ts";
import type { MimeBundle } from "./displayable.ts";
import { figcaption, STYLES } from "../texts/html.ts";
import { LiveDisplay } from "./live_display.ts";
import { formatNumber } from "../texts/table.ts";

/** How a training run stands: what `train` of `@lab/training` tells its `onProgress`. */
export interface LiveProgress {
  /** Iterations done. */
  iteration: number;
  /** Iterations to do in all. */
  iterations: number;
  /** The smoothed loss, in nats summed over T. */
  smoothedLossNats: number;
  /** Iterations per second. */
  iterationsPerSecond: number;
  /** Seconds still to go, estimated. */
  secondsLeft: number;
  /** The smoothed loss so far. */
  curve: { iteration: readonly number[]; smoothedLossNats: readonly number[] };
}

/** The state of a run as a sentence. */
function sentence(progress: LiveProgress, ended: boolean): string {
  const { iteration, iterations, smoothedLossNats, iterationsPerSecond, secondsLeft } = progress;
  const loss = `smoothed loss ${formatNumber(smoothedLossNats, 2)} nats`;
  const speed = `${formatNumber(Math.round(iterationsPerSecond))} iterations/s`;
  if (!ended) {
    return `iteration ${formatNumber(iteration)} of ${formatNumber(iterations)} · ${loss} · ` +
      `${speed} · ${sayDuration(secondsLeft)} left`;
  }
  const end = iteration < iterations
    ? `stopped after ${formatNumber(iteration)} of ${formatNumber(iterations)} iterations`
    : `finished ${formatNumber(iterations)} iterations`;
  return `${end} · ${loss} · ${speed}`;
}

function bundleOf(title: string, progress: LiveProgress, ended: boolean, note = ""): MimeBundle {
  const text = [sentence(progress, ended), note].filter((part) => part !== "").join(" · ");
  const { iteration, iterations, curve } = progress;
  // The bar goes at the end: a finished run has nothing to wait for.
  const bar = ended ? "" : `<progress value="${iteration}" max="${iterations}" ` +
    `style="width: 100%; max-width: 760px">${text}</progress>`;
  const line = { x: curve.iteration, y: curve.smoothedLossNats };
  const svg = curvePicture([line], iterations);
  return {
    "text/html": `<figure class="lab-figure lab-live" style="${STYLES.figure}">` +
      `${figcaption(title, text)}${bar}<img src="${dataUrl("image/svg+xml", svg)}" ` +
      `alt="Smoothed loss in nats against iterations: ${text}" width="${CURVE_WIDTH}" ` +
      `height="${CURVE_HEIGHT}" ` +
      `style="max-width: 100%; height: auto; display: block"></figure>`,
    "text/plain": `${title}: ${text}`,
  };
}

/**
 * Follows one training run: hand `update` to `onProgress` and `signal` to `signal`, and await
 * `end()` when the run has returned.
 * @example
 * ```ts
 * import { LiveTraining } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const live = new LiveTraining("A small network");
 * assertEquals(live.signal.aborted, false);
 * await live.end();
 * ```
 */
export class LiveTraining {
  readonly #title: string;
  readonly #display: LiveDisplay = new LiveDisplay();
  #latest: LiveProgress | undefined;

  /**
   * A display that waits for its run.
   * @param title what is trained
   */
  constructor(title: string) {
    this.#title = title;
  }

  /** Aborted by the notebook's Stop button, or by Ctrl+C, while the run goes on. */
  get signal(): AbortSignal {
    return this.#display.signal;
  }

  /** Takes the state of the run; shows it at a steady pace, however often it is called. */
  readonly update = (progress: LiveProgress): void => {
    this.#latest = progress;
    this.#display.offer(() => bundleOf(this.#title, progress, false));
  };

  /**
   * Shows how the run ended, and gives the Stop button back.
   * @param note what else is to be said, such as how the network stands beside n-grams: `sayStanding` of
   * `@lab/baselines`
   * @returns when the notebook has the last state
   */
  async end(note?: string): Promise<void> {
    const latest = this.#latest;
    await this.#display.end(latest && bundleOf(this.#title, latest, true, note));
  }
}

/**
 * A display that follows a training run in place: a progress bar, the loss, iterations per second,
 * the time left, and the curve of the loss, which grows. The Stop button ends the run and keeps what
 * was learned. Outside a notebook it prints a line every few seconds.
 * @param title what is trained
 * @returns the display, to be connected with `train`
 * @example
 * ```ts
 * import { liveTraining } from "@lab/figures";
 * import { train } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const live = liveTraining("A small network");
 * const run = await train("to be or not to be, that is the question. ".repeat(3), {
 *   hiddenSize: 8,
 *   iterations: 100,
 *   onProgress: live.update,
 *   signal: live.signal,
 * });
 * await live.end();
 * assertEquals([run.iterations, run.stopped], [100, false]);
 * ```
 */
export function liveTraining(title = "Training"): LiveTraining {
  return new LiveTraining(title);
}

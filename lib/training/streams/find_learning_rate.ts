/** Finding a learning rate: the loss while the rates grow from much too small to much too large. */
import { chooseEngine, type EngineOption, newStreamState } from "@lab/engines";
import type { StreamSettings } from "@lab/model";
import { encodeText } from "../encode_text.ts";
import { checkCount, checkSetting } from "../options.ts";
import { initialStreamParameters } from "./initial.ts";
import { readWindows, windowsPerReading } from "./reading.ts";
import { completeStreamSettings, type StreamRecipe } from "./recipes.ts";
import { peakRates } from "./schedule.ts";
import { checkLength } from "./run.ts";

/** What a search for a learning rate is told. */
export interface LearningRateOptions extends Partial<StreamSettings>, EngineOption {
  /** Whose settings fill what is left out; `"quick"` when left out. */
  recipe?: StreamRecipe;
  /** The first rate of Whh, > 0; 1e-5 when left out. */
  from?: number;
  /** The last one, above the first; 1 when left out. */
  to?: number;
  /** How many windows lie between them, ≥ 2; 200 when left out. */
  windows?: number;
}

/** How the loss went while the rates grew. */
export interface LearningRateCurve {
  /** `[n]` the rate of Whh at each window; the other rates are as many times as large as in training. */
  readonly learningRate: number[];
  /** `[n]` the loss of each window before its update, in nats per character. */
  readonly natsPerChar: number[];
  /** `[n]` the same, smoothed: a running mean that keeps 0.95 of itself, corrected for its start. */
  readonly smoothedNatsPerChar: number[];
  /** The rate at which the smoothed loss was lowest. */
  readonly lowestAt: number;
  /**
   * A third of `lowestAt`: a peak for a training from the first weights, to be tried beside its
   * neighbours. Undefined where the loss did not rise again by a tenth: no rate was too large.
   */
  readonly suggested?: number;
}

/** How much of itself the running mean keeps at each window. */
const KEPT = 0.95;

/** Above so many times the lowest smoothed loss the rates are too large, and the search has seen enough. */
const [TOO_LARGE, ENOUGH] = [1.1, 1.5];

/** Values smoothed by a running mean whose first values are corrected for its start. */
function smoother(): (value: number) => number {
  let [sum, weight] = [0, 0];
  return (value) => {
    sum = KEPT * sum + (1 - KEPT) * value;
    weight = KEPT * weight + (1 - KEPT);
    return sum / weight;
  };
}

/**
 * Trains from the first weights while the rates grow evenly on a logarithmic scale, window by window,
 * and tells how the loss went: it falls faster and faster, is lowest, and rises when steps are too large.
 * @param text the training text, at least streams × T characters
 * @param options recipe and settings, from which rate to which, engine
 * @returns the curve, ended early where the loss has risen by half; and what it suggests
 * @throws {RangeError} when the text is too short or an option is out of range
 * @see L. N. Smith, "Cyclical learning rates for training neural networks", WACV (2017), section 3.3
 * @example
 * ```ts
 * import { findLearningRate } from "@lab/training";
 * import { assert } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(9);
 * const sizes = { hiddenSize: 8, streams: 4, sequenceLength: 8, windows: 60 };
 * const { learningRate, suggested } = await findLearningRate(text, sizes);
 * assert(suggested! > learningRate[0] && suggested! < 1);
 * ```
 */
export async function findLearningRate(
  text: string,
  options: LearningRateOptions = {},
): Promise<LearningRateCurve> {
  const { recipe = "quick", from = 1e-5, to = 1, windows = 200, engine } = options;
  checkSetting("from", from, "finite and > 0", Number.isFinite(from) && from > 0);
  checkSetting("to", to, "finite and > from", Number.isFinite(to) && to > from);
  checkCount("windows", windows, 2);
  const settings = completeStreamSettings({ ...options, learningRate: from }, recipe);
  const { indices, vocabulary } = await encodeText(text);
  checkLength(indices.length, settings);
  const parameters = initialStreamParameters(indices, vocabulary.size, settings);
  const trainer = await chooseEngine(engine, "fastest").streamTrainer(
    newStreamState(parameters, settings.streams),
    { ...settings, rates: peakRates(settings) },
  );
  const [learningRate, natsPerChar, smoothedNatsPerChar]: number[][] = [[], [], []];
  const smooth = smoother();
  const perReading = windowsPerReading(indices.length, settings);
  try {
    for (let n = 0; n < windows; n++) {
      const place = { reading: Math.floor(n / perReading), window: n % perReading };
      const scale = (to / from) ** (n / (windows - 1));
      const [loss] = trainer.advance(readWindows(indices, place, 1, settings), [scale]);
      if (!Number.isFinite(loss)) break;
      learningRate.push(from * scale);
      natsPerChar.push(loss);
      smoothedNatsPerChar.push(smooth(loss));
      if (smoothedNatsPerChar[n] > ENOUGH * Math.min(...smoothedNatsPerChar)) break;
    }
  } finally {
    trainer.close();
  }
  return {
    learningRate,
    natsPerChar,
    smoothedNatsPerChar,
    ...read(learningRate, smoothedNatsPerChar),
  };
}

/** What a smoothed curve says of the rates. */
function read(
  rates: readonly number[],
  smoothed: readonly number[],
): Pick<LearningRateCurve, "lowestAt" | "suggested"> {
  const least = Math.min(...smoothed);
  const lowestAt = rates[smoothed.indexOf(least)];
  return smoothed.at(-1)! > TOO_LARGE * least
    ? { lowestAt, suggested: lowestAt / 3 }
    : { lowestAt };
}

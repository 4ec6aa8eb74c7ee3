/**
 * How far back a prediction's gradient reaches. H: hidden units, V: characters.
 *
 * Method: the gradient of one step's loss with respect to the states k steps earlier,
 * `∂loss_t/∂h_{t−k} = Whhᵀ diag(1 − h²) ∂loss_t/∂h_{t−k+1}`. Claim: its norm says how strongly an
 * infinitely small change k characters ago would change the prediction. What it leaves out: large
 * changes. Saturated units have a gradient near zero and still decide when they flip.
 * @see R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
 * networks", ICML (2013)
 */
import { mean } from "d3-array";
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { addTransposedMatVec, upperQuantile } from "@lab/numerics";
import { checkInteger, checkText } from "../checks.ts";
import { walk } from "./steps.ts";

/** The gradient's norm at one distance. */
export interface GradientLag {
  /** k: how many characters back. */
  readonly lag: number;
  /** The mean norm of ∂loss_t/∂h_{t−k}, in nats per unit of h. */
  readonly mean: number;
  /** The median norm of ∂loss_t/∂h_{t−k}. */
  readonly median: number;
  /** The 10 % and the 90 % quantile of the norm of ∂loss_t/∂h_{t−k}. */
  readonly quantiles: readonly [low: number, high: number];
}

/** The gradient's norm over the distance. */
export interface GradientFlow {
  /** The time steps t whose loss was followed back. */
  readonly positions: readonly number[];
  /** The gradient at each distance, from lag 0 upwards. */
  readonly lags: readonly GradientLag[];
  /** After how many characters the gradient has faded, by {@link gradientHorizon}. */
  readonly horizon: number | null;
}

/** How far back, and from how many steps. */
export interface GradientFlowOptions extends EngineOption {
  /** The largest distance k, ≥ 1; 40 when left out. */
  maxLag?: number;
  /** From how many steps, evenly spaced over the text, ≥ 1; 100 when left out. */
  samples?: number;
}

/** The norms of ∂loss_t/∂h_{t−k} for k = 0 … , given the last states, the newest last. */
function normsBack(
  model: CharacterModel,
  probs: Float64Array,
  target: number,
  states: readonly Float64Array[],
): number[] {
  const { hiddenSize: H, Whh, Why } = model.parameters;
  const dy = probs.slice();
  dy[target] -= 1;
  let dh: Float64Array = addTransposedMatVec(Why, dy, new Float64Array(H));
  const norms = [Math.hypot(...dh)];
  for (let k = states.length - 1; k > 0; k--) {
    const h = states[k];
    for (let i = 0; i < H; i++) dh[i] *= 1 - h[i] * h[i];
    dh = addTransposedMatVec(Whh, dh, new Float64Array(H));
    norms.push(Math.hypot(...dh));
  }
  return norms;
}

/** A gradient has faded where its median norm is below this share of that at lag 0. */
export const FADED = 0.01;

/**
 * After how many characters the gradient has faded.
 * @param lags the norms, from lag 0 upwards
 * @returns the first lag whose median is below {@link FADED} of that at lag 0, or null
 * @example
 * ```ts
 * import { gradientHorizon } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(gradientHorizon([5, 0.5, 0.04].map((median, lag) => ({ lag, median }))), 2);
 * assertEquals(gradientHorizon([5, 0.05].map((median, lag) => ({ lag, median }))), null);
 * ```
 */
export function gradientHorizon(
  lags: readonly Pick<GradientLag, "lag" | "median">[],
): number | null {
  return lags.find(({ median }) => median < FADED * lags[0].median)?.lag ?? null;
}

/**
 * The norm of ∂loss_t/∂h_{t−k} over k, at steps spaced evenly over a text.
 * @param model parameters and vocabulary
 * @param text the text to read; it must be longer than `maxLag` + 1 characters
 * @param options how far back, from how many steps, and who computes
 * @returns mean, median and quantiles of the norm for each distance
 * @throws {RangeError} when the text is too short, the vocabulary lacks a character, or an option is
 * out of range
 * @example
 * ```ts
 * import { gradientFlow } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assert } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const { lags } = gradientFlow(model, "abcab".repeat(9), { maxLag: 5, samples: 4 });
 * assert(lags[5].mean < lags[0].mean, "small weights let the gradient vanish");
 * ```
 */
export function gradientFlow(
  model: CharacterModel,
  text: string,
  options: GradientFlowOptions = {},
): GradientFlow {
  checkText(text, "measure the gradient flow");
  const { maxLag = 40, samples = 100 } = options;
  const action = "follow gradients";
  checkInteger(maxLag, "maxLag", [1, Infinity], action);
  checkInteger(samples, "samples", [1, Infinity], action);
  const characters = [...text];
  checkInteger(characters.length, "text.length", [maxLag + 2, Infinity], action);
  const room = characters.length - 1 - maxLag;
  const count = Math.min(samples, room);
  const positions = Array.from(
    { length: count },
    (_, s) => maxLag + Math.floor((s + 0.5) * room / count),
  );
  const recent: Float64Array[] = [];
  const norms: number[][] = [];
  for (const step of walk(model, characters, options)) {
    const oldest = recent.length > maxLag ? recent.shift()! : new Float64Array(step.h.length);
    oldest.set(step.h);
    recent.push(oldest);
    if (positions[norms.length] !== step.position) continue;
    const target = model.vocabulary.indexOf(characters[step.position + 1]);
    norms.push(normsBack(model, step.probs, target, recent));
    if (norms.length === count) break;
  }
  const lags = Array.from({ length: maxLag + 1 }, (_, lag) => {
    const values = norms.map((row) => row[lag]);
    const [low, median, high] = [0.1, 0.5, 0.9].map((q) => upperQuantile(values, q));
    return { lag, mean: mean(values)!, median, quantiles: [low, high] as const };
  });
  return { positions, lags, horizon: gradientHorizon(lags) };
}

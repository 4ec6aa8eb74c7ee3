/** Whether a network has learned too little of its text or too much of it by heart, after its training. */
import { type Fit, judgeFit } from "@lab/analysis";
import { NgramModel, type NgramOptions } from "@lab/baselines";
import { chooseEngine } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { surprisals } from "@lab/sampling";
import type { CharacterNumbers } from "@lab/text";

/** Both parts of a text, as the network numbers their characters. */
export interface FitTexts {
  /** What was trained on, or its end. */
  seen: CharacterNumbers;
  /** What follows it and is scored. */
  heldOut: CharacterNumbers;
  /** `[M]` what each held-out character costs the network. */
  nats: Float64Array;
  /** `[H]` the network's state before the last {@linkcode MOST_SCORED} of what was trained on. */
  h?: Float64Array;
}

/** No more than this of the end of what was trained on is scored. */
export const MOST_SCORED = 200_000;

/**
 * How well a network fits, beside a bigram and Kneser-Ney, which count what it was trained on.
 * @param model the network
 * @param texts both parts, and the network's surprisals of the second
 * @returns both scores, and the verdict
 */
export function fitOf(model: CharacterModel, { seen, heldOut, nats, h }: FitTexts): Fit {
  const { parameters, vocabulary } = model;
  const engine = chooseEngine("auto", "fastest");
  const from = Math.max(0, seen.length - MOST_SCORED);
  const [before, part] = [seen.subarray(0, from), seen.subarray(from)];
  const counting = (options: Omit<NgramOptions, "vocabularySize">): NgramModel => {
    const ngrams = new NgramModel({ ...options, vocabularySize: vocabulary.size });
    ngrams.read(seen);
    return ngrams;
  };
  const bigram = counting({ order: 2, smoothing: "witten-bell" });
  const network = { trained: surprisals(parameters, part, { h, engine }), heldOut: nats };
  return judgeFit(network, {
    trained: bigram.surprisals(part, { context: before }),
    heldOut: bigram.surprisals(heldOut, { context: seen }),
  }, counting({ order: 7 }).surprisals(heldOut, { context: seen }));
}

/**
 * How a network fits, in words.
 * @param fit the scores and the verdict
 * @returns one line
 * @example
 * ```ts
 * import { judgeFit } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * import { sayFit } from "./fit.ts";
 * const nats = (mean: number) => Float64Array.from({ length: 4000 }, (_, n) => mean + Math.sin(n));
 * const [network, bigram] = [1.8, 2.4].map((x) => ({ trained: nats(x), heldOut: nats(x) }));
 * assertEquals(
 *   sayFit(judgeFit(network, bigram, nats(1.5))),
 *   "It underfits: even what it was trained on costs it 1.80, and text that is new to Kneser-Ney 1.50",
 * );
 * ```
 */
export function sayFit({ trained, heldOut, byHeart, yardstick, verdict }: Fit): string {
  const [old, fresh, counted] = [trained.mean, heldOut.mean, yardstick].map((x) => x.toFixed(2));
  const [low, high] = byHeart.interval.map((end) => end.toFixed(2));
  const learned =
    `${byHeart.mean.toFixed(2)} (${low} to ${high}) less on what it was trained on, ` +
    `beyond what a bigram does`;
  switch (verdict) {
    case "underfits":
      return `It underfits: even what it was trained on costs it ${old}, and text that is new to ` +
        `Kneser-Ney ${counted}`;
    case "overfits":
      return `It overfits: it needs ${learned}; on what was held out it needs ${fresh}, more than ` +
        `Kneser-Ney's ${counted}`;
    case "fits":
      return `It does not overfit by Kneser-Ney's measure: it needs ${learned}, yet ` +
        `on what was held out ${fresh}, less than counting does, ${counted}`;
    case "not decided":
      if (!Number.isFinite(byHeart.error)) {
        return "Whether it underfits or overfits is not decided: too few characters for an interval";
      }
      return `Whether it underfits or overfits is not decided: it needs ${learned}`;
  }
}

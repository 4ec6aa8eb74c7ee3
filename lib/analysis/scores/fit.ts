/**
 * Whether a network has learned too little of its text, or too much of it by heart.
 *
 * Its yardstick is what an n-gram model that counted the same text needs on new text. A network that needs
 * more than that even on the text it was trained on has learned too little: it underfits. One that needs
 * less there, and more on new text, has learned what holds of the old text alone: it overfits. Held-out
 * text can also be harder than the other, which a model too small to learn anything by heart shows: a
 * bigram, which counts what follows each character.
 *
 * Claim: of the network as it is. What it leaves out: whether it would do better with other settings.
 */
import { intervalAround, meanOverText, type MeanWithError } from "@lab/numerics";

/** What a model needs on the text it was trained on and on text that was held out. */
export interface TwoScores {
  /** `[N]` surprisals of the text that it was trained on, in nats. */
  readonly trained: ArrayLike<number>;
  /** `[M]` surprisals of what was held out. */
  readonly heldOut: ArrayLike<number>;
}

/** How well a network fits. */
export interface Fit {
  /** Nats per character of the text that it was trained on. */
  readonly trained: MeanWithError;
  /** Nats per character of what was held out. */
  readonly heldOut: MeanWithError;
  /** The second less the first, less what a bigram says the held-out text is harder by. */
  readonly byHeart: MeanWithError;
  /** What a bigram says the held-out text is harder by. */
  readonly harder: number;
  /** What the yardstick needs on what was held out. */
  readonly yardstick: number;
  /** Decided by intervals of 95 %. */
  readonly verdict: "underfits" | "overfits" | "fits" | "not decided";
}

/** The difference of the means of two texts. */
function apart(first: MeanWithError, second: MeanWithError): MeanWithError {
  const [mean, error] = [second.mean - first.mean, Math.hypot(first.error, second.error)];
  return { mean, error, interval: intervalAround(mean, error) };
}

/** A mean's difference to the yardstick on the same characters, or on others. */
const side = ({ interval: [low, high] }: MeanWithError): number => low > 0 ? 1 : high < 0 ? -1 : 0;

/**
 * Judges how well a network fits the text that it was trained on.
 * @param network the network's scores
 * @param bigram the scores of a bigram that counted the same text
 * @param yardstick `[M]` what a good n-gram model that counted it needs on what was held out
 * @returns both scores, what was learned by heart, and the verdict
 * @throws {TypeError} when the yardstick or the bigram scored other characters
 * @example
 * ```ts
 * import { judgeFit } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const nats = (mean: number) => Float64Array.from({ length: 4000 }, (_, n) => mean + Math.sin(n));
 * const bigram = { trained: nats(2.4), heldOut: nats(2.4) };
 * const verdictOf = (trained: number, heldOut: number) =>
 *   judgeFit({ trained: nats(trained), heldOut: nats(heldOut) }, bigram, nats(1.5)).verdict;
 * assertEquals(verdictOf(1.8, 1.8), "underfits");
 * assertEquals(verdictOf(1.1, 1.8), "overfits");
 * assertEquals(verdictOf(1.2, 1.4), "fits");
 * ```
 */
export function judgeFit(network: TwoScores, bigram: TwoScores, yardstick: ArrayLike<number>): Fit {
  const lengths = [network.heldOut.length, bigram.heldOut.length, yardstick.length];
  const same = lengths.every((length) => length === lengths[0]) &&
    network.trained.length === bigram.trained.length;
  if (!same) {
    throw new TypeError(
      `Cannot judge a fit as all models must have scored the same characters: current numbers are ` +
        `${
          lengths.join(", ")
        } held out, ${network.trained.length} and ${bigram.trained.length} not`,
    );
  }
  const [trained, heldOut, counted] = [network.trained, network.heldOut, yardstick]
    .map((nats) => meanOverText(nats));
  const beyond = (nats: ArrayLike<number>, simple: ArrayLike<number>): MeanWithError =>
    meanOverText(Float64Array.from(nats, (x, n) => x - simple[n]));
  const [before, after] = [
    beyond(network.trained, bigram.trained),
    beyond(network.heldOut, bigram.heldOut),
  ];
  const byHeart = apart(before, after);
  const above = side(beyond(network.heldOut, yardstick));
  const onOld = side(apart(counted, trained));
  const verdict = above < 0
    ? "fits"
    : onOld > 0
    ? "underfits"
    : above > 0 && onOld < 0 && side(byHeart) > 0
    ? "overfits"
    : "not decided";
  const harder = meanOverText(bigram.heldOut).mean - meanOverText(bigram.trained).mean;
  return { trained, heldOut, byHeart, harder, yardstick: counted.mean, verdict };
}

/** Where a network stands among n-gram models on the same characters. */
import { meanOverText, type MeanWithError } from "@lab/numerics";
import { NgramModel, type NgramOptions } from "./ngram.ts";

/** A network beside an n-gram model. */
export interface Standing {
  /** The n-gram model's name. */
  readonly name: string;
  /** What the n-gram model needs, in nats per character. */
  readonly natsPerChar: number;
  /** The network's nats per character less the n-gram model's: below 0 the network predicts better. */
  readonly difference: MeanWithError;
  /** Decided by the difference's interval of 95 %. */
  readonly verdict: "better" | "worse" | "not told apart";
}

/** The characters that were scored, and those before. */
export interface ScoredText {
  /** `[M]` the numbers of the characters that the n-gram models count. */
  before: ArrayLike<number>;
  /** `[N]` the numbers of the characters that follow and are scored. */
  scored: ArrayLike<number>;
  /** V: how many characters there are. */
  vocabularySize: number;
}

const MODELS: Record<string, Omit<NgramOptions, "vocabularySize">> = {
  "Witten-Bell": { order: 5, smoothing: "witten-bell" },
  "Kneser-Ney": { order: 7, smoothing: "kneser-ney" },
};

/**
 * Where a network stands among n-gram models: Witten-Bell with 4 characters of context and modified
 * Kneser-Ney with 6, which count one part of a text and are scored on the next, as the network was.
 * @param nats `[N]` the network's surprisals of the scored characters
 * @param text what the models count and what is scored
 * @returns a row for each n-gram model, the weaker one first
 * @throws {TypeError} when there are not as many surprisals as scored characters
 * @throws {RangeError} when nothing is scored or a number is out of range
 * @example
 * ```ts
 * import { standingOf } from "@lab/baselines";
 * import { assertEquals } from "@std/assert";
 * const before = Array.from({ length: 500 }, (_, n) => n % 7 % 3);
 * const scored = before.map((k) => 2 - k); // another order of the characters
 * const knows = new Float64Array(500).fill(0.1);
 * const rows = standingOf(knows, { before, scored, vocabularySize: 3 });
 * assertEquals(rows.map(({ verdict }) => verdict), ["better", "better"]);
 * ```
 */
export function standingOf(nats: ArrayLike<number>, text: ScoredText): Standing[] {
  const { before, scored, vocabularySize } = text;
  if (nats.length !== scored.length) {
    throw new TypeError(
      `Cannot compare with n-gram models as each scored character must have its surprisal: current ` +
        `numbers are ${nats.length} and ${scored.length}`,
    );
  }
  return Object.entries(MODELS).map(([name, options]) => {
    const model = new NgramModel({ ...options, vocabularySize });
    model.read(before);
    const counted = model.surprisals(scored, { context: before });
    const difference = meanOverText(counted.map((value, n) => nats[n] - value));
    const [low, high] = difference.interval;
    const verdict = high < 0 ? "better" : low > 0 ? "worse" : "not told apart";
    const natsPerChar = counted.reduce((sum, value) => sum + value, 0) / counted.length;
    return { name, natsPerChar, difference, verdict };
  });
}

/**
 * How a network stands, in words.
 * @param standing the network beside n-gram models
 * @returns one line, such as `0.10 better than Witten-Bell (1.63), 0.03 worse than Kneser-Ney (1.50)`
 * @example
 * ```ts
 * import { sayStanding } from "@lab/baselines";
 * import { assertEquals } from "@std/assert";
 * const difference = { mean: -0.1, error: 0.01, interval: [-0.12, -0.08] as const };
 * const row = { name: "Witten-Bell", natsPerChar: 1.63, difference, verdict: "better" } as const;
 * assertEquals(sayStanding([row]), "0.10 better than Witten-Bell (1.63)");
 * ```
 */
export function sayStanding(standing: readonly Standing[]): string {
  return standing.map(({ name, natsPerChar, difference, verdict }) => {
    const apart = Math.abs(difference.mean).toFixed(2);
    const words = {
      better: `${apart} better than ${name}`,
      worse: `${apart} worse than ${name}`,
      "not told apart": Number.isFinite(difference.error)
        ? `not told apart from ${name}`
        : `over too few characters to be told apart from ${name}`,
    };
    return `${words[verdict]} (${natsPerChar.toFixed(2)})`;
  }).join(", ");
}

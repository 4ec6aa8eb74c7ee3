/**
 * N-gram models: the next character's probability from how often it followed the last few. V: characters.
 *
 * A model of order n knows contexts of 0 … n − 1 characters. Each longer context is mixed with the
 * shorter: `p_d(w) = (c(w) − D) / T + λ p_{d−1}(w)`, down to 1/V, so that nothing is impossible.
 * Witten-Bell's D is 0 and its λ grows with the number of different characters that followed. Kneser
 * and Ney subtract a little from every count (modified: one D each for counts of 1, 2 and more) and
 * count in the shorter contexts not how often a character followed, but after how many different
 * longer contexts it did.
 *
 * A model that goes on learning while it is scored, each character after its score, is a compressor:
 * this is how PPM predicts, with escapes in place of λ and the same counts ("update exclusion").
 * @see I. H. Witten and T. C. Bell, "The zero-frequency problem", IEEE Trans. Inf. Theory 37 (1991), method C
 * @see S. F. Chen and J. Goodman, "An empirical study of smoothing techniques for language modeling",
 * Computer Speech & Language 13 (1999), section 3 (modified Kneser-Ney)
 * @see A. Moffat, "Implementing the PPM data compression scheme", IEEE Trans. Communications 38 (1990)
 */
import { checkCharacters, checkSize } from "./checks.ts";
import { Contexts } from "./contexts.ts";

/** How an n-gram model fills the gaps between its counts. */
export type Smoothing = "witten-bell" | "kneser-ney";

/** Which n-gram model. */
export interface NgramOptions {
  /** V, ≥ 1. */
  vocabularySize: number;
  /**
   * The longest context has order − 1 characters. 0 … 16; 7 when left out. Order 1 is the unigram
   * model, order 0 the uniform one.
   */
  order?: number;
  /** How it fills the gaps between its counts; `"kneser-ney"` when left out. */
  smoothing?: Smoothing;
}

/** How to score. */
export interface SurprisalOptions {
  /** The numbers of the characters before; none when left out. */
  context?: ArrayLike<number>;
  /** true: read each character after it was scored; false when left out. */
  learn?: boolean;
}

/** Discounts where a text is too small to tell them: KenLM's. */
const FALLBACK = [0, 0.5, 1, 1.5];

/** What is subtracted from counts of 0, 1, 2 and more (Chen and Goodman, equation 26). */
function discountsFrom(countsOfCounts: Float64Array): number[] {
  const [, n1, n2, n3, n4] = countsOfCounts;
  const y = n1 / (n1 + 2 * n2);
  const found = [0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3];
  return found.map((d, count) => d > 0 && d <= count ? d : FALLBACK[count]);
}

/**
 * An n-gram model that grows with what it reads.
 * @example
 * ```ts
 * import { NgramModel } from "@lab/baselines";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * const text = "the cat and the hat and the rat";
 * const vocabulary = Vocabulary.of(text);
 * const model = new NgramModel({ vocabularySize: vocabulary.size, order: 4 });
 * model.read(vocabulary.encode(text));
 * const p = model.probabilities(vocabulary.encode("and t"));
 * assert(p[vocabulary.indexOf("h")] > 0.5);
 * assertAlmostEquals(p.reduce((sum, each) => sum + each), 1, 1e-12);
 * ```
 */
export class NgramModel {
  /** V: how many characters there are. */
  readonly vocabularySize: number;
  /** The longest context has order − 1 characters. */
  readonly order: number;
  /** How it fills the gaps between its counts. */
  readonly smoothing: Smoothing;
  readonly #contexts: Contexts;
  readonly #path: Int32Array;
  #discounts: number[][] | undefined;

  /**
   * Starts with nothing read: all characters are equally likely.
   * @param options V, the order, how gaps are filled
   * @throws {RangeError} when V or the order is no integer in its range, or the smoothing is unknown
   */
  constructor(options: NgramOptions) {
    const { vocabularySize, order = 7, smoothing = "kneser-ney" } = options;
    checkSize("vocabularySize", vocabularySize, [1, 2 ** 20]);
    checkSize("order", order, [0, 16]);
    if (smoothing !== "witten-bell" && smoothing !== "kneser-ney") {
      throw new RangeError(
        `Cannot build an n-gram model as 'smoothing' must be witten-bell or kneser-ney: current ` +
          `value is ${smoothing}`,
      );
    }
    [this.vocabularySize, this.order, this.smoothing] = [vocabularySize, order, smoothing];
    this.#contexts = new Contexts(vocabularySize, order);
    this.#path = new Int32Array(order);
  }

  /**
   * Counts a text.
   * @param indices `[N]` the numbers of the text's characters
   * @throws {RangeError} when a number is out of range, or there is more to count than can be held
   */
  read(indices: ArrayLike<number>): void {
    checkCharacters(indices, this.vocabularySize);
    for (let at = 0; at < indices.length; at++) this.#learn(indices, at);
  }

  /** Counts one character after each of its contexts. */
  #learn(characters: ArrayLike<number>, at: number): void {
    if (this.order === 0) return;
    const contexts = this.#contexts;
    const met = contexts.match(characters, at, this.#path);
    const length = contexts.extend(characters, at, this.#path, met);
    for (let d = length - 1; d >= 0; d--) {
      const before = contexts.add(this.#path[d], d, characters[at]);
      // Kneser-Ney: a shorter context counts a character once for each longer one that it follows.
      if (this.smoothing === "kneser-ney" && before > 0) break;
    }
    this.#discounts = undefined;
  }

  /** The probability of a character after the contexts that were matched. */
  #probability(character: number, length: number): number {
    const { totals, ones, twos, more } = this.#contexts;
    this.#discounts ??= this.#contexts.countsOfCounts.map(discountsFrom);
    let p = 1 / this.vocabularySize;
    for (let d = 0; d < length; d++) {
      const node = this.#path[d];
      if (totals[node] === 0) continue;
      const count = this.#contexts.count(node, character);
      if (this.smoothing === "witten-bell") {
        const different = ones[node] + twos[node] + more[node];
        p = (count + different * p) / (totals[node] + different);
      } else {
        const discounts = this.#discounts[d];
        const freed = discounts[1] * ones[node] + discounts[2] * twos[node] +
          discounts[3] * more[node];
        p = (count - discounts[Math.min(count, 3)] + freed * p) / totals[node];
      }
    }
    return p;
  }

  /**
   * The distribution of the next character.
   * @param context the numbers of the characters before
   * @returns `[V]` probabilities that sum to 1
   * @throws {RangeError} when a number is out of range
   */
  probabilities(context: ArrayLike<number>): Float64Array {
    checkCharacters(context, this.vocabularySize);
    const length = this.order === 0 ? 0 : this.#contexts.match(context, context.length, this.#path);
    return Float64Array.from(
      { length: this.vocabularySize },
      (_, character) => this.#probability(character, length),
    );
  }

  /**
   * What each character of a text costs: −ln of its probability after those before.
   * @param indices `[N]` the numbers of the text's characters
   * @param options the characters before, and whether the model goes on learning
   * @returns `[N]` nats, each scored before the model reads the character
   * @throws {RangeError} when a number is out of range, or there is more to count than can be held
   * @example
   * ```ts
   * import { NgramModel } from "@lab/baselines";
   * import { assertAlmostEquals, assertEquals } from "@std/assert";
   * const model = new NgramModel({ vocabularySize: 2, order: 1, smoothing: "witten-bell" });
   * const nats = model.surprisals([0, 0, 1], { learn: true });
   * // 1/2; then (1 + 1 · 1/2) / (1 + 1); then (0 + 1 · 1/2) / (2 + 1)
   * [1 / 2, 3 / 4, 1 / 6].forEach((p, n) => assertAlmostEquals(nats[n], -Math.log(p), 1e-12));
   * ```
   */
  surprisals(indices: ArrayLike<number>, options: SurprisalOptions = {}): Float64Array {
    const context = Array.from(options.context ?? []).slice(-Math.max(this.order - 1, 0));
    const characters = this.order < 2 ? Array.from(indices) : [...context, ...Array.from(indices)];
    checkCharacters(characters, this.vocabularySize);
    const from = characters.length - indices.length;
    return Float64Array.from({ length: indices.length }, (_, n) => {
      const at = from + n;
      const length = this.order === 0 ? 0 : this.#contexts.match(characters, at, this.#path);
      const nats = -Math.log(this.#probability(characters[at], length));
      if (options.learn) this.#learn(characters, at);
      return nats;
    });
  }
}

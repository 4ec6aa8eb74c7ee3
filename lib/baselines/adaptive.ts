/**
 * A model that learns as it reads, as a strong compressor does. V: characters.
 *
 * Each character is spelled in yes/no questions: is its number in the upper half of 0 … V − 1? In the
 * upper half of that half? Every context of 0 to `order` − 1 characters has two opinions on a question:
 * the average of the answers that it has seen, and what usually follows in contexts of its length with
 * as many noes and yeses as it has had lately (a context that has said "yes" once and never "no" will
 * say "yes" again: how often?). A {@linkcode Mixer} weighs them all. As every question splits what is
 * left in two, the probabilities of the V characters sum to 1.
 * @see M. Mahoney, "Adaptive weighing of context models for lossless data compression", Florida Tech
 * CS-2005-16 (2005): mixing; his ZPAQ's "indirect" contexts: the second opinion
 * @see F. M. J. Willems, Y. M. Shtarkov, T. J. Tjalkens, "The context-tree weighting method", IEEE
 * Trans. Inf. Theory 41 (1995): questions instead of characters
 */
import { Answers, MEMORY, MOST_COUNTED } from "./answers.ts";
import { checkCharacters, checkSize } from "./checks.ts";
import { ContextTree } from "./context_tree.ts";
import { type Mix, Mixer } from "./mixer.ts";

/** Which adaptive model. */
export interface AdaptiveOptions {
  /** V, ≥ 1. */
  vocabularySize: number;
  /** The longest context has order − 1 characters. 1 … 16; 8 when left out. */
  order?: number;
}

const PAIRS = (MOST_COUNTED + 1) ** 2;
/** Log odds end here, so that no opinion can be infinite. */
const SUREST = 1e-4;

/** A question, put in all contexts. */
interface Question extends Mix {
  /** `[order]` where it stands in each context; 0 where it was never put. */
  readonly nodes: Int32Array;
  /** How it was answered. */
  yes: boolean;
}

const logOdds = (p: number): number => {
  const within = Math.min(Math.max(p, SUREST), 1 - SUREST);
  return Math.log(within / (1 - within));
};

/**
 * A model that learns as it reads.
 * @example
 * ```ts
 * import { AdaptiveModel } from "@lab/baselines";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * const text = "the cat and the hat and the rat ".repeat(20);
 * const vocabulary = Vocabulary.of(text);
 * const model = new AdaptiveModel({ vocabularySize: vocabulary.size });
 * const nats = model.surprisals(vocabulary.encode(text));
 * assert(nats[4] > 1 && nats.at(-1)! < 0.1); // it has learned on the way
 * const p = model.probabilities();
 * assert(p[vocabulary.indexOf("t")] > 0.8);
 * assertAlmostEquals(p.reduce((sum, each) => sum + each), 1, 1e-9);
 * ```
 */
export class AdaptiveModel {
  /** V: how many characters there are. */
  readonly vocabularySize: number;
  /** The longest context has order − 1 characters. */
  readonly order: number;
  readonly #answers = new Answers();
  readonly #tree: ContextTree;
  readonly #mixer: Mixer;
  /** The first question of each context; 0 where none was put. */
  readonly #firsts: number[] = [];
  /** `[order, noes, yeses]` how often "yes" followed such counts, and how often that was seen. */
  readonly #afterCounts: Float64Array;
  readonly #seenCounts: Uint8Array;
  readonly #path: Int32Array;
  /** The questions that spell a character. */
  readonly #spelling: readonly Question[];
  /** The last order − 1 characters, the newest at the end. */
  #past: number[] = [];

  /**
   * Starts with nothing read: all characters are about equally likely.
   * @param options V and the order
   * @throws {RangeError} when V or the order is no integer in its range
   */
  constructor(options: AdaptiveOptions) {
    const { vocabularySize: V, order = 8 } = options;
    checkSize("vocabularySize", V, [1, 2 ** 20]);
    checkSize("order", order, [1, 16]);
    [this.vocabularySize, this.order] = [V, order];
    this.#tree = new ContextTree(V);
    this.#mixer = new Mixer(2 * order, [order + 1, V, V + 1]);
    this.#path = new Int32Array(order);
    this.#spelling = Array.from({ length: Math.max(1, Math.ceil(Math.log2(V))) }, () => ({
      odds: new Float64Array(2 * order),
      situation: new Int32Array(3),
      p: 0.5,
      nodes: new Int32Array(order),
      yes: false,
    }));
    this.#seenCounts = new Uint8Array(order * PAIRS);
    this.#afterCounts = Float64Array.from({ length: order * PAIRS }, (_, at) => {
      const [noes, yeses] = [Math.floor(at % PAIRS / (MOST_COUNTED + 1)), at % (MOST_COUNTED + 1)];
      return (yeses + 0.4) / (noes + yeses + 0.8);
    });
  }

  /** Where the second opinion of a context of a length is kept. */
  #pair(length: number, node: number): number {
    const { noes, yeses } = this.#answers;
    return length * PAIRS + noes[node] * (MOST_COUNTED + 1) + yeses[node];
  }

  /** The probability that a question is answered with "yes". */
  #ask(question: Question, middle: number): number {
    const { nodes, odds, situation } = question;
    const { asked, share } = this.#answers;
    let known = 0;
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k];
      const met = asked[node] > 0;
      odds[2 * k] = met ? logOdds(share[node]) : 0;
      odds[2 * k + 1] = met ? logOdds(this.#afterCounts[this.#pair(k, node)]) : 0;
      if (met) known = k + 1;
    }
    situation[0] = known;
    situation[1] = middle;
    situation[2] = this.#past.at(-1) ?? this.vocabularySize;
    return this.#mixer.mix(question);
  }

  /** Learns the answer to a question. */
  #learn(question: Question): void {
    const { nodes, yes } = question;
    this.#mixer.learn(question, yes);
    const answers = this.#answers;
    for (let k = 0; k < nodes.length; k++) {
      if (nodes[k] === 0) continue;
      if (answers.asked[nodes[k]] > 0) {
        const at = this.#pair(k, nodes[k]);
        this.#afterCounts[at] += (Number(yes) - this.#afterCounts[at]) /
          (this.#seenCounts[at] + 1.5);
        if (this.#seenCounts[at] < MEMORY) this.#seenCounts[at]++;
      }
      answers.learn(nodes[k], yes);
    }
  }

  /** Where the first question stands in the contexts before the next character. */
  #begin(nodes: Int32Array, learn: boolean): void {
    const at = this.#past.length;
    let length = this.#tree.match(this.#past, at, this.#path);
    if (learn) length = this.#tree.extend(this.#past, at, this.#path, length);
    nodes.fill(0);
    for (let k = 0; k < length; k++) {
      const context = this.#path[k];
      if (learn) this.#firsts[context] ??= this.#answers.add();
      nodes[k] = this.#firsts[context] ?? 0;
    }
  }

  /** What a character costs, which is learned after all its questions are answered. */
  #read(character: number): number {
    const spelling = this.#spelling;
    let [low, high, nats, count] = [0, this.vocabularySize, 0, 0];
    this.#begin(spelling[0].nodes, true);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const question = spelling[count++];
      const p = this.#ask(question, middle);
      question.yes = character >= middle;
      nats -= Math.log(question.yes ? p : 1 - p);
      if (question.yes) low = middle;
      else high = middle;
      if (high - low > 1) this.#follow(question, spelling[count].nodes);
    }
    for (let n = 0; n < count; n++) {
      this.#learn(spelling[n]);
      if (n + 1 < count) this.#follow(spelling[n], spelling[n + 1].nodes, true);
    }
    this.#past.push(character);
    if (this.#past.length > 100 * this.order) this.#past = this.#past.slice(-this.order);
    return nats;
  }

  /** Where the next question stands in each context, after an answer. */
  #follow({ nodes, yes }: Question, next: Int32Array, learn = false): void {
    for (let k = 0; k < nodes.length; k++) {
      next[k] = learn && nodes[k] > 0
        ? this.#answers.reach(nodes[k], yes)
        : this.#answers.below(nodes[k], yes);
    }
  }

  /**
   * Learns a text that follows what was read before.
   * @param indices `[N]` the numbers of the text's characters
   * @throws {RangeError} when a number is out of range, or there is more to count than can be held
   */
  read(indices: ArrayLike<number>): void {
    this.surprisals(indices);
  }

  /**
   * What each character of a text costs: −ln of its probability after all that was read before.
   * @param indices `[N]` the numbers of the text's characters
   * @returns `[N]` nats, each scored before the model learns the character
   * @throws {RangeError} when a number is out of range, or there is more to count than can be held
   */
  surprisals(indices: ArrayLike<number>): Float64Array {
    checkCharacters(indices, this.vocabularySize);
    return Float64Array.from(indices, (character) => this.#read(character));
  }

  /**
   * The distribution of the next character; nothing is learned.
   * @returns `[V]` probabilities that sum to 1
   */
  probabilities(): Float64Array {
    const p = new Float64Array(this.vocabularySize);
    this.#begin(this.#spelling[0].nodes, false);
    this.#spread(p, [0, this.vocabularySize], 1, 0);
    return p;
  }

  /** Shares a probability out among the characters of a range, which so many questions have led to. */
  #spread(p: Float64Array, [low, high]: [number, number], whole: number, count: number): void {
    if (high - low === 1) {
      p[low] = whole;
      return;
    }
    const middle = (low + high) >> 1;
    const question = this.#spelling[count];
    const share = this.#ask(question, middle);
    for (const yes of [false, true]) {
      question.yes = yes;
      if (count + 1 < this.#spelling.length) {
        this.#follow(question, this.#spelling[count + 1].nodes);
      }
      const half: [number, number] = yes ? [middle, high] : [low, middle];
      this.#spread(p, half, whole * (yes ? share : 1 - share), count + 1);
    }
  }
}

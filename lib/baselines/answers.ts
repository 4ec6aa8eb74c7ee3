/**
 * How yes/no questions were answered in each context of a text.
 *
 * A character is spelled in answers: is its number in the upper half of the numbers that are left?
 * So each context has a small tree, in which every question stands below the answer that led to it.
 * Node 0 stands for every question that was never put.
 */

/** Running averages forget what is older than about so many answers. */
export const MEMORY = 255;

/** Where a count of answers ends, so that pairs of counts are few enough to compare. */
export const MOST_COUNTED = 255;

/** What is left of a count, above this many, when the other answer comes. */
const [KEPT_SHARE, KEPT] = [0.25, 2];

const longer = <T extends Float64Array | Int32Array | Uint8Array>(array: T): T => {
  const copy = new (array.constructor as new (length: number) => T)(2 * array.length);
  copy.set(array);
  return copy;
};

/** Questions, each in a context. */
export class Answers {
  /** How many answers a question has had, up to {@link MEMORY}; 0: never put. */
  asked = new Uint8Array(1024);
  /** The running average of its answers: the share of "yes". */
  share = new Float64Array(1024);
  /** How often "no" was answered, lately. */
  noes = new Uint8Array(1024);
  /** How often "yes" was answered, lately. */
  yeses = new Uint8Array(1024);
  #below = new Int32Array(2048);
  #count = 1;

  /** A question that was not put yet: its share is one half. */
  add(): number {
    if (this.#count === this.asked.length) {
      this.asked = longer(this.asked);
      this.share = longer(this.share);
      this.noes = longer(this.noes);
      this.yeses = longer(this.yeses);
      this.#below = longer(this.#below);
    }
    this.share[this.#count] = 0.5;
    return this.#count++;
  }

  /** The question that follows an answer; 0 when it was never put. */
  below(node: number, yes: boolean): number {
    return this.#below[2 * node + Number(yes)];
  }

  /** The question that follows an answer; a new one where it was never put. */
  reach(node: number, yes: boolean): number {
    const known = this.below(node, yes);
    if (known > 0) return known;
    const added = this.add(); // may move the arrays, so it comes first
    this.#below[2 * node + Number(yes)] = added;
    return added;
  }

  /** Counts an answer. */
  learn(node: number, yes: boolean): void {
    const asked = this.asked[node];
    this.share[node] += (Number(yes) - this.share[node]) / (asked + 1.5);
    if (asked < MEMORY) this.asked[node]++;
    const [given, other] = yes ? [this.yeses, this.noes] : [this.noes, this.yeses];
    if (given[node] < MOST_COUNTED) given[node]++;
    if (other[node] > KEPT) other[node] = Math.max(KEPT, Math.floor(KEPT_SHARE * other[node]));
  }
}

/**
 * Sums over the contexts of each character, stretch by stretch of a text: what its information follows
 * from, and what can be drawn anew to see how far it may move. V: characters.
 */
import { entropyBits } from "./distributions.ts";

/** Information in bits, and the three parts that it is the sum of. */
export interface InformationParts {
  /** All together. */
  readonly bits: number;
  /** About whether a target follows. */
  readonly targetOrNot: number;
  /** About which of the targets follows. */
  readonly whichTarget: number;
  /** About which other character follows. */
  readonly whichOther: number;
}

/** Entropies of a distribution and of its split into targets and others, all in bits. */
function splitEntropies(p: ArrayLike<number>, isTarget: Uint8Array): Float64Array {
  const parts = [0, 0];
  const mass = [0, 0];
  for (let k = 0; k < p.length; k++) {
    if (p[k] <= 0) continue;
    parts[isTarget[k]] -= p[k] * Math.log2(p[k]);
    mass[isTarget[k]] += p[k];
  }
  // Σ_k p_k log(mass / p_k) = mass · H(p | group): the entropy within a group, times its weight
  const within = (g: number): number => mass[g] > 0 ? parts[g] + mass[g] * Math.log2(mass[g]) : 0;
  return Float64Array.of(parts[0] + parts[1], entropyBits(mass), within(1), within(0));
}

/** The summed probabilities of the others and of the targets. */
function massesOf(p: ArrayLike<number>, isTarget: Uint8Array): [others: number, targets: number] {
  const masses: [number, number] = [0, 0];
  for (let k = 0; k < p.length; k++) masses[isTarget[k]] += p[k];
  return masses;
}

/** The log₂ probability of a character, and its three parts: the group, then the one in the group. */
function splitLog(
  p: ArrayLike<number>,
  k: number,
  isTarget: Uint8Array,
  masses = massesOf(p, isTarget),
): number[] {
  const [all, group] = [Math.log2(p[k]), Math.log2(masses[isTarget[k]])];
  return [all, group, isTarget[k] === 1 ? all - group : 0, isTarget[k] === 1 ? 0 : all - group];
}

/** What {@link ContextTally.sums} holds of a stretch, before and after the V summed probabilities. */
const COUNT = 0, ENTROPIES = 1, SCORED = 5, LOGS = 6, PROBS = 10;

/** All characters' sums together hold about so many numbers at most: 128 MiB. */
const MOST_NUMBERS = 2 ** 24;

/** How many numbers a stretch of a character has: {@link PROBS}, and 2 V. */
const widthOf = (V: number): number => PROBS + 2 * V;

/**
 * A text has at most so many stretches, and half as many where it has that many characters: 200, fewer with a
 * large alphabet, as each of the V characters has V sums in each; 16 at least. Even, as two become one.
 */
const mostStretches = (V: number): number =>
  2 * Math.min(100, Math.max(8, Math.floor(MOST_NUMBERS / (2 * V * widthOf(V)))));

/** The sums of all characters over all stretches. */
export class ContextTally {
  /** `[V]` the sums of each character, `[stretches, 10 + 2 V]`; none where it was not read. */
  readonly sums: (Float64Array | undefined)[];
  readonly #isTarget: Uint8Array;
  readonly #width: number;
  readonly #most: number;
  #stretch = 1;
  #places = 0;

  /**
   * Starts with nothing counted.
   * @param isTarget `[V]` 1 for each target
   */
  constructor(isTarget: Uint8Array) {
    this.#isTarget = isTarget;
    this.#width = widthOf(isTarget.length);
    this.#most = mostStretches(isTarget.length);
    this.sums = new Array(isTarget.length).fill(undefined);
  }

  /** How many stretches there are. */
  get stretches(): number {
    return Math.ceil(this.#places / this.#stretch);
  }

  /** Goes to the next place of the text; when there are too many stretches, two become one. */
  advance(): void {
    if (this.#places++ < this.#most * this.#stretch) return;
    this.#stretch *= 2;
    for (const sums of this.sums) {
      if (sums === undefined) continue;
      for (let at = 0; at < sums.length; at++) {
        const [row, column] = [Math.floor(at / this.#width), at % this.#width];
        if (row % 2 === 1) sums[(row - 1) / 2 * this.#width + column] += sums[at];
        else sums[row / 2 * this.#width + column] = sums[at];
      }
      sums.fill(0, sums.length / 2);
    }
  }

  #row(index: number): Float64Array {
    this.sums[index] ??= new Float64Array(this.#most * this.#width);
    const row = Math.floor((this.#places - 1) / this.#stretch);
    return this.sums[index].subarray(row * this.#width, (row + 1) * this.#width);
  }

  /** Adds a context of a character: the distribution after it. */
  addContext(index: number, p: Float64Array): void {
    const row = this.#row(index);
    row[COUNT]++;
    splitEntropies(p, this.#isTarget).forEach((bits, j) => row[ENTROPIES + j] += bits);
    for (let k = 0; k < p.length; k++) row[PROBS + k] += p[k];
  }

  /** Adds what followed in a context of a character, and the distribution that it was expected with. */
  addNext(index: number, p: Float64Array, next: number): void {
    const row = this.#row(index);
    row[SCORED]++;
    splitLog(p, next, this.#isTarget).forEach((bits, j) => row[LOGS + j] += bits);
    row[PROBS + this.#isTarget.length + next]++;
  }
}

/** In how many contexts a character was read, of summed stretches. */
export const contextsIn = (total: Float64Array): number => total[COUNT];

/** A weighted sum of a character's stretches, V: characters; each counts once where there are no weights. */
export function sumStretches(
  sums: Float64Array,
  stretches: number,
  V: number,
  weights?: Int32Array,
): Float64Array {
  const width = widthOf(V);
  const total = new Float64Array(width);
  for (let row = 0; row < stretches; row++) {
    const weight = weights === undefined ? 1 : weights[row];
    if (weight === 0 || sums[row * width] + sums[row * width + SCORED] === 0) continue;
    for (let k = 0; k < width; k++) total[k] += weight * sums[row * width + k];
  }
  return total;
}

function partsOf(
  [bits, targetOrNot, whichTarget, whichOther]: ArrayLike<number> & Iterable<number>,
): InformationParts {
  return { bits, targetOrNot, whichTarget, whichOther };
}

/** What summed contexts say. */
export interface ContextFigures extends InformationParts {
  /** The entropy of the mean distribution, in bits: what there is to know. */
  readonly entropyBits: number;
  /** The mean probability of the targets together. */
  readonly targetProbability: number;
}

/** The information in summed contexts: the entropy of the mean less the mean entropy. */
export function figuresIn(total: Float64Array, isTarget: Uint8Array): ContextFigures {
  const n = total[COUNT];
  const mean = total.subarray(PROBS, PROBS + isTarget.length).map((p) => p / n);
  const ofMean = splitEntropies(mean, isTarget);
  return {
    ...partsOf(ofMean.map((bits, j) => Math.max(0, bits - total[ENTROPIES + j] / n))),
    entropyBits: ofMean[0],
    targetProbability: mean.reduce((sum, p, k) => sum + p * isTarget[k], 0),
  };
}

/** What the context tells of the characters that follow, in bits, and how far that may be off. */
export interface Knowledge extends InformationParts {
  /** After how many contexts the text goes on, and the next character was scored. */
  readonly scored: number;
  /** The standard errors, from the stretches of the text. */
  readonly errors: InformationParts;
}

/** By how much the contexts lower the surprisal of what follows, against the mean distribution. */
export function knowledgeIn(
  sums: Float64Array,
  stretches: number,
  isTarget: Uint8Array,
): Knowledge | undefined {
  const V = isTarget.length;
  const total = sumStretches(sums, stretches, V);
  const scored = total[SCORED];
  if (scored === 0) return undefined;
  const mean = total.subarray(PROBS, PROBS + V).map((p) => p / total[COUNT]);
  const masses = massesOf(mean, isTarget);
  const expected = Array.from(mean, (_, k) => splitLog(mean, k, isTarget, masses));
  const gained = (row: Float64Array, j: number): number => {
    let bits = row[LOGS + j];
    for (let k = 0; k < V; k++) {
      const times = row[PROBS + V + k];
      if (times > 0) bits -= times * expected[k][j];
    }
    return bits;
  };
  const means = [0, 1, 2, 3].map((j) => gained(total, j) / scored);
  const squares = [0, 0, 0, 0];
  const rows = Array.from({ length: stretches }, (_, row) => row)
    .map((row) => sums.subarray(row * total.length, (row + 1) * total.length))
    .filter((row) => row[SCORED] > 0);
  for (const row of rows) {
    means.forEach((bits, j) => squares[j] += (gained(row, j) - bits * row[SCORED]) ** 2);
  }
  const spread = rows.length / (rows.length - 1);
  const errors = squares.map((square) => Math.sqrt(spread * square) / scored);
  return { scored, ...partsOf(means), errors: partsOf(errors) };
}

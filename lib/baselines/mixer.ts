/**
 * Mixing opinions on a yes/no question: `p = σ(Σ_i w_i ln(p_i / (1 − p_i)))`, the weights learned on the
 * way by gradient descent on the surprisal of each answer.
 *
 * Each situation adds weights of its own to the sum: how long a context is known, which question it is,
 * and which character came last.
 * @see M. Mahoney, "Adaptive weighing of context models for lossless data compression", Florida Tech
 * CS-2005-16 (2005), section 3
 */

/** How far one answer moves the weights. */
const RATE = 0.001;
/** What each opinion weighs at first. */
const FIRST_WEIGHT = 0.15;
/** No answer is ever taken to be surer than this. */
const LEAST = 1e-5;

/** One question, as the mixer sees it. */
export interface Mix {
  /** `[opinions]` the opinions' log odds of "yes". */
  readonly odds: Float64Array;
  /** `[S]` the case of each kind of situation. */
  readonly situation: Int32Array;
  /** The mixed probability of "yes". */
  p: number;
}

/** Weights for every situation. */
export class Mixer {
  readonly #weights: readonly Float64Array[];

  /**
   * Starts with the same weight for every opinion.
   * @param opinions how many opinions there are
   * @param situations `[S]` how many cases there are of each kind of situation
   */
  constructor(opinions: number, situations: readonly number[]) {
    this.#weights = situations.map((cases, s) =>
      new Float64Array(cases * opinions).fill(s === 0 ? FIRST_WEIGHT : 0)
    );
  }

  /** Mixes the opinions on a question, and gives the probability of "yes". */
  mix(question: Mix): number {
    const { odds, situation } = question;
    let z = 0;
    for (let s = 0; s < situation.length; s++) {
      const [weights, from] = [this.#weights[s], situation[s] * odds.length];
      for (let i = 0; i < odds.length; i++) z += weights[from + i] * odds[i];
    }
    const p = 1 / (1 + Math.exp(-z));
    return question.p = Math.min(Math.max(p, LEAST), 1 - LEAST);
  }

  /** Moves a mix's weights towards those that would have made the answer less surprising. */
  learn({ odds, situation, p }: Mix, yes: boolean): void {
    const step = RATE * (Number(yes) - p);
    for (let s = 0; s < situation.length; s++) {
      const [weights, from] = [this.#weights[s], situation[s] * odds.length];
      for (let i = 0; i < odds.length; i++) weights[from + i] += step * odds[i];
    }
  }
}

/** What an exercise is: a function to write, a solution, and the mistakes that people make. */
import type { Random } from "@lab/numerics";

/** What functions of exercises take and give: numbers, vectors, matrices, texts. */
// deno-lint-ignore no-explicit-any
export type Answer = (...args: any[]) => unknown;

/** A function that is wrong in a way that people are. */
export interface Mistake {
  /** The wrong function: whoever agrees with it on every case has made this mistake. */
  readonly wrong: Answer;
  /** Another way to write this mistake, which hears the same hint. */
  readonly also?: Answer;
  /** What helps then: a question or a fact, not the solution. */
  readonly says: string;
}

/** An exercise. */
export interface Exercise {
  /** Chapter and number, such as `"2.1"`. */
  readonly id: string;
  /** What `check` calls it, such as `"output error"`. */
  readonly name: string;
  /** How hard it is for someone who has read the chapter. */
  readonly difficulty: "easy" | "medium" | "hard";
  /** About how long it takes. */
  readonly minutes: number;
  /** What the function should return, such as `"V numbers, one for each logit"`. */
  readonly returns: string;
  /** Arguments to try the function on. */
  readonly cases: (random: Random) => readonly unknown[][];
  /** The right function. */
  readonly solution: Answer;
  /** The mistakes that are told apart. */
  readonly mistakes: readonly Mistake[];
  /** What is said to the right function, after "Right on 40 cases." */
  readonly right: string;
  /**
   * A size of a case, such as T: where answers are right up to one and wrong beyond, that is said.
   */
  readonly size?: { readonly name: string; readonly of: (...args: never[]) => number };
}

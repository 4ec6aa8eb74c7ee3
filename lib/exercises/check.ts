/** Checks an answer as a teacher would: what is right, where it departs, and the likely mistake. */
import { type Displayable, JUPYTER_DISPLAY, type MimeBundle, prose, show } from "@lab/figures";
import { Random } from "@lab/numerics";
import { difference, isRounded, isSame, kindOf, say as inWords } from "./compare.ts";
import { EXERCISES } from "./chapters/mod.ts";
import type { Answer, Exercise } from "./exercise.ts";

/** The type under which a notebook keeps a checked answer, for the teacher's table. */
export const RESULT_TYPE = "application/vnd.char-rnn-lab.exercise+json";

/** What a check found. */
export interface CheckResult {
  /** The exercise, such as `"2.1"`. */
  readonly id: string;
  /** What the exercise is called. */
  readonly name: string;
  /** Whether the answer is right, wrong, or not there yet. */
  readonly state: "right" | "wrong" | "unsolved";
  /** What is said to whoever wrote it. */
  readonly says: string;
}

/**
 * A checked answer that shows itself, and that a teacher's table finds in the notebook.
 * @example
 * ```ts
 * import { CheckedAnswer, judge } from "@lab/exercises";
 * import { JUPYTER_DISPLAY } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const shown = new CheckedAnswer(judge("four of each", 1 / 70))[JUPYTER_DISPLAY]();
 * assertStringIncludes(shown["text/plain"], "✗ 3.4 four of each: One-sided");
 * ```
 */
export class CheckedAnswer implements Displayable {
  /**
   * Keeps what was found.
   * @param result what the check found
   */
  constructor(readonly result: CheckResult) {}

  /** Called by the kernel. */
  [JUPYTER_DISPLAY](): MimeBundle {
    const { id, name, state, says } = this.result;
    const mark = { right: "✓", wrong: "✗", unsolved: "…" }[state];
    const text = `${mark} ${id} ${name}: ${says}`;
    const bundle = prose(`**${mark} ${id} · ${name}.** ${says}`)[JUPYTER_DISPLAY]();
    return { ...bundle, "text/plain": text, [RESULT_TYPE]: { ...this.result } };
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || Number.isNaN(value) || (Array.isArray(value) && value.length === 0);

/** The answers of a function on all cases; a message when it throws. Arguments are copies. */
function tryOn(answer: Answer, cases: readonly unknown[][]): unknown[] | string {
  const given: unknown[] = [];
  for (const args of cases) {
    try {
      given.push(answer(...structuredClone(args)));
    } catch (error) {
      return error instanceof Error ? error.message : `${error}`;
    }
  }
  return given;
}

/** Where right and wrong part by a size: `agrees at T = 1 and departs from T = 2 on`. */
function parting(
  { size }: Exercise,
  cases: readonly unknown[][],
  right: readonly boolean[],
): string {
  if (size === undefined) return "";
  const sizes = cases.map((args) => size.of(...args as never[]));
  const good = sizes.filter((_, k) => right[k]);
  const bad = sizes.filter((_, k) => !right[k]);
  const [most, least] = [Math.max(...good), Math.min(...bad)];
  if (good.length === 0 || most >= least) return "";
  return `It agrees up to ${size.name} = ${most} and departs from ${size.name} = ${least} on. `;
}

/** Whether a number was asked for, not a function. */
const isPrediction = ([args]: readonly unknown[][]): boolean => args.length === 0;

/** What is wrong with answers that came without an error. */
function complaint(
  exercise: Exercise,
  cases: readonly unknown[][],
  given: readonly unknown[],
): string {
  const { solution, mistakes, returns } = exercise;
  const expected = cases.map((args) => solution(...structuredClone(args)));
  const right = given.map((value, k) => isSame(value, expected[k]));
  const first = right.indexOf(false);
  const agrees = (wrong: Answer): boolean => {
    const theirs = tryOn(wrong, cases);
    return typeof theirs !== "string" && theirs.every((value, k) => isSame(given[k], value));
  };
  const made = mistakes.find(({ wrong, also }) =>
    agrees(wrong) || also !== undefined && agrees(also)
  );
  const where = parting(exercise, cases, right);
  if (made !== undefined) return `${where}${made.says}`;
  if (isPrediction(cases) && typeof given[0] === "number") {
    return `${inWords(given[0])} is not it yet. The hints lead on, one at a time.`; // not the answer
  }
  const what = difference(given[first], expected[first], returns);
  return `${where}${what} (Case ${first + 1} of ${cases.length}.)`;
}

/**
 * Finds an exercise.
 * @param name its name or its number
 * @returns the exercise
 * @throws {RangeError} when there is none
 * @example
 * ```ts
 * import { findExercise } from "@lab/exercises";
 * import { assertEquals } from "@std/assert";
 * assertEquals(findExercise("2.1").name, "output error");
 * ```
 */
export function findExercise(name: string): Exercise {
  const found = EXERCISES.find((exercise) => exercise.name === name || exercise.id === name);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot check as there must be an exercise of this name: current value is ${
      JSON.stringify(name)
    }, ` +
      `known are ${EXERCISES.map((exercise) => exercise.name).join(", ")}`,
  );
}

/**
 * Judges an answer: tries it on many cases beside the solution and looks for the mistake.
 * @param name the exercise's name or number
 * @param answer the function that was written; for a question with one number that number
 * @returns what was found
 * @throws {RangeError} when there is no such exercise
 * @example
 * ```ts
 * import { judge } from "@lab/exercises";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 * const p = (p: number[], target: number) => p.map((each, i) => each - (i === target ? 1 : 0));
 * assertEquals(judge("output error", p).state, "right");
 * assertStringIncludes(judge("output error", (p: number[]) => p).says, "but the true one");
 * ```
 */
export function judge(name: string, answer: unknown): CheckResult {
  const exercise = findExercise(name);
  const say = (state: CheckResult["state"], says: string): CheckResult => (
    { id: exercise.id, name: exercise.name, state, says }
  );
  const asked = typeof answer === "function" ? answer as Answer : () => answer;
  const cases = exercise.cases(new Random(7));
  const given = tryOn(asked, cases);
  if (typeof given === "string") return say("wrong", `It stopped with an error: ${given}`);
  if (given.every(isEmpty)) {
    return say(
      "unsolved",
      `Nothing yet: it returned ${kindOf(given[0])}; it should return ${exercise.returns}.`,
    );
  }
  const { solution } = exercise;
  const isRight = given.every((value, k) => {
    const expected = solution(...structuredClone(cases[k]));
    return isSame(value, expected) || isPrediction(cases) && isRounded(value, expected);
  });
  if (!isRight) return say("wrong", complaint(exercise, cases, given));
  const tried = cases.length === 1 ? "Right." : `Right on ${cases.length} cases.`;
  return say("right", `${tried} ${exercise.right}`);
}

/**
 * Checks an answer and shows under the cell what was found.
 * @param name the exercise's name or number
 * @param answer the function that was written; for a question with one number that number
 * @returns when it is shown
 * @throws {RangeError} when there is no such exercise
 * @example
 * ```ts
 * import { check } from "@lab/exercises";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await check("loss before training", 25 * Math.log(90)), undefined);
 * ```
 */
export async function check(name: string, answer: unknown): Promise<void> {
  await show(new CheckedAnswer(judge(name, answer)));
}

/**
 * Exercises: answers are tried beside a solution, and wrong ones are told what is likely wrong.
 * @module
 */
export {
  check,
  CheckedAnswer,
  type CheckResult,
  findExercise,
  judge,
  RESULT_TYPE,
} from "./check.ts";
export { EXERCISES } from "./chapters/mod.ts";
export type { Answer, Exercise, Mistake } from "./exercise.ts";

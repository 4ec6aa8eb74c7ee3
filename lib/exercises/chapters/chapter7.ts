/** Exercises of chapter 7: dynamics. */
import type { Exercise } from "../exercise.ts";
import { many } from "./maths.ts";

const settle = (w: number, b: number, h: number): number => {
  for (let n = 0; n < 20_000; n++) h = Math.tanh(w * h + b);
  return h;
};

export const CHAPTER_7: readonly Exercise[] = [
  {
    id: "7.1",
    name: "where does it settle",
    difficulty: "easy",
    minutes: 10,
    returns: "one number from −1 to 1",
    cases: (random) =>
      many(
        40,
        () => [3 * random.uniform(), 0.3 * random.normal(), random.uniform() < 0.5 ? -0.9 : 0.9],
      ),
    solution: settle,
    mistakes: [
      {
        wrong: (w: number, b: number, h: number) => Math.tanh(w * h + b),
        says: "That is one step; go on until it no longer changes.",
      },
      {
        wrong: (w: number, b: number) => settle(w, b, 0),
        says: "It began at 0. Where it ends can depend on where it begins: start from h.",
      },
      {
        wrong: (w: number, b: number, h: number) => w * settle(w, b, h) + b,
        says: "That is the sum before the tanh.",
      },
    ],
    right: "With w above 1 there can be two ends; which one depends on the start.",
  },
  {
    id: "7.2",
    name: "slope at a fixed point",
    difficulty: "medium",
    minutes: 10,
    returns: "one number",
    cases: (random) => many(40, () => [4 * random.uniform() - 2, 2 * random.uniform() - 1]),
    solution: (w: number, h: number) => w * (1 - h * h),
    mistakes: [
      { wrong: (w: number) => w, says: "Right at h = 0 only: further out the tanh is flatter." },
      {
        wrong: (_: number, h: number) => 1 - h * h,
        says: "That is the tanh's slope; before the tanh h was multiplied.",
      },
      {
        wrong: (w: number, h: number) => w * (1 - Math.tanh(h) ** 2),
        says: "h is what comes out of the tanh: its slope there is 1 − h².",
      },
    ],
    right: "Smaller than 1 in size: a small push dies away, the point is stable.",
  },
  {
    id: "7.3",
    name: "how many fixed points",
    difficulty: "medium",
    minutes: 10,
    returns: "1 or 3",
    cases: () => [0.3, 0.9, 0.99, 1.01, 1.2, 2, 5].map((w) => [w]),
    solution: (w: number) => w > 1 ? 3 : 1,
    mistakes: [
      { wrong: () => 1, says: "Follow a unit with w = 2 from 0.1 and from −0.1." },
      {
        wrong: (w: number) => w > 1 ? 2 : 1,
        says: "Two are stable; what about 0 itself?",
      },
      { wrong: () => 3, says: "With w = 0.5 everything ends at 0." },
    ],
    right: "At w = 1 one point splits into three: a pitchfork.",
  },
];

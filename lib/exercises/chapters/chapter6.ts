/** Exercises of chapter 6: which weights decide? */
import type { Exercise } from "../exercise.ts";
import { add, between, many, matrix, times, vector } from "./maths.ts";
import type { Matrix, Vector } from "./maths.ts";

const silenced = (
  Why: Matrix,
  by: Vector,
  h: Vector,
  mean: Vector,
  units: number[],
): Vector => add(times(Why, h.map((each, i) => units.includes(i) ? mean[i] : each)), by);

export const CHAPTER_6: readonly Exercise[] = [
  {
    id: "6.1",
    name: "mask",
    difficulty: "easy",
    minutes: 5,
    returns: "the numbers of the units, ascending",
    cases: (random) => many(40, () => [vector(random, between(random, 3, 30)).map(Math.tanh), 0.5]),
    solution: (h: Vector, threshold: number) =>
      h.flatMap((each, i) => Math.abs(each) > threshold ? [i] : []),
    mistakes: [
      {
        wrong: (h: Vector, threshold: number) =>
          h.flatMap((each, i) => each > threshold ? [i] : []),
        says: "Units near −1 are missing: the mask asks for the size, not the sign.",
      },
      {
        wrong: (h: Vector, threshold: number) =>
          h.map((each) => Math.abs(each) > threshold ? 1 : 0),
        says: "Right as a row of ones and zeros; asked for are the numbers of the units.",
      },
      {
        wrong: (h: Vector, threshold: number) => h.filter((each) => Math.abs(each) > threshold),
        says: "Those are the activations; asked for are the numbers of the units.",
      },
    ],
    right: "The report's a2, in one line.",
  },
  {
    id: "6.2",
    name: "shared by chance",
    difficulty: "medium",
    minutes: 10,
    returns: "one number of units",
    cases: (random) =>
      many(40, () => {
        const H = between(random, 10, 300);
        return [between(random, 1, H), between(random, 1, H), H];
      }),
    solution: (a: number, b: number, H: number) => a * b / H,
    mistakes: [
      {
        wrong: (a: number, b: number, H: number) => a * b / H ** 2,
        says: "That is the share of all units that are in both; how many units is it?",
      },
      {
        wrong: (a: number, b: number) => Math.min(a, b),
        says: "That is the most they can share, not what chance gives.",
      },
      {
        wrong: (a: number, b: number, H: number) => Math.max(0, a + b - H),
        says: "That is the least they must share, not what chance gives on average.",
      },
    ],
    right: "Two masks of 212 of 250 units share 180 by chance: 85 % of each, and it means nothing.",
  },
  {
    id: "6.3",
    name: "silence",
    difficulty: "medium",
    minutes: 15,
    returns: "V logits",
    cases: (random) =>
      many(40, () => {
        const [H, V] = [between(random, 3, 9), between(random, 2, 8)];
        const units = many(H, (i) => i).filter(() => random.uniform() < 0.4);
        return [
          ...[matrix(random, V, H), vector(random, V), vector(random, H).map(Math.tanh)],
          ...[vector(random, H, 0.5).map(Math.tanh), units.length === 0 ? [H - 1] : units],
        ];
      }),
    solution: silenced,
    mistakes: [
      {
        wrong: (Why: Matrix, by: Vector, h: Vector, mean: Vector, units: number[]) =>
          silenced(Why, by, h, mean.map(() => 0), units),
        says:
          "The units were set to 0, a value that they may never have. What are they on average?",
      },
      {
        wrong: (Why: Matrix, by: Vector, h: Vector, mean: Vector, units: number[]) =>
          silenced(Why, by, h, mean, h.map((_, i) => i).filter((i) => !units.includes(i))),
        says: "You silenced the others and kept these: that asks whether they suffice.",
      },
      {
        wrong: (Why: Matrix, by: Vector, h: Vector) => add(times(Why, h), by),
        says: "Nothing was silenced.",
      },
      {
        wrong: (Why: Matrix, _: Vector, h: Vector, mean: Vector, units: number[]) =>
          silenced(Why, h.slice(0, 0).concat(Why.map(() => 0)), h, mean, units),
        says: "Right but for the bias of the output.",
      },
    ],
    right: "The lab's `ablate` does this at every occurrence and takes the mean.",
  },
];

/** Exercises of chapter 8: causes. */
import type { Exercise } from "../exercise.ts";
import { between, distribution, many, sum, vector } from "./maths.ts";
import type { Matrix, Vector } from "./maths.ts";

const entropy = (p: Vector): number =>
  sum(p.filter((each) => each > 0).map((each) => -each * Math.log2(each)));
const meanOf = (ps: Matrix): Vector => ps[0].map((_, k) => sum(ps.map((p) => p[k])) / ps.length);
const meanEntropy = (ps: Matrix): number => sum(ps.map(entropy)) / ps.length;

export const CHAPTER_8: readonly Exercise[] = [
  {
    id: "8.1",
    name: "attribution",
    difficulty: "easy",
    minutes: 10,
    returns: "H numbers, one for each unit",
    cases: (random) =>
      many(40, () => {
        const H = between(random, 2, 20);
        return [
          vector(random, H),
          vector(random, H).map(Math.tanh),
          vector(random, H, 0.5).map(Math.tanh),
        ];
      }),
    solution: (weights: Vector, h: Vector, mean: Vector) =>
      weights.map((weight, i) => weight * (h[i] - mean[i])),
    mistakes: [
      {
        wrong: (weights: Vector, h: Vector) => weights.map((weight, i) => weight * h[i]),
        says:
          "That is the unit's whole part of the logit; a unit that is the same everywhere decides " +
          "nothing. Compare it with its mean.",
      },
      {
        wrong: (weights: Vector, h: Vector, mean: Vector) =>
          weights.map((weight, i) => weight * (mean[i] - h[i])),
        says: "Every sign is the other way round: what does the unit add *beyond* its mean?",
      },
      {
        wrong: (_: Vector, h: Vector, mean: Vector) => h.map((each, i) => each - mean[i]),
        says: "How far the unit is from its mean; what does that do to the logit?",
      },
    ],
    right: "Summed over all units: the logit here less the logit at the mean state.",
  },
  {
    id: "8.2",
    name: "what the context tells",
    difficulty: "hard",
    minutes: 20,
    returns: "one number, in bits",
    cases: (random) =>
      many(40, () => {
        const V = between(random, 2, 20);
        return [many(between(random, 2, 30), () => distribution(random, V))];
      }),
    solution: (ps: Matrix) => entropy(meanOf(ps)) - meanEntropy(ps),
    mistakes: [
      {
        wrong: (ps: Matrix) => meanEntropy(ps) - entropy(meanOf(ps)),
        says: "The sign is the other way round: information is never negative.",
      },
      {
        wrong: (ps: Matrix) => (entropy(meanOf(ps)) - meanEntropy(ps)) * Math.LN2,
        says: "Right in nats; asked for are bits.",
      },
      {
        wrong: (ps: Matrix) => entropy(meanOf(ps)),
        says: "That is how uncertain one is without the context. How uncertain is one with it?",
      },
      {
        wrong: meanEntropy,
        says: "That is how uncertain one is with the context, on average. And without it?",
      },
    ],
    right: "0 bits would mean that the earlier text changes nothing.",
  },
  {
    id: "8.3",
    name: "faithfulness",
    difficulty: "medium",
    minutes: 10,
    returns: "one number; 0 is the floor, 1 the whole network",
    cases: (random) =>
      many(40, () => {
        const floor = 0.3 * random.uniform();
        const full = 0.6 + 0.4 * random.uniform();
        return [floor + (full - floor) * random.uniform(), floor, full];
      }),
    solution: (kept: number, floor: number, full: number) => (kept - floor) / (full - floor),
    mistakes: [
      {
        wrong: (kept: number, _: number, full: number) => kept / full,
        says: "With all units silenced it should be 0; yours is the floor divided by the whole.",
      },
      {
        wrong: (kept: number, floor: number) => kept - floor,
        says: "That is what the set adds; which share of what there is to add is it?",
      },
      {
        wrong: (kept: number, floor: number, full: number) => (full - kept) / (full - floor),
        says: "That is what is missing.",
      },
    ],
    right: "A set's P of 0.9 says little where all-silenced gives 0.85.",
  },
];

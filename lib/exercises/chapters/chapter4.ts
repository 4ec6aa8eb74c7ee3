/** Exercises of chapter 4: temperature. */
import type { Exercise } from "../exercise.ts";
import { between, distribution, many, softmax, sum, vector } from "./maths.ts";
import type { Vector } from "./maths.ts";

const temperatureOf = (k: number): number => [0.25, 0.5, 0.8, 1.25, 2, 5][k % 6];

export const CHAPTER_4: readonly Exercise[] = [
  {
    id: "4.1",
    name: "softmax with temperature",
    difficulty: "easy",
    minutes: 10,
    returns: "as many probabilities as there are logits",
    cases: (random) =>
      many(40, (k) => [vector(random, between(random, 2, 40), 3), temperatureOf(k)]),
    solution: (y: Vector, temperature: number) => softmax(y, temperature),
    mistakes: [
      { wrong: (y: Vector) => softmax(y), says: "The temperature makes no difference to yours." },
      {
        wrong: (y: Vector, temperature: number) => softmax(y, 1 / temperature),
        says: "Upside down: it sharpens where it should flatten. The logits are divided.",
      },
      {
        wrong: (y: Vector, temperature: number) => softmax(y).map((p) => p / temperature),
        says: "The probabilities were divided, not the logits: they no longer sum to 1.",
      },
    ],
    right: "Below 1 it sharpens, above 1 it flattens.",
  },
  {
    id: "4.2",
    name: "temperature from probabilities",
    difficulty: "medium",
    minutes: 15,
    returns: "as many probabilities as it was given",
    cases: (random) =>
      many(40, (k) => [distribution(random, between(random, 2, 40)), temperatureOf(k)]),
    solution: (p: Vector, temperature: number) => softmax(p.map(Math.log), temperature),
    mistakes: [
      {
        wrong: (p: Vector, temperature: number) => p.map((each) => each ** (1 / temperature)),
        says: "The powers are right; now they must sum to 1 again.",
      },
      {
        wrong: (p: Vector, temperature: number) => softmax(p.map(Math.log), 1 / temperature),
        says:
          "p to the power τ sharpens at high temperatures. Dividing a logit by τ takes which power of " +
          "e to the logit?",
      },
      {
        wrong: (p: Vector, temperature: number) => softmax(p, temperature),
        says:
          "You took the probabilities for logits; their logarithms are (up to a constant) the logits.",
      },
    ],
    right: "So any program that gives probabilities can be sampled at any temperature afterwards.",
  },
  {
    id: "4.3",
    name: "entropy",
    difficulty: "medium",
    minutes: 10,
    returns: "one number, in bits",
    cases: (random) => [
      ...many(38, () => [distribution(random, between(random, 2, 60))]),
      [[0.5, 0.5, 0, 0]],
      [[0, 1]],
    ],
    solution: (p: Vector) =>
      sum(p.filter((each) => each > 0).map((each) => -each * Math.log2(each))),
    mistakes: [
      {
        wrong: (p: Vector) => sum(p.map((each) => -each * Math.log2(each))),
        says:
          "Right where no probability is 0; there 0 times minus infinity is no number. What should it " +
          "count for?",
      },
      {
        wrong: (p: Vector) =>
          sum(p.filter((each) => each > 0).map((each) => -each * Math.log(each))),
        says: "Right in nats; bits have the logarithm to base 2.",
      },
      {
        wrong: (p: Vector) =>
          sum(p.filter((each) => each > 0).map((each) => each * Math.log2(each))),
        says: "The sign is the other way round: an entropy is never negative.",
      },
      {
        wrong: (p: Vector) => sum(p.filter((each) => each > 0).map((each) => -Math.log2(each))),
        says: "Each surprise counts as often as it comes: weigh it with its probability.",
      },
    ],
    right: "How many bits the next character is worth, as the network sees it.",
  },
];

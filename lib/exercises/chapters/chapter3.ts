/** Exercises of chapter 3: training. */
import type { Exercise } from "../exercise.ts";
import { between, distribution, many, vector } from "./maths.ts";
import type { Vector } from "./maths.ts";

/** Some updates of one weight: the weight after each. */
function updates(
  slopes: Vector,
  eta: number,
  move: (w: number, g: number, m: number) => { w: number; m: number },
): Vector {
  let state = { w: 0, m: 0 };
  return slopes.map((g) => (state = move(state.w, g * eta / eta, state.m)).w);
}

const adagrad = (eta: number) => (w: number, g: number, m: number) => {
  const memory = m + g * g;
  return { w: w - eta * g / Math.sqrt(memory + 1e-8), m: memory };
};

/** Where windows begin, so many of them. */
function windows(length: number, T: number, count: number, slack = 1): number[] {
  const starts: number[] = [];
  for (let p = 0; starts.length < count; p += T) {
    if (p + T + slack >= length) p = 0;
    starts.push(p);
  }
  return starts;
}

export const CHAPTER_3: readonly Exercise[] = [
  {
    id: "3.1",
    name: "Adagrad",
    difficulty: "medium",
    minutes: 15,
    returns: "the weight after each update, as many numbers as there are slopes",
    cases: (random) => many(40, () => [vector(random, between(random, 1, 12), 2), 0.1]),
    size: { name: "the number of updates", of: (slopes: Vector) => slopes.length },
    solution: (slopes: Vector, eta: number) => updates(slopes, eta, adagrad(eta)),
    mistakes: [
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => ({ w: w - eta * g, m })),
        says: "That is plain gradient descent: each weight should have a rate of its own.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => {
            const memory = m + g * g;
            return { w: w - eta * g / (memory + 1e-8), m: memory };
          }),
        says: "The memory holds squares; a root is missing.",
      },
      {
        wrong: (slopes: Vector, eta: number) => {
          const mirrored = updates(slopes, eta, adagrad(eta));
          return mirrored.map((w) => -w);
        },
        says: "The lengths are right, but you go *up* the slope.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g) => ({ w: w - eta * g / Math.sqrt(g * g + 1e-8), m: 0 })),
        says: "The first update is right; then the slopes of before are forgotten.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => (
            { w: w - eta * g / Math.sqrt(m + 1e-8), m: m + g * g }
          )),
        says: "The memory grows too late: the first step divides by next to nothing and is huge.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => {
            const memory = 0.9 * m + 0.1 * g * g;
            return { w: w - eta * g / Math.sqrt(memory + 1e-8), m: memory };
          }),
        says:
          "Your memory forgets: that is RMSProp, which came later. Adagrad's keeps all squares whole.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => {
            const memory = m + Math.abs(g);
            return { w: w - eta * g / Math.sqrt(memory + 1e-8), m: memory };
          }),
        says: "Your memory adds up the sizes of the slopes; it should add up their squares.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, adagrad(eta)).map((w, n, all) => n === 0 ? w : w - all[n - 1]),
        says: "Those are the steps. The weight is where all steps so far have led.",
      },
      {
        wrong: (slopes: Vector, eta: number) =>
          updates(slopes, eta, (w, g, m) => {
            const memory = m + g * g;
            return { w: w - eta * g / (Math.sqrt(memory) + 1e-8), m: memory };
          }),
        says: "As good as right: the 1e-8 stands under the root, where a tiny slope feels it.",
      },
    ],
    right: "The first step is η long, whatever the slope.",
  },
  {
    id: "3.2",
    name: "draw",
    difficulty: "medium",
    minutes: 10,
    returns: "the number of a character, 0 … V − 1",
    cases: (random) =>
      many(60, () => [distribution(random, between(random, 2, 9)), random.uniform()]),
    solution: (p: Vector, u: number) => {
      let end = 0;
      for (let i = 0; i < p.length; i++) {
        end += p[i];
        if (u < end) return i;
      }
      return p.length - 1;
    },
    mistakes: [
      {
        wrong: (p: Vector) => p.indexOf(Math.max(...p)),
        says: "Always the likeliest: that is no draw. The random number is not used.",
      },
      {
        wrong: (p: Vector, u: number) => p.findIndex((each) => u < each),
        also: (p: Vector, u: number) => {
          const found = p.findIndex((each) => u < each);
          return found < 0 ? p.length - 1 : found;
        },
        says: "Each piece begins where the one before ends: add the probabilities up as you go.",
      },
      {
        wrong: (p: Vector, u: number) => Math.floor(u * p.length),
        says: "All characters are equally likely in yours: the probabilities are not used.",
      },
      {
        wrong: (p: Vector, u: number) => {
          let end = 0;
          for (let i = 0; i < p.length; i++) {
            if (u < end) return i;
            end += p[i];
          }
          return p.length - 1;
        },
        says: "One too far: compare with where piece i ends, not with where it begins.",
      },
    ],
    right: "Thrown 10,000 times it gives each character its share, up to chance.",
  },
  {
    id: "3.3",
    name: "windows",
    difficulty: "medium",
    minutes: 15,
    returns: "as many positions as were asked for",
    cases: (random) =>
      many(40, () => {
        const T = between(random, 2, 25);
        return [between(random, T + 1, 6 * T), T, between(random, 3, 20)];
      }),
    solution: (length: number, T: number, count: number) => windows(length, T, count),
    mistakes: [
      {
        wrong: (_: number, T: number, count: number) => many(count, (k) => k * T),
        says: "It runs off the end of the text: where must it begin again?",
      },
      {
        wrong: (length: number, T: number, count: number) => windows(length, T, count, 0),
        says:
          "Nearly: the last window's target is one character beyond its inputs, and the report begins " +
          "again when position + T + 1 reaches the length.",
      },
      {
        wrong: (length: number, T: number, count: number) => {
          const step1 = Math.max(1, length - T - 1);
          return many(count, (k) => k % step1);
        },
        says: "Your windows overlap: the sweep goes on by T characters, not by one.",
      },
    ],
    right: "So does the report's sweep, to the letter.",
  },
  {
    id: "3.4",
    name: "four of each",
    difficulty: "medium",
    minutes: 10,
    returns: "one probability",
    cases: () => [[]],
    solution: () => 2 / 70,
    mistakes: [
      {
        wrong: () => 1 / 70,
        says: "One-sided: you would have been as impressed by a clean win the other way.",
      },
      {
        wrong: () => 2 / 20,
        says:
          "That is three of each. How many ways are there to choose which four of eight are lowest?",
      },
      {
        wrong: () => 1 / 2 ** 4,
        says: "Four coin tosses: that pairs the runs. Here all eight are put in order.",
      },
    ],
    right: "Four of each can show something at 5 %; three of each can't, whatever they give.",
  },
];

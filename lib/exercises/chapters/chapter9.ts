/** Exercises of chapter 9: how good is it? */
import type { Exercise } from "../exercise.ts";
import { between, distribution, many, sum, vector } from "./maths.ts";
import type { Vector } from "./maths.ts";

/** How many different characters came. */
const kinds = (counts: Vector): number => counts.filter((count) => count > 0).length;
const mix = (first: number, second: number, w: number): number =>
  w * Math.exp(-first) + (1 - w) * Math.exp(-second);

const mean = (v: Vector): number => sum(v) / v.length;
const squares = (v: Vector): number => sum(v.map((each) => (each - mean(v)) ** 2));
const errorOf = (v: Vector): number => Math.sqrt(squares(v) / (v.length - 1) / v.length);
const stretches = (v: Vector, size: number): Vector =>
  many(Math.floor(v.length / size), (k) => mean(v.slice(k * size, (k + 1) * size)));
const apart = (first: Vector, second: Vector): Vector => first.map((each, n) => each - second[n]);

export const CHAPTER_9: readonly Exercise[] = [
  {
    id: "9.1",
    name: "room for the new",
    difficulty: "medium",
    minutes: 15,
    returns: "V probabilities",
    cases: (random) =>
      many(40, () => {
        const V = between(random, 3, 20);
        const counts = many(V, () => random.integer(3) * random.integer(5));
        counts[random.integer(V)] = 1 + random.integer(9);
        return [counts, distribution(random, V)];
      }),
    solution: (counts: Vector, shorter: Vector) =>
      counts.map((count, c) =>
        (count + kinds(counts) * shorter[c]) / (sum(counts) + kinds(counts))
      ),
    mistakes: [
      {
        wrong: (counts: Vector) => counts.map((count) => count / sum(counts)),
        says:
          "What never came after this context is impossible for you: its loss would be infinite.",
      },
      {
        wrong: (counts: Vector) =>
          counts.map((count) => (count + 1) / (sum(counts) + counts.length)),
        says: "You leave the same room for every character. What does the shorter context know?",
      },
      {
        wrong: (counts: Vector, shorter: Vector) =>
          counts.map((count, c) => (count + shorter[c]) / (sum(counts) + 1)),
        says:
          "You leave room for one new character. How often did something come that was new after " +
          "this context?",
      },
      {
        wrong: (counts: Vector, shorter: Vector) =>
          counts.map((count, c) =>
            (count + counts.length * shorter[c]) / (sum(counts) + counts.length)
          ),
        says: "You leave as much room as there are characters. How many of them came?",
      },
      {
        wrong: (counts: Vector, shorter: Vector) =>
          counts.map((count, c) => (count + kinds(counts) * shorter[c]) / sum(counts)),
        says: "The probabilities sum to more than 1: the room has to be counted below, too.",
      },
    ],
    right: "The more different characters came after a context, the less it is believed.",
  },
  {
    id: "9.2",
    name: "the mixture's cost",
    difficulty: "easy",
    minutes: 10,
    returns: "one number, in nats",
    cases: (random) =>
      many(40, () => [4 * random.uniform(), 4 * random.uniform(), 0.05 + 0.4 * random.uniform()]),
    solution: (first: number, second: number, w: number) => -Math.log(mix(first, second, w)),
    mistakes: [
      {
        wrong: (first: number, second: number, w: number) => w * first + (1 - w) * second,
        says: "You mixed what they pay. What is mixed are their probabilities.",
      },
      {
        wrong: (first: number, second: number, w: number) => -Math.log(mix(second, first, w)),
        says: "The weights are the other way round: w is the first model's.",
      },
      {
        wrong: mix,
        says: "That is what the mixture expects of the true character. What does that cost?",
      },
      {
        wrong: (first: number, second: number, w: number) =>
          -Math.log2(w * 2 ** -first + (1 - w) * 2 ** -second),
        says: "You took the costs for bits; they are nats.",
      },
    ],
    right: "It never costs more than the mean of both costs, as −ln curves upwards.",
  },
  {
    id: "9.3",
    name: "the difference's error",
    difficulty: "hard",
    minutes: 20,
    returns: "one number, in nats per character",
    cases: (random) =>
      many(40, () => {
        const size = between(random, 2, 6);
        const length = size * between(random, 4, 9) + random.integer(size);
        const hard = many(length, () => 2 + random.normal());
        const model = (): Vector => vector(random, length, 0.4).map((x, n) => x + hard[n]);
        return [model(), model(), size];
      }),
    solution: (first: Vector, second: Vector, size: number) =>
      errorOf(stretches(apart(first, second), size)),
    mistakes: [
      {
        wrong: (first: Vector, second: Vector) => errorOf(apart(first, second)),
        says: "You took each character as a witness of its own. Neighbours hang together.",
      },
      {
        wrong: (first: Vector, second: Vector, size: number) =>
          Math.hypot(errorOf(stretches(first, size)), errorOf(stretches(second, size))),
        says: "That is the error of two scores of different texts. Both models paid for the same " +
          "characters: what is hard for both should fall out.",
      },
      {
        wrong: (first: Vector, second: Vector, size: number) => {
          const means = stretches(apart(first, second), size);
          return Math.sqrt(squares(means) / (means.length - 1));
        },
        says: "That is how far one stretch lies from the mean. How far does the mean of all lie?",
      },
      {
        wrong: (first: Vector, second: Vector, size: number) => {
          const means = stretches(apart(first, second), size);
          return Math.sqrt(squares(means)) / means.length;
        },
        says:
          "Nearly: the squares are divided by one less than there are stretches, as their mean " +
          "was taken from them, too.",
      },
    ],
    right: "About 2 of these errors on each side make the interval of 95 %.",
  },
];

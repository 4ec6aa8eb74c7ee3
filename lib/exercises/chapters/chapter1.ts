/** Exercises of chapter 1: the forward pass. */
import type { Exercise } from "../exercise.ts";
import {
  add,
  between,
  distribution,
  many,
  matrix,
  softmax,
  sum,
  times,
  transpose,
  vector,
} from "./maths.ts";
import type { Matrix, Vector } from "./maths.ts";

const naive = (y: Vector): Vector => y.map((each) => Math.exp(each) / sum(y.map(Math.exp)));

const step = (Wxh: Matrix, Whh: Matrix, bh: Vector, x: Vector, h: Vector): Vector =>
  add(times(Wxh, x), times(Whh, h), bh);

export const CHAPTER_1: readonly Exercise[] = [
  {
    id: "1.1",
    name: "softmax",
    difficulty: "easy",
    minutes: 10,
    returns: "as many probabilities as there are logits",
    cases: (random) => [
      ...many(38, () => [vector(random, between(random, 2, 90), 3)]),
      [[1001, 1000, 999]],
      [[-2000, -2001]],
    ],
    solution: (y: Vector) => softmax(y),
    mistakes: [
      {
        wrong: (y: Vector) => y.map((each) => Math.exp(each - Math.max(...y))),
        says: "The order is right, but they don't sum to 1: what do you have to divide by?",
      },
      {
        wrong: (y: Vector) => y.map((each) => each / sum(y)),
        says: "These are shares of the logits themselves, so a negative logit makes a negative " +
          "probability. Make them positive first.",
      },
      {
        wrong: (y: Vector) => naive(y),
        says:
          "Right where the logits are small; at 1000 the powers overflow and infinity divided by " +
          "infinity is no number. Only differences of logits count: which number could you subtract?",
      },
    ],
    right: "Also at logits of 1000 and −2000, where powers overflow or vanish.",
  },
  {
    id: "1.2",
    name: "loss of a sequence",
    difficulty: "easy",
    minutes: 10,
    returns: "one number, in nats",
    cases: (random) =>
      many(40, () => {
        const [T, V] = [between(random, 1, 25), between(random, 2, 60)];
        return [many(T, () => distribution(random, V)), many(T, () => random.integer(V))];
      }),
    size: { name: "T", of: (probs: Matrix) => probs.length },
    solution: (probs: Matrix, targets: number[]) =>
      sum(probs.map((p, t) => -Math.log(p[targets[t]]))),
    mistakes: [
      {
        wrong: (probs: Matrix, targets: number[]) =>
          sum(probs.map((p, t) => Math.log(p[targets[t]]))),
        says:
          "The sign is the other way round: the logarithm of a probability is negative, and a loss " +
          "is to be small when the guess was good. (The report's formula has the same slip.)",
      },
      {
        wrong: (probs: Matrix, targets: number[]) =>
          sum(probs.map((p, t) => -Math.log(p[targets[t]]))) / probs.length,
        says: "That is the loss per character. The loss of the sequence is the sum.",
      },
      {
        wrong: (probs: Matrix, targets: number[]) =>
          sum(probs.map((p, t) => -Math.log2(p[targets[t]]))),
        says: "Right in bits; nats have the natural logarithm.",
      },
      {
        wrong: (probs: Matrix, targets: number[]) => sum(probs.map((p, t) => 1 - p[targets[t]])),
        says:
          "A probability missed is not a loss in nats: the losses of two characters must add up to " +
          "that of both together, whose probability is the product.",
      },
    ],
    right:
      "Sums of logarithms are logarithms of products: this is −ln of the whole text's probability.",
  },
  {
    id: "1.3",
    name: "one step",
    difficulty: "medium",
    minutes: 15,
    returns: "H numbers, the new state",
    cases: (random) =>
      many(40, () => {
        const [H, V] = [between(random, 2, 9), between(random, 2, 12)];
        const x = many(V, () => 0);
        x[random.integer(V)] = 1;
        return [
          ...[matrix(random, H, V), matrix(random, H, H), vector(random, H)],
          ...[x, vector(random, H).map(Math.tanh)],
        ];
      }),
    solution: (Wxh: Matrix, Whh: Matrix, bh: Vector, x: Vector, h: Vector) =>
      step(Wxh, Whh, bh, x, h).map(Math.tanh),
    mistakes: [
      {
        wrong: step,
        says: "The sum is right; something still has to press it into the range from −1 to 1.",
      },
      {
        wrong: (Wxh: Matrix, _: Matrix, bh: Vector, x: Vector) =>
          add(times(Wxh, x), bh).map(Math.tanh),
        says: "The state before makes no difference to yours: this network remembers nothing.",
      },
      {
        wrong: (Wxh: Matrix, Whh: Matrix, _: Vector, x: Vector, h: Vector) =>
          add(times(Wxh, x), times(Whh, h)).map(Math.tanh),
        says: "Right for a bias of zero. Where does it come in?",
      },
      {
        wrong: (Wxh: Matrix, Whh: Matrix, bh: Vector, x: Vector, h: Vector) =>
          add(times(Wxh, x), times(transpose(Whh), h), bh).map(Math.tanh),
        says:
          "Whh is transposed: its rows belong to the units that receive, its columns to those that " +
          "send.",
      },
      {
        wrong: (Wxh: Matrix, Whh: Matrix, bh: Vector, x: Vector, h: Vector) =>
          add(times(Wxh, x), times(Whh, h.map(Math.tanh)), bh).map(Math.tanh),
        says: "The state before went through the tanh once more: it has had its tanh already.",
      },
    ],
    right: "You have written the step of the network; the lab's own agrees.",
  },
  {
    id: "1.4",
    name: "loss before training",
    difficulty: "easy",
    minutes: 5,
    returns: "one number, in nats",
    cases: () => [[]],
    solution: () => 25 * Math.log(90),
    mistakes: [
      { wrong: () => Math.log(90), says: "That is one character; the window has 25." },
      { wrong: () => 25 * Math.log2(90), says: "Those are bits; the report counts in nats." },
      {
        wrong: () => 25 * Math.log(62),
        says: "That is the report's text. How many characters has this one?",
      },
    ],
    right: "Whoever starts elsewhere has a mistake in the forward pass, or no small weights.",
  },
];

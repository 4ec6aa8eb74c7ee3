/** Exercises of chapter 5: a trained network. */
import type { Exercise } from "../exercise.ts";
import { add, between, many, matrix, softmax, sum, times, vector } from "./maths.ts";
import type { Matrix, Vector } from "./maths.ts";

interface Net {
  Wxh: Matrix;
  Whh: Matrix;
  Why: Matrix;
  bh: Vector;
  by: Vector;
}

function randomNet(H: number, V: number, random: Parameters<Exercise["cases"]>[0]): Net {
  return {
    ...{ Wxh: matrix(random, H, V), Whh: matrix(random, H, H, 0.5), Why: matrix(random, V, H) },
    ...{ bh: vector(random, H, 0.3), by: vector(random, V, 0.3) },
  };
}

const read = ({ Wxh, Whh, bh }: Net, h: Vector, character: number): Vector =>
  add(Wxh.map((row) => row[character]), times(Whh, h), bh).map(Math.tanh);
const guess = ({ Why, by }: Net, h: Vector): Vector => softmax(add(times(Why, h), by));
const zeros = ({ bh }: Net): Vector => bh.map(() => 0);

/** The losses of a text's characters, from the second on. */
function losses(net: Net, text: number[]): Vector {
  let h = zeros(net);
  return text.slice(1).map((next, t) => {
    h = read(net, h, text[t]);
    return -Math.log(guess(net, h)[next]);
  });
}

function likeliest(net: Net, text: number[], length: number, again = false): number[] {
  let h = text.reduce((state, character) => read(net, state, character), zeros(net));
  if (again) h = read(net, h, text[text.length - 1]);
  return many(length, () => {
    const p = guess(net, h);
    const next = p.indexOf(Math.max(...p));
    h = read(net, h, next);
    return next;
  });
}

const cases: Exercise["cases"] = (random) =>
  many(40, () => {
    const V = between(random, 3, 8);
    const text = many(between(random, 2, 20), () => random.integer(V));
    return [randomNet(between(random, 2, 6), V, random), text];
  });

export const CHAPTER_5: readonly Exercise[] = [
  {
    id: "5.1",
    name: "score of a text",
    difficulty: "medium",
    minutes: 20,
    returns: "one number, in nats per character",
    cases,
    solution: (net: Net, text: number[]) => sum(losses(net, text)) / (text.length - 1),
    mistakes: [
      {
        wrong: (net: Net, text: number[]) => sum(losses(net, text)),
        says: "That is the sum; per character it must be divided by the number of guesses.",
      },
      {
        wrong: (net: Net, text: number[]) => sum(losses(net, text)) / text.length,
        says:
          "The first character is not predicted: there is one guess fewer than there are characters.",
      },
      {
        wrong: (net: Net, text: number[]) =>
          sum(
            text.slice(1).map((next, t) =>
              -Math.log(guess(net, read(net, zeros(net), text[t]))[next])
            ),
          ) /
          (text.length - 1),
        says: "Each guess began from a zero state: carry the state along.",
      },
      {
        wrong: (net: Net, text: number[]) => {
          let h = zeros(net);
          return sum(
            text.slice(1).map((next) => {
              const loss = -Math.log(guess(net, h)[next]);
              h = read(net, h, next);
              return loss;
            }),
          ) / (text.length - 1);
        },
        says: "The first character was never read: its state is missing from all guesses.",
      },
    ],
    right: "The lab's `evaluate` computes the same.",
  },
  {
    id: "5.2",
    name: "go on with a text",
    difficulty: "medium",
    minutes: 20,
    returns: "five numbers of characters",
    cases: (random) => cases(random).map((args) => [...args, 5]),
    solution: (net: Net, text: number[], length: number) => likeliest(net, text, length),
    mistakes: [
      {
        wrong: (net: Net, text: number[], length: number) => likeliest(net, text, length, true),
        says:
          "The last character was read twice: once by the encoder and once by the decoder. (The " +
          "report's program does the same.)",
      },
      {
        wrong: (net: Net, text: number[], length: number) =>
          likeliest(net, text.slice(0, -1), length),
        says: "The last character was not read: what you wrote first belongs in its place.",
      },
      {
        wrong: (net: Net, text: number[], length: number) => likeliest(net, text.slice(-1), length),
        says: "Only the last character was read; the state of those before is lost.",
      },
    ],
    right: "An encoder reads, a decoder goes on from its state; there is nothing more to it.",
  },
  {
    id: "5.3",
    name: "perplexity",
    difficulty: "easy",
    minutes: 5,
    returns: "one number",
    cases: (random) => many(20, () => [4 * random.uniform()]),
    solution: (nats: number) => Math.exp(nats),
    mistakes: [
      { wrong: (nats: number) => 2 ** nats, says: "2 to the power of *bits*; these are nats." },
      {
        wrong: (nats: number) => nats / Math.LN2,
        says: "Those are the bits; what is the number of choices?",
      },
      {
        wrong: (nats: number) => Math.exp(-nats),
        says: "That is the (geometric) mean probability.",
      },
    ],
    right: "As hard as choosing among so many equally likely characters.",
  },
];

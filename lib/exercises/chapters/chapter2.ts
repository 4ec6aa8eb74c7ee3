/** Exercises of chapter 2: back-propagation through time. */
import type { Exercise } from "../exercise.ts";
import {
  add,
  between,
  distribution,
  many,
  matrix,
  outer,
  times,
  transpose,
  vector,
} from "./maths.ts";
import type { Matrix, Vector } from "./maths.ts";

const throughTanh = (h: Vector, dh: Vector): Vector => dh.map((each, i) => (1 - h[i] ** 2) * each);

/** The gradient of Whh from the errors at the state, dh[t] without what comes back from later steps. */
function recurrentGradient(
  Whh: Matrix,
  hs: Matrix,
  dhs: Matrix,
  variant: {
    message?: Matrix | null;
    before?: boolean;
    tanh?: boolean;
    back?: boolean;
    sent?: "dz" | "dh";
  } = {},
): Matrix {
  const { message = transpose(Whh), before = true, tanh = true } = variant;
  const { back = true, sent = "dz" } = variant;
  let gradient = Whh.map((row) => row.map(() => 0));
  let next = Whh.map(() => 0);
  for (let n = dhs.length - 1; n >= 0; n--) {
    const t = back ? n : dhs.length - 1 - n;
    const dh = add(dhs[t], next);
    const dz = tanh ? throughTanh(hs[t + 1], dh) : dh;
    const part = outer(dz, before ? hs[t] : hs[t + 1]);
    gradient = gradient.map((row, i) => row.map((each, j) => each + part[i][j]));
    next = message === null ? next : times(message, sent === "dz" ? dz : dh);
  }
  return gradient;
}

export const CHAPTER_2: readonly Exercise[] = [
  {
    id: "2.1",
    name: "output error",
    difficulty: "easy",
    minutes: 10,
    returns: "V numbers, one for each logit",
    cases: (random) =>
      many(40, (k) => {
        const V = k === 0 ? 2 : between(random, 2, 90);
        return [distribution(random, V), random.integer(V)];
      }),
    solution: (p: Vector, target: number) => p.map((each, i) => each - (i === target ? 1 : 0)),
    mistakes: [
      {
        wrong: (p: Vector) => p,
        says:
          "Right for every character but the true one. What does raising the *true* logit do to the " +
          "loss?",
      },
      {
        wrong: (p: Vector, target: number) => p.map((each, i) => (i === target ? 1 : 0) - each),
        says: "Every sign is the other way round: this is the direction in which the loss *falls*.",
      },
      {
        wrong: (p: Vector, target: number) => p.map((_, i) => i === target ? -1 / p[i] : 0),
        says: "That is the derivative with respect to the probability. One logit moves all " +
          "probabilities at once: multiply through.",
      },
      {
        wrong: (p: Vector, target: number) => p.map((each, i) => i === target ? each - 1 : 0),
        says:
          "Right at the true character, but the others count too: raising a wrong logit takes " +
          "probability from the true one.",
      },
    ],
    right: "You have written dy of chapter 2: how much too high each probability was.",
  },
  {
    id: "2.2",
    name: "through the tanh",
    difficulty: "easy",
    minutes: 10,
    returns: "H numbers, dz",
    cases: (random) =>
      many(40, () => {
        const H = between(random, 1, 20);
        return [vector(random, H).map(Math.tanh), vector(random, H)];
      }),
    solution: throughTanh,
    mistakes: [
      {
        wrong: (h: Vector, dh: Vector) => dh.map((each, i) => (1 - Math.tanh(h[i]) ** 2) * each),
        says: "h has gone through the tanh already: its derivative is 1 − h², with h as it is.",
      },
      {
        wrong: (h: Vector, dh: Vector) => dh.map((each, i) => h[i] * (1 - h[i]) * each),
        says: "That is the derivative of the logistic function, h (1 − h). What is the tanh's?",
      },
      {
        wrong: (h: Vector, dh: Vector) => dh.map((each, i) => (1 - h[i]) * each),
        says: "Nearly: differentiate tanh z once more, and write it with h = tanh z.",
      },
      {
        wrong: (h: Vector) => h.map((each) => 1 - each ** 2),
        says:
          "That is the derivative of the tanh. By the chain rule it multiplies what comes from " +
          "above.",
      },
      {
        wrong: (_: Vector, dh: Vector) => dh,
        says: "What came in goes out: the tanh does nothing yet.",
      },
    ],
    right: "A unit near ±1 passes nearly nothing on.",
  },
  {
    id: "2.3",
    name: "gradient of Whh",
    difficulty: "hard",
    minutes: 25,
    returns: "H rows of H numbers",
    cases: (random) =>
      many(40, (k) => {
        const [T, H] = [k < 8 ? 1 : between(random, 2, 9), between(random, 2, 6)];
        const hs = many(T + 1, () => vector(random, H).map(Math.tanh));
        return [matrix(random, H, H, 0.7), hs, many(T, () => vector(random, H))];
      }),
    size: { name: "T", of: (_: Matrix, __: Matrix, dhs: Matrix) => dhs.length },
    solution: (Whh: Matrix, hs: Matrix, dhs: Matrix) => recurrentGradient(Whh, hs, dhs),
    mistakes: [
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { message: null }),
        says: "What comes back from the next step is missing.",
      },
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { message: Whh }),
        says:
          "Something comes back from the next step, but along the wrong weights: unit j sent along " +
          "column j, so the message to j collects along that column.",
      },
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { before: false }),
        says: "The weight multiplied the state *before* the step, hs[t], not the one after it.",
      },
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { tanh: false }),
        says: "The error did not go through the tanh: 1 − h² is missing.",
      },
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { back: false }),
        says:
          "You walk from the first step to the last. Who sends the message, and who gets it? Begin " +
          "where nothing comes back.",
      },
      {
        wrong: (Whh: Matrix, hs: Matrix, dhs: Matrix) =>
          recurrentGradient(Whh, hs, dhs, { sent: "dh" }),
        says:
          "What you send back has not gone through this step's tanh: is it dh or dz that Whh meets?",
      },
    ],
    right: "This is the term that the report's author forgot at first, and you have it.",
  },
  {
    id: "2.4",
    name: "clipping",
    difficulty: "easy",
    minutes: 5,
    returns: "as many numbers as it was given",
    cases: (random) =>
      many(40, () => [vector(random, between(random, 1, 30), 6), between(random, 1, 7)]),
    solution: (g: Vector, limit: number) =>
      g.map((each) => Math.max(-limit, Math.min(limit, each))),
    mistakes: [
      {
        wrong: (g: Vector, limit: number) => g.map((each) => Math.min(limit, each)),
        says: "Large positive entries are cut; what of large negative ones?",
      },
      {
        wrong: (g: Vector, limit: number) => g.map((each) => Math.abs(each) > limit ? 0 : each),
        says: "Entries beyond the limit are thrown away; they should be brought to the limit.",
      },
      {
        wrong: (g: Vector, limit: number) => {
          const norm = Math.hypot(...g);
          return norm > limit ? g.map((each) => each * limit / norm) : g;
        },
        says:
          "That scales the whole gradient so that its length is at most the limit: a good way, and " +
          "another one. The report limits each entry for itself.",
      },
    ],
    right: "The direction changes where it acts: large entries are cut, small ones are not.",
  },
];

/** Findings about gradients, in golden words and numbers. */
import type { GradientComparison } from "@lab/analysis";
import {
  clippingProse,
  directionProse,
  forgottenChart,
  reachChart,
  stepChart,
} from "@lab/findings";
import { assertEquals } from "@std/assert";
import { testGolden } from "./golden.ts";

const forgotten: GradientComparison = {
  relativeErrors: { Wxh: 0.75, Whh: 0.5, Why: 0, bh: 0.25, by: 1e-16 },
  wrong: ["Wxh", "Whh", "bh"],
  cosine: 0.875,
  smallStep: "lowers",
};
const turned: GradientComparison = {
  relativeErrors: { Wxh: 0, Whh: 2.5, Why: 2, bh: 0, by: 1.5 },
  wrong: ["Whh", "Why", "by"],
  cosine: -0.375,
  smallStep: "raises",
};

testGolden("gradients", {
  forgottenChart: ({ comparison }) => forgottenChart(comparison),
  directionProse: ({ comparison }) => directionProse(comparison),
  stepChart: ({ falls }) => stepChart([0.001, 0.01, 0.1, 1], falls, 4),
  reachChart: ({ comparison: { cosine } }) =>
    reachChart([0.1, 0.5], [[1, 0.1, 0.01 * cosine ** 2], [1, 3, 9]], 2),
  clippingProse: ({ beyond }) =>
    clippingProse({ beyond, largest: 23.5 }, { beyond: beyond % 2, largest: 5 }, 5),
}, {
  forgotten: { comparison: forgotten, falls: [0.004, 0.03, 0.25, -2], beyond: 12 },
  turned: { comparison: turned, falls: [0.002, 0.01, -0.5, -2], beyond: 7 },
});

Deno.test("forgottenChart() says so where nothing is wrong", () => {
  assertEquals(
    forgottenChart({ ...forgotten, wrong: [] }).title,
    "Without dhNext all gradients are the same",
  );
});

Deno.test("stepChart() draws what the gradient predicts below one and a half times the best fall", () => {
  const drawn = (steps: number[]): unknown =>
    (stepChart(steps, [0.4, 1], 4).spec.data as { x: number[] }[])[1].x;
  assertEquals(drawn([0.1, 0.374]), [0.1, 0.374]);
  assertEquals(drawn([0.1, 0.375]), [0.1]);
});

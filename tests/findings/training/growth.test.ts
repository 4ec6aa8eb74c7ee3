/** What is said of more units and more text: golden words, and each decision's other side. */
import { amountChart, amountProse, type Growth, sizeChart, sizeProse } from "@lab/findings";
import { loadGrowth } from "@lab/snapshots";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";

const growing: Growth = {
  points: [10, 20, 40],
  network: [[1.9, 1.8, 1.85], [1.6, 1.5, 1.55], [1.4, 1.35, 1.3]],
  counting: { few: [1.7, 1.7, 1.7], many: [1.5, 1.4, 1.3] },
};
const standing: Growth = { ...growing, network: [[1.4, 1.5], [1.6, 1.5], [1.55, 1.5]] };

testGolden("growth", {
  sizeChart: (growth: Growth) => sizeChart(growth, "three seeds"),
  sizeProse: (growth: Growth) => sizeProse(growth),
  amountChart: (growth: Growth) => amountChart(growth, "three seeds"),
  amountProse: (growth: Growth) => amountProse(growth, 128),
}, { growing, standing });

Deno.test("sizeChart() says of the largest step what all seeds do, and no more", () => {
  const says = (...network: number[][]): string => sizeChart({ ...growing, network }, "").title;
  const before = [[9, 9], [1.6, 1.5]];
  assertStringIncludes(says(...before, [1.4, 1.49]), "From 20 to 40 units the loss still falls");
  assertStringIncludes(says(...before, [1.4, 1.5]), "nothing is decided");
  assertStringIncludes(says(...before, [1.7, 1.61]), "40 units pay more than 20");
});

Deno.test("crossings are named only from where all seeds lie below on", () => {
  const says = (...network: number[][]): string => amountChart({ ...growing, network }, "").title;
  const low = [1, 1];
  assertEquals(
    says(low, low, low),
    "Below few from 10 characters on, below many from 10 characters on",
  );
  const late = says([1.8, 1.6], [1.6, 1.5], low);
  assertEquals(late, "Below few from 20 characters on, below many from 40 characters on");
  assertStringIncludes(says(low, low, [1.71, 1]), "Below few not even at 40, below many not");
});

Deno.test("sizeProse() counts how often luck alone would put all runs on one side", () => {
  for (
    const [seeds, cases] of [[2, "1 of 3 cases"], [3, "1 of 10 cases"], [
      4,
      "1 of 35 cases",
    ]] as const
  ) {
    const network = growing.points.map((_, k) => Array.from({ length: seeds }, () => 2 - 0.1 * k));
    assertStringIncludes(`${sizeProse({ ...growing, network })}`, cases);
  }
});

Deno.test("the stored numbers say what chapter 9 says of them", async () => {
  const { sizes, bySize, amounts, readings, byAmount, wittenBell, kneserNey, hiddenSize, seeds } =
    await loadGrowth();
  assertEquals(
    amounts.map((_, k) => [byAmount[k].length, readings[k] > 0]),
    amounts.map(() => [seeds.length, true]),
  );
  const largest = Math.max(...bySize[sizes.length - 1]);
  assert(largest < kneserNey.at(-1)!, `${sizes.at(-1)} units: ${largest}`);
  assertEquals([sizes.includes(hiddenSize), wittenBell.length], [true, amounts.length]);
});

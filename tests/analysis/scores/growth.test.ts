/** What more units and more text do: both sides of each decision, and what cannot be judged. */
import { judgeCrossing, judgeLargestStep } from "@lab/analysis";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("judgeLargestStep() looks at the last step only, and decides where all runs agree", () => {
  assertEquals(judgeLargestStep([16, 32, 64], [[1, 1], [1.5, 1.6], [1.4, 1.49]]), "lower");
  assertEquals(judgeLargestStep([16, 32, 64], [[2, 2], [1.5, 1.6], [1.4, 1.5]]), "not decided");
  assertEquals(judgeLargestStep([16, 32, 64], [[2, 2], [1.5, 1.6], [1.7, 1.61]]), "higher");
  assertEquals(judgeLargestStep([16, 32, 64], [[2, 2], [1.5, 1.6], [1.7, 1.6]]), "not decided");
});

Deno.test("judgeCrossing() gives the smallest point from which on every seed lies below", () => {
  const judge = (...network: number[][]): number | undefined =>
    judgeCrossing({ points: [10, 20, 40], network, counting: [1.8, 1.6, 1.5] });
  assertEquals(judge([1.9, 1.9], [1.5, 1.59], [1.4, 1.49]), 20);
  assertEquals(judge([1.9, 1.9], [1.5, 1.6], [1.4, 1.49]), 40); // level is not below
  assertEquals(judge([1.7, 1.7], [1.5, 1.7], [1.4, 1.49]), 40); // a gap: what lies before it is no "from"
  assertEquals(judge([1.7, 1.7], [1.5, 1.5], [1.4, 1.4]), 10);
  assertEquals(judge([1.7, 1.7], [1.5, 1.5], [1.4, 1.51]), undefined);
});

Deno.test("a growth needs growing points, two runs of each, and a score beside each point", () => {
  assertThrows(() => judgeLargestStep([16], [[1, 2]]), RangeError, "current points are 16");
  assertThrows(() => judgeLargestStep([16, 16], [[1, 2], [1, 2]]), RangeError, "16, 16");
  assertThrows(() => judgeLargestStep([16, 32], [[1, 2], [1]]), TypeError, "numbers are 2, 1");
  assertThrows(() => judgeLargestStep([16, 32], [[1, 2]]), TypeError, "each of 2 points");
  const short = { points: [10, 20], network: [[1, 1], [1, 1]], counting: [1] };
  assertThrows(() => judgeCrossing(short), TypeError, "current number is 1");
});

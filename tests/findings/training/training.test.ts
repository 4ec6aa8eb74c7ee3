/** Findings about training, in golden words and numbers. */
import { completeSettings } from "@lab/training";
import {
  besideReport,
  comparisonProse,
  lossFanChart,
  lossTable,
  printedProse,
  type TwoTemperatures,
} from "@lab/findings";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { testGolden } from "../golden.ts";

/** Runs at τ = 1 and at τ = 2 that end at these losses, and score as much on held-out text. */
function trained(first: number[], second: number[]): TwoTemperatures {
  const printed = (...losses: number[]) =>
    losses.map((smoothedLossNats, k) => ({ iteration: 10_000 * k, smoothedLossNats }));
  const run = (loss: number) => ({
    smoothedLossNats: loss,
    curve: {
      iteration: [0, 10_000, 20_000, 30_000],
      smoothedLossNats: [103.2, loss + 9, loss + 3, loss],
    },
  });
  return {
    temperatures: [1, 2],
    seeds: first.map((_, k) => 4 + k),
    runs: [first.map(run), second.map(run)],
    heldOut: [first.map((loss) => loss / 24), second.map((loss) => (loss + 2) / 24)],
    printed: [printed(103.2, 58.7, 54.1), printed(103.3, 53.9, 49.5, 46, 45)],
  };
}

const caption = "Mean and range over the seeds";

testGolden("training", {
  lossFanChart: (of) => lossFanChart(of, { caption, range: [38, 70] }),
  lossTable,
  comparisonProse,
  printedProse,
}, {
  apart: trained([47, 48, 49.5, 47.5, 48.5], [44, 45, 46.25, 45.5, 46.5]),
  overlapping: trained([43, 44, 50, 46, 46.1], [45, 46.5, 48, 43.5, 45.6]),
  few: trained([47, 48, 49.5], [44, 45, 46.25]),
});

Deno.test("lossFanChart() draws a single run of each, too", () => {
  const { title } = lossFanChart(trained([47], [44.25]), { caption });
  assertEquals(title, "After 30,000 iterations τ = 1 stands at 47.0 and τ = 2 at 44.3 nats");
});

Deno.test("comparisonProse() says which ends lower only where the interval leaves out 0, on either side", () => {
  const first = [40, 41, 42, 43, 44];
  const [lower, undecided, higher] = [-4.5, 0.5, 4.5].map((shift) =>
    `${comparisonProse(trained(first, first.map((loss) => loss + shift)))}`.split("\n\n")[0]
  );
  assertStringIncludes(lower, "from −7.50 to −1.50, so $\\tau = 2$ ends lower");
  assertStringIncludes(undecided, "with 0 inside: these runs do not decide which is better");
  assertStringIncludes(higher, "from 1.50 to 7.50, so $\\tau = 1$ ends lower");
});

Deno.test("comparisonProse() names the better setting only where loss and held-out score agree", () => {
  const first = [40, 41, 42, 43, 44];
  const says = (loss: number, held: number): string => {
    const runs = trained(first, first.map((value) => value + loss));
    const heldOut = [first, first.map((value) => value + held)] as const;
    return `${comparisonProse({ ...runs, heldOut })}`.split("\n\n")[2];
  };
  assertEquals(says(-5, -5), "Both scores say so: $\\tau = 2$ is the better setting here.");
  assertEquals(says(5, 5), "Both scores say so: $\\tau = 1$ is the better setting here.");
  assertStringIncludes(says(-5, 0), "Only one of the two scores decides");
  assertStringIncludes(says(0, 0), "Neither of the two scores decides");
  assertStringIncludes(says(-5, 5), "decide for different settings");
});

Deno.test("printedProse() sets a printed run apart where it lies outside of 39 others, and there only", () => {
  const many = (n: number): string => {
    const runs = Array.from({ length: n }, (_, k) => 40 + k / 100);
    return `${printedProse(trained(runs, runs))}`;
  };
  assertStringIncludes(
    many(39),
    "The report's run with $\\tau = 1$ lies above ours by more than the seed explains.",
  );
  assertStringIncludes(many(38), "nothing here sets the report's runs apart");
});

Deno.test("besideReport() takes the same seeds at τ = 1 and τ = 2, and nothing else", () => {
  const run = (temperature: number, seed: number) => ({
    smoothedLossNats: 45,
    curve: { iteration: [0], smoothedLossNats: [45] },
    settings: completeSettings({ temperature, seed }),
  });
  const found = besideReport([run(1, 4), run(1, 5), run(2, 4), run(2, 5)], [1, 2, 3, 4]);
  assertEquals([found.seeds, found.heldOut], [[4, 5], [[1, 2], [3, 4]]]);
  assertEquals(found.printed.map((losses) => losses.length), [6, 11]);
  for (const runs of [[], [run(1, 4), run(1, 5)], [run(1, 4), run(2, 5)], [run(2, 4), run(1, 4)]]) {
    assertThrows(() => besideReport(runs, []), RangeError, "from the same seeds");
  }
});

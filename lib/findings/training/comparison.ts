/** Which of two temperatures trains better, in sentences. */
import { formatNumber, type Prose, prose } from "@lab/figures";
import {
  type Agreement,
  besideRuns,
  compareSettings,
  type Comparison,
  decideTogether,
} from "@lab/training";
import { lengthOf, LOSS_UNIT, lossesOf, type TwoTemperatures } from "./two_temperatures.ts";
import { capitalised } from "../words.ts";

/** A probability to three digits, so that 0.0499 is not 0.05. */
const inDigits = (chance: number): string => formatNumber(Number(chance.toPrecision(3)));

/** What an interval for a difference says, and what so many runs could have said. */
function verdictInWords(
  found: Comparison,
  [one, two]: readonly string[],
  n: number,
  digits: number,
): string {
  const [low, high] = found.interval.map((end) => formatNumber(end, digits));
  if (found.smallestChance > 1 - found.level) {
    return `With ${n} runs of each even a clean sweep has $p = ${
      inDigits(found.smallestChance)
    }$ ` +
      "(two-sided): so few can't decide it.";
  }
  const interval = `the interval of ${100 * found.level} % for it goes from ${low} to ${high}`;
  return found.verdict === "not decided"
    ? `${capitalised(interval)}, with 0 inside: these runs do not decide which is better.`
    : `${capitalised(interval)}, so ` +
      `${found.verdict === "second lower" ? two : one} ends lower, by more than the seeds explain.`;
}

/** All pairs, the shift and p of one comparison, with its verdict. */
function comparisonInWords(
  found: Comparison,
  temperatures: readonly string[],
  n: number,
  { unit, digits }: { unit: string; digits: number },
): string {
  const { secondLower, firstLower, differences, chanceSecondLower, chanceFirstLower } = found;
  const [one, two] = temperatures;
  const [more, lower, oneSided] = secondLower >= firstLower
    ? [two, secondLower, chanceSecondLower]
    : [one, firstLower, chanceFirstLower];
  return `Of the ${differences.length} pairs of a run with ${one} and one with ${two}, ` +
    `**${lower}** end lower with ${more}; chance alone gives ${more} that many or more with ` +
    `$p = ${inDigits(oneSided)}$ (one-sided), either of them with ` +
    `$p = ${inDigits(found.chance)}$ (two-sided). The median of the differences, ${two} minus ` +
    `${one}, is ${
      formatNumber(found.shift, digits)
    } ${unit}; runs with the same setting differ by up ` +
    `to ${found.widestSpread.toFixed(digits)}. ${verdictInWords(found, temperatures, n, digits)}`;
}

/** What loss and held-out score say together. */
function togetherInWords(
  { verdict, decided }: Agreement,
  [one, two]: readonly string[],
): string {
  if (verdict !== "not decided") {
    return `Both scores say so: ${
      verdict === "second lower" ? two : one
    } is the better setting here.`;
  }
  return [
    "Neither of the two scores decides.",
    "Only one of the two scores decides: an indication, which other seeds may overturn.",
    "The two scores decide for different settings: neither is the better one for both.",
  ][decided];
}

/**
 * Which of the two temperatures trains better, as far as the runs tell: by the loss of the training, and
 * by the score on text that it did not read.
 * @param trained the runs
 * @returns a paragraph for each, and what they say together
 * @example
 * ```ts
 * import { comparisonProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const words = comparisonProse({
 *   ...{ temperatures: [1, 2], seeds: [1, 2], printed: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 *   heldOut: [[1.9, 2], [1.8, 1.9]],
 * });
 * assertStringIncludes(`${words}`, "**3** end lower with $\\tau = 2$");
 * assertStringIncludes(`${words}`, "so few can't decide it");
 * ```
 */
export function comparisonProse(trained: TwoTemperatures): Prose {
  const names = trained.temperatures.map((tau) => `$\\tau = ${tau}$`);
  const n = trained.seeds.length;
  const [loss, held] = [lossesOf(trained), trained.heldOut].map(([first, second]) =>
    compareSettings(first, second)
  );
  const lossInWords = comparisonInWords(loss, names, n, { unit: LOSS_UNIT, digits: 2 });
  const heldInWords = comparisonInWords(held, names, n, { unit: "nats per character", digits: 3 });
  return prose(
    `**The smoothed loss after ${lengthOf(trained)}.** ${lossInWords}\n\n` +
      `**The held-out text**, each run at its own temperature. ${heldInWords}\n\n` +
      togetherInWords(decideTogether(loss, held), names),
  );
}

/**
 * Where the printed losses lie beside the runs.
 * @param trained the runs and the printed losses; those after the runs' last iteration do not count
 * @returns a paragraph
 * @throws {RangeError} when the runs were not recorded at a printed loss's iteration
 * @example
 * ```ts
 * import { printedProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const words = printedProse({
 *   ...{ temperatures: [1, 2], seeds: [1, 2], heldOut: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 *   printed: [[{ iteration: 9000, smoothedLossNats: 50 }], []],
 * });
 * assertStringIncludes(`${words}`, "1 of 1 with $\\tau = 1$ lie above all 2 of our runs");
 * ```
 */
export function printedProse({ temperatures, runs, printed }: TwoTemperatures): Prose {
  const names = temperatures.map((tau) => `$\\tau = ${tau}$`);
  const last = runs[0][0].curve.iteration.at(-1)!;
  const beside = printed.map((losses, k) =>
    besideRuns(losses.filter(({ iteration }) => iteration <= last), runs[k].map((r) => r.curve))
  );
  const counts = beside.map(({ above, below, compared, runs: n }, k) =>
    `${above} of ${compared} with ${names[k]} lie above all ${n} of our runs and ${below} below`
  );
  const apart = beside.flatMap(({ verdict }, k) =>
    verdict === "not decided"
      ? []
      : [`The report's run with ${names[k]} lies ${verdict} ours by more than the seed explains.`]
  );
  return prose(
    `Of the losses that the report prints up to here, ${counts.join("; ")}. The losses along one ` +
      `run are one witness, however many are printed: a run like our ${
        beside[0].runs
      } lies outside ` +
      `of them all with $p = ${inDigits(beside[0].smallestChance)}$ (two-sided). ` +
      (apart.length > 0
        ? apart.join(" ")
        : "So nothing here sets the report's runs apart from ours."),
  );
}

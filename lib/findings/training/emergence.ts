/** When the mask is full and when rules are there, as figures and sentences. */
import type { EmergenceFinding, RuleArrival, TrainingSnapshot } from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  lineChart,
  type LineSeries,
  type Prose,
  prose,
  table,
} from "@lab/figures";

const TITLES: Readonly<Record<EmergenceFinding["verdict"], string>> = {
  "mask first": "The mask is full before any of these rules is there",
  "a rule first": "A rule is there before the mask is full",
  "not decided": "Mask or rules first: these networks do not decide it",
};

/** For each snapshot, what a number is over the networks. */
function overNetworks(
  networks: readonly (readonly TrainingSnapshot[])[],
  of: (snapshot: TrainingSnapshot) => number,
): { mean: number[]; low: number[]; high: number[] } {
  const values = networks[0].map((_, k) => networks.map((snapshots) => of(snapshots[k])));
  return {
    mean: values.map((each) => each.reduce((a, b) => a + b) / each.length),
    low: values.map((each) => Math.min(...each)),
    high: values.map((each) => Math.max(...each)),
  };
}

/**
 * The mask's share and the strength of each rule over the training.
 * @param networks for each network its snapshots, all at the same iterations
 * @param finding what comes first in them
 * @param caption what was trained, and what was read
 * @returns a line chart with the verdict as its title
 * @example
 * ```ts
 * import { compareArrivals } from "@lab/analysis";
 * import { emergenceChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const at = (iteration: number, inMask: number) =>
 *   ({ iteration, inMask, varying: 5, natsPerChar: 2, rules: [] });
 * const networks = [[at(0, 0), at(10, 0.9)]];
 * const { title } = emergenceChart(networks, compareArrivals(networks), "one network");
 * assertEquals(title, "Mask or rules first: these networks do not decide it");
 * ```
 */
export function emergenceChart(
  networks: readonly (readonly TrainingSnapshot[])[],
  finding: EmergenceFinding,
  caption: string,
): Figure {
  const x = networks[0].map(({ iteration }) => iteration);
  const series = (name: string, of: (snapshot: TrainingSnapshot) => number): LineSeries => {
    const { mean, low, high } = overNetworks(networks, of);
    return { name, x, y: mean, band: { low, high } };
  };
  return lineChart({
    title: TITLES[finding.verdict],
    caption,
    x: { label: "iteration", log: true },
    y: { label: "share, strength" },
    series: [
      series("share of |h| > 0.5", ({ inMask }) => inMask),
      ...finding.rules.map(({ label }, j) => series(label, ({ rules }) => rules[j].strength)),
    ],
  });
}

/**
 * What the networks are like at each snapshot.
 * @param networks for each network its snapshots, all at the same iterations
 * @param caption what was trained, and what was read
 * @returns a table with the means over the networks
 * @example
 * ```ts
 * import { emergenceTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (iteration: number, inMask: number) =>
 *   ({ iteration, inMask, varying: 5, natsPerChar: 2, rules: [] });
 * const { text } = emergenceTable([[at(0, 0), at(10, 0.9)]], "one network");
 * assertStringIncludes(text, "10                     90              5                2.00");
 * ```
 */
export function emergenceTable(
  networks: readonly (readonly TrainingSnapshot[])[],
  caption: string,
): Block {
  const { rules } = networks[0][0];
  const columns = [
    { label: "|h| > 0.5", unit: "%", digits: 0, of: (s: TrainingSnapshot) => 100 * s.inMask },
    { label: "varying units", digits: 0, of: (s: TrainingSnapshot) => s.varying },
    { label: "nats per character", digits: 2, of: (s: TrainingSnapshot) => s.natsPerChar },
    ...rules.flatMap(({ label }, j) => [
      { label: `P(${label})`, digits: 2, of: (s: TrainingSnapshot) => s.rules[j].probability },
      { label: "everywhere", digits: 2, of: (s: TrainingSnapshot) => s.rules[j].base },
      {
        ...{ label: "which of them", unit: "bits", digits: 2 },
        of: (s: TrainingSnapshot) => s.rules[j].whichTarget,
      },
    ]),
  ];
  const means = columns.map(({ of }) => overNetworks(networks, of).mean);
  return table({
    title: `The means of ${networks.length} trainings, snapshot by snapshot`,
    caption,
    columns: ["iterations", ...columns],
    rows: networks[0].map(({ iteration }, k) => [
      formatNumber(iteration),
      ...means.map((values) => values[k]),
    ]),
  });
}

/** When something arrived: the median, and the range over the networks. */
function whenInWords(iterations: readonly number[], median: number): string {
  const name = (n: number): string =>
    n === Infinity ? "not by the end" : `by iteration ${formatNumber(n)}`;
  const [low, high] = [Math.min(...iterations), Math.max(...iterations)];
  if (low === Infinity) return "in no network by the end";
  if (low === high) return `${name(low)} in all networks`;
  const last = high === Infinity ? "not by the end" : formatNumber(high);
  return `${name(median)} in the median (from ${formatNumber(low)} to ${last})`;
}

/** One rule beside the mask. */
function ruleInWords(rule: RuleArrival, networks: number): string {
  const { label, iterations, median, factor, interval, after, before, chance, verdict } = rule;
  const digits = (n: number): string => formatNumber(Number(n.toPrecision(2)));
  const [low, high] = interval.map(digits);
  const decided = verdict === "not decided"
    ? "which decides nothing"
    : factor === Infinity
    ? "by a factor that these runs are too short to show"
    : `counted from snapshot to snapshot by a factor of ${
      digits(factor)
    } in the median (interval of 95 %: ` +
      `${high === "∞" ? `${low} or more` : `${low} to ${high}`})`;
  return `The rule **${label}** is there ${whenInWords(iterations, median)}, after the mask in ` +
    `${after} of ${networks} networks and before it in ${before}, ${decided}; sign test, two-sided ` +
    `$p = ${digits(chance)}$. When the mask is full, it has ` +
    `P = ${rule.probabilityAtMask.toFixed(2)} at its places and ${rule.baseAtMask.toFixed(2)} ` +
    "everywhere.";
}

/**
 * What comes first in training, the full mask or the rules.
 * @param finding the networks compared
 * @returns a paragraph for the mask and the rules, and one with the verdict
 * @example
 * ```ts
 * import { compareArrivals } from "@lab/analysis";
 * import { emergenceProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (iteration: number, inMask: number) =>
 *   ({ iteration, inMask, varying: 5, natsPerChar: 2, rules: [] });
 * const words = emergenceProse(compareArrivals([[at(0, 0), at(10, 0.9)]]));
 * assertStringIncludes(`${words}`, "The mask is full by iteration 10 in all networks");
 * ```
 */
export function emergenceProse({ networks, mask, rules, verdict }: EmergenceFinding): Prose {
  const says: Readonly<Record<EmergenceFinding["verdict"], string>> = {
    "mask first": "So the mask is full before any of these rules is there: units are in it while " +
      "the network has none of them.",
    "a rule first": "So a rule is there before the mask is full: it can be made without it.",
    "not decided": "So these networks do not decide whether the mask or a rule comes first.",
  };
  return prose(
    [
      `The mask is full ${whenInWords(mask.iterations, mask.median)}.`,
      ...rules.map((rule) => ruleInWords(rule, networks)),
    ].join(" ") + `\n\n${says[verdict]}`,
  );
}

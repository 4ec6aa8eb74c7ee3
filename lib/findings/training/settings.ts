/** Many settings, each run from several seeds: a table, curves, scores, and which is the best. */
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
import type { LossCurve } from "@lab/model";
import { curveFan, type RankedSetting, rankSettings, type SettingsRanking } from "@lab/training";
import { intervalInWords } from "../intervals.ts";

/** One run of a setting. */
export interface SettingRun {
  /** The seed that it began from. */
  readonly seed: number;
  /** How well it predicts, in nats per character. */
  readonly score: number;
  /** The smoothed loss of its training, in nats summed over T. */
  readonly curve: LossCurve;
}

/** The runs of one setting, recorded at the same iterations. */
export interface SettingRuns {
  /** What the setting is called, such as `hidden=64`. */
  readonly name: string;
  /** T, over how many characters its losses are summed. */
  readonly sequenceLength: number;
  /** How many iterations one reading of the text takes. */
  readonly iterationsPerReading: number;
  /** The runs, at least one, each from another seed. */
  readonly runs: readonly SettingRun[];
}

/** Settings that were trained on one text and scored on one text. */
export interface ComparedSettings {
  /** The settings, at least one. */
  readonly settings: readonly SettingRuns[];
  /** Whether the scores are of text that was held out, or the smoothed losses of the training. */
  readonly scored: "held out" | "trained on";
  /** What others score there, such as n-gram models, and guessing. */
  readonly references: readonly { readonly label: string; readonly natsPerChar: number }[];
}

/** Colours repeat after seven; more lines can't be told apart. */
const MOST_DRAWN = 7;

const UNIT = "nats per character";

const inWords = { "held out": "held-out text", "trained on": "the training, smoothed" };

const percent = (level: number): string => `${Number((100 * level).toPrecision(3))} %`;

/** How sure a comparison is, and why so sure. */
const together = (comparisons: number, level: number): string =>
  comparisons <= 1
    ? percent(level)
    : `${percent(level)} each, so that all ${comparisons} pairs of settings hold together at 95 %`;

/** The best settings, best first, as many as can be drawn. */
function drawn({ settings }: ComparedSettings): readonly SettingRuns[] {
  const byName = new Map(settings.map((setting) => [setting.name, setting]));
  return rankSettings(settings).settings.slice(0, MOST_DRAWN).map(({ name }) => byName.get(name)!);
}

/** Said under figures that leave settings out. */
const leftOut = ({ settings }: ComparedSettings): string =>
  settings.length > MOST_DRAWN ? `; the best ${MOST_DRAWN} of ${settings.length} settings` : "";

/**
 * A row for each setting, the best first.
 * @param compared the settings
 * @returns a table: runs, mean with its interval, and how it compares with the best
 * @throws {RangeError} when a setting has no run or a seed twice
 * @example
 * ```ts
 * import { settingsTable } from "@lab/findings";
 * import { assertMatch } from "@std/assert";
 * const curve = { iteration: [0, 100], smoothedLossNats: [103, 50] };
 * const setting = (name: string, scores: number[]) => ({
 *   ...{ name, sequenceLength: 25, iterationsPerReading: 50 },
 *   runs: scores.map((score, seed) => ({ seed, score, curve })),
 * });
 * const settings = [setting("hidden=64", [1.9, 1.91, 1.92]), setting("hidden=128", [1.7, 1.71, 1.72])];
 * const block = settingsTable({ settings, scored: "held out", references: [] });
 * assertMatch(block.text, /hidden=128 +3 +1\.7100 +1\.6852 to 1\.7348 .*the best/);
 * ```
 */
export function settingsTable(compared: ComparedSettings): Block {
  const { settings, level, comparisons } = rankSettings(compared.settings);
  const own = ({ name, runs, mean, interval }: RankedSetting): (string | number)[] => [
    ...[name, runs.length, mean],
    Number.isNaN(interval[0]) ? "one run has none" : intervalInWords(interval, 4),
  ];
  const beside = ({ besideBest }: RankedSetting): string[] =>
    besideBest === undefined ? ["–", "–", "the best"] : [
      formatNumber(besideBest.shift, 4),
      intervalInWords(besideBest.interval, 4),
      besideBest.verdict,
    ];
  const isOne = settings.length === 1;
  return table({
    title: `Scores on ${inWords[compared.scored]}, in ${UNIT}`,
    caption: "The mean over the seeds with its interval of 95 % (Student's t)" +
      (isOne
        ? ""
        : "; how much higher than the best, with an interval of " + together(comparisons, level)),
    columns: [
      ...["setting", "runs", { label: "mean", digits: 4 }, "its interval"],
      ...isOne ? [] : ["above the best", "interval", ""],
    ],
    rows: settings.map((setting) => isOne ? own(setting) : [...own(setting), ...beside(setting)]),
  });
}

/**
 * The loss curves, over readings of the text, so that settings of different lengths lie side by side.
 * @param compared the settings
 * @returns a line chart: means over the seeds, and bands from the lowest to the highest
 * @throws {TypeError} when runs of one setting were recorded at different iterations
 * @example
 * ```ts
 * import { settingsCurves } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const curve = { iteration: [0, 100], smoothedLossNats: [103, 50] };
 * const runs = [{ seed: 1, score: 1.9, curve }];
 * const settings = [{ name: "hidden=64", sequenceLength: 25, iterationsPerReading: 50, runs }];
 * const { alt } = settingsCurves({ settings, scored: "held out", references: [] });
 * assertStringIncludes(alt, "hidden=64 goes from 4.12 to 2");
 * ```
 */
export function settingsCurves(compared: ComparedSettings): Figure {
  const series = drawn(compared).map(({ name, sequenceLength: T, ...setting }): LineSeries => {
    const { iteration, mean, low, high } = curveFan(setting.runs.map(({ curve }) => curve));
    const perChar = (losses: readonly number[]): number[] => losses.map((loss) => loss / T);
    return {
      name,
      x: iteration.map((n) => n / setting.iterationsPerReading),
      y: perChar(mean),
      ...setting.runs.length > 1 && { band: { low: perChar(low), high: perChar(high) } },
    };
  });
  const [best] = rankSettings(compared.settings).settings;
  return lineChart({
    title: `In training, ${best.name} comes to ${
      formatNumber(Array.from(series[0].y).at(-1)!, 3)
    } ${UNIT}`,
    caption: `Smoothed losses, means over the seeds; bands from the lowest to the highest run` +
      leftOut(compared),
    x: { label: "readings of the text" },
    y: { label: "smoothed loss", unit: UNIT },
    series,
  });
}

/**
 * The score of each run over its seed, beside what others score.
 * @param compared the settings
 * @returns a chart of points
 * @example
 * ```ts
 * import { settingsScores } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const curve = { iteration: [0, 100], smoothedLossNats: [103, 50] };
 * const runs = [1, 2].map((seed) => ({ seed, score: 1.9 + seed / 100, curve }));
 * const settings = [{ name: "hidden=64", sequenceLength: 25, iterationsPerReading: 50, runs }];
 * const { title } = settingsScores({ settings, scored: "held out", references: [] });
 * assertEquals(title, "On held-out text the runs score 1.910 to 1.920 nats per character");
 * ```
 */
export function settingsScores(compared: ComparedSettings): Figure {
  const shown = drawn(compared);
  const scores = shown.flatMap(({ runs }) => runs.map(({ score }) => score));
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  // What lies far off would press the runs together.
  const near = compared.references.filter(({ natsPerChar }) =>
    natsPerChar > low - 0.3 && natsPerChar < high + 0.3
  );
  return lineChart({
    title: `On ${inWords[compared.scored]} the runs score ${formatNumber(low, 3)} to ` +
      `${formatNumber(high, 3)} ${UNIT}`,
    caption: `A point for each run: those of one seed stand above each other${leftOut(compared)}`,
    x: { label: "seed" },
    y: { label: "score", unit: UNIT },
    series: shown.map(({ name, runs }): LineSeries => ({
      ...{ name, mode: "markers" },
      x: runs.map(({ seed }) => seed),
      y: runs.map(({ score }) => score),
    })),
    references: near.map(({ label, natsPerChar }) => ({ axis: "y", value: natsPerChar, label })),
  });
}

/** Settings in words, each with how much higher it scores than the best. */
function listed(settings: readonly RankedSetting[]): string {
  return settings.map(({ name, besideBest }) => {
    const { shift, interval } = besideBest!;
    const range = interval.every(Number.isFinite) ? intervalInWords(interval, 4) : "interval open";
    return `\`${name}\` (by ${formatNumber(shift, 4)}; ${range})`;
  }).join(", ");
}

/** How the settings were compared. */
function method({ settings, comparisons, level }: SettingsRanking): string {
  const others = settings.flatMap(({ besideBest }) => besideBest ?? []);
  const pairedRuns = "runs of the same seed, by the exact signed-rank test";
  const each =
    "each run with each, by the exact rank-sum test, as too few seeds are shared to decide";
  const how = others.every(({ paired }) => paired)
    ? pairedRuns
    : others.every(({ paired }) => !paired)
    ? each
    : `${pairedRuns}, or ${each}`;
  return `Compared were ${how}; at ${together(comparisons, level)}.`;
}

/** Which of several settings is the best, and which are told apart from it. */
function severalInWords(ranking: SettingsRanking): string {
  const { settings: [best, ...others], runsNeeded } = ranking;
  const by = (verdict: string): RankedSetting[] =>
    others.filter(({ besideBest }) => besideBest?.verdict === verdict);
  const [worse, alike, better] = ["worse", "not told apart", "better"].map(by);
  const tooFew = others.filter(({ besideBest }) => !besideBest!.canDecide);
  return [
    `The lowest mean of ${ranking.settings.length} settings has **\`${best.name}\`**.`,
    ...worse.length > 0
      ? [`Higher than it, by more than the seeds explain: ${listed(worse)}.`]
      : [],
    ...alike.length > 0 ? [`Not told apart from it: ${listed(alike)}.`] : [],
    ...better.length > 0
      ? [
        `Lower run by run, in spite of a higher mean, which a few bad runs make: ${
          listed(better)
        }.`,
      ]
      : [],
    ...tooFew.length > 0
      ? [
        `So few runs can't tell ${
          tooFew.length === 1 ? "one of them" : `${tooFew.length} of them`
        } ` +
        `from the best whatever they score: it takes ${runsNeeded} seeds of each.`,
      ]
      : [],
    method(ranking),
    "As the best was chosen by this score, its own is a little too good.",
  ].join(" ");
}

/**
 * Which setting is the best, as far as the seeds tell.
 * @param compared the settings
 * @returns a paragraph, and one on what others score
 * @throws {RangeError} when a setting has no run or a seed twice
 * @example
 * ```ts
 * import { settingsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const curve = { iteration: [0, 100], smoothedLossNats: [103, 50] };
 * const setting = (name: string, scores: number[]) => ({
 *   ...{ name, sequenceLength: 25, iterationsPerReading: 50 },
 *   runs: scores.map((score, seed) => ({ seed, score, curve })),
 * });
 * const settings = [setting("hidden=64", [1.9, 1.91]), setting("hidden=128", [1.7, 1.71])];
 * const words = settingsProse({ settings, scored: "held out", references: [] });
 * assertStringIncludes(`${words}`, "Not told apart from it: `hidden=64` (by 0.2000; interval open)");
 * assertStringIncludes(`${words}`, "it takes 4 seeds of each");
 * ```
 */
export function settingsProse(compared: ComparedSettings): Prose {
  const ranking = rankSettings(compared.settings);
  const [best] = ranking.settings;
  const mean = `${formatNumber(best.mean, 4)} ${UNIT} on ${inWords[compared.scored]}`;
  const spread = best.runs.length === 1
    ? "one run, which has no interval"
    : `the mean of ${best.runs.length} runs, interval of 95 %: ${
      intervalInWords(best.interval, 4)
    }`;
  const references = compared.references.map(({ label, natsPerChar }) =>
    `${label} ${formatNumber(natsPerChar, 4)}`
  );
  return prose([
    ...ranking.settings.length > 1 ? [severalInWords(ranking)] : [],
    `\`${best.name}\` scores ${mean} (${spread})` +
    (references.length > 0 ? `; on the same text ${references.join(", ")}.` : "."),
  ].join("\n\n"));
}

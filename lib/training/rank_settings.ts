/** Many settings, each run from several seeds: which is the best, and which are told apart from it. */
import {
  type Interval,
  meanOfFew,
  type RankSum,
  rankSum,
  type SignedRank,
  signedRank,
} from "@lab/numerics";

/** The scores of one setting, which should be low. */
export interface SettingScores {
  /** What the setting is called. */
  readonly name: string;
  /** The seed and the score of each run, at least one. */
  readonly runs: readonly { readonly seed: number; readonly score: number }[];
}

/** A setting beside the best one. */
export interface BesideBest {
  /** Whether runs of the same seed were compared, or each run with each. */
  readonly paired: boolean;
  /** How many runs of this setting were compared. */
  readonly runs: number;
  /** How much higher this setting's scores are than the best one's: Hodges and Lehmann's estimate. */
  readonly shift: number;
  /** The interval for the shift; infinite where there are too few runs. */
  readonly interval: Interval;
  /** Two-sided p of this comparison alone. */
  readonly chance: number;
  /** The smallest two-sided p that so many runs can give. */
  readonly smallestChance: number;
  /** Whether so many runs can tell the two apart at all. */
  readonly canDecide: boolean;
  /** Whether the interval leaves 0 out, and on which side. */
  readonly verdict: "worse" | "better" | "not told apart";
}

/** One of several settings. */
export interface RankedSetting extends SettingScores {
  /** The mean score. */
  readonly mean: number;
  /** The interval of 95 % for the mean, by Student's t; NaN for a single run. */
  readonly interval: Interval;
  /** How it compares with the best setting; undefined of the best itself. */
  readonly besideBest?: BesideBest;
}

/** Settings in the order of their mean scores. */
export interface SettingsRanking {
  /** The settings, the lowest mean first. */
  readonly settings: readonly RankedSetting[];
  /** How many pairs of settings there are: any of them could have become the best and another. */
  readonly comparisons: number;
  /** How sure each single comparison is, so that all of them hold together in 95 of 100 cases. */
  readonly level: number;
  /** How many runs of each setting it takes at least to tell two apart at this level. */
  readonly runsNeeded: number;
}

/** The smallest number of runs of which a clean sweep, each lower than each, is rare enough. */
function runsNeeded(level: number): number {
  let [runs, deals] = [1, 2]; // in how many ways the runs of both can be dealt out
  while (2 / deals > 1 - level) {
    runs++;
    deals *= (4 * runs - 2) / runs;
  }
  return runs;
}

/** What the two tests say, of a setting beside the best. */
const VERDICTS: Readonly<Record<(RankSum | SignedRank)["verdict"], BesideBest["verdict"]>> = {
  "first lower": "worse",
  "above 0": "worse",
  "second lower": "better",
  "below 0": "better",
  "not decided": "not told apart",
};

/** The best setting and another, by the test that the numbers of runs and shared seeds allow. */
function beside(best: SettingScores, other: SettingScores, level: number): BesideBest {
  const bySeed = new Map(best.runs.map(({ seed, score }) => [seed, score]));
  const differences = other.runs.flatMap(({ seed, score }) => {
    const partner = bySeed.get(seed);
    return partner === undefined ? [] : [score - partner];
  });
  // Decided by the numbers of runs alone, never by what they show.
  const paired = 2 / 2 ** differences.length <= 1 - level;
  const scores = (setting: SettingScores): number[] => setting.runs.map(({ score }) => score);
  const found = paired
    ? signedRank(differences, level)
    : rankSum(scores(best), scores(other), level);
  return {
    paired,
    runs: paired ? differences.length : other.runs.length,
    shift: found.shift,
    interval: found.interval,
    chance: found.chance,
    smallestChance: found.smallestChance,
    canDecide: found.smallestChance <= 1 - level,
    verdict: VERDICTS[found.verdict],
  };
}

/**
 * Ranks settings by their mean scores, and compares each with the best.
 *
 * Where enough seeds are shared to decide anything, runs of the same seed are compared, by the exact
 * signed-rank test; else each run with each, by the exact rank-sum test. As the best was chosen by the same
 * scores, each comparison is held to what all pairs of settings together need (Bonferroni). The best one's
 * own mean is a little too good for the same reason: score it on a text that none has met.
 * @param settings the settings, at least one, each with at least one run and each seed once
 * @returns the settings in order, each with its interval and its comparison
 * @throws {RangeError} when there is no setting, one has no run, or a seed twice
 * @see {@linkcode signedRank} and {@linkcode rankSum}
 * @example
 * ```ts
 * import { rankSettings } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const runs = (...scores: number[]) => scores.map((score, seed) => ({ seed, score }));
 * const { settings, level } = rankSettings([
 *   { name: "small", runs: runs(1.9, 1.92, 1.88, 1.95, 1.91, 1.93) },
 *   { name: "large", runs: runs(1.7, 1.72, 1.75, 1.71, 1.69, 1.74) },
 * ]);
 * assertEquals(settings.map(({ name }) => name), ["large", "small"]);
 * assertEquals([level, settings[1].besideBest?.verdict], [0.95, "worse"]);
 * ```
 */
export function rankSettings(settings: readonly SettingScores[]): SettingsRanking {
  const unsound = settings.find(({ runs }) =>
    runs.length === 0 || new Set(runs.map(({ seed }) => seed)).size < runs.length
  );
  if (settings.length === 0 || unsound !== undefined) {
    throw new RangeError(
      "Cannot rank settings as there must be at least one, each with at least one run, of each seed " +
        `one: ${unsound === undefined ? "there is none" : `current value is '${unsound.name}'`}`,
    );
  }
  const comparisons = settings.length * (settings.length - 1) / 2;
  const level = 1 - 0.05 / Math.max(1, comparisons);
  const ordered = settings
    .map((setting) => ({ ...setting, ...meanOfFew(setting.runs.map(({ score }) => score)) }))
    .sort((a, b) => a.mean - b.mean);
  return {
    settings: ordered.map(({ error: _, ...setting }, k) =>
      k === 0 ? setting : { ...setting, besideBest: beside(ordered[0], setting, level) }
    ),
    comparisons,
    level,
    runsNeeded: runsNeeded(level),
  };
}

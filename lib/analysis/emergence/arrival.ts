/**
 * Which comes first in training: the full mask, or the rules that it is said to explain?
 *
 * The mask is full from the first snapshot on after which the share of |h| > 0.5 never again falls below
 * nine tenths of where it ends. A rule is there from the first snapshot on after which it never again
 * falls below half its strength (see {@link takeSnapshot}). The harder mark for the mask makes it later,
 * not earlier. Both are known as exactly as the snapshots lie close.
 *
 * Claim: in each network, by which factor the rule comes later; over networks from several seeds, the sign
 * test of that. What it leaves out: rules that were not asked for.
 */
import { mean } from "d3-array";
import { signTest, upperQuantile } from "@lab/numerics";
import type { TrainingSnapshot } from "./snapshots.ts";

/** The mask is full at this share of where it ends. */
const FULL = 0.9;
/** A rule is there at this strength. */
const THERE = 0.5;

/** When something arrived in each of several networks. */
export interface Arrival {
  /** One for each network: the iteration, or Infinity where it has not arrived by the end. */
  readonly iterations: readonly number[];
  /** The median over the networks; of two in the middle the later one. */
  readonly median: number;
}

/** A rule beside the mask. */
export interface RuleArrival extends Arrival {
  /** How sentences name the rule. */
  readonly label: string;
  /** When the mask is full: the mean over the networks of P(targets) at the rule's places. */
  readonly probabilityAtMask: number;
  /** When the mask is full: the mean over the networks of P(targets) at all steps of the text. */
  readonly baseAtMask: number;
  /** The median over the networks of how many times as many iterations the rule took. */
  readonly factor: number;
  /** The interval for the median factor; 0 and Infinity where there are too few networks. */
  readonly interval: readonly [low: number, high: number];
  /** In how many networks the rule comes after the mask, and in how many before. */
  readonly after: number;
  /** In how many networks the rule comes before the mask. */
  readonly before: number;
  /** Two-sided p of the sign test. */
  readonly chance: number;
  /** What the interval decides. */
  readonly verdict: "mask first" | "rule first" | "not decided";
}

/** What comes first, the mask or the rules. */
export interface EmergenceFinding {
  /** How many networks there are. */
  readonly networks: number;
  /** When the mask is full. */
  readonly mask: Arrival;
  /** When each rule is there. */
  readonly rules: readonly RuleArrival[];
  /** `"mask first"`: before each of the rules; `"a rule first"`: at least one rule is before the mask. */
  readonly verdict: "mask first" | "a rule first" | "not decided";
}

/** The index of the first value from which on all are at least `mark`; −1 where the last is below. */
function arrivalOf(values: readonly number[], mark: number): number {
  const below = values.findLastIndex((value) => !(value >= mark));
  return below + 1 < values.length ? below + 1 : -1;
}

function checkNetworks(networks: readonly (readonly TrainingSnapshot[])[]): void {
  const first = networks[0]?.map(({ iteration }) => iteration) ?? [];
  const isSame = networks.every((snapshots) =>
    snapshots.length === first.length &&
    snapshots.every(({ iteration }, k) => iteration === first[k])
  );
  if (first.length === 0 || !isSame) {
    throw new RangeError(
      `Cannot compare arrivals as the networks must have snapshots at the same iterations, at least ` +
        `one: current numbers are ${networks.map(({ length }) => length).join(", ") || "none"}`,
    );
  }
}

/**
 * Compares when the mask is full with when rules are there.
 * @param networks for each network its snapshots, all at the same iterations, in their order
 * @returns when each arrives, by which factor the rules come later, and what that decides
 * @throws {RangeError} when there is no snapshot, or they were taken at different iterations
 * @example
 * ```ts
 * import { compareArrivals } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const at = (iteration: number, inMask: number, strength: number) => ({
 *   ...{ iteration, inMask, varying: 5, natsPerChar: 2 },
 *   rules: [{ label: "u after q", places: 9, probability: 0, base: 0, strength, whichTarget: 0 }],
 * });
 * const network = [at(0, 0, 0), at(10, 0.9, 0.1), at(100, 0.95, 0.7)];
 * const { mask, rules: [rule], verdict } = compareArrivals(new Array(6).fill(network));
 * assertEquals([mask.median, rule.median, rule.factor, verdict], [10, 100, 10, "mask first"]);
 * ```
 */
export function compareArrivals(
  networks: readonly (readonly TrainingSnapshot[])[],
): EmergenceFinding {
  checkNetworks(networks);
  const iterationAt = (index: number): number =>
    index < 0 ? Infinity : networks[0][index].iteration;
  const full = networks.map((snapshots) => {
    const shares = snapshots.map(({ inMask }) => inMask);
    return shares.at(-1)! > 0 ? arrivalOf(shares, FULL * shares.at(-1)!) : -1;
  });
  const mask = full.map(iterationAt);
  const rules = networks[0][0].rules.map(({ label }, j) => {
    const iterations = networks.map((snapshots) =>
      iterationAt(arrivalOf(snapshots.map((snapshot) => snapshot.rules[j].strength), THERE))
    );
    const atMask = networks.map((snapshots, n) => snapshots.at(full[n])!.rules[j]);
    return {
      label,
      iterations,
      median: upperQuantile(iterations, 0.5),
      probabilityAtMask: mean(atMask, ({ probability }) => probability)!,
      baseAtMask: mean(atMask, ({ base }) => base)!,
      ...compareTimes(iterations, mask),
    };
  });
  return {
    networks: networks.length,
    mask: { iterations: mask, median: upperQuantile(mask, 0.5) },
    rules,
    verdict: rules.some(({ verdict }) => verdict === "rule first")
      ? "a rule first"
      : rules.length > 0 && rules.every(({ verdict }) => verdict === "mask first")
      ? "mask first"
      : "not decided",
  };
}

/** By which factor the rule comes later than the mask, network by network. */
function compareTimes(
  rule: readonly number[],
  mask: readonly number[],
): Pick<RuleArrival, "factor" | "interval" | "after" | "before" | "chance" | "verdict"> {
  // Iteration 0 counts as 1, and two that never arrive by the end as alike.
  const later = rule.map((n, k) => n === mask[k] ? 0 : Math.max(1, n) / Math.max(1, mask[k]) - 1);
  const { median: shift, interval: [low, high], above, below, chance, verdict } = signTest(later);
  return {
    factor: 1 + shift,
    interval: [Math.max(0, 1 + low), 1 + high],
    after: above,
    before: below,
    chance,
    verdict: verdict === "above 0"
      ? "mask first"
      : verdict === "below 0"
      ? "rule first"
      : "not decided",
  };
}

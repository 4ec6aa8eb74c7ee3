/**
 * The two ways of a decision: places of a behaviour that go on with its targets, and places that go on with
 * the characters that these are compared with. Internal, but for the options and the result.
 */
import { quoteCharacter } from "@lab/text";
import { checkInteger } from "../checks.ts";
import type { Behaviour } from "../causes/behaviour.ts";
import { leadsAt } from "./lead.ts";

/** Who says which way a place goes on, and how many places are paired. */
export interface WayOptions {
  /**
   * Who says which way a place goes on: the `"text"` by the character that follows (when left out), or the
   * `"network"` by which characters' logits lead.
   */
  by?: "text" | "network";
  /** How many pairs at most, to choose on and as many to score on; 100 when left out. */
  pairs?: number;
}

/** Two places of the behaviour, by their row. */
export interface PlacePair {
  /** A place that goes on with a target. */
  readonly first: number;
  /** A place that goes on with one of the characters that targets are compared with. */
  readonly second: number;
}

/** The places of both ways, in pairs: each place stands in one pair at most. */
export interface Ways {
  /** Who said which way a place goes on. */
  readonly by: "text" | "network";
  /** How many places go on with a target, and how many with what it is compared with. */
  readonly counts: readonly [first: number, second: number];
  /** The share of the places where the text goes on in one of both ways at which the network leads there. */
  readonly right: number;
  /** Pairs on which directions and units are chosen. */
  readonly chosen: readonly PlacePair[];
  /** Other pairs, on which they are scored. */
  readonly scored: readonly PlacePair[];
}

const ACTION = "say where a decision sits";
/** Fewer pairs to score on than these say nothing of their spread. */
const LEAST_PAIRS = 5;

/** `count` of the rows, evenly spaced. */
const spread = (rows: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, k) => rows[Math.floor((k + 0.5) * rows.length / count)]);

function pairsOf(first: readonly number[], second: readonly number[], pairs: number): PlacePair[] {
  const count = Math.min(pairs, first.length, second.length);
  const others = spread(second, count);
  return spread(first, count).map((row, k) => ({ first: row, second: others[k] }));
}

/** Throws where there are not enough places of both ways. */
function checkBothWays(
  { label, targets, against }: Behaviour,
  by: "text" | "network",
  counts: Ways["counts"],
): void {
  if (Math.min(...counts) >= 2 * LEAST_PAIRS) return;
  const words = [targets, against].map((ways) => ways.map(quoteCharacter).join(" or "));
  const never = counts.indexOf(0);
  throw new RangeError(
    `Cannot ${ACTION} as the ${by} must go on ${label} in two ways at ${
      2 * LEAST_PAIRS
    } places each: ` +
      (never < 0
        ? `current numbers are ${counts[0]} with ${words[0]} and ${counts[1]} with ${words[1]}`
        : `it goes on with ${words[1 - never]} at all ${counts[1 - never]} of them`),
  );
}

/** The rows of both ways with at least so many characters before them, split and paired. */
export function waysOf(
  behaviour: Behaviour,
  text: readonly string[],
  { by = "text", pairs = 100, before = 0 }: WayOptions & { before?: number },
): Ways {
  const { targets, against, positions } = behaviour;
  checkInteger(pairs, "pairs", [LEAST_PAIRS, Infinity], ACTION);
  if (by !== "text" && by !== "network") {
    throw new RangeError(
      `Cannot ${ACTION} as 'by' must be text or network: current value is ${by}`,
    );
  }
  if (against.length === 0) {
    throw new RangeError(
      `Cannot ${ACTION} as the behaviour must compare its targets with others, 'against': current ` +
        "value is empty",
    );
  }
  const leads = leadsAt(behaviour);
  const ways: [number[], number[]] = [[], []];
  let [right, told] = [0, 0];
  positions.forEach((position, row) => {
    const next = text[position + 1];
    const truth = targets.includes(next) ? 0 : against.includes(next) ? 1 : undefined;
    const guess = leads[row] > 0 ? 0 : 1;
    if (truth !== undefined) {
      told++;
      if (truth === guess) right++;
    }
    const way = by === "text" ? truth : guess;
    if (way !== undefined) ways[way].push(row);
  });
  const late = (row: number): boolean => positions[row] >= before;
  const counts = [ways[0].filter(late).length, ways[1].filter(late).length] as const;
  checkBothWays(behaviour, by, counts);
  // Halved first: with another `before` a place stays in its half.
  const half = (rows: readonly number[], which: number) =>
    rows.filter((row, k) => k % 2 === which && late(row));
  return {
    by,
    counts,
    right: right / told,
    chosen: pairsOf(half(ways[0], 0), half(ways[1], 0), pairs),
    scored: pairsOf(half(ways[0], 1), half(ways[1], 1), pairs),
  };
}

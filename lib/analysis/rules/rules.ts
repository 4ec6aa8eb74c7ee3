/**
 * Rules that a text follows: "after this character comes one of these".
 *
 * Method: the text is cut into stretches of 1,000 characters. On every other stretch it is counted, for each
 * character, what follows it. A rule is worth there by how much its targets come more often than at all other
 * places, at the lower end of the share's interval: it must hold often, must have been seen often, and what
 * comes everywhere makes no rule. The rules are then scored on the stretches between.
 *
 * Claim: the share on the stretches where the rule was not chosen. What it leaves out: longer contexts; rules
 * about what comes two characters later; whether a network follows the rule.
 * @see A. Agresti, B. A. Coull, "Approximate is better than exact", The American Statistician 52 (1998), for
 * intervals of shares (after Wilson)
 */
import { type Interval, shareInterval } from "@lab/numerics";
import { checkInteger, checkText } from "../checks.ts";

/** After a character comes one of a few: how often, where the rule was not chosen. */
export interface TextRule {
  /** The character that the rule speaks of. */
  readonly after: string;
  /** The characters that follow, the most frequent first. */
  readonly targets: string;
  /** At how many places of the scored half the character stands. */
  readonly places: number;
  /** `[targets]` at how many of these places each target follows. */
  readonly counts: readonly number[];
  /** The share of these places at which a target follows. */
  readonly share: number;
  /** The 95 % interval of `share`. */
  readonly interval: Interval;
  /** The share of all other places of the scored half at which one of the targets follows. */
  readonly elsewhere: number;
  /** `"rule"` where it surely is four of five or more, `"tendency"` where it is more than elsewhere. */
  readonly verdict: "rule" | "tendency" | "not shown";
}

/** Which rules are looked for. */
export interface RuleOptions {
  /** How many characters may follow: 2, when left out, leaves the network a choice. */
  targets?: number;
  /** How often each target must follow on the half where rules are chosen; 20 when left out. */
  least?: number;
}

const STRETCH = 1000;
const ACTION = "find rules";
/** Of the places where one of several targets follows, the rarest has at least this share. */
const LEAST_SHARE = 0.1;
/** A rule holds where even the lower end of its share is at least this. */
const HOLDS = 0.8;

/** What follows each character, on the stretches of one half. */
type Followers = Map<string, Map<string, number>>;

/** Counts what follows what on every other stretch, from the first or from the second one on. */
function countFollowers(characters: readonly string[], half: 0 | 1): Followers {
  const followers: Followers = new Map();
  for (let t = 0; t + 1 < characters.length; t++) {
    if (Math.floor(t / STRETCH) % 2 !== half) continue;
    const next = followers.get(characters[t]) ?? new Map<string, number>();
    followers.set(characters[t], next);
    next.set(characters[t + 1], (next.get(characters[t + 1]) ?? 0) + 1);
  }
  return followers;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

/** How often some characters follow one, and follow any other. */
interface Tally {
  counts: number[];
  places: number;
  share: number;
  interval: Interval;
  elsewhere: number;
}

/** The half's counts that rules share: all places, and how often each character comes. */
interface Totals {
  followers: Followers;
  places: number;
  coming: Map<string, number>;
}

function totalsOf(followers: Followers): Totals {
  const coming = new Map<string, number>();
  for (const next of followers.values()) {
    for (const [character, count] of next) {
      coming.set(character, (coming.get(character) ?? 0) + count);
    }
  }
  return { followers, coming, places: sum(coming.values()) };
}

function tally(
  { followers, places: all, coming }: Totals,
  after: string,
  targets: string[],
): Tally {
  const next = followers.get(after) ?? new Map<string, number>();
  const counts = targets.map((target) => next.get(target) ?? 0);
  const [hits, places] = [sum(counts), sum(next.values())];
  const others = sum(targets.map((target) => coming.get(target) ?? 0)) - hits;
  return {
    counts,
    places,
    share: places === 0 ? 0 : hits / places,
    interval: places === 0 ? [0, 1] : shareInterval(hits, places),
    elsewhere: all === places ? 0 : others / (all - places),
  };
}

/** By how much a share surely exceeds what comes elsewhere; not above 0 where that is not sure. */
const worth = ({ interval: [low], elsewhere }: Tally): number => low - elsewhere;

/** The most frequent characters after one, if each is frequent enough. */
function candidate(next: Map<string, number>, count: number, least: number): string[] | undefined {
  const best = [...next].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, count);
  const rarest = best.at(-1)?.[1] ?? 0;
  const isEnough = best.length === count && rarest >= least &&
    (count === 1 || rarest >= LEAST_SHARE * sum(best.map(([, n]) => n)));
  return isEnough ? best.map(([character]) => character) : undefined;
}

function scored(totals: Totals, after: string, targets: string[]): TextRule {
  const { counts, places, share, interval, elsewhere } = tally(totals, after, targets);
  const more = interval[0] > elsewhere;
  const verdict = !more ? "not shown" : interval[0] >= HOLDS ? "rule" : "tendency";
  return { after, targets: targets.join(""), places, counts, share, interval, elsewhere, verdict };
}

/**
 * Finds what follows each character of a text, as rules: the clearest first.
 *
 * Rules are chosen and put in order on half of the text's stretches; their shares are those of the other half.
 * @param text the text
 * @param options how many characters may follow, and how often each must
 * @returns the rules that tell more than nothing where they were chosen, each character's one; none in a text
 * that is too short or follows none
 * @throws {TypeError} when the text is no text
 * @throws {RangeError} when an option is out of range
 * @example
 * ```ts
 * import { findRules } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const text = "a: h\nb:\nc: h\n".repeat(400);
 * const [{ after, targets, share, verdict }] = findRules(text);
 * assertEquals([after, targets, share, verdict], [":", " \n", 1, "rule"]);
 * ```
 */
export function findRules(text: Iterable<string>, options: RuleOptions = {}): TextRule[] {
  const { targets = 2, least = 20 } = options;
  checkText(text, ACTION);
  checkInteger(targets, "targets", [1, Infinity], ACTION);
  checkInteger(least, "least", [1, Infinity], ACTION);
  const characters = [...text];
  const chosenOn = totalsOf(countFollowers(characters, 0));
  const scoredOn = totalsOf(countFollowers(characters, 1));
  const found: { after: string; targets: string[]; worth: number }[] = [];
  for (const [after, next] of chosenOn.followers) {
    const following = candidate(next, targets, least);
    if (following === undefined) continue;
    const gain = worth(tally(chosenOn, after, following));
    if (gain > 0) found.push({ after, targets: following, worth: gain });
  }
  found.sort((a, b) => b.worth - a.worth || (a.after < b.after ? -1 : 1));
  return found.map((rule) => scored(scoredOn, rule.after, rule.targets));
}

/**
 * Scores a rule that was named beforehand: on the same half as those that are found.
 * @param text the text
 * @param after the character that the rule speaks of
 * @param targets the characters that should follow it
 * @returns how often they do
 * @throws {TypeError} when the text is no text
 * @example
 * ```ts
 * import { scoreRule } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const text = "quack, qat. ".repeat(500);
 * const { share, verdict } = scoreRule(text, "q", "u");
 * assertEquals([share.toFixed(1), verdict], ["0.5", "tendency"]);
 * ```
 */
export function scoreRule(text: Iterable<string>, after: string, targets: string): TextRule {
  checkText(text, ACTION);
  return scored(totalsOf(countFollowers([...text], 1)), after, [...targets]);
}

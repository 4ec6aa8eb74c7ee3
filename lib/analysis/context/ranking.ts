/**
 * Where a character stands among others by what the earlier text says after it, and how sure that is.
 *
 * Claim: the rank with its interval, from stretches of contexts drawn anew with replacement (the
 * bootstrap), the same stretches for all characters; bits are corrected for their bias. What it leaves
 * out: characters that the text hardly has. Whatever they are fed to, the network never learned what
 * they mean, so they are not compared (see {@link frequentCharacters}).
 * @see B. Efron, "Bootstrap methods: another look at the jackknife", Ann. Stat. 7 (1979)
 */
import { mean } from "d3-array";
import { drawnInterval, type Interval, intervalAround, Random } from "@lab/numerics";
import { checkInteger } from "../checks.ts";
import type { CharacterInformation, ContextInformationResult } from "./context.ts";
import { figuresIn, type InformationParts, sumStretches } from "./tally.ts";

/**
 * Characters with fewer contexts are not compared by their information, and the intervals of one of them
 * hold everything: so few contexts tell too little of those that they were not.
 */
export const ENOUGH_CONTEXTS = 50;

/** The numbers whose intervals are asked for. */
export type RankedFigure = keyof InformationParts | "targetProbability";

/** One character's information, its bits corrected for what they are too low. */
export interface RankedInformation extends CharacterInformation {
  /** By how much the bits come out too low over so few contexts; it has been added to them. */
  readonly addedBits: number;
  /** The intervals of 95 %; without bounds where there are fewer than {@link ENOUGH_CONTEXTS}. */
  readonly intervals: Readonly<Record<RankedFigure, Interval>>;
}

/** One character among those with enough contexts. */
export interface InformationRank {
  /** The character's information. */
  readonly own: RankedInformation;
  /** The share of its bits that is about which target follows, 0 … 1; 0 where there are no bits. */
  readonly whichTargetShare: number;
  /** The characters compared, this one among them, the one with the most information first. */
  readonly compared: readonly RankedInformation[];
  /** After how many of them the context says less. A tie is not less. */
  readonly lower: number;
  /** How far `lower` moves as the contexts are drawn anew. */
  readonly lowerInterval: Interval;
  /** The character's number among these: 1 has the most bits; equals share the smaller number. */
  readonly rank: number;
  /** How far `rank` moves. */
  readonly rankInterval: Interval;
}

/** Which characters to compare, and how often to draw. */
export interface RankOptions {
  /** The characters to compare; those with {@link ENOUGH_CONTEXTS} when left out. */
  among?: readonly string[];
  /** How often the contexts are drawn anew, ≥ 100; 200 when left out. */
  draws?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
}

/**
 * The characters that a text has often enough to be compared.
 * @param observed the information of all characters in a text
 * @param minimum in how many contexts at least; {@link ENOUGH_CONTEXTS} when left out
 * @returns the characters, the one with the most information first
 * @example
 * ```ts
 * import { contextInformation, frequentCharacters } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * assertEquals(frequentCharacters(contextInformation(model, "aab", { targets: "a" }), 2), ["a"]);
 * ```
 */
export function frequentCharacters(
  observed: ContextInformationResult,
  minimum = ENOUGH_CONTEXTS,
): string[] {
  return observed.characters.filter(({ contexts }) => contexts >= minimum)
    .map(({ character }) => character);
}

const PARTS = ["bits", "targetOrNot", "whichTarget", "whichOther"] as const;

/** `[draws]` each: what the stretches of a character say, drawn anew; NaN where no context was drawn. */
type Draws = Readonly<Record<RankedFigure, number[]>>;

/** Draws the stretches anew, the same ones for all characters. */
function redraw(
  { stretches, isTarget }: ContextInformationResult,
  characters: readonly CharacterInformation[],
  draws: number,
  random: Random,
): Draws[] {
  const weights = Array.from({ length: draws }, () => {
    const times = new Int32Array(stretches);
    for (let row = 0; row < stretches; row++) times[random.integer(stretches)]++;
    return times;
  });
  return characters.map(({ sums }) => {
    const rows = weights.map((times) =>
      figuresIn(sumStretches(sums, stretches, isTarget.length, times), isTarget)
    );
    const column = (name: RankedFigure): number[] => rows.map((row) => row[name]);
    return Object.fromEntries(
      [...PARTS, "targetProbability" as const].map((name) => [name, column(name)]),
    ) as Record<RankedFigure, number[]>;
  });
}

const intervalOf = (draws: readonly number[]): Interval =>
  drawnInterval(draws.filter((value) => !Number.isNaN(value)));

/** Redrawn bits are too low twice over: as the measured ones are, and once more. */
function correct(measured: CharacterInformation, draws: Draws): [RankedInformation, number[]] {
  const tooLow = (part: RankedFigure): number => measured[part] - (mean(draws[part]) ?? NaN);
  const corrected = PARTS.map((part) => [part, measured[part] + tooLow(part)]);
  const moved = PARTS.map((part) => [part, draws[part].map((bits) => bits + 2 * tooLow(part))]);
  const all = { ...draws, ...Object.fromEntries(moved) } as Draws;
  const intervals = Object.entries(all).map(([name, values]) => [
    name,
    measured.contexts < ENOUGH_CONTEXTS ? [-Infinity, Infinity] : intervalOf(values),
  ]);
  return [{
    ...measured,
    ...Object.fromEntries(corrected),
    addedBits: tooLow("bits"),
    intervals: Object.fromEntries(intervals),
  }, all.bits];
}

/**
 * Ranks one character by its context information among those with enough contexts.
 * @param result the information of all characters
 * @param character the character asked about, with as many contexts as it has
 * @param options which characters to compare, how often to draw, seed
 * @returns how many of the compared characters have less information, its rank, and their intervals
 * @throws {RangeError} when the character was not read, or there are fewer than 100 draws
 * @example
 * ```ts
 * import { contextInformation, rankInformation } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const result = contextInformation(model, "a: aa: : a", { targets: " " });
 * const [most] = result.characters;
 * const { rank, lower } = rankInformation(result, most.character, { among: ["a", ":", " "] });
 * assertEquals([rank, lower], [1, 2]);
 * ```
 */
export function rankInformation(
  result: ContextInformationResult,
  character: string,
  options: RankOptions = {},
): InformationRank {
  const { among = frequentCharacters(result), draws = 200, seed = 1 } = options;
  checkInteger(draws, "draws", [100, Infinity], "rank the information");
  const own = result.characters.find((entry) => entry.character === character);
  if (own === undefined) {
    throw new RangeError(
      `Cannot rank the information as 'character' must have been read: current value is ` +
        JSON.stringify(character),
    );
  }
  const compared = result.characters.filter((entry) =>
    entry === own || among.includes(entry.character)
  );
  const drawn = redraw(result, compared, draws, new Random(seed));
  const corrected = compared.map((entry, k) => correct(entry, drawn[k]));
  const [ranked, ownDraws] = corrected[compared.indexOf(own)];
  const count = (isCounted: (bits: number, own: number) => boolean) => ({
    measured: corrected.filter(([{ bits }]) => isCounted(bits, ranked.bits)).length,
    interval: own.contexts < ENOUGH_CONTEXTS ? [0, compared.length - 1] as const : intervalOf(
      ownDraws.map((bits, d) =>
        Number.isNaN(bits) ? NaN : corrected.filter(([, all]) => isCounted(all[d], bits)).length
      ),
    ),
  });
  const lower = count((bits, own) => bits < own);
  const higher = count((bits, own) => bits > own);
  const [least, most] = higher.interval;
  return {
    own: ranked,
    whichTargetShare: ranked.bits > 0 ? ranked.whichTarget / ranked.bits : 0,
    compared: corrected.map(([entry]) => entry).sort((a, b) => b.bits - a.bits),
    lower: lower.measured,
    lowerInterval: lower.interval,
    rank: 1 + higher.measured,
    rankInterval: [1 + least, 1 + most],
  };
}

/** A rank, and whether few characters leave the context less to say. */
export interface Apart extends InformationRank {
  /**
   * Whether it is less than {@link FEW} of the others, for the whole interval; not decided where that is
   * less than one character.
   */
  readonly verdict: "apart" | "not apart" | "not decided";
}

/** A character is set apart where the context says less after fewer than this share of the others. */
export const FEW = 0.1;

/**
 * Whether a character's rank sets it apart: the context says less after few others, however the
 * contexts are drawn.
 * @param rank the character among others
 * @returns the rank and the verdict
 * @example
 * ```ts
 * import { decideApart, type InformationRank } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const compared = Array(41); // itself and 40 others: fewer than 4 are few
 * const verdict = (...lowerInterval: [number, number]) =>
 *   decideApart({ compared, lower: 2, lowerInterval } as unknown as InformationRank).verdict;
 * assertEquals(verdict(1, 3), "apart");
 * assertEquals(verdict(1, 4), "not decided");
 * assertEquals(verdict(4, 5), "not apart");
 * ```
 */
export function decideApart(rank: InformationRank): Apart {
  const [low, high] = rank.lowerInterval;
  const few = FEW * (rank.compared.length - 1);
  if (few < 1) return { ...rank, verdict: "not decided" };
  return { ...rank, verdict: high < few ? "apart" : low >= few ? "not apart" : "not decided" };
}

/** What the network says of the context beside what it knows. */
export interface SaysAndKnows {
  /** What it says less what it knows, in bits; the ends of both intervals taken against each other. */
  readonly difference: Interval;
  /** Which is more, where the interval leaves 0 out. */
  readonly verdict: "says more" | "knows more" | "not decided";
}

/**
 * Whether the network says more about the context than it knows: it is surer than it is right.
 * @param own the character's information, of contexts after which the text goes on
 * @returns the interval of the difference, and the verdict; undefined where nothing followed
 * @example
 * ```ts
 * import { type RankedInformation, saysAndKnows } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const said = (low: number, high: number) =>
 *   saysAndKnows({
 *     intervals: { bits: [low, high] },
 *     knows: { bits: 0.2, errors: { bits: 0.05 } },
 *   } as unknown as RankedInformation)?.verdict;
 * assertEquals(said(0.31, 0.33), "says more");
 * assertEquals(said(0.28, 0.33), "not decided");
 * assertEquals(said(0.05, 0.09), "knows more");
 * ```
 */
export function saysAndKnows({ intervals, knows }: RankedInformation): SaysAndKnows | undefined {
  if (knows === undefined) return undefined;
  const [low, high] = intervals.bits;
  const [least, most] = intervalAround(knows.bits, knows.errors.bits);
  const verdict = low > most ? "says more" : high < least ? "knows more" : "not decided";
  return { difference: [low - most, high - least], verdict };
}

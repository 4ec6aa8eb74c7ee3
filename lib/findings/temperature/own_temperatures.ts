/** What training at a temperature does, as tables and sentences. */
import { mean } from "d3-array";
import type {
  Lexicon,
  MadeUp,
  PathDifference,
  TrainedApart,
  TrainedApartFinding,
  TrainedAt,
} from "@lab/analysis";
import {
  type Block,
  formatNumber,
  formatShare,
  type Prose,
  prose,
  proseList,
  table,
} from "@lab/figures";
import { intervalInWords } from "../intervals.ts";
import { ANSWERS, spacingInWords } from "./spacing.ts";
import { countedInWords, piecesOrWords } from "../lexicon.ts";

/** Networks that train and write at the same temperature, with how many of their words are known. */
export interface OwnWriting extends TrainedAt {
  /** The share of the words of each that occur in the training text, 0 … 1. */
  readonly known: readonly number[];
}

/** “52.1 (50.2 to 54.9)”. */
const withRange = (values: readonly number[], digits: number): string =>
  `${formatNumber(mean(values)!, digits)} (${
    intervalInWords([Math.min(...values), Math.max(...values)], digits)
  })`;

/**
 * Networks that train and write at the same temperature: means and ranges over seeds.
 * @param trained the networks of each temperature
 * @param iterations how long each trained
 * @param lexicon what was counted; words when left out
 * @returns a table with the range of known words as its title; how many pieces there are is left out
 * @example
 * ```ts
 * import { ownTemperatureTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { text } = ownTemperatureTable([
 *   { temperature: 2, lossNats: [50, 52], natsPerChar: [2, 2.1], words: [700, 710], known: [0.7, 0.9] },
 * ], 9000);
 * assertStringIncludes(text, "from 80 % to 80 % of the words are known");
 * assertStringIncludes(text, "51.0 (50.0 to 52.0)");
 * ```
 */
export function ownTemperatureTable(
  trained: readonly OwnWriting[],
  iterations: number,
  lexicon: Partial<Lexicon> = {},
): Block {
  const hasWords = lexicon.pieceLength === undefined;
  const shares = trained.map(({ known }) => mean(known)!);
  return table({
    title: `Trained and writing at the same τ, from ${formatShare(Math.min(...shares))} to ` +
      `${formatShare(Math.max(...shares))} of the ${countedInWords(lexicon)} are known`,
    caption:
      `${formatNumber(iterations)} iterations; means over ${trained[0].lossNats.length} seeds, ` +
      "with the lowest and the highest; losses at the network's own τ.",
    columns: [
      "τ",
      { label: "smoothed loss", unit: "nats for 25 characters" },
      { label: "held-out text", unit: "nats per character" },
      { label: `${piecesOrWords(lexicon)} known`, unit: "%", digits: 0 },
      ...hasWords ? ["words"] : [],
    ],
    rows: trained.map(({ temperature, lossNats, natsPerChar, words }, k) => [
      String(temperature),
      withRange(lossNats, 1),
      withRange(natsPerChar, 2),
      100 * shares[k],
      ...hasWords ? [withRange(words, 0)] : [],
    ]),
  });
}

/** “worse than that at 1 in 16 of 16 pairs, by 0.22 nats per character (0.06 to 0.65; p = 0.029)”. */
function predictionInWords({ prediction }: TrainedApart): string {
  const { firstLower, secondLower, differences, shift, interval, chance, verdict } = prediction;
  const [how, pairs] = secondLower > firstLower ? ["better", secondLower] : ["worse", firstLower];
  const digits = Math.abs(shift) < 0.005 ? 4 : 2; // few characters: small differences, that can be sure
  return `the network predicts ${how} than one trained at 1 in ${pairs} of ${differences.length} ` +
    `pairs, by ${
      formatNumber(Math.abs(shift), digits)
    } nats per character in the median (difference ` +
    `${intervalInWords(interval, digits)}; $p = ${formatNumber(Number(chance.toPrecision(2)))}$)` +
    (verdict === "not decided" ? ", which decides nothing" : "");
}

/**
 * What the report says of training and writing at a temperature, yes or no for each but 1.
 * @param finding the networks compared
 * @param lexicon what the text has; words when left out
 * @returns a list, a line for each temperature
 * @example
 * ```ts
 * import { compareTrainedAt } from "@lab/analysis";
 * import { trainedApartProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (temperature: number, natsPerChar: number[]) => ({
 *   ...{ temperature, natsPerChar, lossNats: natsPerChar, words: [9, 10, 9, 10] },
 * });
 * const finding = compareTrainedAt([at(1, [2, 2.1, 2.2, 2.3]), at(5, [3, 3.1, 3.2, 3.3])], [9, 10]);
 * assertStringIncludes(`${trainedApartProse(finding)}`, "predicts worse than one trained at 1 in 16 of 16");
 * ```
 */
export function trainedApartProse(
  { others }: TrainedApartFinding,
  lexicon: Partial<Lexicon> = {},
): Prose {
  const words = ({ spacing }: TrainedApart): string =>
    lexicon.pieceLength === undefined
      ? `words: ${ANSWERS[spacing.verdict]}, ${spacingInWords(spacing)}. Of`
      : "of";
  return proseList(
    ...others.map((one) =>
      `At τ = ${one.temperature}, ${words(one)} text that was held out, ${predictionInWords(one)}.`
    ),
  );
}

const NEARER: Readonly<Record<MadeUp["spacing"][number]["verdict"], string>> = {
  nearer: "nearer to the text's than where the one network writes",
  farther: "farther from the text's than where the one network writes",
  "not told apart": "not surely nearer to the text's than where the one network writes",
};

/**
 * What a training at a temperature makes up for of what it does to a finished network.
 * @param finding both compared
 * @param lexicon what was counted; words when left out
 * @returns a list: how far known words fall, then the number of words at each temperature
 * @example
 * ```ts
 * import { compareMadeUp } from "@lab/analysis";
 * import { madeUpProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const falls = { written: [0.8, 0.81, 0.82, 0.83], trained: [0.1, 0.11, 0.12, 0.13] };
 * assertStringIncludes(`${madeUpProse(compareMadeUp(falls, []))}`, "by 70 points (67 to 73) less");
 * ```
 */
export function madeUpProse(
  { fall, narrower, spacing }: MadeUp,
  lexicon: Partial<Lexicon> = {},
): Prose {
  const [low, high] = fall.interval;
  // The shift is what training adds to the fall; said is what it takes away.
  const ends = fall.shift <= 0 ? [-100 * high, -100 * low] : [100 * low, 100 * high];
  const points = `${formatNumber(100 * Math.abs(fall.shift), 0)} points (${
    intervalInWords([ends[0], ends[1]], 0)
  }) ${fall.shift <= 0 ? "less" : "more"}`;
  return proseList(
    `From the lowest of these temperatures to the highest, the share of known ${
      piecesOrWords(lexicon)
    } falls by ${points} where each network was trained at its own than where one network writes at both` +
      (narrower === "not told apart" ? ", which decides nothing." : "."),
    ...lexicon.pieceLength !== undefined
      ? []
      : spacing.map(({ temperature, verdict }) =>
        `At τ = ${temperature} the number of words is ${NEARER[verdict]}.`
      ),
  );
}

/**
 * Which temperature trains to the lowest loss, and what that is worth.
 * @param finding the networks compared
 * @returns a paragraph
 * @example
 * ```ts
 * import { compareTrainedAt } from "@lab/analysis";
 * import { lowestLossProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (temperature: number, loss: number) =>
 *   ({ temperature, lossNats: [loss], natsPerChar: [2], words: [9] });
 * const words = lowestLossProse(compareTrainedAt([at(1, 50), at(5, 49)], [9]));
 * assertStringIncludes(`${words}`, "Trained at τ = 5 the smoothed loss ends lowest on average");
 * ```
 */
export function lowestLossProse({ lowest, others }: TrainedApartFinding): Prose {
  const named = (verdict: TrainedApart["loss"]["verdict"]): string =>
    others.filter(({ loss }) => loss.verdict === verdict).map(({ temperature }) => `${temperature}`)
      .join(", ");
  const [lower, higher, open] = (["second lower", "first lower", "not decided"] as const).map(
    named,
  );
  const decided = others.find(({ temperature }) => temperature === lowest)?.loss.verdict;
  const surprise = decided !== "second lower"
    ? ""
    : lowest > 1
    ? " That surprises who thinks of a flat distribution; but τ changes nothing in what a network can " +
      "say, only the steps of its output layer, which are smaller."
    : " That surprises who thinks of a network too sure of itself; but τ changes nothing in what a " +
      "network can say, only the steps of its output layer, which are larger.";
  return prose(
    `Trained at τ = ${lowest} the smoothed loss ends lowest on average.${surprise}` +
      (lower ? ` Lower than at 1, beyond chance: at ${lower}.` : "") +
      (higher ? ` Higher than at 1, beyond chance: at ${higher}.` : "") +
      (open ? ` Not decided beside 1 by these seeds: ${open}.` : ""),
  );
}

/**
 * What becomes of the path of a training when one part of the output layer's own settings is left out.
 * @param parts each part's name and how the losses differ without it
 * @param caption what was trained
 * @returns a table with how many of them leave the path as its title
 * @example
 * ```ts
 * import { comparePaths } from "@lab/analysis";
 * import { leftOutTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { text } = leftOutTable({ clip: comparePaths([2, 1], [2, 1]) }, "two iterations");
 * assertStringIncludes(text, "0 trainings of 1 leave the path");
 * ```
 */
export function leftOutTable(
  parts: Readonly<Record<string, PathDifference>>,
  caption: string,
): Block {
  const all = Object.entries(parts);
  const left = all.filter(([, { first }]) => first !== undefined).length;
  const short = (nats: number): number => Number(nats.toPrecision(2));
  return table({
    title:
      `With one of the ${all.length} left out, ${left} trainings of ${all.length} leave the path`,
    caption: `${caption} Differences of the loss, in nats for 25 characters.`,
    columns: ["left out", "first at iteration", "largest of the first 5", "largest of all"],
    rows: all.map(([name, { first, early, largest }]) => [
      ...[name, first ?? "never", short(early), short(largest)],
    ]),
  });
}

/** Findings about the temperature, in golden words and numbers. */
import {
  compareDensity,
  compareMadeUp,
  comparePaths,
  compareSpacing,
  compareTrainedAt,
} from "@lab/analysis";
import {
  courseProse,
  flattenedChart,
  leftOutTable,
  lowestLossProse,
  madeUpProse,
  ownTemperatureTable,
  type OwnWriting,
  spacingProse,
  surpriseChart,
  trainedApartProse,
  type Writing,
  writingChart,
  writingProse,
  writingTable,
} from "@lab/findings";
import { assert, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";

const TAUS = [0.5, 1, 5];

/** What is written at τ = 0.5, 1 and 5. */
const writing = (known: number[], different: number[]): Writing[] =>
  TAUS.map((temperature, k) => ({
    temperature,
    words: {
      words: 100,
      knownShare: known[k],
      differentShare: different[k],
      meanLength: 3 + k / 2,
      shortShare: 0.25 + k / 8,
    },
  }));

/** Four seeds at τ = 0.5, 1 and 5, by the first one's loss and number of words. */
const own = (losses: number[], words: number[]): OwnWriting[] =>
  TAUS.map((temperature, k) => {
    const seeds = (first: number, step: number): number[] =>
      [0, 1, 2, 3].map((n) => first + step * n);
    return {
      temperature,
      lossNats: seeds(losses[k], 0.5),
      natsPerChar: seeds(losses[k] / 25, 0.02),
      words: seeds(words[k], 1),
      known: seeds(0.25, 0.03125 * k),
    };
  });

/** How many words stretches of the text have. */
const STRETCHES = [98, 99, 100, 101, 102];

testGolden("temperature", {
  writingChart: ({ written }) => writingChart(written),
  writingTable: ({ written }) => writingTable(written, written[1].words),
  writingProse: ({ written }) => writingProse(written),
  flattenedChart: ({ shares }) => flattenedChart([1, 2], shares, ["a", "\n", "c"], "th"),
  surpriseChart: ({ nats }) =>
    surpriseChart(
      TAUS.map((temperature, k) => ({ temperature, natsPerChar: nats[k] })),
      "first 499 characters",
    ),
  courseProse: ({ shares, nats }) => {
    const total = nats[0] + nats[1] + nats[2];
    const three = [...shares, nats.map((each) => each / total)];
    return courseProse([1, 2, 4], three, ["a", "\n", "c"]);
  },
  spacingProse: ({ trained }) =>
    spacingProse(trained.map(({ temperature, words }) => ({
      temperature,
      density: {
        words: compareSpacing(STRETCHES, words),
        blanks: compareSpacing(STRETCHES, words.map((count) => count + 5)),
        letters: compareSpacing([4, 4.125, 4.25, 4.375], words.map((count) => 400 / count)),
      },
    }))),
  madeUpProse: ({ trained }) => {
    const written = compareSpacing(STRETCHES, [104, 105, 106, 107]);
    const spacings = trained.map(({ temperature, words }) => (
      { temperature, written, trained: compareSpacing(STRETCHES, words) }
    ));
    const falls = trained[2].words.map((count) => count / 100);
    return madeUpProse(
      compareMadeUp({ written: [0.95, 0.96, 0.97, 0.98], trained: falls }, spacings),
    );
  },
  ownTemperatureTable: ({ trained }) => ownTemperatureTable(trained, 10_000),
  trainedApartProse: ({ trained }) => trainedApartProse(compareTrainedAt(trained, STRETCHES)),
  lowestLossProse: ({ trained }) => lowestLossProse(compareTrainedAt(trained, STRETCHES)),
  leftOutTable: ({ nats }) =>
    leftOutTable({
      rate: comparePaths(nats, [9, 9, 9]),
      clip: comparePaths(nats, [nats[0], 1.875, 3.5]),
    }, "Three iterations."),
}, {
  cooling: {
    written: writing([0.9, 0.75, 0.25], [0.1, 0.5, 0.85]),
    nats: [2.25, 1.875, 3.5],
    shares: [[0.25, 0.5, 0.25], [0.3125, 0.375, 0.3125]],
    trained: own([56, 50, 49.75], [110, 99, 90]),
  },
  odd: {
    written: writing([0.25, 0.125, 0.5], [0.5, 0.75, 0.25]),
    nats: [1.5, 1.75, 2],
    shares: [[0.75, 0.125, 0.125], [0.5, 0.25, 0.25]],
    trained: own([44, 50, 47], [100, 99, 96]),
  },
});

Deno.test("lowestLossProse() says what was expected without surprise", () => {
  const finding = compareTrainedAt(own([56, 50, 56], [1, 1, 1]), STRETCHES);
  const words = `${lowestLossProse(finding)}`;
  assertStringIncludes(
    words,
    "at τ = 1 the smoothed loss ends lowest on average. Higher than at 1, beyond",
  );
  assertStringIncludes(words, "at 0.5, 5.");
  assert(!words.includes("Not decided"), words);
});

Deno.test("spacingProse() says of a single sample that it may be any", () => {
  const density = compareDensity(Array(5).fill("once more unto this wall ".repeat(4)), [
    "to be or not ".repeat(8),
  ]);
  const words = `${spacingProse([{ temperature: 5, density }])}`;
  assertStringIncludes(
    words,
    "**not decided**, 60 % more words than as long a stretch of the text (interval of 95 %: any)",
  );
  assertStringIncludes(words, "fewer letters in a word (any)");
});

Deno.test("spacingProse() leaves out what a text without blanks can't be compared by", () => {
  const density = compareDensity(Array(4).fill("一二。三四"), Array(4).fill("一。二。三"));
  const words = `${spacingProse([{ temperature: 5, density }])}`;
  assertStringIncludes(words, "letters in a word");
  assert(!words.includes("spaces"), words);
});

Deno.test("courseProse() names characters that grow first and shrink later, the likeliest six", () => {
  const V = 9;
  const shares = [0.5, 1, 0.5].map((level) => Array.from({ length: V }, (_, i) => level / (i + 1)));
  const words = `${courseProse([0.5, 1, 5], shares, [..."abcdefghi"])}`;
  assertStringIncludes(words, "0 of 9 characters only shrink, 0 only grow; 9 first grow and later");
  assertStringIncludes(words, "“a” (largest at τ = 1)");
  assertStringIncludes(words, "“f” (largest at τ = 1) and others");
});

Deno.test("madeUpProse() says which way, and where nothing is decided", () => {
  const falls = (trained: number[]) =>
    `${madeUpProse(compareMadeUp({ written: [0.5, 0.51, 0.52, 0.53], trained }, []))}`;
  assertStringIncludes(falls([0.7, 0.71, 0.72, 0.73]), "by 20 points (17 to 23) more where");
  assertStringIncludes(falls([0.4, 0.51, 0.6, 0.7]), "which decides nothing");
});

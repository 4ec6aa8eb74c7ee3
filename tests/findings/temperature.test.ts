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
  spacingLines,
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

Deno.test("lowestLossProse() explains no surprise that these seeds do not decide", () => {
  const at = (five: number): string =>
    `${lowestLossProse(compareTrainedAt(own([56, 50, five], [1, 1, 1]), STRETCHES))}`;
  assertStringIncludes(at(40), "on average. That surprises who thinks of a flat distribution");
  assertStringIncludes(at(40), "Lower than at 1, beyond chance: at 5.");
  assertStringIncludes(at(49.999), "at τ = 5 the smoothed loss ends lowest on average. Higher");
  assertStringIncludes(at(49.999), "Not decided beside 1 by these seeds: 5.");
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

Deno.test("courseProse() names characters that are likeliest in between, six of them", () => {
  const V = 9;
  const shares = [0.5, 1, 0.5].map((level) => Array.from({ length: V }, (_, i) => level / (i + 1)));
  const words = `${courseProse([0.5, 1, 5], shares, [..."abcdefghi"])}`;
  assertStringIncludes(
    words,
    "Of 9 characters 0 are likeliest at the lowest of these temperatures",
  );
  assertStringIncludes(words, "0 at the highest, 9 in between: “a” (at τ = 1)");
  assertStringIncludes(
    words,
    "“f” (at τ = 1) and others. (Beyond the highest, whatever is above 1/9",
  );
});

Deno.test("madeUpProse() says which way, and where nothing is decided", () => {
  const falls = (trained: number[]) =>
    `${madeUpProse(compareMadeUp({ written: [0.5, 0.51, 0.52, 0.53], trained }, []))}`;
  assertStringIncludes(falls([0.7, 0.71, 0.72, 0.73]), "by 20 points (17 to 23) more where");
  assertStringIncludes(falls([0.4, 0.51, 0.6, 0.7]), "which decides nothing");
});

/** A text that has no words: pieces of seven characters are counted. */
const PIECES = { pieceLength: 7, wordsAgain: 0, again: 0.8 };

Deno.test("of a text without words the findings speak of pieces, of one with words of none", () => {
  const written = writing([0.9, 0.75, 0.25], [0.85, 0.5, 0.1]);
  const trained = own([56, 50, 49.75], [110, 99, 90]);
  const apart = compareTrainedAt(trained, STRETCHES);
  const density = compareDensity(Array(4).fill("AC\nGT"), Array(4).fill("A\nC\nT"));
  const spacing = {
    temperature: 5,
    written: apart.others[1].spacing,
    trained: apart.others[1].spacing,
  };
  const madeUp = compareMadeUp({ written: [0.9], trained: [0.2] }, [spacing]);
  const said = (lexicon: Parameters<typeof writingChart>[1]): string =>
    [
      writingChart(written, lexicon),
      writingTable(written, written[1].words, lexicon),
      writingProse(written, lexicon),
      spacingProse([{ temperature: 5, density }], lexicon),
      ownTemperatureTable(trained, 10_000, lexicon),
      trainedApartProse(apart, lexicon),
      madeUpProse(madeUp, lexicon),
      ...spacingLines([{ temperature: 5, density }], apart, lexicon ?? {}),
    ].join("\n");
  const pieces = said(PIECES);
  for (
    const words of [
      "Known pieces of 7 characters fall from 90 % at τ = 0.5 to 25 % at τ = 5, variety falls too",
      "pieces known (%)",
      "The most pieces are known at the lowest temperature",
      "Pieces vary most at τ = 0.5, not at the highest: 85 % beside 10 %.",
      "At τ = 5: no words that could stand dense or sparse; 100 % more spaces and line breaks than as",
      "of the pieces of 7 characters are known",
      "At τ = 0.5, of text that was held out, the network predicts",
      "the share of known pieces falls",
    ]
  ) assertStringIncludes(pieces, words);
  for (const words of ["words known", "two letters", "number of words", "Words", "too dense"]) {
    assert(!pieces.includes(words), words);
  }
  const words = said({});
  assert(!/pieces/i.test(words), words);
  assertStringIncludes(
    words,
    "Words beside the text's, where a network trained at 1 writes at 5: ",
  );
  assertStringIncludes(words, "The same where it was trained at 0.5: ");
});

Deno.test("writingChart() compares the ends of its lines, and says where one is highest in between", () => {
  const titleOf = (known: number[], different: number[]): string =>
    writingChart(writing(known, different)).title;
  const [one, two, three] = [0.2, 0.5, 0.8];
  assertStringIncludes(titleOf([three, two, one], [one, two, three]), " at τ = 5, variety grows");
  assert(!titleOf([three, two, one], [one, two, three]).includes("most"));
  assertStringIncludes(
    titleOf([two, three, one], [one, three, two]),
    "fall from 50 % at τ = 0.5 to 20 % at τ = 5 (most at τ = 1), variety grows (most at τ = 1)",
  );
});

Deno.test("writingChart() says why pieces are counted, and nothing of words that are", () => {
  const written = writing([0.9, 0.75, 0.25], [0.1, 0.5, 0.85]);
  assertStringIncludes(
    `${writingChart(written, PIECES).spec.layout?.meta ?? ""}${writingChart(written, PIECES)}`,
    "of the runs of letters in its last tenth 0 % occur before it. In their place stand all pieces of 7 " +
      "characters, of which 80 % do",
  );
  assert(!`${writingChart(written)}`.includes("last tenth"));
});

Deno.test("courseProse() groups the digits of large alphabets", () => {
  const shares = [1, 2].map((level) =>
    Array.from({ length: 2005 }, (_, i) => i === 0 ? 3 - level : level)
  );
  assertStringIncludes(
    `${courseProse([0.5, 1], shares, Array.from({ length: 2005 }, () => "x"))}`,
    "Of 2,005 characters 1 is likeliest at the lowest of these temperatures, 2,004 at the highest.",
  );
});

Deno.test("trainedApartProse() writes a small difference with the digits that show it", () => {
  const said = (step: number): string => {
    const at = (temperature: number, natsPerChar: number[]) => ({
      ...{ temperature, natsPerChar, lossNats: natsPerChar, words: [9, 10, 9, 10] },
    });
    const scores = [0, 1, 2, 3].map((k) => 1.3 + step * k / 10);
    const lower = scores.map((nats) => nats - step);
    return `${trainedApartProse(compareTrainedAt([at(1, scores), at(5, lower)], [9, 10]))}`;
  };
  assertStringIncludes(
    said(0.004),
    "by 0.0040 nats per character in the median (difference −0.0052 to −0.0028;",
  );
  assertStringIncludes(
    said(0.04),
    "by 0.04 nats per character in the median (difference −0.05 to −0.03;",
  );
});

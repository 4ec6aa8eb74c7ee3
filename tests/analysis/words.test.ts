import { wordsOf, wordStatistics } from "@lab/analysis";
import { assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("wordsOf() keeps letters of any script and apostrophes, in lower case", () => {
  assertEquals(wordsOf("Thou'rt — Ährlich, 3 times\nNO"), ["thou'rt", "ährlich", "times", "no"]);
  assertEquals(wordsOf("1 + 2 = 3"), []);
});

Deno.test("wordStatistics() gives shares, and zeros for a text without words", () => {
  const stats = wordStatistics("the cat the zzzz", new Set(["the"]));
  assertEquals([stats.words, stats.knownShare, stats.differentShare], [4, 0.5, 0.75]);
  assertAlmostEquals(stats.meanLength, 13 / 4, 1e-12);
  assertEquals(wordStatistics("a to the cat's", new Set()).shortShare, 0.5);
  assertEquals(wordStatistics("the", new Set(["the"])), {
    words: 1,
    knownShare: 1,
    differentShare: 1,
    meanLength: 3,
    shortShare: 0,
  });
  assertEquals(wordStatistics("...", new Set(["a"])), {
    words: 0,
    knownShare: 0,
    differentShare: 0,
    meanLength: 0,
    shortShare: 0,
  });
});

import { wordsOf, wordStatistics } from "@lab/analysis";
import { assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("wordsOf() keeps letters of any script and apostrophes, in lower case", () => {
  assertEquals(wordsOf("Thou'rt — Ährlich, 3 times\nNO"), ["thou'rt", "ährlich", "times", "no"]);
  assertEquals(wordsOf("1 + 2 = 3"), []);
});

Deno.test("wordStatistics() gives shares, and zeros for a text without words", () => {
  const stats = wordStatistics("the cat the zzz", new Set(["the", "cat"]));
  assertEquals([stats.words, stats.knownShare, stats.differentShare], [4, 0.75, 0.75]);
  assertAlmostEquals(stats.meanLength, 3, 1e-12);
  assertEquals(wordStatistics("...", new Set(["a"])), {
    words: 0,
    knownShare: 0,
    differentShare: 0,
    meanLength: 0,
  });
});

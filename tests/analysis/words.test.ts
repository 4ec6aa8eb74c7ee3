import { lexiconOf, wordsOf, wordStatistics } from "@lab/analysis";
import { Random } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("wordsOf() keeps letters of any script and apostrophes, in lower case", () => {
  assertEquals(wordsOf("Thou'rt — Ährlich, 3 times\nNO"), ["thou'rt", "ährlich", "times", "no"]);
  assertEquals(wordsOf("1 + 2 = 3"), []);
  // Marks belong to their letters: an accent by itself, vowel signs of Hindi and of Arabic.
  assertEquals(
    wordsOf("e\u0301te\u0301 \u0939\u093f\u0928\u094d\u0926\u0940 \u0643\u064e").length,
    3,
  );
});

Deno.test("wordStatistics() gives shares, and zeros for a text without words", () => {
  const stats = wordStatistics("the cat the zzzz", { known: new Set(["the"]) });
  assertEquals([stats.words, stats.knownShare, stats.differentShare], [4, 0.5, 0.75]);
  assertAlmostEquals(stats.meanLength, 13 / 4, 1e-12);
  assertEquals(wordStatistics("a to the cat's", { known: new Set() }).shortShare, 0.5);
  assertEquals(wordStatistics("the", { known: new Set(["the"]) }), {
    words: 1,
    knownShare: 1,
    differentShare: 1,
    meanLength: 3,
    shortShare: 0,
  });
  assertEquals(wordStatistics("...", { known: new Set(["a"]) }), {
    words: 0,
    knownShare: 0,
    differentShare: 0,
    meanLength: 0,
    shortShare: 0,
  });
});

Deno.test("wordsOf() gives all pieces of a length, by characters, and none of a shorter text", () => {
  assertEquals(wordsOf("AC\nG", 3), ["AC\n", "C\nG"]);
  assertEquals(wordsOf("😀a😀b", 2), ["😀a", "a😀", "😀b"]);
  assertEquals(wordsOf("AC", 3), []);
});

/** Letters drawn alike, in lines of 60: 1 letter in 4 at each place, so 4^k pieces of k letters. */
function genome(length: number): string {
  const random = new Random(4);
  return Array.from({ length }, (_, n) => n % 61 === 60 ? "\n" : "ACGT"[random.integer(4)]).join(
    "",
  );
}

Deno.test("lexiconOf() counts words where half of the last ones came before, else pieces", () => {
  const same = { known: new Set(["wa"]), wordsAgain: 1, again: 1 };
  assertEquals(lexiconOf("wa ".repeat(99)), same);
  // The last tenth has ten lines, of which five or six are new.
  const lines = (fresh: number): string =>
    Array.from({ length: 100 }, (_, k) => k >= 100 - fresh ? "abcdefghij"[k - 90] : "z").join("\n");
  const half = lexiconOf(lines(5));
  assertEquals([half.pieceLength, half.wordsAgain], [undefined, 0.5]);
  const less = lexiconOf(lines(6));
  assertEquals([less.pieceLength !== undefined, less.wordsAgain], [true, 0.4]);
});

Deno.test("lexiconOf() takes pieces as long as half of the last ones came before, by chance alone", () => {
  // n places hold a given piece with the probability 1 − exp(−n p). Of 36,000 places 54 of 61 begin a piece
  // of seven letters, each 1 of 4^7; the others have a line break at one of seven places, and six letters.
  const held = (share: number, kinds: number): number =>
    share * (1 - Math.exp(-36_000 * share / kinds));
  const expected = held(54 / 61, 4 ** 7) + held(7 / 61, 7 * 4 ** 6);
  const text = genome(40_000);
  const { pieceLength, wordsAgain, again, known } = lexiconOf(text);
  assertEquals([pieceLength, wordsAgain], [7, 0]);
  assertAlmostEquals(again, expected, 0.02);
  assert(known.has(text.slice(100, 107)));
  assertEquals(wordStatistics(text.slice(0, 1000), { pieceLength, known }).knownShare, 1);
  const other = genome(80_000).slice(45_000);
  const strange = wordStatistics(other, { pieceLength, known }).knownShare;
  assertAlmostEquals(strange, expected, 0.04);
});

Deno.test("lexiconOf() takes pieces of at least two characters, and of no more than twelve", () => {
  const han = String.fromCodePoint(...Array.from({ length: 3000 }, (_, k) => 0x4e00 + k));
  assertEquals(lexiconOf(han), {
    ...{ pieceLength: 2, known: new Set(wordsOf(han, 2)), wordsAgain: 0, again: 0 },
  });
  assertEquals(lexiconOf("GATTACAC".repeat(200)).pieceLength, 12);
});

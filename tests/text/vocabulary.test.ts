import { loadBundledText } from "@lab/data";
import { oneHot, Vocabulary } from "@lab/text";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";

Deno.test("Vocabulary.of() finds the 62 characters of the bundled play, in code point order", async () => {
  const { characters } = Vocabulary.of((await loadBundledText()).text);
  assertEquals(characters.length, 62);
  assertEquals([...characters].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!), [
    ...characters,
  ]);
});

Deno.test("Vocabulary.decode() undoes encode() on every text, code points beyond 16 bits too", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
    const vocabulary = Vocabulary.of(text);
    assertEquals(vocabulary.decode(vocabulary.encode(text)), text);
    assertEquals(vocabulary.encode(text).length, [...text].length);
  }));
});

Deno.test("Vocabulary.encode() names the character that is missing and its position", () => {
  assertThrows(
    () => Vocabulary.of("abc").encode("abécé"),
    RangeError,
    'every character must be one of the vocabulary\'s 3: character 2 is "é" (U+00E9)',
  );
});

Deno.test("Vocabulary.decode() rejects numbers that name no character", () => {
  for (const index of [3, -1, 0.5, NaN]) {
    assertThrows(() => Vocabulary.of("abc").decode([0, index]), RangeError, `1 is ${index}`);
  }
});

Deno.test("Vocabulary rejects an empty text, a repeated entry and an entry of two characters", () => {
  assertThrows(() => Vocabulary.of(""), RangeError, "at least one character");
  assertThrows(() => new Vocabulary(["a", "b", "a"]), RangeError, 'entry 2 repeats "a"');
  assertThrows(() => new Vocabulary(["ab"]), RangeError, 'entry 0 is "ab"');
});

Deno.test("oneHot() has a single 1, and rejects an index outside the vocabulary", () => {
  assertEquals(oneHot(2, 5), Float64Array.of(0, 0, 1, 0, 0));
  assertThrows(() => oneHot(5, 5), RangeError, "from 0 to 4: current value is 5");
});

Deno.test("Vocabulary is printed in one line", () => {
  assertEquals(Deno.inspect([Vocabulary.of('b"a\n')]), `[ Vocabulary(4) "\\n\\"ab" ]`);
});

/** Beginnings: networks that forget them, and one that can't. */
import {
  type Beginnings,
  type BeginningsOptions,
  beginningTraps,
  compareBeginnings,
} from "@lab/analysis";
import { initialParameters, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { encode, evaluate } from "@lab/sampling";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const vocabulary = Vocabulary.of("abcde");

Deno.test("compareBeginnings() finds every beginning forgotten where Whh is small", () => {
  const parameters = initialParameters(
    { hiddenSize: 7, vocabularySize: 5 },
    new Random(1),
    0.1,
  );
  const passage = "abcdeabcdedcba".repeat(3);
  for (
    const { natsPerChar, similarity } of compareBeginnings({ parameters, vocabulary }, "a", passage)
      .tried
  ) {
    assertAlmostEquals(similarity, 1, 1e-9);
    const indices = vocabulary.encode(passage);
    const h = encode(parameters, indices.subarray(0, 20), { h: encode(parameters, [0]) });
    const { natsPerChar: wanted } = evaluate(parameters, indices.subarray(20), { h });
    assertAlmostEquals(natsPerChar, wanted, 0.05); // which leaves out one character of 22
  }
});

Deno.test("compareBeginnings() tells the mirror image of a state that holds itself", () => {
  const parameters = zeroParameters({ hiddenSize: 7, vocabularySize: 5 });
  for (let i = 0; i < 7; i++) {
    for (let k = 0; k < 5; k++) parameters.Wxh[i * 5 + k] = k < 3 ? 0.3 : -0.3;
    for (let j = 0; j < 7; j++) parameters.Whh[i * 7 + j] = 1;
    parameters.Why[i] = 1; // "a" is likely where the units stand at +1
  }
  const { tried } = compareBeginnings({ parameters, vocabulary }, "a", "aaaaaaaaaaaa");
  assertEquals(tried.map(({ similarity }) => Math.sign(similarity)), [1, 1, 1, -1, -1]);
  assert(tried.slice(3).every(({ natsPerChar }) => natsPerChar > 5));
  assert(tried.slice(0, 3).every(({ natsPerChar }) => natsPerChar < 0.1));
});

Deno.test("compareBeginnings() refuses a passage that is too short, and unknown characters", () => {
  const model = { parameters: zeroParameters({ hiddenSize: 7, vocabularySize: 5 }), vocabulary };
  assertThrows(() => compareBeginnings(model, "a", "b"), RangeError, "at least 2 characters");
  assertThrows(() => compareBeginnings(model, "", "ab"), RangeError, "at least one character");
  assertThrows(() => compareBeginnings(model, "a", "az"), RangeError);
});

Deno.test("compareBeginnings() tries a drawn sample of a large alphabet, the same for a seed", () => {
  const parameters = initialParameters({ hiddenSize: 7, vocabularySize: 5 }, new Random(2), 1);
  const compare = (options: BeginningsOptions): Beginnings =>
    compareBeginnings({ parameters, vocabulary }, "abc", "abcdeabc", options);
  const whole = compare({});
  assertEquals([whole.tried.length, compare({ most: 5, seed: 3 })], [5, whole]);
  const seeds = Array.from({ length: 40 }, (_, seed) => compare({ most: 2, seed }));
  for (const { tried, vocabularySize } of seeds) {
    assertEquals([tried.length, vocabularySize], [2, 5]);
    assert(tried[0].character < tried[1].character);
    for (const one of tried) {
      assertEquals(one, whole.tried.find(({ character }) => character === one.character));
    }
  }
  const drawn = new Set(seeds.flatMap(({ tried }) => tried.map(({ character }) => character)));
  assertEquals(drawn.size, 5);
  assertEquals(compare({ most: 2, seed: 4 }), seeds[4]);
});

/** Beginnings with "a", "b", "c", … that end with this surprisal and similarity. */
const ending = (...ends: [nats: number, similarity: number][]): Beginnings => ({
  tried: ends.map(([natsPerChar, similarity], k) => (
    { character: "abc"[k], natsPerChar, similarity }
  )),
  vocabularySize: ends.length,
});

Deno.test("beginningTraps() takes guessing among all characters, also where some were tried", () => {
  const { tried } = ending([1.2, 0.9], [0.2, 1], [1, 1]);
  const of = (vocabularySize: number) => beginningTraps({ tried, vocabularySize });
  assertEquals([of(3).trapped.length, of(4).trapped.length], [1, 0]); // ln 3 < 1.2 < ln 4
  assertEquals(of(4).guessingNats, Math.log(4));
});

Deno.test("beginningTraps() calls worse than guessing a trap, and ranks the worst first", () => {
  const { ranked, trapped, guessingNats, verdict } = beginningTraps(
    ending([1.0987, 0.9], [0.2, 1], [1.4, 0.3]), // ln 3 is 1.09861
  );
  assertEquals(ranked.map(({ character }) => character), ["c", "a", "b"]);
  assertEquals(trapped.map(({ character }) => character), ["c", "a"]);
  assertEquals([guessingNats, verdict], [Math.log(3), "traps"]);
  assertEquals(beginningTraps(ending([1.0986, 0.9], [0.2, 1], [1, -1])).verdict, "no trap");
  assertEquals(beginningTraps(ending([Math.log(3), 0.9], [0.2, 1], [1, -1])).verdict, "no trap");
});

Deno.test("beginningTraps() counts states as opposite below a cosine of −0.5, trapped or not", () => {
  const found = beginningTraps(ending([9, -0.51], [8, -0.5], [0.1, -1]));
  assertEquals([found.opposite, found.verdict], [2, "traps opposite to the usual state"]);
  assertEquals(beginningTraps(ending([9, -0.5], [8, -1], [0.1, 1])).verdict, "traps");
});

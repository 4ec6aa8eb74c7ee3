import {
  contextInformation,
  contextInformationAfter,
  type ContextInformationResult,
  gradientFlow,
  nearestStates,
  patchByDepth,
  recordActivations,
  saliency,
  walk,
} from "@lab/analysis";
import { crossEntropies, forward, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { encode } from "@lab/sampling";
import { Vocabulary } from "@lab/text";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "../property.ts";
import { randomModel, randomText } from "./models.ts";

const seeds = fc.integer({ min: 1, max: 9999 });

Deno.test("contextInformation() splits the bits by the chain rule and never exceeds the entropy", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const model = randomModel(seed);
      const { characters } = contextInformation(model, randomText(model, 200, seed), {
        targets: " \n",
      });
      assertEquals(characters.reduce((sum, character) => sum + character.contexts, 0), 200);
      for (const c of characters) {
        assertAlmostEquals(c.targetOrNot + c.whichTarget + c.whichOther, c.bits, 1e-10);
        assert(c.bits >= 0 && c.bits <= c.entropyBits + 1e-12);
      }
      assert(characters.every((c, k) => k === 0 || c.bits <= characters[k - 1].bits));
    }),
    { numRuns: 30 },
  );
});

Deno.test("contextInformation() is one bit where the context decides between two sure outcomes", () => {
  // The unit remembers whether "a" or "b" came last; ":" leaves it as it is, and it decides.
  const vocabulary = new Vocabulary(":ab");
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
  parameters.Wxh.set([0, 1000, -1000]);
  parameters.Whh[0] = 100;
  parameters.Why.set([0, 1000, -1000]);
  const { characters } = contextInformation(
    { parameters, vocabulary },
    "a:b:".repeat(50),
    { targets: "ab" },
  );
  const colon = characters.find(({ character }) => character === ":")!;
  assertAlmostEquals(colon.bits, 1, 1e-9);
  assertAlmostEquals(colon.whichTarget, 1, 1e-9);
  assertEquals(characters.filter(({ bits }) => bits > 1e-9).length, 1);
});

Deno.test("contextInformationAfter() finds the bit that a text never asks for, and no other knows", () => {
  // As above; but the text has ":" after "a" only, so that in its contexts nothing is left to decide.
  const vocabulary = new Vocabulary(":ab");
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
  parameters.Wxh.set([0, 1000, -1000]);
  parameters.Whh[0] = 100;
  parameters.Why.set([0, 1000, -1000]);
  const model = { parameters, vocabulary };
  const colon = ({ characters }: ContextInformationResult) =>
    characters.find(({ character }) => character === ":")!;
  const text = "a:".repeat(60) + "b".repeat(60);
  assertAlmostEquals(colon(contextInformation(model, text, { targets: "ab" })).bits, 0, 1e-9);
  const fed = contextInformationAfter(model, { hs: Float64Array.of(1, -1) }, { targets: "ab" });
  assertAlmostEquals(colon(fed).bits, 1, 1e-9);
  assertEquals(colon(fed).knows, undefined);
});

Deno.test("contextInformation() says as much where it is wrong, and knows less than nothing", () => {
  const vocabulary = new Vocabulary(":ab");
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
  parameters.Wxh.set([0, 1000, -1000]);
  parameters.Whh[0] = 100;
  parameters.Why.set([0, 2, -2]);
  const after = (line: string) =>
    contextInformation({ parameters, vocabulary }, line.repeat(60), { targets: "ab" }).characters
      .find(({ character }) => character === ":")!;
  const [right, wrong] = ["a:ab:b", "a:bb:a"].map(after);
  assertAlmostEquals(right.bits, wrong.bits, 1e-12);
  // ln(e^2 + e^-2 + 1) = 2.1430; the mean of p(a) and p(b) is (e^2 + e^-2) / 2 times e^-2.1430.
  const gained = Math.log2(2 * Math.exp(2) / (Math.exp(2) + Math.exp(-2)));
  assertAlmostEquals(right.knows!.bits, gained, 1e-12);
  assertAlmostEquals(wrong.knows!.bits, gained - 4 / Math.LN2, 1e-12);
});

Deno.test("contextInformation() bears probabilities of exactly 0", () => {
  const model = randomModel(3);
  for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= 1e5;
  const { characters } = contextInformation(model, randomText(model, 200, 3), { targets: " \n" });
  for (const c of characters) {
    assertAlmostEquals(c.targetOrNot + c.whichTarget + c.whichOther, c.bits, 1e-10);
  }
});

Deno.test("contextInformationAfter() finds no information where the state before has no effect", () => {
  const model = randomModel(3);
  model.parameters.Whh.fill(0);
  const hs = recordActivations(model, randomText(model, 40, 1)).values.h as Float64Array;
  for (
    const { bits, contexts } of contextInformationAfter(model, { hs }, { targets: "a" }).characters
  ) {
    assertAlmostEquals(bits, 0, 1e-12);
    assertEquals(contexts, 40);
  }
});

Deno.test("contextInformationAfter() feeds a seeded draw of the states where there are too many", () => {
  const model = randomModel(3);
  const H = model.parameters.hiddenSize;
  const hs = recordActivations(model, randomText(model, 40, 1)).values.h as Float64Array;
  const after = (states: Float64Array, options: { most?: number; seed?: number } = {}) =>
    contextInformationAfter(model, { hs: states }, { targets: "a", ...options });
  const [whole, some] = [after(hs), after(hs, { most: 3, seed: 5 })];
  assertEquals([whole, some].map(({ characters: [{ contexts }] }) => contexts), [40, 3]);
  assertEquals(after(hs, { most: 40, seed: 7 }), whole);
  assertEquals(after(hs, { most: 3, seed: 5 }), some);
  // Not the first three, and not always the same.
  const first = after(hs.subarray(0, 3 * H)).characters.map(({ bits }) => bits);
  const draws = [1, 2, 3].map((seed) => after(hs, { most: 3, seed }).characters[0].bits);
  assertNotEquals(some.characters.map(({ bits }) => bits), first);
  assertEquals(new Set(draws).size, 3);
  // Which three they are: those that, alone, give the same sums.
  const [a, b, c] = new Random(5).choose(3, 40).sort((x, y) => x - y).map((row) =>
    hs.slice(row * H, (row + 1) * H)
  );
  assertEquals(after(Float64Array.of(...a, ...b, ...c)), some);
  // A large alphabet: 708 characters squared is 501,264, of which 10 million hold 19: 20 at least.
  const large = zeroParameters({ hiddenSize: 1, vocabularySize: 708 });
  const vocabulary = new Vocabulary(
    Array.from({ length: 708 }, (_, k) => String.fromCodePoint(0x4e00 + k)).join(""),
  );
  const fed = contextInformationAfter({ parameters: large, vocabulary }, {
    hs: new Float64Array(30),
  }, { targets: "一" });
  assertEquals(fed.characters[0].contexts, 20);
  // Fed are only some of them, then: 10 million hold 4,708 states of three characters.
  const among = [..."丁七一"];
  const few = contextInformationAfter({ parameters: large, vocabulary }, {
    hs: new Float64Array(30),
  }, { targets: "一", among });
  assertEquals(few.characters.map(({ contexts }) => contexts), [30, 30, 30]);
  assertEquals(new Set(few.characters.map(({ character }) => character)), new Set(among));
  assertThrows(() => after(hs, { most: 0 }), RangeError, "'most' must be an integer >= 1");
});

Deno.test("contextInformationAfter() says of some characters what it says of them among all", () => {
  const model = randomModel(3);
  const hs = recordActivations(model, randomText(model, 40, 1)).values.h as Float64Array;
  const whole = contextInformationAfter(model, { hs }, { targets: "a" });
  const among = whole.characters.slice(2, 5).map(({ character }) => character);
  const some = contextInformationAfter(model, { hs }, { targets: "a", among });
  assertEquals(some.characters, whole.characters.slice(2, 5));
  assertThrows(
    () => contextInformationAfter(model, { hs }, { targets: "a", among: ["☃"] }),
    RangeError,
  );
});

Deno.test("gradientFlow() agrees with central differences of the loss", () => {
  const model = randomModel(11);
  for (let k = 0; k < 121; k++) model.parameters.Whh[k] *= 0.3;
  const text = randomText(model, 40, 3);
  const { positions, lags } = gradientFlow(model, text, { maxLag: 4, samples: 1 });
  const [t] = positions;
  const indices = model.vocabulary.encode(text);
  for (const { lag, mean } of lags) {
    const h = encode(model.parameters, indices.subarray(0, t - lag + 1));
    const rest = indices.subarray(t - lag + 1, t + 1);
    // one character more than needed, so that lag 0 has a pass: its loss does not count
    const loss = (state: Float64Array): number => {
      if (lag > 0) {
        const pass = forward(model.parameters, rest, state);
        return crossEntropies(pass, indices.subarray(t - lag + 2, t + 2))[lag - 1];
      }
      const y = model.parameters.by.map((bias, k) =>
        state.reduce((sum, hi, i) => sum + model.parameters.Why[k * 11 + i] * hi, bias)
      );
      return Math.log(y.reduce((sum, value) => sum + Math.exp(value), 0)) - y[indices[t + 1]];
    };
    const gradient = h.map((_, i) => {
      const [up, down] = [1e-6, -1e-6].map((d) => h.map((value, j) => value + (i === j ? d : 0)));
      return (loss(up) - loss(down)) / 2e-6;
    });
    assertAlmostEquals(Math.hypot(...gradient), mean, 1e-6 * Math.max(1, mean));
  }
});

Deno.test("saliency() gives a sum of gradients that a small change of all inputs confirms", () => {
  const model = randomModel(12);
  const prefix = "a bad bed:";
  const { characters, probability } = saliency(model, prefix, { targets: " \n" });
  const scaled = (factor: number): number => {
    const parameters = { ...model.parameters, Wxh: model.parameters.Wxh.map((w) => w * factor) };
    return Math.log2(saliency({ ...model, parameters }, prefix, { targets: " \n" }).probability);
  };
  const slope = (scaled(1 + 1e-6) - scaled(1 - 1e-6)) / 2e-6;
  assertAlmostEquals(characters.reduce((sum, c) => sum + c.gradient, 0), slope, 1e-5);
  assertEquals(characters.map(({ character }) => character).join(""), prefix);
  assertAlmostEquals(Math.log2(probability), scaled(1), 1e-12);
});

Deno.test("nearestStates() finds the state itself first, then the same text elsewhere", () => {
  const model = randomModel(14);
  for (let k = 0; k < 121; k++) model.parameters.Whh[k] *= 0.2;
  const text = "a bad bed: b" + randomText(model, 30, 1) + "a bad bed: b";
  const recorded = recordActivations(model, text);
  const h = recorded.values.h!.subarray(10 * 11, 11 * 11);
  for (const by of ["cosine", "distance"] as const) {
    const [self, twin] = nearestStates(recorded, text, h, { count: 2, by });
    assertEquals([self.position, twin.position], [10, 52]);
    assertAlmostEquals(self.cosine, 1, 1e-12);
    assertEquals(twin.before.endsWith("a bad bed:"), true);
    assertEquals([twin.character, twin.after], [" ", "b"]);
    const [next] = nearestStates(recorded, text, h, { exclude: 10, by });
    assertEquals(next.position, 52);
    const [short] = nearestStates(recorded, text, h, { count: 1, surroundings: 3, by });
    assertEquals([short.before, short.after], [text.slice(7, 10), text.slice(11, 14)]);
  }
});

Deno.test("nearestStates() leaves out the surroundings of the state that was asked about", () => {
  const model = randomModel(14);
  const text = randomText(model, 60, 1);
  const recorded = recordActivations(model, text);
  const positionsOf = (excludeWithin?: number): number[] =>
    nearestStates(recorded, text, new Float64Array(11).fill(0.5), {
      count: 60,
      exclude: 30,
      excludeWithin,
    }).map(({ position }) => position).sort((a, b) => a - b);
  const all = Array.from({ length: 60 }, (_, position) => position);
  assertEquals(positionsOf(2), all.filter((position) => position < 28 || position > 32));
  assertEquals(positionsOf(), all.filter((position) => position < 10 || position > 50));
  const nearest = nearestStates(recorded, text, new Float64Array(11).fill(0.5));
  assertEquals(nearest.length, 8);
  const { position, before, character, after } = nearest[0];
  assertEquals(
    before + character + after,
    text.slice(Math.max(0, position - 30), position + 31),
  );
});

Deno.test("context analyses refuse empty targets, short texts and wrong options", () => {
  const model = randomModel(1);
  assertThrows(() => contextInformation(model, "ab", { targets: "" }), RangeError, "'targets'");
  assertThrows(() => gradientFlow(model, "abab", { maxLag: 3 }), RangeError, "'text.length'");
  assertThrows(() => gradientFlow(model, "abab", { samples: 0 }), RangeError, "'samples'");
  assertThrows(() => saliency(model, "", { targets: "a" }), RangeError, "'prefix'");
  const patch = { from: "a", into: "b", targets: "a" };
  assertThrows(() => patchByDepth(model, { ...patch, units: [] }), RangeError, "at least one");
  assertThrows(() => patchByDepth(model, { ...patch, maxDepth: 2 }), RangeError, "from 0 to 1");
  const recorded = recordActivations(model, "ab", { record: ["probs"] });
  assertThrows(() => nearestStates(recorded, "ab", new Float64Array(11)), RangeError, "has probs");
  const short = new Float64Array(3);
  assertThrows(() => nearestStates(recordActivations(model, "ab"), "ab", short), TypeError, "[11]");
  assertThrows(() => [...walk(model, "a", { h: short })], TypeError, "[11]");
});

Deno.test("contextInformation() keeps fewer stretches where the alphabet is large, so that memory holds", () => {
  const [small, large] = [20, 1000].map((vocabularySize) => {
    const characters = Array.from(
      { length: vocabularySize },
      (_, k) => String.fromCodePoint(0x4e00 + k),
    );
    const parameters = zeroParameters({ hiddenSize: 2, vocabularySize });
    const model = { parameters, vocabulary: Vocabulary.of(characters.join("")) };
    const text = characters.slice(0, 20).join("").repeat(8);
    return contextInformation(model, text, { targets: characters[0] });
  });
  assertEquals([small.stretches, large.stretches], [160, 10]);
  for (const { contexts, bits, knows } of large.characters) {
    assertEquals([contexts, bits], [8, 0]);
    assertAlmostEquals(knows!.bits, 0, 1e-9);
  }
});

/** Snapshots of a training against NumPy, and what comes first on both sides of the decision. */
import {
  compareArrivals,
  contextInformation,
  takeSnapshot,
  type TrainingSnapshot,
} from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../reference/analysis/emergence.json" with { type: "json" };

const { characters, text, rare, H } = stored;
const vocabulary = new Vocabulary([...characters]);
const V = vocabulary.size;
const h = Float64Array.from({ length: H }, (_, i) => Math.cos(i));

/** The network that the NumPy program has. */
function network(scale: number): CharacterModel & { iterations: number } {
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  const fill = (out: Float64Array, columns: number, k: number, factor: number): void => {
    for (let at = 0; at < out.length; at++) {
      const [i, j] = [Math.floor(at / columns), at % columns];
      out[at] = factor * Math.sin(1 + k + 3.7 * i * i + 2.3 * j + 0.9 * i * j);
    }
  };
  fill(parameters.Wxh, V, 1, scale);
  fill(parameters.Whh, H, 2, scale * 0.4);
  fill(parameters.Why, H, 3, scale);
  fill(parameters.bh, 1, 4, scale);
  fill(parameters.by, 1, 5, 1);
  return { parameters, vocabulary, iterations: 70, h };
}

const RULES = [{ after: ":", targets: " \n" }, { after: "q", targets: "u", text: rare }];

Deno.test("takeSnapshot() finds what NumPy finds, each rule in its own text", () => {
  for (const { scale, rules, ...expected } of stored.snapshots) {
    const found = takeSnapshot(network(scale), text, RULES);
    assertEquals([found.iteration, found.varying], [70, expected.varying]);
    assertAlmostEquals(found.inMask, expected.inMask, 1e-12);
    assertAlmostEquals(found.natsPerChar, expected.natsPerChar, 1e-12);
    for (const [j, rule] of rules.entries()) {
      assertEquals(found.rules[j].places, rule.places);
      for (const key of ["probability", "base", "strength", "whichTarget"] as const) {
        assertAlmostEquals(found.rules[j][key], rule[key], 1e-12);
      }
    }
  }
});

Deno.test("takeSnapshot() has the context information's bits about which target", () => {
  const model = network(1.7);
  const { rules: [rule] } = takeSnapshot(model, text, RULES, { h: new Float64Array(H) });
  const { characters: all } = contextInformation(model, text, { targets: " \n" });
  const colon = all.find(({ character }) => character === ":")!;
  assertAlmostEquals(rule.whichTarget, colon.whichTarget, 1e-12);
});

Deno.test("takeSnapshot() names rules by places and characters, and refuses texts without them", () => {
  const { rules } = takeSnapshot(network(1), text, [
    ...RULES,
    { after: (read, t) => read[t + 1] === "\n", targets: "\n", label: "closing a line" },
  ]);
  assertEquals(rules.map(({ label }) => label), [
    ...["space or line break after “:”", "“u” after “q”", "closing a line"],
  ]);
  assertThrows(() => takeSnapshot(network(1), "abab", RULES), RangeError, "one of its places");
  assertThrows(() => takeSnapshot(network(1), "a", []), RangeError, "current length is 1");
  assertThrows(() => takeSnapshot(network(1), text, [{ after: ":", targets: "Z" }]), RangeError);
});

Deno.test("a rule's strength is 0 where the places make no difference, however likely its characters are", () => {
  const model = network(1);
  model.parameters.Why.fill(0);
  model.parameters.by.set([0, 0, 0, 9, 0, 0, 0]); // spaces everywhere
  const { rules: [{ probability, strength }] } = takeSnapshot(model, text, RULES);
  assertAlmostEquals(strength, 0, 1e-9);
  assertEquals(probability > 0.99, true);
});

Deno.test("takeSnapshot() reads two characters, and targets that are never expected", () => {
  const model = network(1);
  for (const target of [3, 4]) model.parameters.by[target] = -1e6; // exp gives exactly 0
  const { natsPerChar, rules: [rule] } = takeSnapshot(model, "a:", RULES);
  assertEquals(Number.isFinite(natsPerChar), true);
  assertEquals([rule.places, rule.probability, rule.strength, rule.whichTarget], [1, 0, 0, 0]);
});

/** A network's snapshots at iterations 0, 1, 10, 100, 1000. */
const trained = (inMask: number[], ...strengths: number[][]): TrainingSnapshot[] =>
  inMask.map((share, k) => ({
    ...{ iteration: k === 0 ? 0 : 10 ** (k - 1), inMask: share, varying: 5, natsPerChar: 2 },
    rules: strengths.map((strength, j) => ({
      ...{ label: `rule ${j}`, places: 9, probability: strength[k] / 2, base: k / 10 },
      ...{ strength: strength[k], whichTarget: 0 },
    })),
  }));

Deno.test("compareArrivals() waits until mask and rule stay, the mask at 0.9 of its end and the rule at 0.5", () => {
  const { mask, rules } = compareArrivals([
    trained([0, 0.8, 0.71, 0.73, 0.8], [0, 0.9, 0.49, 0.5, 0.51], [0, 0, 0, 0, 0.49]),
    trained([0, 0.5, 0.9, 0.9, 0.5], [0.5, 0.6, 0.6, 0.6, 0.6], [0, 0, 0.6, 0.4, 0.5]),
    trained([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, NaN]),
  ]);
  assertEquals([mask.iterations, mask.median], [[100, 1, Infinity], 100]);
  assertEquals(rules.map(({ iterations }) => iterations), [
    ...[[100, 0, Infinity], [Infinity, 1000, Infinity]],
  ]);
  // When the mask is full, or at the end where it never is.
  assertAlmostEquals(rules[0].probabilityAtMask, (0.25 + 0.3 + 0) / 3, 1e-12);
  assertAlmostEquals(rules[0].baseAtMask, (0.3 + 0.1 + 0.4) / 3, 1e-12);
  assertEquals(rules.map(({ after, before }) => [after, before]), [[0, 0], [2, 0]]);
});

const early = [0, 0.9, 0.9, 0.9, 0.9], late = [0, 0, 0, 0, 0.9];

Deno.test("compareArrivals() says what comes first from six networks that agree on, in both directions", () => {
  const verdicts = (networks: TrainingSnapshot[][]): string[] => {
    const { rules, verdict } = compareArrivals(networks);
    return [...rules.map((rule) => rule.verdict), verdict];
  };
  const times = (n: number, network: TrainingSnapshot[]): TrainingSnapshot[][] =>
    Array(n).fill(network);
  assertEquals(verdicts(times(6, trained(early, late))), ["mask first", "mask first"]);
  assertEquals(verdicts(times(6, trained(late, early))), ["rule first", "a rule first"]);
  assertEquals(verdicts(times(5, trained(early, late))), ["not decided", "not decided"]);
  assertEquals(verdicts(times(6, trained(early, early))), ["not decided", "not decided"]);
  assertEquals(verdicts([...times(5, trained(early, late)), trained(late, early)]), [
    ...["not decided", "not decided"],
  ]);
  // Any rule that comes first speaks against, and each must come later for "mask first".
  const middle = [0, 0, 0.9, 0.9, 0.9];
  assertEquals(verdicts(times(6, trained(middle, late, early))), [
    ...["mask first", "rule first", "a rule first"],
  ]);
  assertEquals(verdicts(times(6, trained(middle, late, middle))), [
    ...["mask first", "not decided", "not decided"],
  ]);
  assertEquals(verdicts(times(6, trained(early))), ["not decided"]);
  assertEquals(verdicts(times(1, trained(early, late))), ["not decided", "not decided"]);
});

Deno.test("compareArrivals() gives the factor with its interval; a rule that never comes is later by any factor", () => {
  const networks = [10, 10, 100, 100, 1000, 1000].map((n) =>
    trained(early, [0, 1, 10, 100, 1000].map((at) => at >= n ? 0.9 : 0))
  );
  const { rules: [{ factor, interval, after, chance }] } = compareArrivals(networks);
  assertEquals([factor, ...interval, after, chance], [100, 10, 1000, 6, 2 / 64]);
  const never = compareArrivals(Array(6).fill(trained(early, [0, 0, 0, 0, 0]))).rules[0];
  assertEquals([never.factor, ...never.interval], [Infinity, Infinity, Infinity]);
  const few = compareArrivals(networks.slice(0, 2)).rules[0];
  assertEquals([...few.interval], [0, Infinity]);
});

Deno.test("compareArrivals() refuses networks with snapshots at different iterations, and none", () => {
  const one = trained(early, late);
  assertThrows(() => compareArrivals([one, one.slice(1)]), RangeError, "numbers are 5, 4");
  assertThrows(
    () => compareArrivals([one, one.map((s) => ({ ...s, iteration: s.iteration + 1 }))]),
    RangeError,
    "at the same iterations",
  );
  assertThrows(() => compareArrivals([]), RangeError, "are none");
  assertThrows(() => compareArrivals([[]]), RangeError, "are 0");
});

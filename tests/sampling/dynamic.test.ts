/** Dynamic evaluation against NumPy, and against a network that does not learn. */
import {
  backward,
  forward,
  initialParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  zeroParameters,
} from "@lab/model";
import { Random } from "@lab/numerics";
import { dynamicSurprisals, predictions, secondMoment, surprisals } from "@lab/sampling";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import stored from "../reference/sampling/dynamic.json" with { type: "json" };

function arrays(of: Record<string, number[]>): ParameterArrays {
  const list = PARAMETER_NAMES.map((name) => [name, Float64Array.from(of[name])]);
  return Object.fromEntries(list);
}

const { hiddenSize, vocabularySize, text } = stored;
const trained = { hiddenSize, vocabularySize, ...arrays(stored.parameters) };
const h = Float64Array.from(stored.h);
const given = { h, secondMoment: arrays(stored.secondMoment), ...stored.options };

Deno.test("dynamicSurprisals() are NumPy's, whose slopes are differences", () => {
  const nats = dynamicSurprisals(trained, text, given);
  stored.nats.forEach((each, n) => assertAlmostEquals(nats[n], each, 1e-8, `${n}`));
});

Deno.test("dynamicSurprisals() are surprisals() when nothing is learned, and leave the weights alone", () => {
  const before = trained.Whh.slice();
  const static_ = surprisals(trained, text, { h, temperature: 1.3 });
  const still = dynamicSurprisals(trained, text, { ...given, rate: 0, decay: 0 });
  still.forEach((each, n) => assertAlmostEquals(each, static_[n], 1e-12));
  const learning = dynamicSurprisals(trained, text, given);
  // The first stretch was scored before anything was learned: character 0 and 7 more.
  assertAlmostEquals(learning[7], static_[7], 1e-12);
  assert(Math.abs(learning[8] - static_[8]) > 1e-4);
  assertEquals(trained.Whh, before);
});

Deno.test("dynamicSurprisals() know nothing of what comes later", () => {
  const nats = dynamicSurprisals(trained, text, given);
  const shorter = dynamicSurprisals(trained, text.slice(0, 20), given);
  shorter.forEach((each, n) => assertAlmostEquals(each, nats[n], 1e-12));
  assertEquals(dynamicSurprisals(trained, [], given).length, 0);
});

Deno.test("dynamicSurprisals() pull back to the trained weights with all of λ = 1", () => {
  const nats = dynamicSurprisals(trained, text, { ...given, rate: 0, decay: 1 });
  const static_ = surprisals(trained, text, { h, temperature: 1.3 });
  nats.forEach((each, n) => assertAlmostEquals(each, static_[n], 1e-12));
});

Deno.test("dynamicSurprisals() refuse what they can't read", () => {
  assertThrows(() => dynamicSurprisals(trained, [3], given), RangeError);
  assertThrows(() => dynamicSurprisals(trained, [0], { ...given, h: h.subarray(1) }), TypeError);
});

Deno.test("secondMoment() is the running mean of the squared slopes of 32 streams' windows", async () => {
  const random = new Random(3);
  const parameters = initialParameters({ hiddenSize: 3, vocabularySize: 4 }, random, 0.7);
  const stride = 70; // two windows of 32, and what is left of a third
  const indices = Int32Array.from({ length: 32 * stride + 5 }, () => random.integer(4));
  const expected = zeroParameters(parameters);
  const states = Array.from({ length: 32 }, () => new Float64Array(3));
  for (const [window, weight] of [[0, 0.999], [1, 1]]) {
    const mean = zeroParameters(parameters);
    states.forEach((state, b) => {
      const from = b * stride + 32 * window;
      const pass = forward(parameters, indices.subarray(from, from + 32), state);
      const slopes = backward(parameters, pass, indices.subarray(from + 1, from + 33));
      for (const name of PARAMETER_NAMES) {
        slopes[name].forEach((g, i) => mean[name][i] += g / 1024);
      }
      states[b] = pass.hs.slice(-3);
    });
    for (const name of PARAMETER_NAMES) {
      mean[name].forEach((g, i) => expected[name][i] += weight * g * g / 1.999);
    }
  }
  const found = await secondMoment(parameters, indices, { engine: "reference" });
  for (const name of PARAMETER_NAMES) {
    found[name].forEach((v, i) => assertAlmostEquals(v, expected[name][i], 1e-15, name));
  }
  await assertRejects(
    () => secondMoment(parameters, indices.subarray(0, 1055)),
    RangeError,
    "must have at least 1056 characters: current length is 1055",
  );
});

Deno.test("predictions() have the surprisals of the text in them, at every temperature", () => {
  for (const temperature of [0.7, 1, 2]) {
    const probs = predictions(trained, text, { h, temperature });
    const nats = surprisals(trained, text, { h, temperature });
    text.forEach((k, n) => assertAlmostEquals(-Math.log(probs[3 * n + k]), nats[n], 1e-12));
    assertAlmostEquals(probs[60] + probs[61] + probs[62], 1, 1e-9);
  }
  assertThrows(() => predictions(trained, text, { temperature: 0 }), RangeError, "temperature");
  assertThrows(() => surprisals(trained, text, { temperature: 0 }), RangeError, "temperature");
});

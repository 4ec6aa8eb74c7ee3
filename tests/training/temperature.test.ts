/**
 * Training at τ is training at 1 with an output layer (Why, by) of its own: its start divided by τ, its
 * learning rate divided by τ, its clip multiplied by τ, Adagrad's ε by τ².
 */
import {
  backward,
  clipGradients,
  copyParameters,
  crossEntropy,
  forward,
  initialParameters,
  type ModelParameters,
  PARAMETER_NAMES,
  zeroParameters,
} from "@lab/model";
import { ADAGRAD_EPSILON } from "@lab/engines";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { completeSettings, initialState, train, type TrainingResult } from "@lab/training";
import { assert, assertEquals } from "@std/assert";

const TEXT = "See the sleepless seas; needless deeds, these breezes. ".repeat(9);
const SETTINGS = completeSettings({
  hiddenSize: 11,
  sequenceLength: 13,
  learningRate: 0.1,
  clip: 1,
});

/** What the output layer has of its own: factors on what the other parameters have. */
interface OutputLayer {
  start: number;
  rate: number;
  clip: number;
  epsilon: number;
}

const equivalent = (tau: number): OutputLayer => ({
  start: 1 / tau,
  rate: 1 / tau,
  clip: tau,
  epsilon: tau * tau,
});

/** Weights that are large enough for the limit of the gradients to be met from the beginning. */
function start(): ModelParameters {
  const vocabularySize = Vocabulary.of(TEXT).size;
  return initialParameters({ hiddenSize: SETTINGS.hiddenSize, vocabularySize }, new Random(3), 0.3);
}

/** The losses and the last parameters of 40 iterations, one equation after the other, in float64. */
function trainBy(
  temperature: number,
  output: OutputLayer,
): { losses: number[]; P: ModelParameters } {
  const { sequenceLength: T, learningRate, clip } = SETTINGS;
  const indices = Vocabulary.of(TEXT).encode(TEXT);
  const [P, memory] = [start(), zeroParameters(start())];
  for (const name of ["Why", "by"] as const) P[name] = P[name].map((w) => w * output.start);
  let h: Float64Array = new Float64Array(P.hiddenSize);
  const losses = Array.from({ length: 30 }, (_, n) => {
    const inputs = indices.subarray(n * T, (n + 1) * T);
    const targets = indices.subarray(n * T + 1, (n + 1) * T + 1);
    const pass = forward(P, inputs, h, temperature);
    h = pass.hs.slice(-h.length);
    const raw = backward(P, pass, targets);
    const [hidden, own] = [clip, clip * output.clip].map((limit) =>
      clipGradients(copyParameters(raw), limit)
    );
    for (const name of PARAMETER_NAMES) {
      const isOutput = name === "Why" || name === "by";
      const rate = isOutput ? learningRate * output.rate : learningRate;
      const epsilon = isOutput ? ADAGRAD_EPSILON * output.epsilon : ADAGRAD_EPSILON;
      (isOutput ? own : hidden)[name].forEach((g, i) => {
        memory[name][i] += g * g;
        P[name][i] -= (rate * g) / Math.sqrt(memory[name][i] + epsilon);
      });
    }
    return crossEntropy(pass, targets);
  });
  return { losses, P };
}

const SAME: OutputLayer = { start: 1, rate: 1, clip: 1, epsilon: 1 };

Deno.test("train() at τ on the reference engine is the loop that these tests take apart", async () => {
  const begun = await train(TEXT, { ...SETTINGS, iterations: 0 });
  const resume: TrainingResult = {
    ...begun,
    ...initialState(begun.vocabulary.size, SETTINGS),
    parameters: start(),
  };
  for (const temperature of [1, 2]) {
    const run = await train(TEXT, { resume, temperature, iterations: 30, engine: "reference" });
    assertEquals(run.parameters, trainBy(temperature, SAME).P);
  }
});

Deno.test("train() at τ has the bits of training at 1 with the output layer's start/τ, η/τ, clip·τ and ε·τ², if τ is a power of 2", () => {
  for (const tau of [2, 0.5, 8]) {
    const [atTau, atOne] = [trainBy(tau, SAME), trainBy(1, equivalent(tau))];
    assertEquals(atOne.losses, atTau.losses);
    for (const name of ["Wxh", "Whh", "bh"] as const) assertEquals(atOne.P[name], atTau.P[name]);
    for (const name of ["Why", "by"] as const) {
      assertEquals(atOne.P[name], atTau.P[name].map((w) => w / tau));
    }
  }
});

Deno.test("train() at another τ has the losses of that training but for rounding", () => {
  for (const tau of [5, 0.7]) {
    const [atTau, atOne] = [trainBy(tau, SAME).losses, trainBy(1, equivalent(tau)).losses];
    const apart = Math.max(...atOne.map((loss, n) => Math.abs(loss - atTau[n])));
    assert(apart > 0 && apart < 1e-9, `τ = ${tau}: ${apart}`);
  }
});

Deno.test("train() at τ is no training at 1 with any of the four left out", () => {
  for (const tau of [2, 0.5]) {
    const { losses } = trainBy(tau, SAME);
    for (const part of ["start", "rate", "clip", "epsilon"] as const) {
      const without = trainBy(1, { ...equivalent(tau), [part]: 1 }).losses;
      const apart = Math.max(...without.map((loss, n) => Math.abs(loss - losses[n])));
      assert(apart > 1e-9, `τ = ${tau} without ${part}: ${apart}`);
    }
  }
});

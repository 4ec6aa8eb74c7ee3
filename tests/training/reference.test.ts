/** The training loop against NumPy in float64: tests/reference/training.py made the values. */
import { referenceEngine } from "@lab/engines";
import { PARAMETER_NAMES } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { completeSettings, initialState, nextWindow, train, TrainingRun } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import stored from "../reference/training.json" with { type: "json" };

Deno.test("TrainingRun on the reference engine agrees with NumPy to 1e-10 over 12 iterations and two restarts", () => {
  const vocabulary = Vocabulary.of(stored.text);
  const settings = completeSettings(stored.settings);
  const start = initialState(vocabulary.size, settings);
  for (const name of PARAMETER_NAMES) start.parameters[name].set(stored.start[name]);
  const run = new TrainingRun(referenceEngine, start, vocabulary.encode(stored.text), settings);
  run.advance(stored.losses.length, (iteration, smoothedLossNats, lossNats) => {
    assertAlmostEquals(lossNats, stored.losses[iteration - 1], 1e-10);
    assertAlmostEquals(smoothedLossNats, stored.smoothedLosses[iteration - 1], 1e-10);
  });
  const state = run.state();
  for (const name of PARAMETER_NAMES) {
    for (let i = 0; i < stored.parameters[name].length; i++) {
      assertAlmostEquals(state.parameters[name][i], stored.parameters[name][i], 1e-10);
      assertAlmostEquals(state.memory[name][i], stored.memory[name][i], 1e-10);
    }
  }
  for (let i = 0; i < state.h.length; i++) {
    assertAlmostEquals(state.h[i], stored.hPrev[i], 1e-10);
  }
});

Deno.test("train() records the smoothed losses that NumPy has, every so many iterations", async () => {
  const vocabulary = Vocabulary.of(stored.text);
  const settings = completeSettings(stored.settings);
  const state = initialState(vocabulary.size, settings);
  for (const name of PARAMETER_NAMES) state.parameters[name].set(stored.start[name]);
  const resume = {
    ...await train(stored.text, { ...stored.settings, iterations: 0, engine: "reference" }),
    ...state,
  };
  const { curve } = await train(stored.text, {
    resume,
    iterations: stored.losses.length,
    recordEvery: 3,
    engine: "reference",
  });
  const wanted = stored.smoothedLosses.filter((_, k) => (k + 1) % 3 === 0);
  assertEquals(curve.iteration, [0, ...wanted.map((_, k) => 3 * (k + 1))]);
  assertEquals(curve.smoothedLossNats.length, curve.iteration.length);
  curve.smoothedLossNats.slice(1).forEach((loss, k) => assertAlmostEquals(loss, wanted[k], 1e-10));
});

Deno.test("nextWindow() sweeps in steps of T and restarts where the report's rule says", () => {
  let state = { position: 0, iterations: 0 };
  const positions = stored.positions.map(() => {
    const { position, restarts } = nextWindow(state, 5, stored.text.length);
    assertEquals(restarts, position === 0);
    state = { position: position + 5, iterations: state.iterations + 1 };
    return position;
  });
  assertEquals(positions, stored.positions);
  assert(positions.filter((position) => position === 0).length >= 3, "the text is swept often");
});

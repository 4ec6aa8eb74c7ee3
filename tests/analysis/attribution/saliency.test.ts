/** Saliency: what it costs, and that following a trace to its end is what reading on all through gives. */
import { saliency, type SaliencyOptions } from "@lab/analysis";
import { chooseEngine, type Engine } from "@lab/engines";
import { type CharacterModel, nextHidden, outputLogits } from "@lab/model";
import { addMatVec, softmax } from "@lab/numerics";
import { saliencyChart } from "@lab/findings";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

/** A network whose units forget (0.2) or whose differences grow (1: the weights are normal numbers). */
function modelWith(strength: number): CharacterModel {
  const model = randomModel(12);
  model.parameters.Whh.forEach((w, k, Whh) => Whh[k] = strength * w);
  return model;
}

/** An engine that counts the steps its networks make. */
function countingEngine(): { engine: Engine; steps: () => number } {
  const packed = chooseEngine("packed");
  let steps = 0;
  const engine: Engine = {
    ...packed,
    network: (parameters) => {
      const network = packed.network(parameters);
      const step = network.step.bind(network);
      network.step = (index: number) => (steps++, step(index));
      return network;
    },
  };
  return { engine, steps: () => steps };
}

function measure(
  model: CharacterModel,
  length: number,
  options: Partial<SaliencyOptions> = {},
): { steps: number; characters: ReturnType<typeof saliency>["characters"] } {
  const { engine, steps } = countingEngine();
  const prefix = randomText(model, length, 3);
  const { characters } = saliency(model, prefix, { targets: " \n", engine, ...options });
  return { steps: steps(), characters };
}

/** The occlusion of one character by reading the whole rest. */
function byReadingOn(model: CharacterModel, prefix: string, position: number): number {
  const { parameters, vocabulary } = model;
  const rows = [" ", "\n"].map((character) => vocabulary.indexOf(character));
  const bits = (without: number): number => {
    let h: Float64Array = new Float64Array(11);
    vocabulary.encode(prefix).forEach((index, t) => {
      h = t === without
        ? addMatVec(parameters.Whh, h, parameters.bh.slice()).map(Math.tanh)
        : nextHidden(parameters, h, index);
    });
    const probs = softmax(outputLogits(parameters, h));
    return Math.log2(rows.reduce((sum, k) => sum + probs[k], 0));
  };
  return bits(-1) - bits(position);
}

Deno.test("saliency() takes steps in proportion to the length where the network forgets, and loses nothing", () => {
  const model = modelWith(0.2);
  const [short, long] = [200, 800].map((length) => measure(model, length));
  assert(long.steps < 4.4 * short.steps, `${long.steps} steps for 800, ${short.steps} for 200`);
  assert(short.steps < 200 * 199 / 2 / 2, `${short.steps} steps are not far below T²/2`);
  const prefix = randomText(model, 200, 3);
  for (const { position, occlusion, exact } of short.characters) {
    assert(exact);
    assertAlmostEquals(occlusion, byReadingOn(model, prefix, position), 1e-10);
  }
});

Deno.test("saliency() follows a trace that lives on no further than the horizon, and says so", () => {
  const model = modelWith(1);
  const { steps, characters } = measure(model, 300, { horizon: 20 });
  assert(steps <= 300 + 300 * 20);
  const prefix = randomText(model, 300, 3);
  assertEquals(characters.slice(-21).every(({ exact }) => exact), true);
  assertEquals(characters.slice(0, 270).some(({ exact }) => !exact), true);
  for (const { position, occlusion, exact } of characters.slice(-21)) {
    if (exact) assertAlmostEquals(occlusion, byReadingOn(model, prefix, position), 1e-9);
  }
});

Deno.test("saliency() estimates what is left at the horizon by the gradient there", () => {
  const model = modelWith(0.3);
  const prefix = randomText(model, 40, 5);
  const options = { targets: " \n", horizon: 6 };
  const characters = saliency(model, prefix, options).characters.filter(({ exact }) => !exact);
  assert(characters.length > 10);
  for (const { position, occlusion } of characters) {
    const truly = byReadingOn(model, prefix, position);
    assertAlmostEquals(occlusion, truly, 0.1 * Math.abs(truly) + 1e-6);
  }
  const largest = Math.max(...characters.map(({ occlusion }) => Math.abs(occlusion)));
  assert(largest > 1e-4, `there is something to estimate: ${largest}`);
  const figure = saliencyChart(saliency(model, prefix, options));
  assert(figure.caption!.includes(`The effects of ${characters.length} characters live on`));
  assert(!saliencyChart(saliency(model, prefix, { targets: " \n" })).caption!.includes("live on"));
});

Deno.test("saliency() refuses a horizon that is none", () => {
  const model = modelWith(1);
  assertThrows(() => saliency(model, "ab", { targets: "a", horizon: 0 }), RangeError, "'horizon'");
});

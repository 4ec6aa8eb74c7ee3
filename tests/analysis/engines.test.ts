/** Every analysis that reads a text, on every engine. */
import {
  activationMasks,
  collectBehaviour,
  compareBeginnings,
  contextInformation,
  gradientFlow,
  observe,
  patchByDepth,
  patchScan,
  recordActivations,
  saliency,
  Step,
  sweepThresholds,
  UnitStatistics,
  unitStatistics,
  walk,
} from "@lab/analysis";
import type { EngineChoice } from "@lab/engines";
import { nextHidden } from "@lab/model";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomModel, randomText } from "./models.ts";

const model = randomModel(5);
// So small that the network forgets: else float32 and float64 would part within a few hundred characters.
model.parameters.Whh.forEach((w, k, Whh) => Whh[k] = 0.3 * w);
const text = randomText(model, 300, 2);
const [after, target] = model.vocabulary.characters;

/** What each analysis finds on an engine; on the default one when left out. */
function findings(engine?: EngineChoice): Record<string, unknown> {
  const prefix = text.slice(0, 40);
  const { model: _, ...behaviour } = collectBehaviour(model, text, {
    after,
    targets: target,
    pool: 9,
    engine,
  });
  const record = ["h", "recurrent", "preActivation", "logits", "probs"] as const;
  const { vocabulary: __, ...recorded } = recordActivations(model, text, { record, engine });
  const statistics = new UnitStatistics(model);
  observe(model, text, [statistics], { engine });
  return {
    behaviour,
    recorded,
    observed: statistics.result(),
    statistics: unitStatistics(model, text, { threshold: 0.3, engine }),
    information: contextInformation(model, text, { targets: target, engine }),
    gradients: gradientFlow(model, text, { maxLag: 9, samples: 7, engine }),
    beginnings: compareBeginnings(model, prefix, text.slice(40, 80), { engine }),
    patched: patchByDepth(model, {
      from: text.slice(50, 90),
      into: prefix,
      targets: target,
      engine,
    }),
    scanned: patchScan(
      model,
      [50, 90].map((k) => ({ clean: prefix, corrupted: text.slice(k, k + 40) })),
      {
        targets: target,
        maxDepth: 5,
        engine,
      },
    ),
    masks: activationMasks(model, prefix, { threshold: 0.2, engine }),
    salient: saliency(model, prefix, { targets: target, engine }),
    sizes: sweepThresholds(model, prefix, [0.1, 0.5], { engine }),
  };
}

/** All numbers of a result, in their order. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
}

Deno.test("Analyses have the reference's bits on the packed engine, which is the default, and are close on the fast", () => {
  const wanted = findings("reference");
  assertEquals(findings("packed"), wanted);
  assertEquals(findings(), wanted);
  const fast = findings("fast");
  for (const [name, result] of Object.entries(wanted)) {
    const got = numbersOf(fast[name]);
    numbersOf(result).forEach((number, i) =>
      assert(
        Math.abs(got[i] - number) <= 1e-4 * Math.max(1, Math.abs(number)),
        `${name}: ${got[i]}`,
      )
    );
  }
});

Deno.test("Step goes on from what is written into its state", () => {
  const { parameters, vocabulary } = model;
  for (const engine of ["reference", "packed", "fast"] as const) {
    const step = new Step(parameters, { engine });
    let h: Float64Array = new Float64Array(parameters.hiddenSize);
    for (const character of text.slice(0, 60)) {
      const index = vocabulary.indexOf(character);
      h = nextHidden(parameters, h, index);
      step.advance(character, index);
      step.h.forEach((hi, i) => assertAlmostEquals(hi, h[i], 1e-5));
      step.h[3] = h[3] = -0.5;
    }
  }
});

Deno.test("walk() reads on from the state it is given, on every engine", () => {
  const h = new Float64Array(model.parameters.hiddenSize).fill(0.5);
  for (const engine of ["reference", "packed", "fast"] as const) {
    const { value: step } = walk(model, text, { h, engine }).next();
    const wanted = nextHidden(model.parameters, h, model.vocabulary.indexOf(text[0]));
    step!.h.forEach((hi, i) => assertAlmostEquals(hi, wanted[i], 1e-6));
  }
});

import {
  attributeLogits,
  attributePreActivation,
  collectBehaviour,
  type MeanStep,
  pathTable,
  walk,
} from "@lab/analysis";
import { outputLogits } from "@lab/model";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../../property.ts";
import { randomModel, randomText } from "../models.ts";

const seeds = fc.integer({ min: 1, max: 1_000_000 });

/** The last step over a random text, its arrays copied. */
function lastStep(seed: number): {
  model: ReturnType<typeof randomModel>;
  h: Float64Array;
  hPrev: Float64Array;
  character: string;
  preActivation: Float64Array;
} {
  const model = randomModel(seed);
  let last;
  for (const step of walk(model, randomText(model, 13, seed))) last = step;
  const { h, hPrev, character, preActivation } = last!;
  return { model, h, hPrev, character, preActivation };
}

/** The mean step of a random text. */
const meanStep = (model: ReturnType<typeof randomModel>, seed: number): MeanStep =>
  collectBehaviour(model, randomText(model, 29, seed), { after: [0], targets: "a" });

Deno.test("attributeLogits() gives parts that add up to the logits' difference", () => {
  fc.assert(fc.property(seeds, (seed) => {
    const { model, h, hPrev } = lastStep(seed);
    const y = outputLogits(model.parameters, h);
    const at = (character: string): number => y[model.vocabulary.indexOf(character)];
    const parts = attributeLogits(model, h, { of: " \n", minus: "ab", reference: hPrev });
    const sum = parts.units.reduce((sum, unit) => sum + unit.contribution, 0);
    assertAlmostEquals(parts.total, at(" ") + at("\n") - at("a") - at("b"), 1e-10);
    assertAlmostEquals(parts.bias + parts.reference + sum, parts.total, 1e-10);
  }));
});

Deno.test("attributePreActivation() gives parts that add up to the recorded pre-activation", () => {
  fc.assert(fc.property(seeds, (seed) => {
    const { model, h, hPrev, character, preActivation } = lastStep(seed);
    for (let unit = 0; unit < model.parameters.hiddenSize; unit++) {
      const parts = attributePreActivation(model, hPrev, character, unit);
      assertAlmostEquals(parts.total, preActivation[unit], 1e-10);
      assertAlmostEquals(parts.h, h[unit], 1e-10);
    }
  }));
});

Deno.test("pathTable() gives paths that add up to the logit, by unit and in all", () => {
  fc.assert(fc.property(seeds, (seed) => {
    const { model, h, hPrev, character } = lastStep(seed);
    const H = model.parameters.hiddenSize;
    const reference = meanStep(model, seed);
    const { paths, total, ...table } = pathTable(model, hPrev, {
      ...{ input: character, output: ":", reference },
    });
    const { units, ...parts } = attributeLogits(model, h, { of: ":", reference: reference.mean });
    assertEquals(paths.length, H * (H + 2));
    assertAlmostEquals(table.reference, parts.bias + parts.reference, 1e-10);
    const sum = paths.reduce((sum, path) => sum + path.contribution, table.reference);
    assertAlmostEquals(sum, total, 1e-10);
    for (const source of ["input", "recurrent", "bend"] as const) {
      const own = paths.filter((path) => path.source === source);
      assertAlmostEquals(
        own.reduce((s, p) => s + p.contribution, 0),
        table.bySource[source],
        1e-10,
      );
    }
    assertAlmostEquals(
      total,
      outputLogits(model.parameters, h)[model.vocabulary.indexOf(":")],
      1e-10,
    );
    for (const { unit, contribution } of units) {
      const ofUnit = paths.filter((path) => path.unit === unit);
      assertAlmostEquals(ofUnit.reduce((s, path) => s + path.contribution, 0), contribution, 1e-10);
    }
  }));
});

Deno.test("pathTable() takes the slope of tanh itself where a unit stands at its mean, and none at ±1", () => {
  const model = randomModel(1, 1, "ab");
  const { Wxh, Whh, bh, Why } = model.parameters;
  [Wxh[0], Whh[0], bh[0], Why[0]] = [2, -4, 0, 3];
  const at = (mean: number): ReturnType<typeof pathTable> =>
    pathTable(model, Float64Array.of(0.5), {
      ...{ input: "a", output: "a" },
      reference: { ...{ mean: [mean], meanPrev: [0], frequencies: [0, 0] } } as unknown as MeanStep,
    });
  assertEquals(at(0).bySource, { input: 6, recurrent: -6, bend: 0 });
  assertEquals(at(1).bySource, { input: 0, recurrent: 0, bend: -3 });
});

Deno.test("pathTable() names coordinates at which the weights are found", () => {
  const { model, hPrev } = lastStep(5);
  const { parameters } = model;
  const shapes = { Wxh: 7, Whh: 11, Why: 11, bh: 1, by: 1 };
  for (
    const path of pathTable(model, hPrev, {
      ...{ input: "a", output: "\n", reference: meanStep(model, 5) },
    }).paths
  ) {
    for (
      const [coordinates, value] of [
        [path.lowerWeight, path.lowerValue],
        [path.upperWeight, path.upperValue],
      ] as const
    ) {
      if (coordinates === undefined) continue;
      const [, name, i, j = "0"] = coordinates.match(/^(\w+)\[(\d+)(?:, (\d+))?\]$/)!;
      const key = name as keyof typeof shapes;
      assertEquals(parameters[key][Number(i) * shapes[key] + Number(j)], value);
    }
  }
});

Deno.test("attributeLogits() and pathTable() refuse wrong units, states and characters", () => {
  const { model, h } = lastStep(1);
  const reference = new Float64Array(11);
  const attribute = (h: Float64Array, of: string): unknown =>
    attributeLogits(model, h, { of, reference });
  assertThrows(() => attribute(h, ""), RangeError, "at least one character");
  assertThrows(() => attribute(h, "é"), RangeError, '"é" (U+00E9)');
  assertThrows(() => attribute(new Float64Array(3), "a"), TypeError, "[11]");
  assertThrows(
    () => attributeLogits(model, h, { of: "a", reference: new Float64Array(3) }),
    TypeError,
    "'reference' must hold [11]",
  );
  assertThrows(() => attributePreActivation(model, h, "a", 11), RangeError, "from 0 to 10");
  assertThrows(() => attributePreActivation(model, h, "a", 1.5), RangeError, "is 1.5");
  const options = { input: "a", output: "z", reference: meanStep(model, 1) };
  assertThrows(() => pathTable(model, h, options), RangeError, "'output' must hold characters");
});

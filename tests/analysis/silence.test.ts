/** Units held at a value while a text is read, on random networks. */
import { observe, type Observer, walk } from "@lab/analysis";
import { nextHidden } from "@lab/model";
import { softmax } from "@lab/numerics";
import { assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "./models.ts";

const model = randomModel(4);
const H = model.parameters.hiddenSize;
const text = randomText(model, 23, 6);
const silence = { units: [7, 2], values: Float64Array.from({ length: H }, (_, i) => i / H) };

Deno.test("walk() goes on from the values that silenced units are held at", () => {
  let h: Float64Array = new Float64Array(H).fill(0.5);
  for (const step of walk(model, text, { silence, h })) {
    assertEquals(step.hPrev, h);
    h = nextHidden(model.parameters, h, step.index);
    for (const unit of silence.units) h[unit] = silence.values[unit];
    assertEquals(step.h, h);
    const logits = Float64Array.from(model.parameters.by);
    logits.forEach((_, k) => {
      for (let i = 0; i < H; i++) logits[k] += model.parameters.Why[k * H + i] * h[i];
    });
    assertEquals(
      step.probs.map((p) => Math.round(1e12 * p)),
      softmax(logits).map((p) => Math.round(1e12 * p)),
    );
  }
});

Deno.test("observe() shows silenced units at their values, and without 'silence' as they are", () => {
  const seen: number[][] = [];
  const observer: Observer = { observe: ({ h }) => seen.push([h[2], h[7]]) };
  assertEquals(observe(model, text, [observer], { silence }), 23);
  assertEquals(seen, Array(23).fill([2 / H, 7 / H]));
  seen.length = 0;
  observe(model, text, [observer]);
  assertEquals(new Set(seen.map(([two]) => two)).size, 23);
});

Deno.test("walk() refuses to silence units that are not there, and values of another length", () => {
  const read = (
    units: number[],
    values = silence.values,
  ): unknown => [...walk(model, text, { silence: { units, values } })];
  assertThrows(() => read([H]), RangeError, "Cannot silence units as 'units' must be integers");
  assertThrows(() => read([2, 2]), RangeError, "2 is repeated");
  assertThrows(() => read([2], new Float64Array(H - 1)), TypeError, "'silence.values' must hold");
});

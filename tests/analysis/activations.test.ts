import { activationRow, recordActivations, walk } from "@lab/analysis";
import { forward } from "@lab/model";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "./models.ts";

Deno.test("recordActivations() records what forward() computes, at every step", () => {
  const model = randomModel(1);
  const text = randomText(model, 37, 1);
  const h = new Float64Array(11).fill(0.25);
  const pass = forward(model.parameters, model.vocabulary.encode(text), h);
  const { values, characters } = recordActivations(model, text, {
    h,
    record: ["h", "logits", "probs"],
  });
  assertEquals(characters.join(""), text);
  assertEquals(values.h, pass.hs);
  assertEquals(values.logits, pass.logits);
  assertEquals(values.probs, pass.probs);
});

Deno.test("recordActivations() splits the pre-activation into input, recurrent and bias part", () => {
  const model = randomModel(2);
  const text = randomText(model, 23, 1);
  const recorded = recordActivations(model, text, {
    record: ["h", "hPrev", "input", "recurrent", "preActivation"],
  });
  for (let row = 0; row < 23; row++) {
    const [h, input, recurrent, z] = (["h", "input", "recurrent", "preActivation"] as const)
      .map((quantity) => activationRow(recorded, quantity, row));
    for (let i = 0; i < 11; i++) {
      assertAlmostEquals(input[i] + recurrent[i] + recorded.bias[i], z[i], 1e-12);
      assertAlmostEquals(Math.tanh(z[i]), h[i], 1e-12);
    }
    if (row > 0) {
      assertEquals(
        activationRow(recorded, "hPrev", row),
        activationRow(recorded, "h", row - 1),
      );
    }
  }
});

Deno.test("recordActivations() keeps only the steps asked for, by character or by function", () => {
  const model = randomModel(1);
  const text = randomText(model, 200, 3);
  const all = recordActivations(model, text);
  const colons = recordActivations(model, text, { at: ":" });
  assertEquals(colons.positions.length, text.split(":").length - 1);
  for (const [row, position] of colons.positions.entries()) {
    assertEquals(text[position], ":");
    assertEquals(activationRow(colons, "h", row), activationRow(all, "h", position));
  }
  const late = recordActivations(model, text, { at: (position) => position >= 150 });
  assertEquals(late.positions[0], 150);
  assertEquals(late.positions.length, 50);
});

Deno.test("recordActivations() halves the memory in float32 and rounds to nearest", () => {
  const model = randomModel(1);
  const text = randomText(model, 20, 3);
  const exact = recordActivations(model, text).values.h!;
  const single = recordActivations(model, text, { storage: "float32" }).values.h!;
  assertEquals(single.byteLength, exact.byteLength / 2);
  assertEquals(single, Float32Array.from(exact));
});

Deno.test("walk() streams: it takes any iterable and asks for no character too many", () => {
  const model = randomModel(1);
  let asked = 0;
  function* endless(): Generator<string> {
    while (true) {
      asked++;
      yield "ab:"[asked % 3];
    }
  }
  for (const step of walk(model, endless())) if (step.position === 9_999) break;
  assertEquals(asked, 10_000);
});

Deno.test("walk() gives each step's logits and probabilities, asked for in any order", () => {
  const model = randomModel(4);
  const text = randomText(model, 9, 1);
  const pass = forward(model.parameters, model.vocabulary.encode(text), new Float64Array(11));
  for (const step of walk(model, text)) {
    if (step.position % 2 === 0) assertEquals(step.logits.length, 7);
    assertEquals(step.probs, pass.probs.subarray(step.position * 7, (step.position + 1) * 7));
    assertEquals(step.logits, pass.logits.subarray(step.position * 7, (step.position + 1) * 7));
  }
});

Deno.test("recordActivations() and walk() refuse unknown characters, names, rows and states", () => {
  const model = randomModel(1);
  const name = "hidden" as unknown as "h";
  assertThrows(() => recordActivations(model, "abé"), RangeError, 'character 2 is "é" (U+00E9)');
  assertThrows(() => recordActivations(model, "a", { at: "z" }), RangeError, "'at' must hold");
  assertThrows(() => recordActivations(model, "a", { record: [name] }), RangeError, '"hidden"');
  assertThrows(() => recordActivations(model, "a", { h: new Float64Array(3) }), TypeError, "[11]");
  const recorded = recordActivations(model, "ab");
  assertThrows(() => activationRow(recorded, "h", 2), RangeError, "from 0 to 1");
  assertThrows(() => activationRow(recorded, "probs", 0), RangeError, "was recorded (h)");
});

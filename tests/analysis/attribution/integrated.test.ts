/** Integrated gradients: they add up, agree with a plain sum over the path, and with direct attribution. */
import {
  attributeLogits,
  collectBehaviour,
  integrateInputs,
  integrateState,
  type MeanStep,
} from "@lab/analysis";
import { type CharacterModel, outputLogits } from "@lab/model";
import { addMatVec, logSumExp } from "@lab/numerics";
import { encode } from "@lab/sampling";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const OF = ["log-probability", "logit"] as const;
const H = 11;

function setting(seed: number): { model: CharacterModel; reference: MeanStep; prefix: string } {
  const model = randomModel(seed);
  const reference = collectBehaviour(model, randomText(model, 200, seed), {
    ...{ after: [0], targets: "a" },
  });
  return { model, reference, prefix: randomText(model, 9, seed + 1) };
}

/** F of a state, of its own. */
function predict(model: CharacterModel, h: Float64Array, of: typeof OF[number]): number {
  const y = outputLogits(model.parameters, h);
  const [space, line] = [" ", "\n"].map((character) => y[model.vocabulary.indexOf(character)]);
  return of === "logit" ? (space + line) / 2 : logSumExp([space, line]) - logSumExp(y);
}

/** F after inputs between the mean input and the characters, each at its own α. */
function predictMixed(
  { model, reference, prefix }: ReturnType<typeof setting>,
  alphas: readonly number[],
  of: typeof OF[number],
): number {
  const { parameters, vocabulary } = model;
  const { Wxh, Whh, bh, vocabularySize: V } = parameters;
  let h = new Float64Array(H);
  vocabulary.encode(prefix).forEach((index, t) => {
    const x = reference.frequencies.map((f, k) => f + alphas[t] * (Number(k === index) - f));
    assertEquals(x.length, V);
    h = addMatVec(Wxh, x, addMatVec(Whh, h, bh.slice())).map(Math.tanh) as Float64Array<
      ArrayBuffer
    >;
  });
  return predict(model, h, of);
}

Deno.test("integrateState() gives terms that add up, and are the path's own", () => {
  for (const seed of [1, 2, 3]) {
    const { model, reference, prefix } = setting(seed);
    const h = encode(model.parameters, model.vocabulary.encode(prefix));
    for (const of of OF) {
      const found = integrateState(model, h, { targets: " \n", of, reference });
      assertAlmostEquals(found.total, predict(model, h, of), 1e-12);
      assertAlmostEquals(found.reference, predict(model, reference.mean, of), 1e-12);
      assert(
        found.gap <= 1e-6 * Math.max(1, Math.abs(found.total - found.reference)),
        `${found.gap}`,
      );
      const sum = found.terms.reduce((a, b) => a + b);
      assertAlmostEquals(Math.abs(found.total - found.reference - sum), found.gap, 1e-13);
      // the midpoint rule with central differences
      const points = 400;
      for (const unit of [0, 7]) {
        let integral = 0;
        for (let k = 0; k < points; k++) {
          const at = (shift: number): number =>
            predict(
              model,
              h.map((value, i) =>
                reference.mean[i] + (k + 0.5) / points * (value - reference.mean[i]) +
                (i === unit ? shift : 0)
              ),
              of,
            );
          integral += (at(1e-5) - at(-1e-5)) / 2e-5 / points;
        }
        assertAlmostEquals(found.terms[unit], integral * (h[unit] - reference.mean[unit]), 1e-4);
      }
    }
  }
});

Deno.test("integrateState() of a logit is direct attribution", () => {
  const { model, reference, prefix } = setting(4);
  const h = encode(model.parameters, model.vocabulary.encode(prefix));
  const { terms, points } = integrateState(model, h, { targets: " \n", of: "logit", reference });
  const { units } = attributeLogits(model, h, { of: " \n", reference: reference.mean });
  terms.forEach((term, i) => assertAlmostEquals(term, units[i].contribution / 2, 1e-12));
  assertEquals(points, 20);
});

Deno.test("integrateInputs() gives terms that add up, and are the path's own", () => {
  for (const seed of [5, 6]) {
    const all = setting(seed);
    const { model, reference, prefix } = all;
    for (const of of OF) {
      const found = integrateInputs(model, prefix, { targets: " \n", of, reference });
      const ones = [...prefix].map(() => 1);
      assertAlmostEquals(found.total, predictMixed(all, ones, of), 1e-12);
      assertAlmostEquals(found.reference, predictMixed(all, ones.map(() => 0), of), 1e-12);
      assertAlmostEquals(found.reference + found.terms.reduce((a, b) => a + b), found.total, 1e-5);
      const points = 2000;
      const alphas = (k: number, t: number, shift: number): number[] =>
        ones.map((_, u) => (k + 0.5) / points + (u === t ? shift : 0));
      for (const t of [3, 8]) {
        let integral = 0;
        for (let k = 0; k < points; k++) {
          integral += (predictMixed(all, alphas(k, t, 1e-5), of) -
            predictMixed(all, alphas(k, t, -1e-5), of)) / 2e-5 / points;
        }
        assertAlmostEquals(found.terms[t], integral, 1e-3);
      }
    }
  }
});

Deno.test("integrateInputs() halves the pieces of the path where they do not add up", () => {
  const { model, reference, prefix } = setting(7);
  for (let k = 0; k < H * H; k++) model.parameters.Whh[k] *= 1.3;
  const { points, gap } = integrateInputs(model, prefix, { targets: " \n", reference });
  assert(points > 40, `${points} points`);
  assert(gap < 1e-4, `${gap}`);
});

Deno.test("integrateInputs() says where the path is too rough for the terms to add up", () => {
  const rough = setting(7);
  for (let k = 0; k < H * H; k++) rough.model.parameters.Whh[k] *= 4;
  const verdicts = [setting(7), rough].map(({ model, reference, prefix }) => {
    const { gap, verdict, total, reference: at } = integrateInputs(model, prefix, {
      ...{ targets: " \n", reference },
    });
    assertEquals(gap < 1e-3 * Math.max(1, Math.abs(total - at)), verdict === "adds up");
    return verdict;
  });
  assertEquals(verdicts, ["adds up", "does not add up"]);
});

Deno.test("integrateState() and integrateInputs() refuse what they can't take apart", () => {
  const { model, reference } = setting(1);
  const h = new Float64Array(H);
  const options = { targets: " ", reference };
  assertThrows(() => integrateState(model, h.slice(1), options), TypeError, "[11]");
  assertThrows(
    () => integrateState(model, h, { ...options, targets: "" }),
    RangeError,
    "'targets'",
  );
  const of = "probability" as "logit";
  assertThrows(
    () => integrateState(model, h, { ...options, of }),
    RangeError,
    "Cannot integrate gradients as 'of' must be log-probability or logit: current value is probability",
  );
  assertThrows(() => integrateInputs(model, "", options), RangeError, "'prefix'");
  const wrong = { ...reference, mean: h.slice(1) };
  assertThrows(() => integrateState(model, h, { ...options, reference: wrong }), TypeError, "[11]");
});

/** Behaviours are an argument: different questions run through the very same functions. */
import {
  ablate,
  type Behaviour,
  BehaviourRecorder,
  circuitOf,
  collectBehaviour,
  cutInputs,
  inputOf,
  leadWeights,
  measureOf,
  observe,
  placesIn,
  rankUnits,
  selectOccurrences,
  walk,
} from "@lab/analysis";
import { nextHidden, outputLogits } from "@lab/model";
import { softmax } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const model = randomModel(9);
const text = randomText(model, 400, 9);
const characters = [...text];

/** After a colon, a space or line break; closing a line, b rather than d. */
const QUESTIONS: Record<string, Behaviour> = {
  colon: collectBehaviour(model, text, { after: ":", targets: " \n" }),
  line: collectBehaviour(model, text, {
    after: (text, t) => text[t + 1] === "\n",
    targets: "b",
    against: "de",
    label: "closing a line",
  }),
};

Deno.test("collectBehaviour() takes a predicate that looks ahead, several characters, and time steps", () => {
  const { line } = QUESTIONS;
  const expected = [...characters.keys()].filter((t) => characters[t + 1] === "\n");
  assertEquals([...line.positions], expected);
  assertEquals([...line.indices], expected.map((t) => model.vocabulary.indexOf(characters[t])));
  const [first] = expected.slice(1);
  const pair = characters.slice(first - 1, first + 1).join("");
  const after = collectBehaviour(model, text, { after: pair, targets: "b" });
  assertEquals([...after.positions], placesIn(text, pair));
  assert(after.positions.includes(first));
  for (const t of after.positions) assertEquals(text.slice(t - 1, t + 1), pair);
  const given = collectBehaviour(model, text, { after: expected, targets: "b" });
  assertEquals([...given.positions], expected);
  assertEquals(given.hs, line.hs);
  assertEquals([line.label, given.label], ["closing a line", "at the places asked for"]);
});

Deno.test("placesIn() puts time steps in order, each once, and refuses those beyond the text", () => {
  assertEquals(placesIn("abcd", [3, 1, 3]), [1, 3]);
  const beyond = "'after' must hold time steps of the text's 2, from 0: current value has ";
  for (const step of [2, -1, 0.5]) {
    assertThrows(() => placesIn("ab", [step]), RangeError, `${beyond}${step}`);
  }
  assertThrows(
    () => collectBehaviour(model, "a:", { after: "z", targets: "b" }),
    RangeError,
    "'after' must hold characters of the vocabulary's 7",
  );
});

Deno.test("cutInputs() keeps the interval of a probability within 0 … 1, that of a lead as it is", () => {
  const certain = randomModel(9);
  certain.parameters.by[certain.vocabulary.indexOf("b")] = 12;
  const [chance, lead] = [undefined, "d"].map((against) =>
    cutInputs(collectBehaviour(certain, text, { after: "a", targets: "b", against }))
  );
  assert(Math.max(...chance.map(({ interval }) => interval[1])) <= 1);
  assert(chance[0].value > 0.9 && lead[0].interval[0] > 1);
});

Deno.test("BehaviourRecorder counts characters, not code units, as the walk does", () => {
  const model = randomModel(2, 5, "a😀:b");
  const behaviour = collectBehaviour(model, "a😀:b😀:", { after: "😀:", targets: "b" });
  assertEquals([...behaviour.positions], [2, 5]);
  const recorder = new BehaviourRecorder(model, { after: [2], targets: "b" });
  observe(model, "a😀:b", [recorder]);
  assertEquals(recorder.result().hs, behaviour.hs.slice(0, 5));
});

Deno.test("collectBehaviour() keeps the means that all that is relative to the mean needs", () => {
  const { colon } = QUESTIONS;
  const [mean, meanPrev] = [new Float64Array(11), new Float64Array(11)];
  for (const { h, hPrev } of walk(model, text)) {
    h.forEach((value, i) => mean[i] += value / 400);
    hPrev.forEach((value, i) => meanPrev[i] += value / 400);
  }
  for (let i = 0; i < 11; i++) {
    assertAlmostEquals(colon.mean[i], mean[i], 1e-12);
    assertAlmostEquals(colon.meanPrev[i], meanPrev[i], 1e-12);
  }
});

Deno.test("measureOf() is P(targets), and against others the difference of mean logits", () => {
  for (const behaviour of Object.values(QUESTIONS)) {
    const y = outputLogits(model.parameters, behaviour.hs.subarray(0, 11));
    const at = (c: string): number => y[model.vocabulary.indexOf(c)];
    const p = softmax(y);
    const expected = behaviour.against.length === 0
      ? p[model.vocabulary.indexOf(" ")] + p[model.vocabulary.indexOf("\n")]
      : at("b") - (at("d") + at("e")) / 2;
    assertAlmostEquals(measureOf(behaviour)(p.map(Math.log)), expected, 1e-12);
    assertAlmostEquals(leadWeights(behaviour).reduce((a, b) => a + b), 0, 1e-15);
  }
});

for (const [name, behaviour] of Object.entries(QUESTIONS)) {
  const H = 11;
  const n = behaviour.positions.length;
  const measure = measureOf(behaviour);
  const of = (h: Float64Array): number =>
    measure(softmax(outputLogits(model.parameters, h)).map(Math.log));
  const state = (t: number): Float64Array => behaviour.hs.slice(t * H, (t + 1) * H);
  const mean = (f: (t: number) => number): number =>
    Array.from({ length: n }, (_, t) => f(t)).reduce((a, b) => a + b) / n;

  Deno.test(`ablate() measures what was asked (${name})`, () => {
    const { full, changed, range } = ablate(behaviour, { units: [1, 4] });
    const without = (t: number): number => {
      const h = state(t);
      for (const unit of [1, 4]) h[unit] = behaviour.mean[unit];
      return of(h);
    };
    assertAlmostEquals(full, mean((t) => of(state(t))), 1e-12);
    assertAlmostEquals(changed, mean(without), 1e-12);
    const values = [...behaviour.positions.keys()].map(without);
    assertAlmostEquals(range[0], Math.min(...values), 1e-12);
    assertAlmostEquals(range[1], Math.max(...values), 1e-12);
  });

  Deno.test(`cutInputs() cuts each occurrence's own character (${name})`, () => {
    const cuts = cutInputs(behaviour, { occurrences: n });
    assertAlmostEquals(cuts[0].value, mean((t) => of(state(t))), 1e-12);
    const { Wxh, bh } = model.parameters;
    const ownInput = (t: number): Float64Array =>
      Float64Array.from(
        { length: H },
        (_, i) => Math.tanh(Wxh[i * 7 + behaviour.indices[t]] + bh[i]),
      );
    const zero = cuts.find(({ cut, by }) => cut === "Whh" && by === "zero")!;
    assertAlmostEquals(zero.value, mean((t) => of(ownInput(t))), 1e-12);
    const withState = (t: number, r: number): Float64Array =>
      nextHidden(
        model.parameters,
        behaviour.pool.hs.slice(r * H, (r + 1) * H),
        behaviour.indices[t],
      );
    const resampled = cuts.find(({ cut, by }) => cut === "Whh" && by === "resample")!;
    const m = behaviour.pool.positions.length;
    const table = Array.from(
      { length: n },
      (_, t) => Array.from({ length: m }, (_, r) => of(withState(t, r))),
    );
    const total = table.flat().reduce((a, b) => a + b) / n / m;
    assertAlmostEquals(resampled.value, total, 1e-10);
    // the standard error: the scatter of the means of rows and of columns
    const rows = table.map((row) => row.reduce((a, b) => a + b) / m);
    const columns = table[0].map((_, r) => table.reduce((sum, row) => sum + row[r], 0) / n);
    const squared = (means: number[]): number =>
      means.reduce((sum, value) => sum + (value - total) ** 2, 0) / (means.length - 1) /
      means.length;
    assertAlmostEquals(resampled.error, Math.sqrt(squared(rows) + squared(columns)), 1e-10);
    const [low, high] = [-1, 1].map((side) =>
      resampled.value + side * 1.959963984540054 * resampled.error
    );
    const limited = name === "colon" ? [Math.max(0, low), Math.min(1, high)] : [low, high];
    resampled.interval.forEach((end, k) => assertAlmostEquals(end, limited[k], 1e-12));
  });

  Deno.test(`rankUnits() gives contributions that add up to the lead over the mean state (${name})`, () => {
    const weights = leadWeights(behaviour);
    const lead = (h: Float64Array): number =>
      outputLogits(model.parameters, h).reduce((sum, y, k) => sum + weights[k] * y, 0);
    const sum = rankUnits(behaviour).reduce((sum, { contribution }) => sum + contribution, 0);
    assertAlmostEquals(sum, mean((t) => lead(state(t))) - lead(behaviour.mean), 1e-10);
  });

  Deno.test(`circuitOf() draws the characters that were read, and all that is compared (${name})`, () => {
    const drawn = circuitOf(behaviour, [3]);
    const { Wxh } = model.parameters;
    const input = mean((t) => Wxh[3 * 7 + behaviour.indices[t]]);
    assertAlmostEquals(drawn.units[0].input, input, 1e-12);
    assertEquals(drawn.outputs, name === "colon" ? [" ", "\n"] : ["b", "d", "e"]);
    assertEquals(drawn.edges.length, 1 + drawn.outputs.length);
    assertEquals(drawn.input, name === "colon" ? ":" : undefined);
    const carried = (unit: number): number =>
      circuitOf(behaviour, [unit]).edges.slice(1).reduce((sum, e) => sum + Math.abs(e.carries), 0);
    const all = [...Array(H).keys()].reduce((sum, unit) => sum + carried(unit), 0);
    assertEquals([drawn.leftOut.units, drawn.leftOut.edges], [10, 10 * drawn.outputs.length]);
    assertAlmostEquals(drawn.leftOut.share, 1 - carried(3) / all, 1e-12);
    const every = circuitOf(behaviour, [...Array(H).keys()]).leftOut;
    assertEquals(every, { units: 0, edges: 0, share: 0 });
    assertEquals(drawn.edges[0].coordinates, name === "colon" ? "Wxh[3, 2]" : "Wxh[3, :]");
  });
}

Deno.test("inputOf() knows the one character that was read, and selectOccurrences() keeps whose it is", () => {
  const { colon, line } = QUESTIONS;
  assertEquals([inputOf(colon), inputOf(line)], [":", undefined]);
  const some = selectOccurrences(line, [2, 0]);
  assertEquals([...some.indices], [line.indices[2], line.indices[0]]);
});

Deno.test("ablate() pairs occurrences with a large pool so that all states count alike", () => {
  // A network that the first of the states alone would misjudge by 0.008.
  const model = randomModel(4);
  const long = randomText(model, 9000, 4);
  const behaviour = collectBehaviour(model, long, { after: ":", targets: " \n" });
  const n = behaviour.positions.length;
  assert(n * 2000 > 2 ** 16 && n * 40 <= 2 ** 16, "there are more pairs than are drawn");
  const { changed } = ablate(behaviour, { units: [1, 4], by: "resample" });
  // Forty of the states at a time are few enough for all of their pairs.
  let all = 0;
  for (let r = 0; r < 2000; r += 40) {
    const rows = {
      positions: behaviour.positions,
      hs: behaviour.pool.hs.slice(r * 11, (r + 40) * 11),
    };
    all += ablate({ ...behaviour, pool: rows }, { units: [1, 4], by: "resample" }).changed / 50;
  }
  assertAlmostEquals(changed, all, 0.002);
});

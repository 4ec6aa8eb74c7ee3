/** Planted circuits do what is said of them, by the units that are said to do it. */
import {
  ablateThroughTime,
  collectBehaviour,
  plantCircuit,
  PLANTED_KINDS,
  type PlantedCircuit,
  type PlantedKind,
  recordActivations,
  walk,
} from "@lab/analysis";
import { PARAMETER_NAMES } from "@lab/model";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";

const circuits: PlantedCircuit[] = PLANTED_KINDS.flatMap((kind) =>
  [1, 2, 3].map((seed) => plantCircuit(kind, seed))
);

/** The right answer to the question at a place, found from the text alone. */
function answerAt({ kind, mechanism }: PlantedCircuit, text: string): string {
  const before = text.slice(0, -1);
  if (kind === "latch") return [...before].findLast((c) => /[a-h]/.test(c))!.toUpperCase();
  if (kind === "delay line") return before.at(-(mechanism.line.length - 1))!.toUpperCase();
  if (kind === "backups") return "A";
  return " )]}>/|!;"[
    before.replace(/[^(]/g, "").length - before.replace(/[^)\]}>/|!;]/g, "").length
  ];
}

Deno.test("plantCircuit() gives the right answer to its questions with P > 0.95, and writes texts that have it", () => {
  for (const circuit of circuits) {
    const { model, kind, write } = circuit;
    const text = write(1200, 5);
    assertEquals(text.length, 1200);
    let [asked, right] = [0, 0];
    for (const { position, character, probs } of walk(model, text)) {
      if (character !== "?" || position === text.length - 1) continue;
      const answer = answerAt(circuit, text.slice(0, position + 1));
      assertEquals(text[position + 1], answer, `${kind}: ${text.slice(0, position + 2)}`);
      asked++;
      right += probs[model.vocabulary.indexOf(answer)];
    }
    assert(asked > 100 && right / asked > 0.95, `${kind}: ${right / asked} of ${asked}`);
  }
});

Deno.test("plantCircuit() asks where the target is right, and for its opposite where the rival is", () => {
  for (const circuit of circuits) {
    const { behaviour, opposite, rival, kind } = circuit;
    const text = circuit.write(1200, 5);
    const places = (asked = behaviour): number[] =>
      [...text].flatMap((_, t) => asked.after([...text], t) ? [t] : []);
    for (const t of places()) {
      assertEquals([text[t], answerAt(circuit, text.slice(0, t + 1))], ["?", behaviour.targets]);
    }
    assertEquals(opposite === undefined, kind === "backups");
    if (opposite === undefined) continue;
    assertEquals(opposite.targets, rival);
    for (const t of places(opposite)) assertEquals(answerAt(circuit, text.slice(0, t + 1)), rival);
    assert(places().length > 9 && places(opposite).length > 9);
    const [label, other] = [behaviour.label, opposite.label];
    if (kind === "latch") {
      assertEquals(
        [label, other],
        ["“a”", "“b”"].map((c) => `where ${c} came last`),
      );
    }
    if (kind === "delay line") assertEquals(other, label.replace("“a”", "“b”"));
    if (kind === "bracket counter") {
      const [open, openThere] = [label, other].map((words) => Number(words.split(" ")[1]));
      assertEquals([openThere, " )]}>/|!;"[open]], [open + 1, behaviour.targets]);
    }
    assertNotEquals(behaviour.label, opposite.label);
  }
});

Deno.test("plantCircuit() names each unit once, and its units are in random order", () => {
  for (const { model, mechanism, distractors } of circuits) {
    const H = model.parameters.hiddenSize;
    const units = [mechanism, distractors].flatMap((roles) => Object.values(roles).flat());
    assertEquals(units.toSorted((a, b) => a - b), [...Array(H).keys()]);
    assertNotEquals(units, [...Array(H).keys()]);
    assertEquals(distractors.twin.length, Object.values(mechanism).flat().length);
  }
  assertNotEquals(circuits[0].mechanism, circuits[1].mechanism);
  assertEquals(plantCircuit("latch", 1).model, circuits[0].model);
});

Deno.test("plantCircuit() has twins that are like the mechanism's units, driven units that vary as much, and constant ones", () => {
  for (const { kind, model, mechanism, distractors, write } of circuits) {
    const H = model.parameters.hiddenSize;
    const { h } = recordActivations(model, write(600, 2), { record: ["h"] }).values;
    const column = (unit: number): number[] => Array.from(h!).filter((_, k) => k % H === unit);
    const deviation = (unit: number): number => {
      const values = column(unit);
      const mean = values.reduce((a, b) => a + b) / values.length;
      return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    };
    const units = Object.values(mechanism).flat();
    const average = (list: readonly number[]): number =>
      list.reduce((sum, unit) => sum + deviation(unit), 0) / list.length;
    units.forEach((unit, k) => {
      const twin = column(distractors.twin[k]);
      const apart = column(unit).reduce((sum, x, t) => sum + Math.abs(x - twin[t]), 0) / 600;
      assert(apart < 0.2, `${kind}: unit ${unit} and its twin differ by ${apart}`);
    });
    assert(
      average(distractors.driven) > 0.7 * average(units),
      `${kind}: ${average(distractors.driven)} and ${average(units)}`,
    );
    for (const unit of distractors.constant) {
      const values = column(unit);
      assert(deviation(unit) < 0.05 && Math.abs(values[0]) > 0.9, kind);
    }
  }
});

Deno.test("plantCircuit() has driven units that read but themselves and are read by nobody else", () => {
  for (const { model, distractors, kind } of circuits) {
    const { hiddenSize: H, Whh } = model.parameters;
    const { driven, constant } = distractors;
    assert(
      driven.length >= 8 && driven.length <= 24 && constant.length >= 4 && constant.length <= 10,
    );
    for (const unit of driven) {
      for (let other = 0; other < H; other++) {
        if (other === unit) continue;
        const read = Math.max(Math.abs(Whh[unit * H + other]), Math.abs(Whh[other * H + unit]));
        assert(read < 0.2, `${kind}: ${unit} and ${other}`);
      }
    }
    const own = driven.map((unit) => Whh[unit * H + unit]);
    assert(Math.max(...own) > 1, `${kind}: some remember`);
    assert(Math.min(...own) < 0.7, `${kind}: some forget`);
  }
  const counts = (role: "driven" | "constant"): Set<number> =>
    new Set(circuits.map(({ distractors }) => distractors[role].length));
  assert(counts("driven").size > 3 && counts("constant").size > 3);
});

Deno.test("plantCircuit() breaks without any unit of its mechanism but a backup, and does without all others", () => {
  for (const { kind, model, mechanism, behaviour, opposite, write } of circuits) {
    const text = write(1200, 7);
    const asked = [behaviour, opposite ?? behaviour].map((options) =>
      collectBehaviour(model, text, { ...options, pool: 1 })
    );
    const losses = (units: number[], keep = false): number[] =>
      asked.map((one) => ablateThroughTime(one, text, { units, keep }).lost.mean);
    const units = Object.values(mechanism).flat();
    for (const unit of units) {
      const most = Math.max(...losses([unit]));
      assert(kind === "backups" ? most < 0.02 : most > 0.15, `${kind}: ${unit} costs ${most}`);
    }
    assert(Math.max(...losses(units)) > 0.5, `${kind} without its mechanism`);
    assert(Math.max(...losses(units, true)) < 0.05, `${kind} with nothing else`);
  }
});

Deno.test("plantCircuit() writes pairs that differ in one character, as far back as the carriers go", () => {
  for (const circuit of circuits) {
    const { model, carriers, behaviour, rival, kind } = circuit;
    const pairs = circuit.pairs(4, 9);
    assertEquals(new Set(pairs.map(({ clean }) => clean)).size, 4);
    for (const { clean, corrupted } of pairs) {
      const places = [...clean].flatMap((c, t) => c === corrupted[t] ? [] : [t]);
      assertEquals(
        [clean.length, places],
        [corrupted.length, [clean.length - carriers.length]],
        kind,
      );
      const [after, instead] = [clean, corrupted].map((text) => {
        const { probs } = recordActivations(model, text, { record: ["probs"] }).values;
        const last = probs!.slice(-model.vocabulary.size);
        return (character: string) => last[model.vocabulary.indexOf(character)];
      });
      assert(after(behaviour.targets) > 0.7, `${kind} after ${clean}`);
      assert(
        kind === "backups" ? instead("A") < 0.1 : instead(rival) > 0.7,
        `${kind}: ${corrupted}`,
      );
    }
  }
});

Deno.test("plantCircuit() makes the same circuit and texts from a seed, on every machine", () => {
  const fingerprints: Record<PlantedKind, [sums: number[], text: string, clean: string]> = {
    "latch": [
      [-70.897209, -3.79584, 4.392802, -3.456832, -7.268381],
      "bw?Bzoqquxusao?Azbqyoobmxqoavtpq?Aqxqus?",
      "apmz?Anrya?Aazvmzs?",
    ],
    "delay line": [
      [19.770973, 3.566054, -3.784881, -0.786562, -3.886979],
      "bw?Bzoqquxusao?Azbqubamsba?Bvtpqbaqvobba",
      "qpaz?Anab?Aaav?",
    ],
    "bracket counter": [
      [48.303248, 8.616062, -7.539498, -1.800620, 6.421559],
      "\n(snzo?)uwxuvmz(?)z(y?)yoo(z(x?]?)o((v?]",
      "\nz(q(rzprm?](s?",
    ],
    "backups": [
      [-19.617939, -3.905999, 3.092786, -8.703491, 12.767873],
      "?Asnzoqquxus?Azpz?Ayyuzmz?Axqo?A?Avtpqzp",
      "qpmzu?Ary?Apz?",
    ],
  };
  for (const kind of PLANTED_KINDS) {
    const { model, write, pairs } = plantCircuit(kind, 7);
    const [sums, text, clean] = fingerprints[kind];
    assertEquals([write(40, 1), pairs(1, 2)[0].clean], [text, clean]);
    PARAMETER_NAMES.forEach((name, k) => {
      const sum = model.parameters[name].reduce((sum, w, i) => sum + w * Math.cos(i), 0);
      assertAlmostEquals(sum, sums[k], 1e-6, `${kind} ${name}`);
    });
  }
});

Deno.test("plantCircuit() refuses kinds that it does not know, and texts and pairs without length", () => {
  const unknown = (): unknown => plantCircuit("counter" as PlantedKind, 1);
  assertThrows(unknown, RangeError, "'kind' must be latch, delay line, bracket counter, backups");
  assertThrows(() => circuits[0].write(0, 1), RangeError, "'length' must be an integer >= 1");
  assertThrows(() => circuits[0].pairs(0, 1), RangeError, "'count' must be an integer >= 1");
});

/** Methods at the decision and along the way find the planted units that they can see, and no others. */
import { FOUND_SHARE, plantCircuit, PLANTED_KINDS, scoreMethods } from "@lab/analysis";
import { assert, assertEquals } from "@std/assert";
import { assertFound, CHOSEN_ON, SCORED_ON, scoreKind } from "./scores.ts";

Deno.test("FOUND_SHARE is the share at which methods do best on other circuits than those they are scored on", async () => {
  const right = async (share: number): Promise<number> => {
    let total = 0;
    for (const kind of PLANTED_KINDS) {
      for (const method of ["attribution", "patch scan"] as const) {
        const { precision, recall } = await scoreKind(kind, method, CHOSEN_ON, {
          share,
          characters: 2000,
        });
        total += 2 * precision * recall / (precision + recall);
      }
    }
    return total;
  };
  const shares = [0.03, FOUND_SHARE, 0.2];
  const scores = await Promise.all(shares.map(right));
  assertEquals(shares[scores.indexOf(Math.max(...scores))], FOUND_SHARE);
  assert(CHOSEN_ON.every((seed) => !SCORED_ON.includes(seed)));
});

for (const kind of PLANTED_KINDS) {
  Deno.test(`rankUnits() and patchScan() find what they can see in 20 planted circuits (${kind})`, async () => {
    await assertFound(kind, "attribution");
    await assertFound(kind, "patch scan");
  });
}

Deno.test("scoreMethods() shows what a method can't see: units that did their work before, and gates in patches", async () => {
  for (const kind of ["latch", "delay line", "bracket counter"] as const) {
    for (const seed of SCORED_ON.slice(0, 5)) {
      const planted = plantCircuit(kind, seed);
      const { mechanism, atDecision } = planted;
      const [attribution, scan] = await scoreMethods(planted, {
        methods: ["attribution", "patch scan"],
      });
      const earlier = Object.values(mechanism).flat().filter((unit) => !atDecision.includes(unit));
      assert(earlier.length > 0 && earlier.every((unit) => !attribution.units.includes(unit)));
      assert(attribution.ofMechanism < 1 && scan.ofMechanism < 1);
      assert(!scan.units.includes(mechanism.gate[0]), `${kind} ${seed}`);
    }
  }
});

Deno.test("scoreMethods() finds the whole mechanism by ablation through time, where either answer needs it", async () => {
  const planted = plantCircuit("delay line", 9);
  const [{ units, ofMechanism }] = await scoreMethods(planted, {
    methods: ["ablation through time"],
    characters: 500,
  });
  const all = Object.values(planted.mechanism).flat();
  assertEquals(units.toSorted((a, b) => a - b), all.toSorted((a, b) => a - b));
  assertEquals(ofMechanism, 1);
});

Deno.test("scoreMethods() counts hits among what was found and what can be seen", async () => {
  const planted = plantCircuit("delay line", 2);
  const [first, second] = planted.atDecision;
  const [score] = await scoreMethods(
    { ...planted, atDecision: [first, 0, 1, 2].filter((unit) => unit !== second) },
    { methods: ["attribution"] },
  );
  const { method, hits, found, visible, precision, recall } = score;
  assertEquals({ method, hits, found }, { method: "attribution", hits: 1, found: 2 });
  assertEquals([precision, recall], [1 / 2, 1 / visible]);
  const units = Object.values(planted.mechanism).flat().length;
  assertEquals(score.ofMechanism, 2 / units);
  const [nothing] = await scoreMethods(planted, { methods: ["attribution"], share: 0.99 });
  assertEquals([nothing.found, nothing.precision, nothing.recall], [0, 1, 0]);
});

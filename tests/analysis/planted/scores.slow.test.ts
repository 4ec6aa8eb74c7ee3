/** The methods that take longer find the planted units that they can see, and no others. */
import {
  collectBehaviour,
  plantCircuit,
  PLANTED_KINDS,
  type PlantedCircuit,
  searchUnits,
  splitOccurrences,
} from "@lab/analysis";
import { assert, assertEquals } from "@std/assert";
import { assertFound, SCORED_ON, scoreKind } from "./scores.ts";

for (const kind of PLANTED_KINDS) {
  Deno.test(`searchUnits() finds what it can see in 20 planted circuits (${kind})`, async () => {
    await assertFound(kind, "search");
  });
}

for (const kind of ["latch", "delay line", "bracket counter"] as const) {
  Deno.test(`ablateThroughTime() finds what it can see in 20 planted circuits (${kind})`, async () => {
    await assertFound(kind, "ablation through time");
  });
}

Deno.test("ablateThroughTime() finds no backup, as the others stand in", async () => {
  const { each } = await scoreKind("backups", "ablation through time", SCORED_ON);
  assertEquals(each.map(({ found }) => found), SCORED_ON.map(() => 0));
});

/** What the search finds that is enough. */
async function enough(
  planted: PlantedCircuit,
  by: "mean" | "resample",
): Promise<readonly number[]> {
  const text = planted.write(3000, 1);
  const halves = splitOccurrences(collectBehaviour(planted.model, text, planted.behaviour));
  const { best } = await searchUnits(...halves, {
    purpose: "suffice",
    goals: { by: [by] },
    occurrences: 64,
  });
  return best!.units;
}

Deno.test("searchUnits() takes one backup for enough", async () => {
  for (const seed of SCORED_ON.slice(0, 5)) {
    const planted = plantCircuit("backups", seed);
    const units = await enough(planted, "mean");
    assert(units.length === 1 && planted.mechanism.backup.includes(units[0]));
  }
});

Deno.test("searchUnits() finds more of a bracket counter where the others are resampled, and nothing else", async () => {
  let [found, planted, atDecision] = [0, 0, 0];
  for (const seed of SCORED_ON.slice(0, 10)) {
    const circuit = plantCircuit("bracket counter", seed);
    const units = await enough(circuit, "resample");
    found += units.length;
    atDecision += circuit.atDecision.length;
    planted += units.filter((unit) => {
      return circuit.mechanism.counter.includes(unit) || circuit.mechanism.gate.includes(unit);
    }).length;
  }
  assert(
    planted >= 0.95 * found && found > 1.3 * atDecision,
    `${planted} of ${found}, ${atDecision}`,
  );
});

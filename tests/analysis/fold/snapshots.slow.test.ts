/** Folding the open snapshot, which has no constants, and the saturated ones, which have hardly anything else. */
import { foldConstantUnits, type FoldResult } from "@lab/analysis";
import { findCourseFile, loadBundledText } from "@lab/data";
import type { CharacterModel } from "@lab/model";
import { loadSnapshot, SHIPPED_SNAPSHOTS } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { cpuUsage } from "node:process";
import stored from "../../reference/analysis/fold.json" with { type: "json" };
import { compareClassesWithNumPy, compareFoldWithNumPy, type StoredFold } from "./numpy.ts";

function compare(
  name: "open" | "saturated" | "course",
  model: CharacterModel,
  text: string,
  decide: (found: FoldResult) => void,
): void {
  const expected = stored[name] as unknown as StoredFold;
  compareFoldWithNumPy(name, model, text, expected, { by: 1e-9, engine: "packed" });
  compareClassesWithNumPy(name, model, text, expected, 1e-9);

  Deno.test(`foldConstantUnits() with its curve takes under 15 seconds of one core (${name})`, () => {
    const before = cpuUsage().user;
    const found = foldConstantUnits(model, text);
    const seconds = (cpuUsage().user - before) / 1e6;
    console.log(`${name}: ${seconds.toFixed(1)} s`, found.heldOut);
    assert(seconds < 15, `it took ${seconds} s`);
    assert(found.curve.length >= 9);
    decide(found);
  });
}

function checkConstants({ verdict, held, units, heldOut, curve }: FoldResult, most: number): void {
  assertEquals([verdict, held], ["mostly constants", "within"]);
  assert(units.length <= most && heldOut.difference.interval[1] < 1e-3);
  for (const { size, varying, random, largest } of curve.filter(({ size }) => size < 250 / 2)) {
    assert(random.low > varying.natsPerChar + 0.2, `${size} random units say less`);
    assert(largest.natsPerChar > varying.natsPerChar + 0.2, `${size} large ones too`);
  }
}

const { text } = await loadBundledText();
compare("open", await loadSnapshot(SHIPPED_SNAPSHOTS.open), text, (found) => {
  assertEquals([found.verdict, found.varying], ["hardly any", 250]);
  assert(found.nineTenths.difference.interval[0] > 0.1, "a tenth folded costs a tenth of a nat");
});
const saturated = await loadSnapshot(SHIPPED_SNAPSHOTS.saturated);
compare("saturated", saturated, text, (found) => checkConstants(found, 55));

const snapshot = await findCourseFile("char-rnn-snapshot.npz");
const play = await findCourseFile("shakespeare_train.txt");
if (snapshot === undefined || play === undefined) {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
} else {
  const model = await loadSnapshot(snapshot);
  compare("course", model, await Deno.readTextFile(play), (found) => checkConstants(found, 49));
}

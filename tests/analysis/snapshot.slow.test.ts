/** Every analysis on the course's snapshot and text, and the set of units that carries ":". */
import {
  collectBehaviour,
  recordActivations,
  searchPurposes,
  searchUnits,
  specificity,
  splitOccurrences,
} from "@lab/analysis";
import { findCourseFile } from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { cpuUsage } from "node:process";
import stored from "../reference/analysis/snapshot.json" with { type: "json" };
import attribution from "../reference/analysis/attribution.json" with { type: "json" };
import sets from "../reference/analysis/search.json" with { type: "json" };
import { compareAttribution } from "./attribution/reference.ts";
import { compareWithNumPy, type StoredAnalyses } from "./reference.ts";
import { compareSets } from "./sets/reference.ts";

const snapshot = await findCourseFile("char-rnn-snapshot.npz");
const play = await findCourseFile("shakespeare_train.txt");

if (snapshot === undefined || play === undefined) {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
} else {
  const model = await loadSnapshot(snapshot);
  const text = await Deno.readTextFile(play);

  compareWithNumPy("snapshot", model, text, stored as unknown as StoredAnalyses, 1e-9);
  compareSets("snapshot", model, text, sets.course, 1e-9);
  compareAttribution("snapshot", model, text.slice(0, 20_000), attribution.course, 1e-9);

  Deno.test("searchPurposes() finds the units that carry ':' on other colons, in under 10 seconds of work", async () => {
    const behaviour = collectBehaviour(model, text, { after: ":", targets: " \n" });
    const halves = splitOccurrences(behaviour);
    const before = cpuUsage().user;
    const [suffice, breaks, both] = await searchPurposes(...halves);
    const seconds = (cpuUsage().user - before) / 1e6;
    console.log(`${both.best!.units.join(", ")} in ${seconds.toFixed(1)} s`);
    assertEquals([both.best!.size, both.verdict, both.minimality.noneUpTo], [6, "met", 5]);
    assertEquals([suffice.best!.size, breaks.best!.size, breaks.verdict], [6, 5, "open"]);
    assert(seconds < 10, `the searches took ${seconds} s`);
    const split = await searchUnits(...halves, { goals: { within: 0.05 } });
    assertEquals([split.best!.size, split.verdict], [9, "open"]);
    // README's row says these.
    const { kept, removed } = both.best!.heldOut;
    const percent = [
      kept.mean,
      kept.resample,
      removed.mean,
      removed.resample,
      breaks.best!.heldOut.removed.mean,
    ]
      .map(({ share }) => (100 * share).toFixed(1));
    assertEquals(percent, ["100.0", "95.6", "-3.0", "-5.5", "9.6"]);
    const { own, random } = specificity(behaviour, text, both.best!.units);
    const costs = random.map(({ costNats }) => costNats.mean).sort((a, b) => a - b);
    assertEquals([own.costNats.mean.toFixed(2), costs[99].toFixed(2)], ["1.22", "0.34"]);
  });

  Deno.test("recordActivations() records h over the whole text in under 5 seconds, best of three", () => {
    const [load] = Deno.loadavg();
    if (load > navigator.hardwareConcurrency / 2) {
      return console.log(`skipped: the machine is busy, its load is ${load.toFixed(1)}`);
    }
    const seconds = [1, 2, 3].map(() => {
      const start = performance.now();
      const { values } = recordActivations(model, text, { record: ["h"] });
      assertEquals(values.h!.length, 268_330 * 250);
      return (performance.now() - start) / 1000;
    });
    console.log(`${seconds.map((s) => s.toFixed(2)).join(", ")} s`);
    assert(Math.min(...seconds) < 5, `the best of three took ${Math.min(...seconds)} s`);
  });
}

/** Patch scans and ablation through time against NumPy: a latch written by hand, a random network, the course's. */
import {
  ablateThroughTime,
  collectBehaviour,
  type PatchPair,
  patchScan,
  type PatchScanOptions,
} from "@lab/analysis";
import { findCourseFile } from "@lab/data";
import type { CharacterModel } from "@lab/model";
import { loadSnapshot } from "@lab/snapshots";
import { storedModel } from "../models.ts";
import { assert, assertEquals } from "@std/assert";
import stored from "../../reference/analysis/planted.json" with { type: "json" };

/** What planted.py stores of a scan and of an ablation. */
interface StoredScan {
  patch: string;
  targets: string;
  against: string;
  maxDepth: number;
  clean: number;
  corrupted: number;
  effects: number[][];
  errors: number[][] | null;
  firstOrder: number[][];
  together: number[];
  starts: number[][][] | null;
}
interface StoredAblation {
  after: string;
  targets: string;
  units: number[];
  keep: boolean;
  by: string;
  full: number;
  atDecision: number;
  throughTime: number;
  lost: number;
  error: number;
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assertEquals(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    const isClose = Math.abs(actual[i] - expected[i]) <= 1e-9 * Math.max(1, Math.abs(expected[i]));
    assert(isClose, `${what}[${i}] is ${actual[i]}, NumPy has ${expected[i]}`);
  }
}

function compare(
  name: string,
  model: CharacterModel,
  text: string,
  { pairs, scans, ablations }: {
    pairs: string[][];
    scans: StoredScan[];
    ablations: StoredAblation[];
  },
): void {
  Deno.test(`patchScan() agrees with NumPy for every unit and depth (${name})`, () => {
    for (const { targets, against, patch, maxDepth, ...expected } of scans) {
      const used = expected.errors === null ? pairs.slice(0, 1) : pairs;
      const scan = patchScan(
        model,
        used.map(([clean, corrupted], k): PatchPair => {
          const [before, instead] = expected.starts?.[k].map((h) => Float64Array.from(h)) ?? [];
          const starts = before && { clean: before, corrupted: instead };
          return { clean, corrupted, starts };
        }),
        {
          targets,
          ...(against && { against }),
          patch: patch as PatchScanOptions["patch"],
          maxDepth,
        },
      );
      close([scan.clean, scan.corrupted], [expected.clean, expected.corrupted], "measures");
      close(scan.effects, expected.effects.flat(), "effects");
      close(scan.firstOrder, expected.firstOrder.flat(), "firstOrder");
      close(scan.together, expected.together, "together");
      if (expected.errors === null) assert(scan.errors.every(Number.isNaN));
      else close(scan.errors, expected.errors.flat(), "errors");
      assertEquals([scan.pairs, scan.patch, scan.read.length], [used.length, patch, maxDepth + 1]);
    }
  });

  Deno.test(`ablateThroughTime() agrees with NumPy, silencing and keeping (${name})`, () => {
    for (const { after, targets, units, keep, by, ...expected } of ablations) {
      const behaviour = collectBehaviour(model, text, { after, targets, pool: 1 });
      const found = ablateThroughTime(behaviour, text, { units, keep, by: by as "mean" });
      close(
        [found.full, found.atDecision, found.throughTime, found.lost.mean, found.lost.error],
        [expected.full, expected.atDecision, expected.throughTime, expected.lost, expected.error],
        `${keep ? "keep" : "remove"} ${units.join()} by ${by}`,
      );
      assertEquals([found.units, found.keep, found.by], [units, keep, by]);
    }
  });
}

for (const name of ["latch", "random"] as const) {
  const { text, ...expected } = stored[name];
  compare(name, storedModel(stored[name]), text, expected);
}

const snapshot = await findCourseFile("char-rnn-snapshot.npz");
const play = await findCourseFile("shakespeare_train.txt");
if (snapshot === undefined || play === undefined) {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
} else {
  const text = (await Deno.readTextFile(play)).slice(0, stored.snapshot.characters);
  compare("snapshot", await loadSnapshot(snapshot), text, stored.snapshot);
}

/** Findings about the way to a decision, in golden words and numbers. */
import {
  ablateThroughTime,
  type Carrier,
  carriersIn,
  collectBehaviour,
  patchScan,
  plantCircuit,
  type PlantedCircuit,
  scoreCarriers,
  scoreMethods,
} from "@lab/analysis";
import { carrierTable, methodTable, patchScanPicture, timeAblationTable } from "@lab/findings";
import { intervalAround } from "@lab/numerics";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";

/** A mechanism that hands on from unit to unit, and one whose units stand in for each other. */
const CIRCUITS = { handed: plantCircuit("delay line", 2), backed: plantCircuit("backups", 3) };

testGolden<PlantedCircuit>("patching", {
  patchScanPicture: ({ model, behaviour, pairs }) =>
    patchScanPicture(patchScan(model, pairs(5, 1), { targets: behaviour.targets, maxDepth: 8 }), 9),
  carrierTable: ({ model, behaviour, pairs, rival }) => {
    const [chosenOn, heldOut] = [1, 2].map((seed) =>
      patchScan(model, pairs(4, seed), { targets: behaviour.targets, against: rival })
    );
    return carrierTable(scoreCarriers(chosenOn, heldOut), chosenOn.read);
  },
  timeAblationTable: ({ model, behaviour, mechanism, write }) => {
    const text = write(500, 1);
    const asked = collectBehaviour(model, text, behaviour);
    const all = Object.values(mechanism).flat();
    const ablate = (units: number[], keep = false): ReturnType<typeof ablateThroughTime> =>
      ablateThroughTime(asked, text, { units, keep });
    return timeAblationTable([
      ["one unit", ablate(all.slice(1, 2))],
      ["the mechanism", ablate(all)],
      ["the mechanism", ablate(all, true)],
    ], asked);
  },
  methodTable: async (planted) =>
    methodTable(
      await scoreMethods(planted, { methods: ["attribution", "patch scan"], characters: 500 }),
      planted.kind,
    ),
}, CIRCUITS);

Deno.test("patchScanPicture() draws the units that act first at the top, and time from left to right", () => {
  const { model, behaviour, pairs, mechanism, rival } = CIRCUITS.handed;
  const scan = patchScan(model, pairs(5, 1), { targets: behaviour.targets, against: rival });
  const { spec, title } = patchScanPicture(scan, mechanism.line.length);
  const [{ z }] = spec.data as unknown as { z: number[][] }[];
  const depths = mechanism.line.length;
  z.forEach((row, k) => {
    const largest = row.indexOf(Math.max(...row));
    assertEquals(scan.read.length - 1 - largest, depths - 1 - k);
  });
  const [first, last] = [mechanism.line[0], mechanism.line.at(-1)];
  assertEquals(
    title,
    `Most of the difference is carried at the decision by unit ${last}, ${
      depths - 1
    } steps before by unit ${first}`,
  );
});

Deno.test("patchScanPicture() counts the carriers where there are many, and says so where there are none", () => {
  const { model, pairs, behaviour, rival } = plantCircuit("backups", 2);
  const title = (options: object): string =>
    patchScanPicture(patchScan(model, pairs(5, 1), { targets: behaviour.targets, ...options }))
      .title;
  assertEquals(
    title({ against: rival }),
    "No unit by itself surely carries most of the difference; a tenth or more, on these pairs: " +
      "at the decision 5 units",
  );
  assertStringIncludes(title({}), "No unit by itself carries a tenth of the difference");
});

Deno.test("patchScanPicture() draws nothing where the texts do not differ", () => {
  const { model, pairs, behaviour } = CIRCUITS.handed;
  const same = pairs(2, 1).map(({ clean }) => ({ clean, corrupted: clean }));
  const { spec } = patchScanPicture(patchScan(model, same, { targets: behaviour.targets }), 3);
  const [{ z }] = spec.data as unknown as { z: number[][] }[];
  assertEquals(new Set(z.flat()), new Set([0]));
});

Deno.test("carrierTable() counts the carriers whose interval is above 0", () => {
  const carrier = (mean: number): Carrier => ({
    ...{ depth: 0, unit: 1, chosenOn: 0.5, firstOrder: 0 },
    heldOut: { mean, error: 0.1, interval: intervalAround(mean, 0.1) },
  });
  assertStringIncludes(
    `${carrierTable([0.3, 0.2, 0.19, -0.3].map(carrier), [":"])}`,
    "2 of 4 units",
  );
});

Deno.test("patchScanPicture() and carrierTable() have nothing to share where the clean texts say no more", () => {
  const { model, pairs, behaviour, rival } = CIRCUITS.handed;
  const asked = { targets: behaviour.targets, against: rival };
  const turned = pairs(5, 1).map(({ clean, corrupted }) => ({
    clean: corrupted,
    corrupted: clean,
  }));
  const [right, wrong] = [pairs(5, 1), turned].map((some) => patchScan(model, some, asked));
  assert(right.clean > right.corrupted && wrong.clean < wrong.corrupted);
  assertStringIncludes(patchScanPicture(wrong).title, "There is no difference to carry: logit of");
  assertStringIncludes(
    patchScanPicture(right).title,
    "Most of the difference is carried at the decision by",
  );
  assertEquals(carriersIn(wrong).flat(), []);
  assertEquals([scoreCarriers(wrong, right), scoreCarriers(right, wrong)], [[], []]);
  assert(scoreCarriers(right, right).length > 0);
  assertStringIncludes(`${carrierTable([], [":"])}`, "No unit at a single step has a share");
});

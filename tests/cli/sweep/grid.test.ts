/** What a sweep's options say: which runs, what they are called, whose part they are. */
import fc from "fast-check";
import { shardOf, sweepRuns } from "../../../lib/cli/rnn/sweep/grid.ts";
import { UsageError } from "../../../lib/cli/command.ts";
import { TRAINING_OPTIONS } from "../../../lib/cli/rnn/recipe/options.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { withFolder } from "../support.ts";

const labels = async (given: Parameters<typeof sweepRuns>[0]): Promise<string[]> =>
  (await sweepRuns(given)).map(({ label }) => label);

Deno.test("sweepRuns() makes each combination once, all of a seed before the next", async () => {
  assertEquals(await labels({ hidden: ["5", "7,5"], temperature: ["1, 2"], seed: ["3-4,4"] }), [
    ...["hidden=5 temperature=1 seed=3", "hidden=5 temperature=2 seed=3"],
    ...["hidden=7 temperature=1 seed=3", "hidden=7 temperature=2 seed=3"],
    ...["hidden=5 temperature=1 seed=4", "hidden=5 temperature=2 seed=4"],
    ...["hidden=7 temperature=1 seed=4", "hidden=7 temperature=2 seed=4"],
  ]);
  assertEquals(await labels({}), ["seed=1", "seed=2", "seed=3", "seed=4"]);
  const [run] = await sweepRuns({ "learning-rate": [".10"], seeds: ["7"], "hold-out": ["0.2"] });
  assertEquals(run.values, { "learning-rate": "0.1", seed: "7", "hold-out": "0.2" });
});

Deno.test("sweepRuns() names a run by its options and its text, however they are written", async () => {
  await withFolder(async (folder) => {
    const [one, other] = [`${folder}/a, b.txt`, `${folder}/other`];
    await Deno.writeTextFile(one, "to be or not to be");
    await Deno.mkdir(other);
    await Deno.writeTextFile(`${other}/a, b.txt`, "that is the question");
    const name = async (text: string, rate: string): Promise<string> =>
      (await sweepRuns({ text: [text], "learning-rate": [rate], seed: ["1"] }))[0].name;
    const first = await name(one, "0.1");
    assertEquals(first, await name(one, "1e-1"));
    assert(/^seed=1,learning-rate=0.1,hold-out=0.1\.[0-9a-f]{8}$/.test(first), first);
    const names = new Set([first, await name(one, "0.2"), await name(`${other}/a, b.txt`, "0.1")]);
    assertEquals(names.size, 3);
    await Deno.writeTextFile(one, "to be or not to bee");
    assert(await name(one, "0.1") !== first, "another text under the same name");
    const both = await sweepRuns({ text: [one, `${other}/a, b.txt`], seeds: ["1"] });
    assertEquals(both.map(({ values }) => values.text), [one, `${other}/a, b.txt`]);
    assert(both.every(({ name }) => /^[\w.=,+-]+$/.test(name)));
  });
});

Deno.test("sweepRuns() takes every option of a training, and no other", async () => {
  const words: Record<string, string> = {
    ...{ recipe: "report,quick", reset: "0.5,1", "hold-out": "0.5,0" },
    ...{ "recurrent-dropout": "0.5,0", "output-dropout": "0.5,0" },
    ...{ unknown: "skip,stop", encoding: "utf-8,latin1", "line-ends": "lf" },
  };
  for (const name of Object.keys(TRAINING_OPTIONS).filter((name) => name !== "text")) {
    const list = words[name] ?? "3,1";
    const isOnStreams = /^(epochs|streams|.*dropout)$/.test(name);
    const runs = await sweepRuns({
      ...isOnStreams && { recipe: ["quick"] },
      ...name !== "seed" && { seed: ["1"] },
      [name]: [list],
    });
    assertEquals(runs.map(({ values }) => values[name]), list.split(","), name);
  }
});

Deno.test("sweepRuns() refuses what no training can have before the first run", async () => {
  const refused = async (given: Record<string, string[]>, message: string): Promise<void> =>
    void await assertRejects(() => sweepRuns(given), Error, message);
  await refused(
    { hidden: ["64,"] },
    "Cannot read '--hidden' as each value of its list must be there",
  );
  await refused(
    { hidden: ["64,x"] },
    "Cannot read '--hidden' as it must be a number: current value is x",
  );
  await refused({ hidden: ["64,0"] }, "'hiddenSize' must be an integer >= 1: current value is 0");
  await refused(
    { seeds: ["8-1"] },
    "a range must go up, to at most 100000 values: current value is 8-1",
  );
  await refused({ seeds: ["1-999999999"] }, "at most 100000 values");
  await refused({ seeds: ["1-1000"], hidden: ["1-1000"] }, "Cannot sweep over 1000000 runs");
  await refused({ seeds: ["1"], seed: ["1"] }, "'--seed' beside '--seeds'");
  await refused({ text: ["no/such.txt"] }, "no/such.txt");
  await refused(
    { unknown: ["skip,drop"] },
    "'--unknown' as it must be skip or stop: current value is drop",
  );
  await refused({ "hold-out": ["0.1,1"] }, "'--hold-out' must be >= 0 and < 1: current value is 1");
  await refused({ recipe: ["quick,slow"] }, "'--recipe' as it must be report, quick or strong");
  await refused(
    { recipe: ["report,quick"], epochs: ["4"] },
    "'--epochs' as the recipes quick and strong alone have it",
  );
  await refused({ iterations: ["many"] }, "'--iterations' as it must be a number");
});

Deno.test("shardOf() gives each run to exactly one part, as evenly as it goes", () => {
  fc.assert(fc.property(fc.nat(60), fc.integer({ min: 1, max: 12 }), (count, n) => {
    const runs = Array.from({ length: count }, (_, k) => k);
    const parts = Array.from({ length: n }, (_, k) => shardOf(runs, `${k + 1}/${n}`));
    assertEquals(parts.flat().sort((a, b) => a - b), runs);
    const sizes = parts.map((part) => part.length);
    assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
  }));
});

Deno.test("shardOf() gives no part all the runs of one setting", async () => {
  const runs = await sweepRuns({ hidden: ["5,7"], seeds: ["1-4"] });
  for (const shard of ["1/2", "2/2"]) {
    const sizes = shardOf(runs, shard).map(({ values }) => values.hidden);
    assertEquals(sizes.toSorted(), ["5", "5", "7", "7"]);
  }
});

Deno.test("shardOf() refuses other words", () => {
  for (const shard of ["0/2", "3/2", "1", "1/", "a/b", "1/2/3", "-1/2", "1/0", ""]) {
    assertThrows(() => shardOf([1], shard), UsageError, "must be i/n, such as 1/4");
  }
  assertEquals(shardOf([1, 2], undefined), [1, 2]);
});

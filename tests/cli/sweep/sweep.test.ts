/** `rnn sweep` as it is typed: its files, its rows, and what it does again. */
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "../support.ts";
import { namesIn, sweepArgs } from "./support.ts";

Deno.test("rnn sweep keeps each run in a file, does none twice, and a run that fails costs one row", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = sweepArgs(text, out, "--hidden", "7", "--seeds", "1-2", "--iterations", "60");
    const first = await rnn(...args, "--sequence", "11,9000", "--jobs", "2");
    assertEquals(first.code, 1);
    assertEquals(first.error, "error: 2 of 4 runs failed; the same command tries again\n");
    const rows = first.out.split("\n").filter((line) => line.startsWith("["));
    assertEquals(rows.length, 4);
    const failed = rows.filter((row) => row.includes("sequence=9000"));
    const reason = "the text must have at least sequenceLength + 1 = 9001 characters";
    assert(failed.length === 2 && failed.every((row) => row.includes(reason)), failed.join("\n"));
    const [good] = rows.filter((row) => row.includes("sequence=11 seed=2  "));
    assertMatch(
      good,
      /seed=2 {2}\d\.\d{4} nats per character held out {2}\([\d.]+ s\)$/,
    );
    assertEquals(namesIn(out).map((name) => name.replace(/.*\./, "")).sort(), [
      ...Array(2).fill("failed"),
      ...Array(2).fill("npz"),
    ]);

    // The same file as that of rnn train.
    const name = namesIn(out).find((name) => /^seed=2,hidden=7,sequence=11,.*npz$/.test(name))!;
    const alone = `${folder}/alone.npz`;
    const options = ["--hidden", "7", "--seed", "2", "--sequence", "11", "--iterations", "60"];
    await rnn("train", "--text", text, ...options, "--hold-out", "0.1", "--out", alone);
    const [swept, trained] = [await loadSnapshot(`${out}/${name}`), await loadSnapshot(alone)];
    assertEquals(
      [swept.parameters, swept.curve, swept.settings, swept.metadata],
      [trained.parameters, trained.curve, trained.settings, trained.metadata],
    );
    const held = swept.metadata.heldOutNatsPerChar as number;
    assertStringIncludes(good, held.toFixed(4));

    const before = await Deno.stat(`${out}/${name}`);
    const again = await rnn(...args, "--sequence", "11,9", "--json");
    assertEquals(again.code, 0, again.error);
    assertEquals(again.error, "4 runs, 2 ended before\n");
    const results = again.out.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(results.map(({ status, options }) => [status, options.sequence]), [
      ...Array(2).fill(["finished", "9"]),
    ]);
    assert(results.every((each) => each.heldOutNatsPerChar > 0 && each.lossNatsPerChar > 0));
    assertEquals((await Deno.stat(`${out}/${name}`)).mtime, before.mtime);
    const third = await rnn(...args, "--sequence", "11");
    assertEquals([third.code, third.out.trim()], [0, "2 runs, 2 ended before"]);
  });
});

Deno.test("rnn sweep takes recipes side by side, and compares them", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = sweepArgs(text, out, "--hidden", "5", "--sequence", "4", "--seeds", "1-2");
    const mixed = await rnn(...args, "--recipe", "report,quick", "--epochs", "2");
    assertEquals([mixed.code, namesIn(folder)], [2, ["text.txt"]]);
    const report = await rnn(...args, "--recipe", "report", "--iterations", "50");
    assertEquals(report.code, 0, report.error);
    const quick = await rnn(...args, "--recipe", "quick", "--epochs", "2", "--streams", "3");
    assertEquals(quick.code, 0, quick.error);
    assertEquals(
      quick.out.match(/^\[\d\/2\] seed=\d {2}\d\.\d{4} nats per character held out/gm)?.length,
      2,
    );
    assertMatch(
      quick.out,
      /^recipe=quick +2 .*\n^recipe=report +2 |^recipe=report +2 .*\n^recipe=quick +2 /m,
    );
  });
});

Deno.test("rnn sweep ends a run that nothing can be scored of, and says why", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT.slice(0, 90) + "0123456789");
    const args = sweepArgs(text, out, "--hidden", "5", "--seeds", "1-2", "--iterations", "20");
    const { code, out: said } = await rnn(...args);
    assertEquals(code, 0);
    assertEquals(said.match(/The held-out part has 10 characters that/g)?.length, 1);
    assertEquals(
      said.match(/^\[\d\/2\] seed=\d {2}[\d.]+ nats per character in training/gm)?.length,
      2,
    );
  });
});

Deno.test("rnn sweep refuses nonsense in one line, before it makes a folder", async () => {
  await withFolder(async (folder) => {
    const text = `${folder}/text.txt`;
    await Deno.writeTextFile(text, TEXT);
    const out = `${folder}/runs`;
    const refused = async (code: number, message: string, ...args: string[]): Promise<void> => {
      const ended = await rnn("sweep", ...args);
      assertEquals([ended.code, ended.error.trim().split("\n").length], [code, 1], ended.error);
      assertStringIncludes(ended.error, message);
      assertEquals(namesIn(folder), ["text.txt"]);
    };
    await refused(2, "'--out' must be given", "--seeds", "1");
    await refused(2, "'--shard' as it must be i/n", "--out", out, "--shard", "3/2");
    await refused(
      1,
      "'--jobs' must be an integer >= 1: current value is 0",
      "--out",
      out,
      "--jobs",
      "0",
    );
    await refused(1, "'--checkpoint' must be > 0 seconds", "--out", out, "--checkpoint", "0");
    await refused(2, "'--hidden' as it must be a number", "--out", out, "--hidden", "5,many");
    await refused(1, "is there and is no folder", "--out", text);
    await refused(2, "Unknown option '--sizes'", "--out", out, "--sizes", "5");
  });
});

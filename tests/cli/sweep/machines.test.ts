/** Sweeps that are killed, stopped, and shared by several processes. */
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "../support.ts";
import { killedSweeps, processesOf } from "./killing.ts";
import { namesIn, startSweep, sweepArgs, until } from "./support.ts";

Deno.test("rnn sweep goes on bit for bit from wherever it was killed", async () => {
  await withFolder(async (folder) => await killedSweeps(folder, 2));
});

Deno.test("rnn sweep saves all runs at Ctrl-C, says so, and leaves no process", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = [...sweepArgs(text, out, "--seeds", "1-2", "--iterations", "1e9"), "--jobs", "2"];
    const sweep = startSweep(...args);
    await until(() =>
      namesIn(folder).length > 1 && namesIn(out).filter((n) => n.endsWith(".half.npz")).length === 2
    );
    sweep.interrupt();
    const { code, error } = await sweep.ended;
    assertEquals([code, error], [
      1,
      "error: Stopped after 0 of 2 runs; the same command goes on\n",
    ]);
    assertEquals(namesIn(out).filter((name) => /lock|partial|failed/.test(name)), []);
    for (const name of namesIn(out).filter((name) => name.endsWith(".half.npz"))) {
      assert((await loadSnapshot(`${out}/${name}`)).iterations! > 0);
    }
  });
});

Deno.test("rnn sweep: a run whose process is killed costs one row, which says so, and goes on at the next call", async () => {
  if (Deno.build.os !== "linux") {
    return console.log("skipped: only Linux lists its processes in /proc");
  }
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = sweepArgs(text, out, "--hidden", "40", "--seeds", "1-2", "--iterations", "4000");
    const sweep = startSweep(...args);
    await until(async () => (await processesOf(out, "one_run", "seed=1")).length > 0);
    await until(() => namesIn(out).some((name) => name.endsWith(".half.npz")));
    const [pid] = await processesOf(out, "one_run", "seed=1");
    Deno.kill(pid, "SIGKILL");
    const { code, out: said, error } = await sweep.ended;
    assertEquals([code, error], [1, "error: 1 of 2 runs failed; the same command tries again\n"]);
    assertMatch(
      said,
      /seed=1 {2}failed: Its process ended by SIGKILL, as processes do that need more memory/,
    );
    assertMatch(said, /seed=2 {2}\d\.\d{4} nats/);
    const again = await rnn(...args);
    assertEquals(again.code, 0);
    assertMatch(again.out, /Goes on with .*seed=1.* from iteration [\d,]+\n/);
    assertEquals(namesIn(out).length, 2);
  });
});

Deno.test("rnn sweep whose folder goes away gives each run its row, and loses no network", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = sweepArgs(text, out, "--hidden", "40", "--seeds", "1-3", "--iterations", "4000");
    const sweep = startSweep(...args);
    await until(() =>
      namesIn(folder).length > 1 && namesIn(out).some((n) => n.endsWith(".half.npz"))
    );
    await Deno.remove(out, { recursive: true });
    const { code, out: said, error } = await sweep.ended;
    assertEquals([code, error], [1, "error: 3 of 3 runs failed; the same command tries again\n"]);
    const rescued = said.match(/seed=1 {2}failed: .* the network is in '(.*)' instead/)?.[1];
    assertEquals((await loadSnapshot(rescued!)).iterations, 4000);
    await Deno.remove(rescued!);
    assertEquals(said.match(/^\[\d\/3\] seed=[23] {2}failed: .*$/gm)?.length, 2);
  });
});

Deno.test("rnn sweep --shard: the parts together are the whole, wherever they are done", async () => {
  await withFolder(async (folder) => {
    const text = `${folder}/text.txt`;
    await Deno.writeTextFile(text, TEXT);
    const parts = await Promise.all([1, 2].map(async (i) => {
      const out = `${folder}/part${i}`;
      const args = sweepArgs(text, out, "--hidden", "5,7", "--seeds", "1-2", "--iterations", "20");
      const { code, out: said } = await rnn(...args, "--shard", `${i}/2`);
      assertEquals(code, 0);
      assertStringIncludes(said, `4 runs, of which 2 are in part ${i}/2\n`);
      return namesIn(out);
    }));
    assertEquals(new Set(parts.flat()).size, 4);
  });
});

Deno.test("rnn sweep: two processes share a folder, do no run twice, and one takes over when the other is killed", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/runs`];
    await Deno.writeTextFile(text, TEXT);
    const args = sweepArgs(text, out, "--hidden", "40", "--seeds", "1-3", "--iterations", "12000");
    const first = startSweep(...args);
    await until(() =>
      namesIn(folder).length > 1 && namesIn(out).some((n) => n.endsWith(".half.npz"))
    );
    const second = startSweep(...args);
    await until(() => namesIn(out).filter((name) => name.endsWith(".lock")).length === 2);
    first.kill();
    await first.ended;
    const { code, out: said, error } = await second.ended;
    assertEquals([code, error], [0, ""]);
    // On a slow machine the first one may have ended a run before the second one looked.
    const before = Number(said.match(/^3 runs, (\d) ended before$/m)?.[1] ?? 0);
    const rows = said.match(/^\[.*nats per character held out/gm)?.length ?? 0;
    assertEquals([before + rows, rows > 1], [3, true]);
    assertEquals(
      namesIn(out).map((name) => name.replace(/\.\w+\.npz$/, "")),
      [1, 2, 3].map((seed) => `seed=${seed},hidden=40,iterations=12000,hold-out=0.1`),
    );
    for (const name of namesIn(out)) {
      assertEquals((await loadSnapshot(`${out}/${name}`)).iterations, 12000);
    }
  });
});

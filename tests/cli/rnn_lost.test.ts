/** `rnn train` where its file or its output can't be written: what was learned is not lost. */
import { fileURLToPath } from "node:url";
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TEXT, withFolder } from "./support.ts";

const PROGRAM = fileURLToPath(new URL("../../lib/cli/rnn/rnn.ts", import.meta.url));

/** A training of TEXT, typed in a folder; what follows `rnn train` may say where its output goes. */
function trainIn(folder: string, words: string): Deno.ChildProcess {
  const command =
    `exec "$DENO" run -A --quiet "$PROGRAM" train --text text.txt --hidden 5 ${words}`;
  return new Deno.Command("sh", {
    args: ["-c", command],
    cwd: folder,
    env: { NO_COLOR: "1", DENO: Deno.execPath(), PROGRAM },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(
  child: Deno.ChildProcess,
): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), error: text.decode(stderr) };
}

/** Does something in a folder with a text; not where the system has no full device. */
async function withText(action: (folder: string) => Promise<void>): Promise<void> {
  if (!await Deno.stat("/dev/full").then(() => true, () => false)) {
    return console.log("skipped: this system has no /dev/full");
  }
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/text.txt`, TEXT);
    await action(await Deno.realPath(folder));
  });
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!await holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

Deno.test("rnn train writes the network to another folder when its disk is full, and names it", async () => {
  await withText(async (folder) => {
    await Deno.mkdir(`${folder}/disk`);
    await Deno.symlink("/dev/full", `${folder}/disk/model.npz`);
    const words = "--out disk/model.npz --iterations 30 --hold-out 0.1 --checkpoint 0.0001";
    const { code, out, error } = await ended(trainIn(folder, words));
    assertEquals(code, 1);
    assertEquals(
      out.match(/A checkpoint could not be written, the training goes on: /g)?.length ?? 0,
      1,
    );
    const [, rescued] = error.match(
      /^error: Cannot write 'disk\/model.npz': No space left on device; the network is in '(.*)' instead\n$/,
    ) ?? [];
    assertMatch(rescued, /^\/.*\/model\.rescued-[0-9a-f]{8}\.npz$/);
    assertEquals((await loadSnapshot(rescued)).iterations, 30);
  });
});

Deno.test("rnn train keeps the network when the folder of its file has gone", async () => {
  await withText(async (folder) => {
    const out = `${folder}/runs/model.npz`;
    await Deno.mkdir(`${folder}/runs`);
    const child = trainIn(folder, "--out runs/model.npz --iterations 1e9 --checkpoint 0.05");
    await until(() => exists(out));
    await Deno.remove(`${folder}/runs`, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 300)); // checkpoints fail meanwhile
    child.kill("SIGINT");
    const { code, error } = await ended(child);
    assertEquals(code, 1);
    const rescued = error.match(/there is no such folder; the network is in '(.*)' instead/)?.[1];
    assert((await loadSnapshot(rescued!)).iterations! > 0);
  });
});

Deno.test("rnn train saves at SIGTERM and when its window is closed, as at Ctrl-C", async () => {
  await withText(async (folder) => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      const out = `${folder}/${signal}.npz`;
      const child = trainIn(folder, `--iterations 1e9 --checkpoint 0.05 --out ${signal}.npz`);
      await until(() => exists(out));
      child.kill(signal);
      const { code, out: said, error } = await ended(child);
      assertEquals([code, error], [0, ""]);
      const { iterations } = await loadSnapshot(out);
      assertStringIncludes(said, `Stopped after ${iterations} iterations`);
    }
  });
});

Deno.test("rnn train ends well when nobody reads its output, and keeps the network when it can't be printed", async () => {
  await withText(async (folder) => {
    const words = "--iterations 30 --hold-out 0.1 --json --out";
    const closed = await ended(trainIn(folder, `${words} closed.npz | head -0`));
    assertEquals([closed.code, closed.error], [0, ""]);
    const full = await ended(trainIn(folder, `${words} full.npz > /dev/full`));
    assertEquals([full.code, full.error], [1, "error: Cannot print: No space left on device\n"]);
    await until(() => exists(`${folder}/closed.npz`)); // the pipe does not wait for its first command
    const [a, b] = await Promise.all(
      ["closed", "full"].map((n) => loadSnapshot(`${folder}/${n}.npz`)),
    );
    assertEquals([a.iterations, b.iterations], [30, 30]);
    assertStringIncludes(String(b.metadata.heldOutNatsPerChar), ".");
  });
});

Deno.test("rnn train refuses a read-only file before it trains, and writes through a link", async () => {
  await withText(async (folder) => {
    await Deno.writeTextFile(`${folder}/model.npz`, "old");
    await Deno.chmod(`${folder}/model.npz`, 0o444);
    await Deno.symlink("model.npz", `${folder}/link.npz`);
    for (const name of ["model.npz", "link.npz"]) {
      const { code, error } = await ended(trainIn(folder, `--iterations 1e9 --out ${name}`));
      assertEquals([code, error], [
        1,
        `error: Cannot write '${name}' as it must not be read-only\n`,
      ]);
    }
    await Deno.chmod(`${folder}/model.npz`, 0o600);
    const words = "--iterations 20 --checkpoint 60 --out link.npz";
    assertEquals((await ended(trainIn(folder, words))).code, 0);
    assertEquals((await Deno.lstat(`${folder}/link.npz`)).isSymlink, true);
    assertEquals((await loadSnapshot(`${folder}/model.npz`)).iterations, 20);
    assertEquals((await Deno.stat(`${folder}/model.npz`)).mode! & 0o777, 0o600);
    assertEquals(await Deno.readTextFile(`${folder}/model.previous.npz`), "old");
  });
});

Deno.test("rnn sample ends quietly when its reader has gone, and says when its disk is full", async () => {
  await withText(async (folder) => {
    await ended(trainIn(folder, "--out model.npz --iterations 30"));
    const sample = (where: string): Deno.ChildProcess =>
      new Deno.Command("sh", {
        args: ["-c", `exec "$DENO" run -A --quiet "$PROGRAM" sample --length 300000 ${where}`],
        cwd: folder,
        env: { NO_COLOR: "1", DENO: Deno.execPath(), PROGRAM },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    const gone = sample("--snapshot model.npz");
    const said = new Response(gone.stderr).text();
    await gone.stdout.cancel();
    assertEquals((await gone.status).code, 0);
    assertEquals(await said, "Begins from the state that its training reached\n");
    const full = await ended(sample("--snapshot model.npz > /dev/full"));
    assertEquals(full.code, 1);
    assertMatch(full.error, /\nerror: Cannot print: No space left on device\n$/);
  });
});

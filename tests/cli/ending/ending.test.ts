/** Nothing goes on computing when what started it was killed, which nobody can prepare for. */
import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import { kernelspec } from "../../../lib/cli/jupyter/kernelspec.ts";
import { newConnection } from "../../../lib/jupyter/wire/connection.ts";
import { KernelClient } from "../../../lib/jupyter/wire/client.ts";
import { executeContent } from "../../../lib/jupyter/session/session.ts";
import { withFolder } from "../support.ts";
import { Family, HAS_PROC, NO_PROC, sleep } from "./processes.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ENDLESS = "console.log('computes'); for (;;);";

const endingTest = (name: string, run: (family: Family, folder: string) => Promise<void>): void =>
  Deno.test(name, async () => {
    if (!HAS_PROC) return console.log(NO_PROC);
    const family = new Family();
    try {
      await withFolder((folder) => run(family, folder));
    } finally {
      for (const { pid } of await family.running()) Deno.kill(pid, "SIGKILL");
    }
  });

endingTest("report that is killed leaves no kernel computing", async (family, folder) => {
  const cells = [{ cell_type: "code", metadata: {}, source: ENDLESS, outputs: [] }];
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  await Deno.writeTextFile(`${folder}/a.ipynb`, JSON.stringify(notebook));
  // As npx does it: a shell with that name, and `deno task` in it.
  const task = ["task", "report", "--notebooks", folder, "--out", `${folder}/out`];
  for (const killed of [/^\S+deno run .*report\.ts/, /^\S+deno task report/, /^\S*sh -c .* npx/]) {
    const command = new Deno.Command("sh", {
      args: ["-c", '"$@"; true', "npx", Deno.execPath(), ...task],
      cwd: ROOT,
      env: { ...family.env, TMPDIR: folder, NO_COLOR: "1" },
      stdout: "null",
      stderr: "null",
    }).spawn();
    await family.find(/jupyter --kernel/);
    await sleep(1500);
    Deno.kill(await family.find(killed), "SIGKILL");
    await command.status;
    await family.assertGone(`kill -9 of ${killed}`);
  }
});

endingTest(
  "startGuarded() ends what its program has started, where that is asked for",
  async (family) => {
    for (const ends of [true, false]) {
      const program = `import { startGuarded } from "@lab/jupyter";
      startGuarded("sh", { args: ["-c", "sleep 1000 & sleep 1001"], withChildren: ${ends} });
      await new Promise(() => setInterval(() => {}, 1000));`;
      const command = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", program],
        cwd: ROOT,
        env: family.env,
      }).spawn();
      const started = await Promise.all([family.find(/^sleep 1000/), family.find(/^sleep 1001/)]);
      command.kill("SIGKILL");
      await command.status;
      if (ends) await family.assertGone("kill -9 of what has started it");
      else for (const pid of started) Deno.kill(pid, "SIGKILL");
    }
  },
);

endingTest(
  "report that is killed while a kernel starts leaves neither it nor its file",
  async (family, folder) => {
    const program = `import { startKernel } from "@lab/jupyter"; await startKernel(".");`;
    for (const ms of [0, 20, 60, 150]) {
      const command = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", program],
        cwd: ROOT,
        env: { ...family.env, TMPDIR: folder },
      }).spawn();
      await family.find(/jupyter --kernel/);
      await sleep(ms);
      command.kill("SIGKILL");
      await command.status;
      await family.assertGone(`kill -9 ${ms} ms after a kernel's start`);
      assertEquals(Array.from(Deno.readDirSync(folder)), [], `files, after ${ms} ms`);
    }
  },
);

endingTest(
  "the relay ends when Jupyter does, with its kernel and its language server",
  async (family, folder) => {
    const [file, connection] = [`${folder}/connection.json`, newConnection()];
    await Deno.writeTextFile(file, JSON.stringify(connection));
    const args = JSON.stringify(kernelspec().argv.with(-1, file).slice(1));
    const program = `new Deno.Command(Deno.execPath(), { args: ${args} }).spawn();
      await new Promise(() => {});`;
    const jupyter = new Deno.Command(Deno.execPath(), {
      args: ["eval", `setInterval(() => {}, 1000); ${program}`],
      cwd: ROOT,
      env: { ...family.env, CHAR_RNN_INTERACTIVE: "1", NO_COLOR: "1" },
    }).spawn();
    const { promise: computes, resolve } = Promise.withResolvers<void>();
    const client = await KernelClient.connect(connection, {
      onPublished: ({ type }) => type === "stream" && resolve(),
      onBroken: () => {},
    }, AbortSignal.timeout(30_000));
    void client.request("shell", "execute_request", executeContent(ENDLESS, false));
    await computes;
    await family.find(/ lsp/);
    jupyter.kill("SIGKILL");
    await jupyter.status;
    await family.assertGone("kill -9 of Jupyter");
    client.close();
  },
);

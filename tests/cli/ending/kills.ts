/** `kill -9` at random moments: every file is whole, every process gone, and the next run goes well. */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { Random } from "@lab/numerics";
import { loadSnapshot } from "@lab/snapshots";
import { rnn, TEXT, withFolder } from "../support.ts";
import { Family, sleep } from "./processes.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Something that a user starts, in a folder of its own, and what must hold whenever it is killed. */
export interface Work {
  /** Makes what the work needs. */
  prepare: (folder: string) => Promise<void>;
  /** The task and its arguments. */
  task: (folder: string) => string[];
  /** More of the environment. */
  env?: (folder: string) => Record<string, string>;
  /** Where the task runs, when not in the project. */
  project?: (folder: string) => string;
  /** Throws unless every file is whole. */
  check: (folder: string) => Promise<void>;
  /** The names in the folder `out` when the work has been done. */
  files: readonly string[];
}

const namesIn = (folder: string): string[] =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** The files of the folder `out` that are not in the making. */
const wholeIn = (folder: string): string[] =>
  namesIn(join(folder, "out")).filter((name) => !name.endsWith(".partial"));

async function checkSnapshots(folder: string): Promise<void> {
  for (const name of wholeIn(folder)) await loadSnapshot(join(folder, "out", name));
}

const notebook = (title: string): string => {
  const cell = { cell_type: "code", metadata: {}, source: "console.log(1); 2", outputs: [] };
  const prose = { cell_type: "markdown", metadata: {}, source: `# ${title}` };
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [prose, cell, cell],
  });
};

/** A Python that makes an environment and installs as pip does, as slowly as one can watch, without a network. */
const PYTHON = `#!/bin/sh
case "$*" in
  --version) echo Python 3.12.0 ;;
  "-m venv "*) sleep 0.1; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  *"pip install"*) for i in 1 2 3 4 5; do echo Collecting package-$i; sleep 0.05; done
    touch "\${0%/*}/jupyter-lab" ;;
  "-m jupyterlab --version") [ -e "\${0%/*}/jupyter-lab" ] && echo 4.6.0 ;;
esac
`;

/** A project whose commands install something. */
async function copyCommands(folder: string): Promise<void> {
  const { success } = await new Deno.Command("cp", {
    args: ["-R", "lib", "deno.json", "deno.lock", folder],
    cwd: ROOT,
  }).output();
  assert(success);
}

export const WORKS: Record<string, Work> = {
  "training": {
    prepare: (folder) => Deno.writeTextFile(`${folder}/text.txt`, TEXT),
    task: (folder) => [
      ...["rnn", "train", "--text", `${folder}/text.txt`, "--hidden", "60", "--iterations", "3000"],
      ...["--checkpoint", "0.01", "--out", `${folder}/out/model.npz`],
    ],
    check: checkSnapshots,
    files: ["model.npz", "model.previous.npz"],
  },
  "writing": {
    prepare: async (folder) => {
      await Deno.writeTextFile(`${folder}/text.txt`, TEXT);
      const size = ["--hidden", "700", "--iterations", "1"];
      await rnn("train", "--text", `${folder}/text.txt`, ...size, "--out", `${folder}/large.npz`);
    },
    task: (folder) => ["rnn", "convert", `${folder}/large.npz`, `${folder}/out/a.safetensors`],
    check: checkSnapshots,
    files: ["a.safetensors"],
  },
  "reporting": {
    prepare: async (folder) => {
      await Deno.mkdir(`${folder}/notebooks`);
      for (const name of ["01", "02"]) {
        await Deno.writeTextFile(`${folder}/notebooks/${name}.ipynb`, notebook(name));
      }
    },
    task: (folder) => ["report", "--notebooks", `${folder}/notebooks`, "--out", `${folder}/out`],
    check: async (folder) => {
      for (const name of wholeIn(folder)) {
        const html = await Deno.readTextFile(join(folder, "out", name));
        assert(html.startsWith("<!DOCTYPE html>") && html.endsWith("</html>\n"), name);
      }
    },
    files: ["01.html", "02.html", "index.html"],
  },
  "installing": {
    prepare: async (folder) => {
      await copyCommands(`${folder}/out`);
      await Deno.mkdir(`${folder}/bin`);
      await Deno.writeTextFile(`${folder}/bin/python3`, PYTHON, { mode: 0o755 });
    },
    task: () => ["lab", "--prepare"],
    project: (folder) => `${folder}/out`,
    env: (folder) => ({ PATH: `${folder}/bin:/usr/bin:/bin` }),
    check: async (folder) => {
      const finished = `${folder}/out/.venv/requirements.txt`;
      if (await Deno.stat(finished).then(() => false, () => true)) return;
      const wanted = `${folder}/out/lib/cli/jupyter/requirements.txt`;
      assertEquals(await Deno.readTextFile(finished), await Deno.readTextFile(wanted));
      await Deno.stat(`${folder}/out/.venv/bin/jupyter-lab`);
      const kernel = `${folder}/out/.venv/share/jupyter/kernels/deno/kernel.json`;
      const text = await Deno.readTextFile(kernel).catch(() => undefined);
      if (text !== undefined) JSON.parse(text);
    },
    files: [".venv", "deno.json", "deno.lock", "lib"],
  },
};

/** Kills a work so many times, each time another of its processes at another moment of its time. */
export async function killAtRandom(work: Work, kills: number, seed: number): Promise<void> {
  await withFolder(async (given) => {
    const folder = await Deno.realPath(given);
    await Deno.mkdir(`${folder}/out`);
    await Deno.mkdir(`${folder}/tmp`);
    await work.prepare(folder);
    const start = (family: Family): Deno.ChildProcess =>
      new Deno.Command(Deno.execPath(), {
        args: ["task", ...work.task(folder)],
        cwd: work.project?.(folder) ?? ROOT,
        env: { NO_COLOR: "1", TMPDIR: `${folder}/tmp`, ...work.env?.(folder), ...family.env },
        stdout: "null",
        stderr: "null",
      }).spawn();
    const began = performance.now();
    assertEquals((await start(new Family()).status).code, 0);
    const wholeMs = performance.now() - began;
    const random = new Random(seed);
    for (let k = 0; k < kills; k++) {
      if (k % 3 === 0) {
        await Deno.remove(`${folder}/out/.venv`, { recursive: true }).catch(() => {});
      }
      const family = new Family();
      const command = start(family);
      const ms = random.uniform() * wholeMs;
      await sleep(ms);
      const running = await family.running();
      // The task, or the command that it has started.
      const killed = running.find(({ line }) => (k % 2 === 0 ? / task / : / run /).test(line));
      if (killed !== undefined) Deno.kill(killed.pid, "SIGKILL");
      await command.status;
      const when = `kill ${k} of ${killed?.line}, after ${ms.toFixed(0)} of ${
        wholeMs.toFixed(0)
      } ms`;
      await family.assertGone(when);
      await work.check(folder);
    }
    assertEquals((await start(new Family()).status).code, 0);
    await work.check(folder);
    assertEquals(namesIn(`${folder}/out`), work.files);
    assertEquals(namesIn(`${folder}/tmp`), []);
  });
}

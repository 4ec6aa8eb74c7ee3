/** `kill -9` at random moments: every file is whole, every process gone, and the next run goes well. */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { Random } from "@lab/numerics";
import { loadSnapshot } from "@lab/snapshots";
import { rnn, TEXT, withFolder } from "../support.ts";
import { Family, sleep } from "./processes.ts";
import { writeWheels } from "./wheels.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Something that a user starts, in a folder of its own, and what must hold whenever it is killed. */
export interface Work {
  /** Makes what the work needs. */
  prepare: (folder: string) => Promise<void>;
  /** The task and its arguments. */
  task: (folder: string) => string[];
  /** Why it can't be done here; undefined where it can. */
  lacks?: () => Promise<string | undefined>;
  /** Is told each time that the work begins. */
  begin?: (folder: string, turn: number) => Promise<void>;
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

/** A notebook whose page tells in which turn it was made. */
const notebook = (title: string, turn: string): string => {
  const source = `console.log("turn", Deno.readTextFileSync(${JSON.stringify(turn)}), ".")`;
  const cell = { cell_type: "code", metadata: {}, source, outputs: [] };
  const prose = { cell_type: "markdown", metadata: {}, source: `# ${title}` };
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [prose, cell, cell],
  });
};

const REQUIREMENTS = "lib/cli/jupyter/requirements.txt";

const NO_PYTHON = "skipped: there is no python3 with venv and ensurepip";

/** What pip says of an environment that lacks nothing. */
const ALL_THERE = "No broken requirements found.\n";

/** What a program prints; undefined where it is missing or fails. */
async function outputOf(program: string, ...args: string[]): Promise<string | undefined> {
  const ended = await new Deno.Command(program, { args, stderr: "null" }).output()
    .catch(() => undefined);
  return ended?.success ? new TextDecoder().decode(ended.stdout) : undefined;
}

/** The path of a Python that can make environments. */
async function pythonHere(): Promise<string | undefined> {
  const program = "import ensurepip, sys, venv; print(sys.executable)";
  return (await outputOf("python3", "-c", program))?.trim();
}

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
        const text = notebook(name, `${folder}/turn`);
        await Deno.writeTextFile(`${folder}/notebooks/${name}.ipynb`, text);
      }
    },
    task: (folder) => ["report", "--notebooks", `${folder}/notebooks`, "--out", `${folder}/out`],
    begin: (folder, turn) => Deno.writeTextFile(`${folder}/turn`, String(turn)),
    check: async (folder) => {
      const turns = new Set<string | undefined>();
      for (const name of wholeIn(folder)) {
        const html = await Deno.readTextFile(join(folder, "out", name));
        assert(html.startsWith("<!DOCTYPE html>") && html.endsWith("</html>\n"), name);
        if (name !== "index.html") turns.add(html.match(/turn (\d+) \./)?.[1]);
      }
      assert(turns.size === 1 && !turns.has(undefined), `pages of turns ${[...turns]}`);
    },
    files: ["01.html", "02.html", "index.html"],
  },
  "installing": {
    lacks: async () => await pythonHere() === undefined ? NO_PYTHON : undefined,
    prepare: async (folder) => {
      await copyCommands(`${folder}/out`);
      for (const name of ["bin", "wheels"]) await Deno.mkdir(`${folder}/${name}`);
      const requirements = await writeWheels(`${folder}/wheels`);
      await Deno.writeTextFile(`${folder}/out/${REQUIREMENTS}`, requirements);
      // Alone on PATH, without the JupyterLab that may be beside it.
      const python = `#!/bin/sh\nexec '${await pythonHere()}' "$@"\n`;
      await Deno.writeTextFile(`${folder}/bin/python3`, python, { mode: 0o755 });
    },
    task: () => ["lab", "--prepare"],
    project: (folder) => `${folder}/out`,
    env: (folder) => ({
      PATH: `${folder}/bin:/usr/bin:/bin`,
      PIP_CONFIG_FILE: "/dev/null",
      PIP_NO_INDEX: "1",
      PIP_FIND_LINKS: `${folder}/wheels`,
      PIP_NO_CACHE_DIR: "1",
    }),
    check: async (folder) => {
      const finished = `${folder}/out/.venv/requirements.txt`;
      if (await Deno.stat(finished).then(() => false, () => true)) return;
      const wanted = `${folder}/out/${REQUIREMENTS}`;
      assertEquals(await Deno.readTextFile(finished), await Deno.readTextFile(wanted));
      const bin = `${folder}/out/.venv/bin`;
      assertEquals(await outputOf(`${bin}/python`, "-m", "jupyterlab"), "4.6.0\n");
      assertEquals(await outputOf(`${bin}/python`, "-m", "pip", "check"), ALL_THERE);
      await Deno.stat(`${bin}/jupyterlab-lab`);
      const kernel = `${folder}/out/.venv/share/jupyter/kernels/deno/kernel.json`;
      const text = await Deno.readTextFile(kernel).catch(() => undefined);
      if (text !== undefined) JSON.parse(text);
    },
    files: [".venv", "deno.json", "deno.lock", "lib"],
  },
};

/** Kills a work so many times, each time another of its processes at another moment of its time. */
export async function killAtRandom(work: Work, kills: number, seed: number): Promise<void> {
  const lack = await work.lacks?.();
  if (lack !== undefined) return console.log(lack);
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
    await work.begin?.(folder, 0);
    assertEquals((await start(new Family()).status).code, 0);
    const wholeMs = performance.now() - began;
    const random = new Random(seed);
    for (let k = 0; k < kills; k++) {
      if (k % 3 === 0) {
        await Deno.remove(`${folder}/out/.venv`, { recursive: true }).catch(() => {});
      }
      await work.begin?.(folder, k + 1);
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

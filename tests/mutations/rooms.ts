/**
 * Runs the fast tests of a room on mutants of its sources, in copies of lib/ and tests/.
 *
 * Not StrykerJS 10.1, though its command runner works here under Deno (433 mutants of lib/findings in
 * 131 s): it takes no kinds of mutants but its own, and among those is no swapped column, no turned
 * comparator, no dropped term; a sample can only be chosen by line; and it is 176 packages.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "../browser.ts";
import { type Mutant, placeOf } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A mutant is caught, too, when its tests take so many times as long as they usually do. */
const PATIENCE = 5;
/** Shorter than this, in milliseconds, a time says more about the machine than about the tests. */
const SHORTEST = 2000;

/** What to know of a folder of lib/ to run its tests on mutants. */
interface Room {
  /** How many mutants of each file are run by `deno task test:slow`. */
  each: number;
  /** Tests that tell nothing: they compare a source with what was made from it. */
  without?: RegExp;
  /** The program that makes from the sources what the tests run. */
  build?: string;
  /** Sources that only a browser runs. */
  inBrowser?: RegExp;
}

/** The rooms whose sources are mutated. */
export const ROOMS: Record<string, Room> = {
  analysis: { each: 3 },
  findings: { each: 5 },
  sampling: { each: 8 },
  training: { each: 4 },
  snapshots: { each: 3 },
  playground: {
    each: 4,
    without: /program\.test\.ts$/,
    build: "lib/cli/build/playground.ts",
    inBrowser: /page\/main\.ts$/,
  },
};

async function files(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    if (isDirectory) found.push(...await files(`${folder}/${name}`));
    else if (name.endsWith(".ts")) found.push(`${folder}/${name}`);
  }
  return found.sort();
}

/** The sources of a room that its tests can reach on this machine, and their texts. */
export async function sourcesOf(room: string): Promise<{ file: string; source: string }[]> {
  const { inBrowser } = ROOMS[room];
  const reached = (await files(`lib/${room}`)).filter((file) =>
    findChromium() !== undefined || !inBrowser?.test(file)
  );
  return await Promise.all(
    reached.map(async (file) => ({ file, source: await Deno.readTextFile(join(ROOT, file)) })),
  );
}

/** A copy of what the tests of a room need. */
class Copy {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Copy> {
    const folder = await Deno.makeTempDir({ prefix: "mutations-" });
    for (const name of ["lib", "tests", "deno.json", "deno.lock"]) {
      await cp(join(ROOT, name), join(folder, name), { recursive: true });
    }
    for (const name of ["data", "notebooks"]) {
      await Deno.symlink(join(ROOT, name), join(folder, name));
    }
    return new Copy(folder);
  }

  async read(file: string): Promise<string> {
    return await Deno.readTextFile(join(this.#folder, file));
  }

  async write(file: string, source: string): Promise<void> {
    await Deno.writeTextFile(join(this.#folder, file), source);
  }

  /** Whether a command of Deno's succeeds, within a time. */
  async run(args: string[], milliseconds: number): Promise<{ isRight: boolean; output: string }> {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: this.#folder,
      env: { NO_COLOR: "1", DENO_JOBS: "1" },
      stdin: "null",
      signal: AbortSignal.timeout(milliseconds),
    }).output();
    const text = new TextDecoder();
    return { isRight: success, output: text.decode(stdout) + text.decode(stderr) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

const TEST = ["test", "-A", "--no-check", "--fail-fast", "--v8-flags=--max-old-space-size=1000"];

/** The commands that check a room, the quickest tests first, and how long they may take. */
interface Checks {
  commands: (file: string) => string[][];
  limit: number;
}

/** Times the tests of a room as it is, and sees that they pass in the copy. */
async function checksOf(room: string, copy: Copy): Promise<Checks> {
  const { without, build } = ROOMS[room];
  const timeOf = async (args: string[]): Promise<number> => {
    const start = performance.now();
    const { isRight, output } = await copy.run(args, 600_000);
    if (isRight) return performance.now() - start;
    throw new Error(`Cannot mutate lib/${room} as its own tests fail:\n${output}`);
  };
  const before = build === undefined ? [] : [["run", "-A", "--no-check", build]];
  for (const args of [...before, [...TEST, "--doc", `lib/${room}`]]) await timeOf(args);
  const timed: { file: string; time: number }[] = [];
  for (const file of await files(`tests/${room}`)) {
    if (!/(?<!\.slow)\.test\.ts$/.test(file) || without?.test(file)) continue;
    timed.push({ file, time: await timeOf([...TEST, file]) });
  }
  const tests = timed.sort((a, b) => a.time - b.time).map(({ file }) => file);
  const usual = timed.reduce((sum, { time }) => sum + time, 0);
  return {
    commands: (file) => [...before, [...TEST, ...tests], [...TEST, "--doc", file]],
    limit: PATIENCE * Math.max(SHORTEST, usual),
  };
}

async function isCaught(mutant: Mutant, copy: Copy, { commands, limit }: Checks): Promise<boolean> {
  const original = await copy.read(mutant.file);
  await copy.write(mutant.file, mutant.source);
  try {
    for (const command of commands(mutant.file)) {
      if (!(await copy.run(command, limit)).isRight) return true;
    }
    return false;
  } finally {
    await copy.write(mutant.file, original);
  }
}

/**
 * Runs the fast tests of a room on mutants of its sources, two mutants at a time.
 * @param room the room's name, a key of `ROOMS`
 * @param mutants what to run them on
 * @returns the mutants that no test saw, in order
 * @throws {Error} when the tests fail without any mutant
 */
export async function survivorsOf(room: string, mutants: readonly Mutant[]): Promise<Mutant[]> {
  await using first = await Copy.make();
  await using second = await Copy.make();
  const checks = await checksOf(room, first);
  const queue = [...mutants];
  const survivors: Mutant[] = [];
  await Promise.all([first, second].map(async (copy) => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      if (await isCaught(mutant, copy, checks)) continue;
      survivors.push(mutant);
      console.log(`survived: ${placeOf(mutant)}`);
    }
  }));
  return survivors.sort((a, b) => mutants.indexOf(a) - mutants.indexOf(b));
}

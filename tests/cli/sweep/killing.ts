/** Sweeps that are killed at random moments. */
import { Random } from "@lab/numerics";
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { rnn, TEXT } from "../support.ts";
import { namesIn, pause, startSweep, sweepArgs, until } from "./support.ts";

/** What a sweep's files hold but the day. */
async function contents(out: string): Promise<unknown[]> {
  return await Promise.all(
    namesIn(out).map(async (name) => {
      const { metadata: { date: _, ...metadata }, ...rest } = await loadSnapshot(`${out}/${name}`);
      return [name, rest, metadata];
    }),
  );
}

/** The processes whose command line holds some words; none on a system that does not list them. */
export async function processesOf(...words: string[]): Promise<number[]> {
  const entries = await Array.fromAsync(Deno.readDir("/proc")).catch(() => []);
  const numbers = entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(numbers.map((pid) =>
    // A process that has just ended has no line any more.
    Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")
  ));
  return numbers.filter((_, k) => words.every((word) => lines[k].includes(word))).map(Number);
}

/**
 * Kills a sweep many times with `kill -9`, each time at a random moment after a new checkpoint, and goes on
 * with it; no process of it is left, and in the end its files are those of a sweep that was never killed.
 */
export async function killedSweeps(
  folder: string,
  kills: number,
  options: readonly string[] = ["--hidden", "40", "--iterations", "3000"],
): Promise<void> {
  const [text, killed, whole] = ["text.txt", "killed", "whole"].map((name) => `${folder}/${name}`);
  await Deno.writeTextFile(text, TEXT);
  const random = new Random(8);
  const newest = (): number =>
    Math.max(
      0,
      ...namesIn(killed).map((name) => {
        try {
          return Deno.statSync(`${killed}/${name}`).mtime!.getTime();
        } catch {
          return 0; // it was just renamed
        }
      }),
    );
  await Deno.mkdir(killed);
  for (let k = 0; k < kills; k++) {
    const before = newest();
    const sweep = startSweep(...sweepArgs(text, killed, "--seeds", "1-2", ...options));
    await until(() => newest() > before);
    await pause(random.uniform() * 300);
    sweep.kill();
    await sweep.ended;
  }
  await until(async () => (await processesOf(killed)).length === 0);
  const ended = await rnn(...sweepArgs(text, killed, "--seeds", "1-2", ...options));
  assertEquals([ended.code, ended.error], [0, ""]);
  assertEquals((await rnn(...sweepArgs(text, whole, "--seeds", "1-2", ...options))).code, 0);
  assertEquals(await contents(killed), await contents(whole));
  assert(namesIn(killed).length === 2, namesIn(killed).join(", "));
}

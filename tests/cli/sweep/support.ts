/** Sweeps as a user types them. */
import { rnnCommand } from "../support.ts";

/** The arguments of a sweep that holds a tenth of a short text out. */
export const sweepArgs = (text: string, out: string, ...args: string[]): string[] => [
  ...["sweep", "--text", text, "--out", out, "--jobs", "1", "--checkpoint", "0.01"],
  ...args,
];

/** The names of a folder's files. */
export const namesIn = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** A sweep that is under way, its result to come. */
export interface Sweep {
  /** Kills the process that was typed, and no other, as a machine's failure or `kill -9` does. */
  kill(): void;
  /** Asks it to end, as Ctrl-C does. */
  interrupt(): void;
  /** Its end. */
  ended: Promise<{ code: number; out: string; error: string }>;
}

/** Starts a sweep. */
export function startSweep(...args: string[]): Sweep {
  const child = rnnCommand(...args).spawn();
  const text = new TextDecoder();
  return {
    kill: () => child.kill("SIGKILL"),
    interrupt: () => child.kill("SIGINT"),
    ended: child.output().then(({ code, stdout, stderr }) => ({
      code,
      out: text.decode(stdout),
      error: text.decode(stderr),
    })),
  };
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds, at most half a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const beganMs = performance.now(); !await holds(); await pause(5)) {
    if (performance.now() - beganMs > 30_000) throw new Error(`It never came: ${holds}`);
  }
}

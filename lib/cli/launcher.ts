/** A command ends with what has started it. */

const LOOK_MS = 500;

/** How many steps up npx is looked for: `npm exec`, a shell, its script, `deno task`. */
const STEPS = 5;

/** A file that the system keeps of a process; empty where it keeps none, as outside Linux. */
function readOf(pid: number, file: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}

/** The number of a process's parent; 0 when it can't be told. */
const parentOf = (pid: number): number =>
  Number(readOf(pid, "stat").match(/^.*\) \S (\d+) /s)?.[1] ?? 0);

/** The parent, and those above it up to npx where that has started it, as one line. */
function launchers(): string {
  const above = [Deno.ppid];
  while (above.length < STEPS) above.push(parentOf(above[above.length - 1]));
  const npx = above.findIndex((pid) => /^npm exec\b|\bnpx\b/.test(readOf(pid, "cmdline")));
  return above.slice(0, npx + 1 || 1).join(" ");
}

/** Whether Jupyter, which leaves its number, had ended before this process could ask. */
function isLeft(): boolean {
  const jupyter = Deno.env.get("JPY_PARENT_PID");
  return Deno.ppid === 1 && jupyter !== undefined && jupyter !== "1";
}

/**
 * Sends this process SIGTERM, once, when the one that started it is gone: so that `npx`, `deno task` or
 * Jupyter leave nothing running when they are killed without being asked. Windows does not tell.
 * @example
 * ```ts
 * import { followLauncher } from "./launcher.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(followLauncher(), undefined); // whoever runs this example is there
 * ```
 */
export function followLauncher(): void {
  const before = launchers();
  const timer = setInterval(() => {
    if (launchers() === before && !isLeft()) return;
    clearInterval(timer);
    Deno.kill(Deno.pid, "SIGTERM");
  }, LOOK_MS);
  Deno.unrefTimer(timer);
}

/** Programs that end when this process does: however it ends, at any moment, and also while they compute. */

/**
 * A shell becomes the program, after it has left another one beside it that waits for a line from here. Where
 * the pipe ends without one, this process is gone, and the program is ended, with the file that is its own.
 */
const SCRIPT = `
  input=$1 file=$2 group=$3 && shift 3 && exec 3<&0
  { trap "" HUP INT TERM
    read -r _ <&3 || { [ -z "$file" ] || rm -f "$file"; kill -s $0 -- $group$$; }
  } >/dev/null 2>&1 &
  exec "$@" 3<&- <"$input"`;

/** How to start a program that ends with this process. */
export interface GuardOptions extends Omit<Deno.CommandOptions, "stdin"> {
  /** The signal that ends it; `KILL` when left out. */
  endBy?: "KILL" | "TERM";
  /** Whether it reads what is typed, where this process could. */
  readsTerminal?: boolean;
  /** A file to delete, where this process can't any more. */
  file?: string;
  /** Whether the programs that it starts end with it; it is then out of reach of the terminal's Ctrl+C. */
  withChildren?: boolean;
}

/** A program that ends with this process. */
export interface Guarded {
  /** The program. */
  child: Deno.ChildProcess;
  /** Resolves when it has ended. */
  ended: Promise<Deno.CommandStatus>;
}

async function ending(child: Deno.ChildProcess, isGuarded: boolean): Promise<Deno.CommandStatus> {
  const status = await child.status;
  if (isGuarded) {
    const pipe = child.stdin.getWriter();
    // Who waits at the other end may have been killed.
    await pipe.write(new TextEncoder().encode("\n")).catch(() => {});
    await pipe.close().catch(() => {});
  }
  return status;
}

/**
 * Starts a program that ends when this process does, also by `kill -9`; on Windows, which has no means for
 * it, one that goes on then.
 * @param program the program's name or path
 * @param options as `Deno.Command` has them, and what ends it
 * @returns the program and its end
 * @throws {Deno.errors.NotFound} when the folder is not there; a program that is not there ends with 127
 * @example
 * ```ts
 * import { startGuarded } from "@lab/jupyter";
 * import { assertEquals } from "@std/assert";
 * const { ended } = startGuarded(Deno.execPath(), { args: ["eval", "Deno.exit(3)"] });
 * assertEquals((await ended).code, 3);
 * ```
 */
export function startGuarded(program: string, options: GuardOptions): Guarded {
  const { args = [], endBy = "KILL", readsTerminal = false, file = "", ...others } = options;
  const { withChildren = false, ...rest } = others;
  const reads = readsTerminal && Deno.stdin.isTerminal();
  if (Deno.build.os === "windows") {
    const stdin = reads ? "inherit" : "null";
    const child = new Deno.Command(program, { ...rest, args, stdin }).spawn();
    return { child, ended: ending(child, false) };
  }
  const given = [endBy, reads ? "/dev/tty" : "/dev/null", file, withChildren ? "-" : "", program];
  const child = new Deno.Command("/bin/sh", {
    ...rest,
    args: ["-c", SCRIPT, ...given, ...args],
    stdin: "piped",
    // Leads a group of processes of its own, which can be ended together.
    detached: withChildren,
  }).spawn();
  return { child, ended: ending(child, true) };
}

/** What commands print: nothing that a file or a name holds may steer the terminal. */

/** Control characters but tabs and line breaks, and those that turn the direction of reading. */
// deno-lint-ignore no-control-regex
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text with each character that would steer a terminal written as its number; JSON means the same.
 * @param text any text
 * @returns the text, safe to print
 * @example
 * ```ts
 * import { visible } from "./terminal.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(visible("Why\x1b[2J\tby\n"), "Why\\u001b[2J\tby\n");
 * ```
 */
export function visible(text: string): string {
  return text.replace(STEERING, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Why a line could not be printed, where one could not. */
let unprinted: unknown;

/**
 * Why a line could not be printed, such as on a full disk.
 * @returns the first error; undefined where all lines were printed, or the reader had gone
 * @example
 * ```ts
 * import { printingError } from "./terminal.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(printingError(), undefined);
 * ```
 */
export const printingError = (): unknown => unprinted;

/**
 * Makes every line of this program's visible: strings that `console` prints go through
 * {@linkcode visible}. A line that can't be printed ends no work: see {@linkcode printingError}.
 * @example
 * ```ts
 * import { cleanConsole } from "./terminal.ts";
 * import { assertEquals } from "@std/assert";
 * const { log, error, warn } = console;
 * cleanConsole();
 * console.log("no bell:", "\x07");
 * Object.assign(console, { log, error, warn });
 * assertEquals(console.log, log);
 * ```
 */
export function cleanConsole(): void {
  for (const name of ["log", "error", "warn"] as const) {
    const print = console[name].bind(console);
    console[name] = (...things: unknown[]) => {
      try {
        print(...things.map((thing) => typeof thing === "string" ? visible(thing) : thing));
      } catch (error) {
        unprinted ??= error;
      }
    };
  }
}

/**
 * Prints a text that is the command's result: to a file or a program as it is, to a terminal visibly.
 * A reader that has gone ends it; what else can't be printed is kept for {@linkcode printingError}.
 * @param text what to print; a line break follows
 * @returns nothing, when it is written
 * @example
 * ```ts
 * import { printResult } from "./terminal.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await printResult("To be"), undefined);
 * ```
 */
export async function printResult(text: string): Promise<void> {
  const shown = Deno.stdout.isTerminal() ? visible(text) : text;
  const rest = new TextEncoder().encode(`${shown}\n`);
  try {
    for (let at = 0; at < rest.length;) at += await Deno.stdout.write(rest.subarray(at));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) unprinted ??= error;
  }
}

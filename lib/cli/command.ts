/** What every command shares: options, one clear line for an error, an exit status. */
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { fileProblem } from "@lab/data";
import { followLauncher } from "./launcher.ts";
import { cleanConsole, printingError } from "./terminal.ts";

/** The lab's folder, in which `deno task` runs each command wherever it was typed. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A call that can't be understood: exit status 2. */
export class UsageError extends Error {
  /** Always `"UsageError"`. */
  override readonly name: string = "UsageError";
}

/** The options of a command, as `node:util` describes them. */
export type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** The options that were given, by name; a repeated one is an array. */
export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

/**
 * Reads a command's arguments.
 * @param args what follows the command
 * @param options the options it knows
 * @param positionals how many arguments without a name it takes at most
 * @returns the options' values and the arguments without a name
 * @throws {UsageError} when an option is unknown or lacks its value, or there are too many arguments; or when
 *   a value is empty, unless that is the option's default
 * @example
 * ```ts
 * import { readArguments } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * const { values } = readArguments(["--seed", "7"], { seed: { type: "string" } });
 * assertEquals(values.seed, "7");
 * ```
 */
export function readArguments(
  args: string[],
  options: OptionTable,
  positionals = 0,
): { values: OptionValues; positionals: string[] } {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: positionals > 0, strict: true });
    if (parsed.positionals.length > positionals) {
      throw new UsageError(`Unexpected argument '${parsed.positionals[positionals]}'`);
    }
    const values = parsed.values as OptionValues;
    for (const [name, value] of Object.entries(values)) {
      // As a script gives it whose variable is not set; a path that is empty would be the folder here.
      if ([value].flat().includes("") && options[name]?.default !== "") {
        throw new UsageError(`Cannot run as '--${name}' must not be empty`);
      }
    }
    return { values, positionals: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [line] = (error as Error).message.split(/\. |\n/);
    const [, ambiguous] = line.match(/^Option '(--[\w-]+)[^']*' argument is ambiguous/) ?? [];
    throw new UsageError(
      ambiguous === undefined
        ? line
        : `Option '${ambiguous}' needs a value; one that begins with a dash goes after '='`,
    );
  }
}

/**
 * A number that an option gives.
 * @param values the options' values
 * @param name the option's name without its dashes
 * @param fallback the number when the option is not given
 * @returns the number
 * @throws {UsageError} when the value is not a number
 * @example
 * ```ts
 * import { numberOption } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(numberOption({ hidden: "250" }, "hidden", 100), 250);
 * ```
 */
export function numberOption(values: OptionValues, name: string, fallback: number): number {
  const value = values[name];
  if (value === undefined) return fallback;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  if (Number.isNaN(number)) {
    throw new UsageError(
      `Cannot read '--${name}' as it must be a number: current value is ${value}`,
    );
  }
  return number;
}

/**
 * A text that an option must give.
 * @param values the options' values
 * @param name the option's name without its dashes
 * @returns the text
 * @throws {UsageError} when the option is not given
 * @example
 * ```ts
 * import { requiredOption } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(requiredOption({ text: "play.txt" }, "text"), "play.txt");
 * ```
 */
export function requiredOption(values: OptionValues, name: string): string {
  const value = values[name];
  if (typeof value !== "string" || value === "") {
    throw new UsageError(`Cannot run as '--${name}' must be given`);
  }
  return value;
}

/**
 * What an error tells, in one line.
 * @param error what was thrown
 * @returns its message's first line; of memory that there is not, what that means
 * @example
 * ```ts
 * import { lineOf } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(lineOf(new Error("no such file\n  at main.ts")), "no such file");
 * ```
 */
export function lineOf(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
  const isTooLarge = /^(Array buffer allocation failed|Invalid (typed )?array.* length)/i.test(
    line,
  );
  return isTooLarge ? `Cannot go on as numbers of this size need more memory than there is` : line;
}

/**
 * Does something while Ctrl-C, SIGTERM and a closed window raise a signal instead of ending the process.
 * @param action what to do; it ends early when the signal is raised
 * @returns what the action returns
 * @example
 * ```ts
 * import { withStop } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await withStop((signal) => Promise.resolve(signal.aborted)), false);
 * ```
 */
export async function withStop<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of signals) Deno.addSignalListener(name, onSignal);
  try {
    return await action(stop.signal);
  } finally {
    for (const name of signals) Deno.removeSignalListener(name, onSignal);
  }
}

/** The variables that name a path, and when: a program's name alone is looked for on PATH. */
const PATH_VARIABLES: Readonly<Record<string, RegExp>> = {
  CHAR_RNN_DATA: /./,
  CHROME_PATH: /./,
  BENCH_PYTHON: /[/\\]/,
  CHAR_RNN_PYTHON: /[/\\]/,
};

/**
 * Goes to where the command was typed, as the paths in its options are meant from there. `deno task`
 * leaves that folder in INIT_CWD; processes that the command starts must not take it for theirs.
 */
function goWhereTyped(): void {
  const typed = Deno.env.get("INIT_CWD");
  Deno.env.delete("INIT_CWD");
  if (typed !== undefined) followLauncher();
  if (typed !== undefined && relative(ROOT, Deno.cwd()) === "") Deno.chdir(typed);
  // Notebooks and tests run in folders of their own, so what names a path for them can't be relative.
  for (const [name, isPath] of Object.entries(PATH_VARIABLES)) {
    const path = Deno.env.get(name);
    if (path && isPath.test(path)) Deno.env.set(name, resolve(path));
  }
}

/**
 * Runs a command, in the folder where it was typed, to its end: an error becomes one line on the
 * standard error stream and a non-zero exit status, 2 for a call that can't be understood and 1 for
 * the rest. With the environment variable `LAB_DEBUG` set, the stack is printed too.
 * @param action the command
 * @returns nothing; the process ends with the command's status
 * @example
 * ```ts
 * import { runCommand } from "./command.ts";
 * import { assertEquals } from "@std/assert";
 * const done: string[] = [];
 * await runCommand(async () => void done.push(await Promise.resolve("work")));
 * assertEquals(done, ["work"]);
 * ```
 */
export async function runCommand(action: () => Promise<void>): Promise<void> {
  try {
    cleanConsole();
    goWhereTyped();
    await action();
    const problem = printingError();
    if (problem !== undefined) throw new Error(`Cannot print: ${fileProblem(problem)}`);
  } catch (error) {
    console.error(`error: ${lineOf(error)}`);
    if (Deno.env.get("LAB_DEBUG")) console.error(Deno.inspect(error));
    Deno.exit(error instanceof UsageError ? 2 : 1);
  }
}

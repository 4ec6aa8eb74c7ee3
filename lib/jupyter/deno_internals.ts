/**
 * What this project knows of Deno 2.9.6 that Deno promises nobody: how its kernel runs and reports
 * cells, what its printer and its type checker write, how its language server knows notebooks. What
 * it documents (`Deno.jupyter`, `Symbol.for("Jupyter.display")`, `Deno.customInspect`) is used where
 * it is needed.
 *
 * Every name here has a test of the same name that asks the real Deno, and fails when a new version
 * does otherwise: see `tests/jupyter/deno_internals.test.ts`.
 */

/**
 * How the bare kernel behaves, and what here stands on it or cures it. When a test of one of these
 * fails, the cure can go.
 */
export interface KernelHabits {
  /**
   * "idle" and the reply overtake outputs, which then name the next cell: `KernelSession.flush()`; and,
   * where the bare kernel serves, the pause at the end of `show()` in `lib/figures`.
   */
  outputsComeLate: true;
  /** Outputs, and what code broadcasts, come in order, so that a mark is behind all: the same. */
  outputsKeepTheirOrder: true;
  /** Input is published as it was sent, by which a relay tells cells from its own code: `RunningCell`. */
  inputIsPublished: true;
  /** A cell may declare a name of an earlier one again, in the same way: `SessionHelp`, newest first. */
  namesAreDeclaredAgain: true;
  /** A syntax error has a reply without a reason, and no message to all: `locateError()`. */
  syntaxErrorsAreSilent: true;
  /** Nobody hears of a promise that is rejected and not awaited: the set-up's listener. */
  rejectionsAreSilent: true;
  /** An error in a timer leaves the awaiting cell, and with it the kernel, waiting: the same. */
  timerErrorsHang: true;
  /** A display that throws publishes an error, but its cell's reply is "ok": `Kernel.execute()`. */
  brokenDisplaysAreOk: true;
  /** A cell behind one that failed is run, whatever `stop_on_error` says: the relay's queue. */
  queuesGoOn: true;
  /** `inspect_request` finds nothing, ever: `SessionHelp`. */
  inspectionFindsNothing: true;
  /** A request of an unknown type has no reply at all: the relay's limit for answers. */
  unknownRequestsAreSilent: true;
  /** `interrupt_request` ends a loop, and keeps what it has assigned: `KernelSession.breakLoop()`. */
  interruptsBreakLoops: true;
  /** The same, sent while a cell awaits, leaves that cell without an end: `RunningCell.stop()`. */
  interruptsHangAwaits: true;
  /** SIGINT ends a kernel where nobody listens to it: the set-up's listener, which raises Stop. */
  signalsEndKernels: true;
  /** The deno.json above the folder where a kernel starts holds, wherever it goes: `startFolder()`. */
  settingsHoldEverywhere: true;
  /** Each printed line is a message of its own: `joinPrinting()`. */
  linesLeaveOneByOne: true;
  /** A hundred numbers of an array are printed, over many lines: `printShort()`. */
  arraysPrintLong: true;
}

/**
 * The arguments that make Deno a kernel; in no documentation, but in the kernelspec that it installs.
 * @param file the connection file
 * @returns what follows `deno`
 */
export const kernelArguments = (file: string): string[] => ["jupyter", "--kernel", "--conn", file];

/** A line that a kernel writes to its standard error where nothing is wrong. */
export const KERNEL_NOTICE = /"deno jupyter" is unstable/;

/** Inside Deno: the class of its `console`, which is made with the function that prints. */
export const KERNEL_CONSOLE = "Deno[Deno.internal]?.Console";

/** What the kernel puts before a cell's first line: its columns there are too large by the length. */
export const CELL_PREFIX = "'use strict'; void 0;";

/** A cell's own frame in a stack: no function's name, which may be of other cells; line and column. */
export const CELL_FRAME = /^\s*at (?:async )?<anonymous>:(\d+):(\d+)$/;

/** A frame of the kernel's own program, which shows a cell's result: what is behind it is no cell's. */
export const KERNEL_FRAME = /\(ext:cli\/\d+_jupyter\.js:/;

/** All that the kernel says of a cell that does not parse, with an empty stack. */
export const NO_REASON = "Execution failed";

const IMPORT =
  /^[ \t]*import\b([^"';]*?)(?:\bfrom\s*)?(["'][^"']+["'])(?:\s*with\s*(\{[^}]*\}))?/gm;

/**
 * The kernel makes `import()` of a cell's imports before it prints the cell; the number of lines that
 * are printed depends on it.
 * @param source a cell's text
 * @returns the text with its imports in that form, on the same lines
 */
export function asKernelImports(source: string): string {
  return source.replace(IMPORT, (whole, clause: string, name: string, attributes?: string) => {
    const module = attributes === undefined ? name : `${name}, { with: ${attributes} }`;
    if (/^\s*type\b/.test(clause)) return whole.replace(/[^\n]/g, "");
    const star = clause.match(/\*\s*as\s+(\w+)/)?.[1];
    if (star !== undefined) return `const ${star} = await import(${module})`;
    if (clause.trim() === "") return `await import(${module})`;
    const names = clause
      .replace(/^\s*(\w+)\s*(,?)/, " default: $1$2")
      .replace(/[{}]/g, "")
      .replace(/\btype\s+\w+(\s+as\s+\w+)?\s*,?/g, "")
      .replace(/\bas\b/g, ":");
    return `const {${names}} = await import(${module})`;
  });
}

/**
 * `deno cache` prints a module as the kernel prints a cell, somewhere below `DENO_DIR`.
 * @param name the module's file name
 * @returns the name of the printed file
 */
export const printedName = (name: string): string => `${name}.js`;

/** At the end of a printed module, its source map in base64. */
export const SOURCE_MAP = /^\/\/# sourceMappingURL=data:[^,]*;base64,(\S+)/m;

/** What `deno cache` writes of a module that does not parse: the message and the line. */
export const PARSE_ERROR = /error: (.*)[^]*\.ts:(\d+):\d+/;

/** Something that `deno check` writes of a module. */
export interface CheckError {
  /** What is wrong, in one line. */
  message: string;
  /** The module's file name, without its folder. */
  file: string;
  /** The line, from 1. */
  line: number;
}

/**
 * Reads what `deno check` writes: each message, and some lines later its place.
 * @param report what it wrote to its standard error, without colours
 * @returns the errors in their order
 * @example
 * ```ts
 * import { readCheckErrors } from "@lab/jupyter";
 * import { assertEquals } from "@std/assert";
 * const report = `TS2322 [ERROR]: Type 'string' is not …\nn = "one";\n    at file:///a/b.ts:2:1`;
 * const [error] = readCheckErrors(report);
 * assertEquals(error, { message: "TS2322: Type 'string' is not …", file: "b.ts", line: 2 });
 * ```
 */
export function readCheckErrors(report: string): CheckError[] {
  const found: CheckError[] = [];
  let message: string | undefined;
  for (const text of report.split("\n")) {
    message ??= text.match(/^(?:TS\d+ \[ERROR\]|error): .+/)?.[0];
    const [, file, line] = text.match(/^\s*at .*\/([^/]+\.ts):(\d+):\d+$/) ?? [];
    if (message === undefined || file === undefined) continue;
    message = message.replace(" [ERROR]", "").replace(/^error: /, "");
    found.push({ message, file, line: Number(line) });
    message = undefined;
  }
  return found;
}

/**
 * The only form of address by which the language server takes a document for a cell of a notebook,
 * VS Code's. Where two cells declare a name, the first of them counts.
 * @param notebook the notebook's address, a `file:` URL
 * @param cell the cell's name
 * @returns the cell's address
 */
export const cellAddress = (notebook: string, cell: string): string =>
  `vscode-notebook-cell:${new URL(notebook).pathname}#${cell}`;

/** All that the language server says of a name that it does not know. */
export const UNKNOWN_NAME = /^```\w*\nany\n```$/;

/**
 * The language server sets a documentation's tags in italics, and the parameters that they are of as code.
 * @param markdown what it says
 * @returns the same without these marks
 */
export const withoutTagMarks = (markdown: string): string =>
  markdown.replaceAll(/\*(@\w+)\*/g, "$1").replaceAll(/@param `([^`]+)`/g, "@param $1");

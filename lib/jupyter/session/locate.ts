/**
 * Finds the line of a cell that an error came from.
 *
 * The kernel runs what the TypeScript printer made of a cell, without blank lines and with long
 * expressions broken up, and its stacks count those lines; a syntax error has no stack at all. Deno
 * prints a module in the same way, and gives the source map or the parser's message with it.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import {
  asKernelImports,
  CELL_FRAME,
  CELL_PREFIX,
  KERNEL_FRAME,
  NO_REASON,
  PARSE_ERROR,
  printedName,
  SOURCE_MAP,
} from "../deno_internals.ts";
import type { ExecutionError } from "./output_types.ts";

/** Where in a cell an error came from. */
export interface Located {
  /** What went wrong. */
  message: string;
  /** The line in the cell, from 1; undefined when it can't be told. */
  line?: number;
}

async function findFile(folder: string, name: string): Promise<string | undefined> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile && entry.name === name) return path;
    const found = entry.isDirectory ? await findFile(path, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What Deno's printer says of a cell: its source map, or the parser's message. */
async function print(source: string): Promise<{ map?: TraceMap; stderr: string }> {
  const folder = await Deno.makeTempDir({ prefix: "lab-locate-" });
  try {
    await Deno.writeTextFile(`${folder}/cell.ts`, asKernelImports(source));
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["cache", "--no-config", "--no-lock", "--no-remote", "--no-npm", "cell.ts"],
      cwd: folder,
      env: { DENO_DIR: `${folder}/deno`, NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const printed = await findFile(`${folder}/deno`, printedName("cell.ts"));
    const text = printed === undefined ? "" : await Deno.readTextFile(printed);
    const map = text.match(SOURCE_MAP)?.[1];
    return {
      stderr: new TextDecoder().decode(stderr),
      ...(map === undefined ? {} : { map: new TraceMap(atob(map)) }),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Finds the line of a cell that an error came from, and a syntax error's message.
 * @param source the cell's text
 * @param error what the kernel said of the error
 * @returns the message and, where it can be told, the line
 * @example
 * ```ts
 * import { locateError } from "@lab/jupyter";
 * import { assertEquals } from "@std/assert";
 * const error = { name: "TypeError", message: "x", traceback: ["    at <anonymous>:2:4"] };
 * const source = "1;\n\n(null as never)();"; // the printer leaves out the empty line
 * assertEquals(await locateError(source, error), { message: "TypeError: x", line: 3 });
 * ```
 */
export async function locateError(source: string, error: ExecutionError): Promise<Located> {
  const named = error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  const { traceback } = error;
  const kernelAt = traceback.findIndex((line) => KERNEL_FRAME.test(line));
  const frame = traceback.slice(0, kernelAt === -1 ? undefined : kernelAt)
    .findLast((line) => CELL_FRAME.test(line))?.match(CELL_FRAME);
  const isSilent = traceback.length === 0 && error.message === NO_REASON;
  if (frame === undefined && !isSilent) return { message: named };
  const { map, stderr } = await print(source);
  if (frame === undefined || frame === null) {
    const [, message, line] = stderr.match(PARSE_ERROR) ?? [];
    if (message !== undefined) return { message, line: Number(line) };
    return { message: `${named}, as it can when a display is not awaited` };
  }
  const [line, column] = [Number(frame[1]), Number(frame[2]) - 1];
  if (map === undefined) return { message: named };
  const at = { line, column: Math.max(0, line === 1 ? column - CELL_PREFIX.length : column) };
  const original = originalPositionFor(map, at).line;
  return original === null ? { message: named } : { message: named, line: original };
}

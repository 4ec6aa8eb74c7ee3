/** Reads notebooks: JSON in nbformat 4, checked before anything is run. */
import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Cell, Metadata, MimeBundle, Notebook, Output } from "./nbformat.ts";

/**
 * A file that is not a notebook.
 * @example
 * ```ts
 * import { NotebookSyntaxError, parseNotebook } from "@lab/notebooks";
 * import { assertThrows } from "@std/assert";
 * const error = assertThrows(() => parseNotebook("# not JSON", "a.ipynb"), NotebookSyntaxError);
 * ```
 */
export class NotebookSyntaxError extends SyntaxError {
  /** Always `"NotebookSyntaxError"`. */
  override readonly name: string = "NotebookSyntaxError";

  /**
   * Makes the error.
   * @param file name of the file
   * @param position where it is wrong: `line 3 column 7`, or a path such as `cells[2].source`
   * @param problem what is wrong there
   */
  constructor(readonly file: string, readonly position: string, problem: string) {
    super(`Cannot read notebook '${file}': ${position}: ${problem}`);
  }
}

/** Throws, as something is wrong at a place. */
export type Fail = (path: string, problem: string) => never;
type Fields = Record<string, unknown>;

function inShort(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function fields(value: unknown, path: string, fail: Fail): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(path, `must be an object: current value is ${inShort(value)}`);
}

function list(value: unknown, path: string, fail: Fail): unknown[] {
  if (Array.isArray(value)) return value;
  return fail(path, `must be an array: current value is ${inShort(value)}`);
}

/** A string, or the array of lines that nbformat allows in its place. */
function text(value: unknown, path: string, fail: Fail): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) {
    return value.join("");
  }
  return fail(path, `must be a string or an array of strings: current value is ${inShort(value)}`);
}

function executionCount(value: unknown, path: string, fail: Fail): number | null {
  if (value === null || value === undefined) return null;
  if (Number.isSafeInteger(value)) return value as number;
  return fail(path, `must be an integer or null: current value is ${inShort(value)}`);
}

const isJsonType = (type: string): boolean => /^application\/(.*\+)?json$/.test(type);

function mimeBundle(value: unknown, path: string, fail: Fail): MimeBundle {
  return Object.fromEntries(
    Object.entries(fields(value, path, fail)).map(([type, content]) => [
      type,
      isJsonType(type) ? content : text(content, `${path}["${type}"]`, fail),
    ]),
  );
}

function output(value: unknown, path: string, fail: Fail): Output {
  const of = fields(value, path, fail);
  switch (of.output_type) {
    case "stream": {
      if (of.name !== "stdout" && of.name !== "stderr") {
        fail(`${path}.name`, `must be "stdout" or "stderr": current value is ${inShort(of.name)}`);
      }
      return { output_type: "stream", name: of.name, text: text(of.text, `${path}.text`, fail) };
    }
    case "display_data":
    case "execute_result": {
      const data = mimeBundle(of.data, `${path}.data`, fail);
      const metadata: Metadata = fields(of.metadata ?? {}, `${path}.metadata`, fail);
      if (of.output_type === "display_data") {
        return { output_type: "display_data", data, metadata };
      }
      const count = executionCount(of.execution_count, `${path}.execution_count`, fail);
      return { output_type: "execute_result", data, metadata, execution_count: count };
    }
    case "error":
      return {
        output_type: "error",
        ename: text(of.ename, `${path}.ename`, fail),
        evalue: text(of.evalue, `${path}.evalue`, fail),
        traceback: list(of.traceback, `${path}.traceback`, fail)
          .map((line, i) => text(line, `${path}.traceback[${i}]`, fail)),
      };
    default:
      return fail(
        `${path}.output_type`,
        `must be stream, display_data, execute_result or error: current value is ${
          inShort(of.output_type)
        }`,
      );
  }
}

/**
 * Reads outputs as code has made them, which may be anything.
 * @param values what a kernel has sent
 * @param fail is told where they are not as nbformat wants them, and why
 * @returns the outputs, as a file would give them back
 */
export const readOutputs = (values: readonly unknown[], fail: Fail): Output[] =>
  values.map((value, i) => output(value, `outputs[${i}]`, fail));

function cell(value: unknown, path: string, fail: Fail): Cell {
  const of = fields(value, path, fail);
  const common = {
    ...(of.id === undefined ? {} : { id: text(of.id, `${path}.id`, fail) }),
    metadata: fields(of.metadata ?? {}, `${path}.metadata`, fail),
    source: text(of.source, `${path}.source`, fail),
  };
  switch (of.cell_type) {
    case "markdown": {
      if (of.attachments === undefined) return { cell_type: "markdown", ...common };
      const attachments = Object.fromEntries(
        Object.entries(fields(of.attachments, `${path}.attachments`, fail)).map(
          ([name, data]) => [name, mimeBundle(data, `${path}.attachments["${name}"]`, fail)],
        ),
      );
      return { cell_type: "markdown", ...common, attachments };
    }
    case "raw":
      return { cell_type: "raw", ...common };
    case "code":
      return {
        cell_type: "code",
        ...common,
        execution_count: executionCount(of.execution_count, `${path}.execution_count`, fail),
        outputs: list(of.outputs ?? [], `${path}.outputs`, fail)
          .map((item, i) => output(item, `${path}.outputs[${i}]`, fail)),
      };
    default:
      return fail(
        `${path}.cell_type`,
        `must be markdown, raw or code: current value is ${inShort(of.cell_type)}`,
      );
  }
}

function parseJson(source: string, file: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // JSON.parse often leaves out where; this parser is slower, but knows.
    const errors: ParseError[] = [];
    parseTree(source, errors, { disallowComments: true });
    const { error, offset } = errors[0] ?? { error: 1, offset: source.length };
    const before = source.slice(0, offset).split("\n");
    const position = `line ${before.length} column ${before[before.length - 1].length + 1}`;
    throw new NotebookSyntaxError(file, position, `not JSON (${printParseErrorCode(error)})`);
  }
}

/**
 * Reads a notebook from the text of an `.ipynb` file.
 * @param source the file's text: JSON in nbformat 4
 * @param file its name, for messages
 * @returns the notebook, every multi-line text joined to one string
 * @throws {NotebookSyntaxError} when the text is not JSON or not a notebook of nbformat 4, with the
 *   position
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 * @example
 * ```ts
 * import { parseNotebook } from "@lab/notebooks";
 * import { assertEquals } from "@std/assert";
 * const { cells } = parseNotebook(JSON.stringify({
 *   nbformat: 4,
 *   nbformat_minor: 5,
 *   metadata: {},
 *   cells: [{ cell_type: "markdown", metadata: {}, source: ["# One\n", "two"] }],
 * }));
 * assertEquals(cells[0].source, "# One\ntwo");
 * ```
 */
export function parseNotebook(source: string, file = "notebook"): Notebook {
  const fail: Fail = (path, problem) => {
    throw new NotebookSyntaxError(file, path, problem);
  };
  const of = fields(parseJson(source.replace(/^\uFEFF/, ""), file), "the whole file", fail);
  if (of.nbformat !== 4) {
    const way = of.nbformat === 3 ? " (Jupyter opens it and saves it as 4)" : "";
    fail("nbformat", `must be 4: current value is ${inShort(of.nbformat)}${way}`);
  }
  return {
    nbformat: 4,
    nbformat_minor: executionCount(of.nbformat_minor, "nbformat_minor", fail) ?? 0,
    metadata: fields(of.metadata ?? {}, "metadata", fail),
    cells: list(of.cells, "cells", fail).map((item, i) => cell(item, `cells[${i}]`, fail)),
  };
}

/**
 * Reads a notebook from a file.
 * @param path path of an `.ipynb` file
 * @returns the notebook, every multi-line text joined to one string
 * @throws {NotebookSyntaxError} when the file is not a notebook of nbformat 4, with the position
 * @throws {Deno.errors.NotFound} when there is no such file
 * @example
 * ```ts
 * import { readNotebook } from "@lab/notebooks";
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => readNotebook("no-such.ipynb"), Deno.errors.NotFound);
 * ```
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(path), path);
}

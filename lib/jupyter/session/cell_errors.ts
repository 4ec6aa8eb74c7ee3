/** Errors as the user of a notebook sees them. */
import { NO_REASON } from "../deno_internals.ts";
import { locateError } from "./locate.ts";
import type { ErrorOutput } from "./output_types.ts";
import type { Content } from "../wire/messages.ts";

/** What a cell says whose loop was broken. */
export const STOPPED: ErrorOutput = {
  output_type: "error",
  ename: "Stopped",
  evalue: "the cell was stopped",
  traceback: ["Stopped: the cell was stopped; what it has assigned so far is kept"],
};

/**
 * An error as an output.
 * @param content the fields of a message that tells of an error
 * @returns the output
 */
export function errorOf({ ename, evalue, traceback }: Content): ErrorOutput {
  return {
    output_type: "error",
    ename: textOf(ename),
    evalue: textOf(evalue),
    traceback: Array.isArray(traceback) ? traceback.map(textOf) : [],
  };
}

/**
 * What should be a text, as one: code can broadcast anything.
 * @param value a value of a message
 * @returns the text; of another value its JSON
 */
export const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value) ?? "";

/**
 * Whether an error says that a cell could not even begin; the kernel gives nothing else with those.
 * @param error what the kernel said
 * @returns true for syntax errors
 */
export const isSyntaxError = ({ evalue, traceback }: ErrorOutput): boolean =>
  traceback.length === 0 && evalue === NO_REASON;

/**
 * An error with the line of the cell that it came from.
 * @param code the cell's text
 * @param error what the kernel said
 * @returns the error, and for a syntax error what is wrong
 */
export async function explain(code: string, error: ErrorOutput): Promise<ErrorOutput> {
  const { ename, evalue, traceback } = error;
  const cause = { name: ename, message: evalue, traceback };
  const { message, line } = await locateError(code, cause).catch(() => ({
    message: evalue,
    line: undefined,
  }));
  // The kernel says nothing of a syntax error; there, the message is news.
  const said = traceback.length > 0 ? traceback : [message];
  return {
    ...error,
    evalue: traceback.length > 0 ? evalue : message,
    traceback: line === undefined ? said : [...said, `at line ${line} of this cell`],
  };
}

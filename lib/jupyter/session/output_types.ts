/**
 * What a cell gives, as nbformat 4 and Jupyter's messages have it.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */

/** One result in several formats: from a mime type to its text or, for JSON types, its value. */
export type MimeBundle = Record<string, unknown>;

/** Notes for programs, of any shape. */
export type Metadata = Record<string, unknown>;

/** Text that a cell printed. */
export interface StreamOutput {
  /** Tells this kind of output from the others. */
  output_type: "stream";
  /** Which stream the text was written to. */
  name: "stdout" | "stderr";
  /** The text, with its line ends. */
  text: string;
}

/** Something that a cell displayed. */
export interface DisplayOutput {
  /** Tells this kind of output from the others. */
  output_type: "display_data";
  /** What was displayed, in every format that it has. */
  data: MimeBundle;
  /** Notes on `data`, by mime type. */
  metadata: Metadata;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  /** Tells this kind of output from the others. */
  output_type: "execute_result";
  /** The value, in every format that it has. */
  data: MimeBundle;
  /** Notes on `data`, by mime type. */
  metadata: Metadata;
  /** The number of the cell's run in the kernel, from 1. */
  execution_count: number | null;
}

/** What a cell threw. */
export interface ErrorOutput {
  /** Tells this kind of output from the others. */
  output_type: "error";
  /** The error's class. */
  ename: string;
  /** The error's message. */
  evalue: string;
  /** The error's stack, a line each. */
  traceback: string[];
}

/** One output of a code cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** Why an execution failed. */
export interface ExecutionError {
  /** The error's class. */
  name: string;
  /** The error's message. */
  message: string;
  /** The error's stack, a line each; empty when the kernel gave none, as for a syntax error. */
  traceback: string[];
}

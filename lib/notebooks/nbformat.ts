/**
 * A notebook as nbformat 4 defines it, with every multi-line text joined to one string.
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
  /** Which stream it was written to. */
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

/** What every cell has. */
export interface CellBase {
  /** A name that is unique in the notebook (since nbformat 4.5). */
  id?: string;
  /** Notes on the cell; `tags` is the best known. */
  metadata: Metadata;
  /** The cell's text. */
  source: string;
}

/** A cell of prose. */
export interface MarkdownCell extends CellBase {
  /** Tells this kind of cell from the others. */
  cell_type: "markdown";
  /** Pictures that the prose refers to as `attachment:name`. */
  attachments?: Record<string, MimeBundle>;
}

/** A cell that is passed on as it is. */
export interface RawCell extends CellBase {
  /** Tells this kind of cell from the others. */
  cell_type: "raw";
}

/** A cell of code and what it gave when it was last run. */
export interface CodeCell extends CellBase {
  /** Tells this kind of cell from the others. */
  cell_type: "code";
  /** The number of its run in the kernel, from 1; null when it was not run. */
  execution_count: number | null;
  /** What it gave, in the order in which it came. */
  outputs: Output[];
}

/** A cell of a notebook. */
export type Cell = MarkdownCell | RawCell | CodeCell;

/** A notebook: cells of prose and code with their outputs. */
export interface Notebook {
  /** The format's version: only 4 is read. */
  nbformat: 4;
  /** The format's minor version. */
  nbformat_minor: number;
  /** Notes on the notebook: `kernelspec`, `language_info`, `title`. */
  metadata: Metadata;
  /** The cells in their order. */
  cells: Cell[];
}

/**
 * A notebook as nbformat 4 defines it, with every multi-line text joined to one string.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import type { Metadata, MimeBundle, Output } from "@lab/jupyter";

export type {
  DisplayOutput,
  ErrorOutput,
  Metadata,
  MimeBundle,
  Output,
  ResultOutput,
  StreamOutput,
} from "@lab/jupyter";

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
  /** The number of the cell's run in the kernel, from 1; null when it was not run. */
  execution_count: number | null;
  /** What the cell gave, in the order in which it came. */
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

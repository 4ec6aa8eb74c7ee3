/** The tags of a cell: how an author says what the page shows of it. */
import type { Cell } from "@lab/notebooks";

/**
 * The tags of a cell, in Jupyter Book's spelling: `hide-input` (code folded), `remove-input`,
 * `remove-output`, `remove-cell`; and for the report's first page `thumbnail`, for the figure that is its
 * picture, and `finding`, for the text whose first line says what was found; without it the title of that
 * figure does.
 * @param cell any cell
 * @returns the tags; what JupyterLab itself notes as hidden is among them
 * @see https://jupyterbook.org/en/stable/content/metadata.html
 */
export function tagsOf(cell: Cell): Set<string> {
  const { tags, jupyter } = cell.metadata as {
    tags?: unknown;
    jupyter?: { source_hidden?: unknown; outputs_hidden?: unknown };
  };
  const named = Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
  const found = new Set(named.map((tag) => tag.replace("_", "-")));
  if (jupyter?.source_hidden === true) found.add("hide-input");
  if (jupyter?.outputs_hidden === true) found.add("remove-output");
  return found;
}

/** Pictures that prose names, taken into the page. */
import type { Cell } from "@lab/notebooks";
import { CellProblem } from "../error.ts";
import { dataUrl } from "../html.ts";

const TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
};

const problem = (rule: string, address: string): CellProblem =>
  new CellProblem(`picture must ${rule}: current value is '${address.slice(0, 80)}'`);

function attachment(name: string, cell: Cell, address: string): string {
  const data = cell.cell_type === "markdown" ? cell.attachments?.[name] : undefined;
  const [type, content] = Object.entries(data ?? {})[0] ?? [];
  if (type === undefined || typeof content !== "string") {
    throw problem("be attached to the cell", address);
  }
  return `data:${type};base64,${content.replace(/\s/g, "")}`;
}

/**
 * Loads a picture.
 * @param address a path from the notebook's folder, `attachment:name` or a `data:` address
 * @param cell the cell whose prose names it
 * @param folder path of the notebook's folder
 * @returns a `data:` address
 * @throws {CellProblem} when there is no such picture, its type is unknown, or it lies on a server
 */
export async function loadPicture(address: string, cell: Cell, folder?: string): Promise<string> {
  if (address.startsWith("data:image/")) return address;
  const path = decodeURIComponent(address);
  if (path.startsWith("attachment:")) return attachment(path.slice(11), cell, address);
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path) || folder === undefined) {
    throw problem("be a file beside the notebook", address);
  }
  const type = TYPES[path.match(/\.(\w+)$/)?.[1].toLowerCase() ?? ""];
  if (type === undefined) throw problem("be PNG, JPEG, GIF, WebP or SVG", address);
  try {
    return dataUrl(type, await Deno.readFile(`${folder}/${path}`));
  } catch {
    throw problem("be a file that can be read", address);
  }
}

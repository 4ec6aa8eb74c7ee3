/** Pictures that prose names, taken into the page. */
import { isAbsolute, relative } from "node:path";
import type { Cell } from "@lab/notebooks";
import { dataUrl } from "@lab/text";
import { base64Url, decoded } from "../html.ts";

const TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
};

/** What becomes of a picture: its content as a `data:` address, or the rule that it breaks. */
export interface Picture {
  /** A `data:` address. */
  data?: string;
  /** What a picture must do, where this one doesn't. */
  problem?: string;
}

function attachment(name: string, cell: Cell): Picture {
  const data = cell.cell_type === "markdown" ? cell.attachments?.[name] : undefined;
  const [type, content] = Object.entries(data ?? {})[0] ?? [];
  return type === undefined || typeof content !== "string"
    ? { problem: "be attached to the cell" }
    : { data: base64Url(type, content) };
}

/**
 * Loads a picture.
 * @param address a path from the notebook's folder, `attachment:name` or a `data:` address
 * @param cell the cell whose prose names it
 * @param folder path of the notebook's folder
 * @returns the picture, or the rule that it breaks
 */
export async function loadPicture(address: string, cell: Cell, folder?: string): Promise<Picture> {
  if (address.startsWith("data:image/")) return { data: address };
  const path = decoded(address);
  if (path.startsWith("attachment:")) return attachment(path.slice(11), cell);
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path) || folder === undefined) {
    return { problem: "be a file beside the notebook" };
  }
  const type = TYPES[path.match(/\.(\w+)$/)?.[1].toLowerCase() ?? ""];
  if (type === undefined) return { problem: "be PNG, JPEG, GIF, WebP or SVG" };
  try {
    // The links of the file system are followed first: what a page shows lies beside its notebook.
    const [root, file] = await Promise.all([folder, `${folder}/${path}`].map(Deno.realPath));
    const inside = relative(root, file);
    if (isAbsolute(inside) || inside.split(/[/\\]/)[0] === "..") {
      return { problem: "lie in the notebook's folder" };
    }
    return { data: dataUrl(type, await Deno.readFile(file)) };
  } catch {
    return { problem: "be a file that can be read" };
  }
}

/** Shows things under the cell that made them. */
import { type Displayable, JUPYTER_DISPLAY, type MimeBundle } from "./displayable.ts";

/** The part of `Deno.jupyter` that is used; it exists inside Deno's Jupyter kernel only. */
interface Jupyter {
  display(
    value: unknown,
    options?: { raw?: boolean; update?: boolean; display_id?: string },
  ): Promise<void>;
}

/**
 * Deno's interface to the notebook.
 * @returns the interface; undefined outside a Jupyter kernel
 */
export function jupyter(): Jupyter | undefined {
  // Outside a kernel the property is there but may throw when read.
  try {
    return (Deno as unknown as { jupyter?: Jupyter }).jupyter;
  } catch {
    return undefined;
  }
}

/**
 * The kernel reports a cell as finished without waiting for its outputs, and front-ends drop what
 * comes later; this pause lets them out.
 */
const SENDING_MS = 25;

const isDisplayable = (thing: unknown): thing is Displayable =>
  typeof thing === "object" && thing !== null && JUPYTER_DISPLAY in thing;

/** The formats of a value; texts show as they are, other values as Deno prints them. */
async function bundleOf(thing: unknown): Promise<MimeBundle> {
  if (isDisplayable(thing)) return await thing[JUPYTER_DISPLAY]();
  return { "text/plain": typeof thing === "string" ? thing : Deno.inspect(thing) };
}

/**
 * Shows figures, tables, text samples and plain values, in order, and waits until the notebook has
 * them. Outside a notebook it prints their text.
 * @param things what to show
 * @returns when all of it is on its way
 * @example
 * ```ts
 * import { show, table } from "@lab/figures";
 * await show("Two models", table({ title: "Sizes", columns: ["H"], rows: [[100], [250]] }));
 * ```
 */
export async function show(...things: unknown[]): Promise<void> {
  const notebook = jupyter();
  for (const thing of things) {
    const bundle = await bundleOf(thing);
    if (notebook === undefined) console.log(bundle["text/plain"]);
    else await notebook.display(bundle, { raw: true });
  }
  if (notebook !== undefined) await new Promise((resolve) => setTimeout(resolve, SENDING_MS));
}

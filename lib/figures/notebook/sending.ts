/** The door to the notebook: sending displays, replacing them, and hearing its Stop button. */
import type { JsonObject } from "../texts/json.ts";
import type { MimeBundle } from "./displayable.ts";

/** The part of `Deno.jupyter` that is used; it exists inside Deno's Jupyter kernel only. */
interface Jupyter {
  display(
    value: MimeBundle,
    options: { raw: true; update?: boolean; display_id?: string },
  ): Promise<void>;
  broadcast(type: string, content: JsonObject, extra?: { metadata: JsonObject }): Promise<void>;
}

function jupyter(): Jupyter | undefined {
  // Outside a kernel the property may be missing or throw when it is read.
  try {
    return (Deno as unknown as { jupyter?: Jupyter }).jupyter;
  } catch {
    return undefined;
  }
}

/**
 * Whether this code runs in a notebook.
 * @returns true inside Deno's Jupyter kernel
 */
export const inNotebook = (): boolean => jupyter() !== undefined;

/**
 * Whether somebody sits before the notebook, as in `deno task lab`: elsewhere it is run only.
 * @returns true inside such a kernel
 */
export const isInteractive = (): boolean =>
  inNotebook() && Deno.env.get("CHAR_RNN_INTERACTIVE") === "1";

/**
 * Sends a message of any other type to all front-ends.
 * @param type what it is
 * @param content its fields
 * @param metadata notes on it
 * @returns when it is on its way
 */
export async function broadcast(
  type: string,
  content: JsonObject,
  metadata: JsonObject = {},
): Promise<void> {
  await jupyter()?.broadcast(type, content, { metadata });
}

/**
 * Sends a display to the notebook, or replaces one that was sent.
 * @param bundle the formats
 * @param id the display's name; needed for replacing
 * @param update whether it replaces the display with this name
 * @returns when it is on its way
 */
export async function send(bundle: MimeBundle, id?: string, update = false): Promise<void> {
  await jupyter()?.display(bundle, { raw: true, ...(id && { display_id: id }), update });
}

/**
 * The kernel reports a cell as finished without waiting for its outputs, and front-ends drop what
 * comes later; this pause lets them out.
 */
const SENDING_MS = 25;

/**
 * Waits until what was sent has left the kernel.
 * @returns when it has
 */
export const sent = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SENDING_MS));

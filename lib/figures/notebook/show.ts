/** Shows things under the cell that made them. */
import { type Displayable, JUPYTER_DISPLAY, type MimeBundle } from "./displayable.ts";
import { offerPlotly } from "./interactive.ts";
import { inNotebook, send, sent } from "./sending.ts";

const isDisplayable = (thing: unknown): thing is Displayable =>
  typeof thing === "object" && thing !== null && JUPYTER_DISPLAY in thing;

/** The formats of a value; texts show as they are, other values as Deno prints them. */
async function bundleOf(thing: unknown, isSketch = false): Promise<MimeBundle> {
  if (isDisplayable(thing)) {
    return isSketch && thing.sketch !== undefined ? thing.sketch() : await thing[JUPYTER_DISPLAY]();
  }
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
 * import { assertEquals } from "@std/assert";
 * const sizes = table({ title: "Sizes", columns: ["H"], rows: [[100], [250]] });
 * assertEquals(await show("Two models", sizes), undefined); // printed, in a notebook displayed
 * ```
 */
export async function show(...things: unknown[]): Promise<void> {
  if (inNotebook()) await offerPlotly();
  for (const thing of things) {
    const bundle = await bundleOf(thing);
    if (inNotebook()) await send(bundle);
    else console.log(bundle["text/plain"]);
  }
  if (inNotebook()) await sent();
}

/** So long after the last change a figure gets its still picture, which a saved notebook keeps. */
const SETTLED_MS = 300;

/**
 * A place under a cell that a later cell fills: the answer stands above what leads to it.
 * @example
 * ```ts
 * import { Place } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const place = new Place();
 * await place.open("The answer comes here.");
 * assertEquals(await place.fill("42"), undefined); // printed, in a notebook put into its place
 * ```
 */
export class Place {
  readonly #id: string = crypto.randomUUID();
  #latest: unknown;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * Takes the place, under the cell that runs.
   * @param thing what stands there until it is filled
   * @returns when it is on its way
   */
  async open(thing: unknown): Promise<void> {
    if (!inNotebook()) return;
    await this.#send(thing, false);
    await sent();
  }

  /**
   * Puts something into the place, in place of what stood there. Outside a notebook it is printed.
   * @param thing a figure, table, text sample or plain value
   * @returns when it is on its way
   */
  async fill(thing: unknown): Promise<void> {
    if (!inNotebook()) return await show(thing);
    await this.#send(thing, true);
    await sent();
  }

  /**
   * The same for a page that is looked at while it changes: a figure comes without its still picture,
   * which takes longer than all the rest, and again with it once nothing has changed for a while.
   * @param thing a figure, table, text sample or plain value
   * @returns when it is on its way
   */
  async redraw(thing: unknown): Promise<void> {
    const isLatest = await this.#send(thing, true, true);
    if (!isLatest || !isDisplayable(thing) || thing.sketch === undefined) return;
    this.#settling = setTimeout(() => this.#send(thing, true), SETTLED_MS);
  }

  /** Sends a thing, unless another has been handed over while it was drawn; false then. */
  async #send(thing: unknown, update: boolean, isSketch = false): Promise<boolean> {
    clearTimeout(this.#settling);
    this.#latest = thing;
    await offerPlotly();
    const bundle = await bundleOf(thing, isSketch);
    if (!Object.is(this.#latest, thing)) return false;
    await send(bundle, this.#id, update);
    return Object.is(this.#latest, thing);
  }
}

/**
 * Controls under a cell that redraw what stands below them: in Jupyter widgets' own messages, so that
 * the page draws them. Where there are none, as in a report, what is drawn first stays.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 */
import { onControl } from "@lab/stop";
import { escapeHtml } from "@lab/text";
import type { JsonObject } from "../texts/json.ts";
import { broadcast, isInteractive, send } from "./sending.ts";
import { Place, show } from "./show.ts";

const WIDGETS = "@jupyter-widgets/controls";
const VERSION = "2.0.0";
/** The version of the widgets' messages. */
const PROTOCOL = "2.1.0";
const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";

/** Draws what stands below a control: anything that {@linkcode show} shows. */
export type Draw<T> = (value: T) => unknown;

/** A control of the page, and how its values are read. */
interface Control<T> {
  /** What it is called in the widgets' classes. */
  widget: string;
  /** What it is called in the page. */
  label: string;
  /** What it is made of besides. */
  state: JsonObject;
  /** What is drawn first. */
  first: T;
  /** The value that the page says; undefined where it says none. */
  read: (data: { state?: JsonObject; content?: JsonObject }) => T | undefined;
  /** What a page that is opened again is told of a value. */
  keep: (value: T) => JsonObject;
}

/** Makes a control known to the page: its state, told again to a page that asks for it. */
async function openControl<T>(
  control: Control<T>,
  onValue: (value: T) => Promise<void>,
): Promise<string> {
  const { widget, label, read, keep } = control;
  const id = crypto.randomUUID();
  const state: JsonObject = {
    _model_module: WIDGETS,
    _model_module_version: VERSION,
    _model_name: `${widget}Model`,
    _view_module: WIDGETS,
    _view_module_version: VERSION,
    _view_name: `${widget}View`,
    description: label,
    ...control.state,
  };
  onControl(id, async (said) => {
    const data = said as { method?: string; state?: JsonObject; content?: JsonObject };
    if (data.method === "request_state") {
      const update: JsonObject = { method: "update", state, buffer_paths: [] };
      return await broadcast("comm_msg", { comm_id: id, data: update });
    }
    const value = read(data);
    if (value === undefined) return;
    Object.assign(state, keep(value));
    await onValue(value);
  });
  const opening = { comm_id: id, target_name: "jupyter.widget", data: { state, buffer_paths: [] } };
  await broadcast("comm_open", opening, { version: PROTOCOL });
  return id;
}

async function showControl<T>(control: Control<T>, draw: Draw<T>): Promise<void> {
  if (!isInteractive()) return await show(await draw(control.first));
  const place = new Place();
  const model_id = await openControl(control, async (value) => {
    // What draw throws is for the reader: no cell runs that could fail.
    const drawn = await Promise.resolve(value).then(draw).catch(String);
    await place.redraw(drawn);
  });
  await send({
    [WIDGET_VIEW]: { version_major: 2, version_minor: 0, model_id },
    "text/html": `<p>${escapeHtml(control.label)}</p>`,
    "text/plain": control.label,
  });
  await place.open(await draw(control.first));
}

/** What a slider goes through. */
export interface SliderOptions {
  /** The name beside the slider. */
  label: string;
  /** The value at the left end. */
  min: number;
  /** The value at the right end. */
  max: number;
  /** Between a value and the next; a hundredth of the way when left out. */
  step?: number;
  /** The first value. */
  value: number;
}

/**
 * A slider that redraws what stands below it, in a page that has Jupyter widgets and a kernel that
 * runs; elsewhere, and in the saved notebook, what was drawn last stands alone.
 * @param options its name, ends, step and first value
 * @param draw makes a figure, table or text of a value; it is called with the first one at once
 * @returns when the first one is shown
 * @throws {RangeError} when the first value is not between the ends
 * @example
 * ```ts
 * import { slider } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const drawn: number[] = [];
 * await slider({ label: "temperature", min: 0.1, max: 5, value: 1 }, (value) => {
 *   drawn.push(value);
 *   return `at ${value}`; // printed here, under its cell in a notebook
 * });
 * assertEquals(drawn, [1]);
 * ```
 */
export async function slider(options: SliderOptions, draw: Draw<number>): Promise<void> {
  const { label, min, max, value, step = (max - min) / 100 } = options;
  if (!(min <= value && value <= max)) {
    throw new RangeError(
      `Cannot show a slider as 'value' must be ${min} to ${max}: current value is ${value}`,
    );
  }
  await showControl({
    widget: "FloatSlider",
    label,
    state: { min, max, step, value, continuous_update: true, readout: true },
    first: value,
    read: ({ state }) => {
      const said = state?.value;
      if (typeof said !== "number") return undefined;
      // A page adds steps up: 1.2000000000000002 is 1.2.
      return Number(Math.min(max, Math.max(min, said)).toPrecision(12));
    },
    keep: (value) => ({ value }),
  }, draw);
}

/**
 * Buttons of which one is chosen, which redraw what stands below them: see {@linkcode slider}.
 * @param label what is chosen
 * @param options what there is to choose from; the first is chosen first
 * @param draw makes a figure, table or text of what is chosen
 * @returns when the first one is shown
 * @throws {RangeError} when there is nothing to choose from
 * @example
 * ```ts
 * import { choice } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const drawn: string[] = [];
 * await choice("text", ["Shakespeare", "own"], (text) => {
 *   drawn.push(text);
 *   return text;
 * });
 * assertEquals(drawn, ["Shakespeare"]);
 * ```
 */
export async function choice<T extends string>(
  label: string,
  options: readonly T[],
  draw: Draw<T>,
): Promise<void> {
  if (options.length === 0) {
    throw new RangeError("Cannot show a choice as 'options' must have one: it is empty");
  }
  await showControl({
    widget: "ToggleButtons",
    label,
    state: { _options_labels: [...options], index: 0 },
    first: options[0],
    read: ({ state }) => options[Number(state?.index ?? -1)],
    keep: (option) => ({ index: options.indexOf(option) }),
  }, draw);
}

/**
 * A button that redraws what stands below it: see {@linkcode slider}.
 * @param label what it does
 * @param draw makes a figure, table or text of how often the button has been pressed, 0 at first
 * @returns when the first one is shown
 * @example
 * ```ts
 * import { button } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const drawn: number[] = [];
 * await button("Draw again", (pressed) => {
 *   drawn.push(pressed);
 *   return `seed ${pressed}`;
 * });
 * assertEquals(drawn, [0]);
 * ```
 */
export async function button(label: string, draw: Draw<number>): Promise<void> {
  let pressed = 0;
  await showControl({
    widget: "Button",
    label,
    state: {},
    first: pressed,
    read: ({ content }) => content?.event === "click" ? ++pressed : undefined,
    keep: () => ({}),
  }, draw);
}

/** How a control in a notebook's page reaches the code that has made it. */

/** Takes what a control says. */
export type OnControl = (said: unknown) => void | Promise<void>;

const controls = new Map<string, OnControl>();

/**
 * Listens to a control.
 * @param id the control's name, its comm's id
 * @param listen takes what it says
 * @example
 * ```ts
 * import { hearControl, onControl } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * const heard: unknown[] = [];
 * onControl("a", (said) => void heard.push(said));
 * await hearControl("a", 1);
 * await hearControl("b", 2); // nobody's
 * assertEquals(heard, [1]);
 * ```
 */
export function onControl(id: string, listen: OnControl): void {
  controls.set(id, listen);
}

/**
 * Tells what a control says; the lab's kernel runs this for its front-end.
 * @param id the control's name
 * @param said what it says
 * @returns when its listener has done what it does about it
 * @example
 * ```ts
 * import { hearControl } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await hearControl("nobody's", 1), undefined);
 * ```
 */
export async function hearControl(id: string, said: unknown): Promise<void> {
  await controls.get(id)?.(said);
}

/**
 * Lets go of controls whose page is gone.
 * @param ids their names
 * @example
 * ```ts
 * import { forgetControls, hearControl, onControl } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * const heard: unknown[] = [];
 * onControl("old", (said) => void heard.push(said));
 * forgetControls(["old"]);
 * await hearControl("old", 1);
 * assertEquals(heard, []);
 * ```
 */
export function forgetControls(ids: readonly string[]): void {
  for (const id of ids) controls.delete(id);
}

/**
 * What a notebook's page says to the code of its cells: its Stop button, and its controls.
 *
 * The lab's kernel renews the stop signal with each cell and raises it at the button; long work looks
 * at it. Elsewhere nobody raises it, and nothing is said by controls.
 * @module
 */
export { forgetControls, hearControl, type OnControl, onControl } from "./controls.ts";

let cell: AbortController | undefined;

/**
 * Begins a cell: what was stopped before does not stop what comes.
 * @example
 * ```ts
 * import { raiseStop, renewStop, stopSignal } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * renewStop();
 * raiseStop();
 * renewStop();
 * assertEquals(stopSignal()?.aborted, false);
 * ```
 */
export function renewStop(): void {
  cell = new AbortController();
}

/**
 * Asks what runs to end; it holds until the signal is renewed, and so for work that the same cell
 * begins later, too.
 * @example
 * ```ts
 * import { raiseStop, renewStop, stopSignal } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * renewStop();
 * raiseStop();
 * assertEquals(stopSignal()?.aborted, true);
 * ```
 */
export function raiseStop(): void {
  cell?.abort();
}

/**
 * The signal that ends long work: the one that was given, the notebook's, or either.
 * @param given the caller's signal
 * @returns a signal, or undefined when nothing can stop the work
 * @example
 * ```ts
 * import { raiseStop, renewStop, stopSignal } from "@lab/stop";
 * import { assertEquals } from "@std/assert";
 * const { signal } = new AbortController();
 * renewStop();
 * const either = stopSignal(signal);
 * raiseStop();
 * assertEquals([either?.aborted, signal.aborted], [true, false]);
 * ```
 */
export function stopSignal(given?: AbortSignal): AbortSignal | undefined {
  if (given === undefined || cell === undefined) return given ?? cell?.signal;
  return AbortSignal.any([given, cell.signal]);
}

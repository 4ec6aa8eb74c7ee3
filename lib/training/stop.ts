/** Jupyter's Stop button, as the training loop sees it. */

/** Where the lab's kernel keeps the signal of the cell that runs; the same name is in `@lab/jupyter`. */
const STOP_KEY = Symbol.for("char-rnn-lab.stop");

/**
 * The signal that ends a run: the one that was given, the notebook's Stop button, or either.
 * @param given the caller's signal
 * @returns a signal, or undefined when nothing can stop the run
 * @example
 * ```ts
 * import { stopSignal } from "./stop.ts";
 * import { assertEquals } from "@std/assert";
 * const signal = AbortSignal.abort();
 * assertEquals(stopSignal(signal)?.aborted, true);
 * ```
 */
export function stopSignal(given?: AbortSignal): AbortSignal | undefined {
  const scope = globalThis as { [STOP_KEY]?: { signal: AbortSignal } };
  const cell = scope[STOP_KEY]?.signal;
  return given === undefined || cell === undefined ? given ?? cell : AbortSignal.any([given, cell]);
}

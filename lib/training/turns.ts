/** Giving the event loop its turn during long work, cheaply. */

/** How long the event loop waits for its turn: a signal is heard this late. */
const WAIT_MS = 40;

const timer = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * The pace of long work: how much to do at a time, and when to let timers, signals and messages in.
 *
 * A turn's timer is set when the turn before it ends, so that it is due when it is waited for: waiting for
 * a fresh one takes Deno 2 ms.
 */
export class Turns {
  #turn: Promise<void> = timer();
  #turnedMs = performance.now();
  #slice = 1;

  /** How much work to do next. */
  get slice(): number {
    return this.#slice;
  }

  /**
   * To be called after each slice: waits for the event loop when its turn has come.
   * @param durationMs how long the slice took
   */
  async next(durationMs: number): Promise<void> {
    const fitting = this.#slice * WAIT_MS / Math.max(0.1, durationMs);
    this.#slice = Math.max(1, Math.floor(Math.min(2 * this.#slice, fitting)));
    if (performance.now() - this.#turnedMs < WAIT_MS / 2) return;
    await this.end();
    this.#turn = timer();
    this.#turnedMs = performance.now();
  }

  /** To be called at the end, so that no timer is left behind. */
  async end(): Promise<void> {
    await this.#turn;
  }
}

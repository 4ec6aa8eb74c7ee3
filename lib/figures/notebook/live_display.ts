/** A display that follows long work: replaced in place at a steady pace, and it hears Stop. */
import type { MimeBundle } from "./displayable.ts";
import { inNotebook, send, sent } from "./sending.ts";

/** A pace that eyes can follow, and that costs the work little. */
const PACE_MS = 400;
/** Outside a notebook lines can't be replaced, so there are few. */
const PRINTING_PACE_MS = 5000;

/** One display under its cell; outside a notebook its text is printed, a line each time. */
export class LiveDisplay {
  readonly #id: string = crypto.randomUUID();
  readonly #stop: AbortController = new AbortController();
  #lastTime = -Infinity;
  #sending: Promise<void> = Promise.resolve();
  #shown = false;

  /** A display that hears Stop from now on. */
  constructor() {
    Deno.addSignalListener("SIGINT", this.#interrupt);
  }

  /** Aborted by the notebook's Stop button, or by Ctrl+C. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  readonly #interrupt = (): void => {
    this.#stop.abort();
    // At a terminal the second Ctrl+C ends the program; in a notebook that would end the kernel.
    if (!inNotebook()) Deno.removeSignalListener("SIGINT", this.#interrupt);
  };

  /**
   * Shows a state if it is time for the next one.
   * @param bundle makes the state's formats
   */
  offer(bundle: () => MimeBundle): void {
    const now = performance.now();
    if (now - this.#lastTime < (inNotebook() ? PACE_MS : PRINTING_PACE_MS)) return;
    this.#lastTime = now;
    this.show(bundle());
  }

  /**
   * Shows a state, in place of the one before.
   * @param bundle its formats
   */
  show(bundle: MimeBundle): void {
    if (!inNotebook()) return console.log(bundle["text/plain"]);
    const update = this.#shown;
    this.#shown = true;
    // In their order, and a display that can't be sent must not end the work.
    this.#sending = this.#sending.then(() => send(bundle, this.#id, update)).catch(() => {});
  }

  /**
   * Shows the last state and gives the Stop button back.
   * @param bundle its formats; undefined where nothing was ever to be shown
   * @returns when the notebook has it
   */
  async end(bundle: MimeBundle | undefined): Promise<void> {
    Deno.removeSignalListener("SIGINT", this.#interrupt);
    if (bundle !== undefined) this.show(bundle);
    await this.#sending;
    if (inNotebook()) await sent();
  }
}

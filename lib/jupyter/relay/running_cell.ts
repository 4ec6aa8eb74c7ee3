/** The cell that a relay runs: what the kernel says of it, and how it is stopped. */
import { errorOf } from "../session/cell_errors.ts";
import type { ErrorOutput } from "../session/output_types.ts";
import type { KernelSession } from "../session/session.ts";
import { STOP_HEARD, TURN } from "../session/setup.ts";
import { sleep, TIME_OVER, within } from "../time.ts";
import type { Message } from "../wire/messages.ts";

/** How long a kernel that is not computing takes at most to hear the stop signal. */
const HEARING_SECONDS = 0.6;
/** After which a cell that goes on in spite of it is told of. */
const PATIENCE_SECONDS = 3;
/** Signs of the event loop that are older than this may be from before the cell. */
const GRACE_MS = 150;

const LOOPING = "Stop: this cell computes without a pause. It hears Stop when it next awaits; " +
  "to end it now, restart the kernel.\n";
const DEAF = "Stop: this cell waits for something that does not look at the stop signal. " +
  "To end it, restart the kernel.\n";

/** Messages that no front-end is to see where no cell runs. */
const SIGNS: ReadonlySet<string> = new Set([STOP_HEARD, TURN, "execute_input"]);

/**
 * Whether a message is for the relay alone.
 * @param message what the kernel publishes
 * @param cell the cell that runs, which is told of it
 * @returns false when the front-ends are to have it
 */
export function isSign(message: Message, cell: RunningCell | undefined): boolean {
  return cell === undefined ? SIGNS.has(message.type) : cell.takes(message);
}

/** A cell from the request to run it until all of its outputs have come. */
export class RunningCell {
  /** The cell's text. */
  readonly code: string;
  readonly #isSilent: boolean;
  /** The first error that was published: it is shown behind what was printed before it. */
  error: ErrorOutput | undefined;
  /** Whether its loop was broken. */
  isBroken = false;
  /** Whether it has ended. */
  hasEnded = false;
  /** When the kernel said that it has begun, in ms; later than any sign of the cell before. */
  #beganMs = Infinity;
  /** Whether it has given way to other work since: its code awaits something. */
  #yields = false;
  #onHeard: (() => void) | undefined;

  /**
   * A cell that is about to run.
   * @param code its text
   * @param isSilent whether nobody is to see that it runs
   */
  constructor(code: string, isSilent = false) {
    this.code = code;
    this.#isSilent = isSilent;
  }

  /**
   * Takes a message of the kernel.
   * @param message what it publishes
   * @returns whether the message is for nobody else
   */
  takes({ type, content }: Message): boolean {
    switch (type) {
      case STOP_HEARD:
        this.#onHeard?.();
        return true;
      case TURN:
        this.#yields ||= performance.now() - this.#beganMs > GRACE_MS;
        return true;
      case "error":
        // A second one would hide the first, which is the cause.
        this.error ??= errorOf(content);
        return true;
      case "execute_input":
        // This program's own code, which follows each cell, is nobody's input.
        if (content.code !== this.code) return true;
        this.#beganMs = performance.now();
        return this.#isSilent;
    }
    return false;
  }

  /**
   * The Stop button: raises the stop signal; breaks a loop where nobody can hear it.
   * @param session the kernel that runs the cell
   * @param tell is told when the cell goes on nevertheless, and why
   */
  async stop(session: KernelSession, tell: (why: string) => void): Promise<void> {
    const heard = new Promise<void>((resolve) => this.#onHeard = resolve);
    session.raiseStop();
    const isDeaf = await within(HEARING_SECONDS, heard) === TIME_OVER;
    // Breaking code that has awaited would leave its promise open for ever, and the kernel with it.
    if (isDeaf && !this.hasEnded && !this.#yields) {
      this.isBroken = true;
      return await session.breakLoop();
    }
    if (!isDeaf) await sleep(PATIENCE_SECONDS);
    if (!this.hasEnded) tell(isDeaf ? LOOPING : DEAF);
  }
}

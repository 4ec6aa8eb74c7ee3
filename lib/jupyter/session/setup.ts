/** What a kernel is told before the first cell; it runs inside the kernel and knows nothing of here. */
import { KERNEL_CONSOLE } from "../deno_internals.ts";
import { joinPrinting } from "./joined_printing.ts";
import { leaveWhenHeard } from "./last_words.ts";
import { printShort } from "./short_printing.ts";

/**
 * What nobody catches fails the cell. The kernel alone would pass over a promise that is rejected,
 * and hang after an error in a timer.
 */
const TELL_UNCAUGHT = `
  const tell = (event, error) => {
    event.preventDefault();
    const isError = error instanceof Error;
    Deno.jupyter.broadcast("error", {
      ename: isError ? error.name : "Error",
      evalue: isError ? error.message : String(error),
      traceback: isError ? String(error.stack).split("\\n") : [],
    });
  };
  addEventListener("unhandledrejection", (event) => tell(event, event.reason));
  addEventListener("error", (event) => tell(event, event.error));`;

/** Parameters and results print in a few lines, not in hundreds. */
const PRINT_SHORT = `\n  (${printShort})();`;

/** A million lines take seconds, not minutes. */
const JOIN_PRINTING = `\n  (${joinPrinting})(${KERNEL_CONSOLE});`;

/** The message by which a kernel says that a cell ends it, and with which exit status. */
export const LEAVING = "lab_leaving";

/** A flood takes some seconds to be heard. */
const LEAVING_MS = 30_000;

const LEAVE_WHEN_HEARD = `\n  (${leaveWhenHeard})("${LEAVING}", ${LEAVING_MS});`;

/** The message by which a kernel says that it has heard the stop signal. */
export const STOP_HEARD = "lab_stop_heard";

/** The message by which a kernel says, now and then, that its event loop turns. */
export const TURN = "lab_turn";

/**
 * SIGINT, which alone would end the kernel, raises the stop signal that `train` and others look at;
 * a project without `@lab/stop` has none.
 */
const HEAR_STOP = `
  const stop = await import("@lab/stop").catch(() => undefined);
  stop?.renewStop();
  Deno.unrefTimer(setInterval(() => Deno.jupyter.broadcast("${TURN}", {}), 250));
  Deno.addSignalListener("SIGINT", () => {
    stop?.raiseStop();
    Deno.jupyter.broadcast("${STOP_HEARD}", {});
  });`;

/** The code; it leaves no names behind. */
export const SETUP: string =
  `{${TELL_UNCAUGHT}${PRINT_SHORT}${JOIN_PRINTING}${LEAVE_WHEN_HEARD}${HEAR_STOP}
}`;

/**
 * The code that follows each cell: renews the stop signal, and broadcasts a mark.
 * @param type the message's type
 * @param mark what tells it from others
 * @returns code for the kernel
 */
export function flushCode(type: string, mark: string): string {
  return `await import("@lab/stop").then((stop) => stop.renewStop(), () => {});
    await globalThis.Deno.jupyter.broadcast("${type}", { mark: "${mark}" })`;
}

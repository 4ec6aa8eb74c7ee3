/** What a kernel is told before the first cell; it runs inside the kernel and knows nothing of here. */

/**
 * The kernel ends by itself when this process is gone, even killed; only a cell that loops without
 * end keeps it from noticing.
 */
const END_WITH_PARENT = `
  const parent = Deno.ppid;
  Deno.unrefTimer(setInterval(() => Deno.ppid === parent || Deno.exit(), 500));`;

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

/** The code; it leaves no names behind. Windows does not tell that a parent is gone. */
export const SETUP: string = `{${Deno.build.os === "windows" ? "" : END_WITH_PARENT}${TELL_UNCAUGHT}
}`;

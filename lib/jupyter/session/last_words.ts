/** How a cell ends its kernel: what was printed until then leaves before it. */

/**
 * Makes `Deno.exit` say that the process ends, behind all that was printed, and wait to be ended by who has
 * heard all of it. It runs inside the kernel, as text: it can use nothing from outside of itself.
 * @param type the type of the message, whose `code` is the exit status
 * @param patienceMs after how long it ends all the same, in ms
 */
export function leaveWhenHeard(type: string, patienceMs: number): void {
  const exit = Deno.exit;
  const leave = (): void => {
    Deno.jupyter.broadcast(type, { code: Deno.exitCode });
    // Messages leave by another thread, and so while this one waits.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patienceMs);
  };
  Deno.exit = (code) => {
    // Behind whatever else is done at the end, which may print, too.
    addEventListener("unload", leave);
    return exit(code);
  };
}

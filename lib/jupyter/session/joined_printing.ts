/** How a cell that floods is printed: many lines in a message, as each message costs a fifth of a millisecond. */

/** The class of Deno's `console`, which prints by a function that is given. */
export type ConsoleClass = new (print: (text: string, level: number) => void) => Console;

/**
 * Joins what code prints without a pause, from its thousandth line on; the lines before leave at once, and so
 * does everything when the code pauses, displays something or ends. It runs inside the kernel, as text: it can
 * use nothing from outside of itself.
 * @param ConsoleOf the class of `console`; where there is none, lines leave as they do
 */
export function joinPrinting(ConsoleOf: ConsoleClass | undefined): void {
  if (ConsoleOf === undefined) return;
  const AT_ONCE = 1000;
  const LONGEST_MS = 20;
  const MOST = 65536;
  type Broadcast = (type: string, content: unknown, ...rest: unknown[]) => unknown;
  const jupyter = Deno.jupyter as unknown as Record<string, Broadcast>;
  const broadcast = jupyter.broadcast.bind(jupyter);
  let [lines, name, text, since] = [0, "", "", 0];

  const send = (): void => {
    if (text === "") return;
    const joined = text;
    text = "";
    broadcast("stream", { name, text: joined });
  };
  const pause = (): void => {
    send();
    lines = 0;
  };
  const print = (line: string, level: number): void => {
    // Runs when the code next awaits or ends.
    if (lines++ === 0) queueMicrotask(pause);
    const stream = level > 1 ? "stderr" : "stdout";
    if (stream !== name) send();
    name = stream;
    if (text === "") since = performance.now();
    text += line;
    const isLate = text.length > MOST || performance.now() - since > LONGEST_MS;
    if (lines <= AT_ONCE || isLate) send();
  };
  globalThis.console = new ConsoleOf(print);
  for (const key of ["broadcast", "display"]) {
    const show = jupyter[key].bind(jupyter);
    jupyter[key] = (...given) => {
      send();
      return show(...given);
    };
  }
}

/** The process of one run, seen by the sweep that starts it. */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { RunAnswer, RunRequest } from "./one_run.ts";

const PROGRAM = fileURLToPath(new URL("./one_run.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../../deno.json", import.meta.url));

/** How a run can end. */
export type RunEnd = Exclude<RunAnswer, { kind: "progress" | "note" }>;

/** A stream's lines, as they come. */
const linesOf = (stream: ReadableStream<Uint8Array>): AsyncIterable<string> =>
  // The two declarations of web streams, Node's and the browsers', are one thing in Deno.
  createInterface({ input: Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]) });

/** Why a process ended without a last word. */
function lastWord({ signal, code }: Deno.CommandStatus, errors: readonly string[]): string {
  const how = signal === null ? `with exit status ${code}` : `by ${signal}`;
  const memory = signal === "SIGKILL" ||
    errors.some((line) => /out of memory|allocation failed/i.test(line));
  const last = errors.findLast((line) => line.trim() !== "");
  const why = memory ? ", as processes do that need more memory than there is" : "";
  return `Its process ended ${how}${why}${memory || last === undefined ? "" : `: ${last.trim()}`}`;
}

/**
 * Does a run in a process of its own.
 * @param request the run
 * @param signal asks it to save and end
 * @param onAnswer told what it answers before its end
 * @returns how it ended; of a process that is killed or breaks down, that it failed
 */
export async function runInProcess(
  request: RunRequest,
  signal: AbortSignal,
  onAnswer: (answer: RunAnswer) => void,
): Promise<RunEnd> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--config", CONFIG, PROGRAM, JSON.stringify(request)],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // The end of its input tells it to end; so does the end of this process, however it comes.
  const stop = (): void => void child.stdin.close().catch(() => {});
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const errors: string[] = [];
  const listening = (async () => {
    for await (const line of linesOf(child.stderr)) errors.push(line);
  })();
  let end: RunEnd | undefined;
  for await (const line of linesOf(child.stdout)) {
    const answer: RunAnswer = JSON.parse(line);
    if (answer.kind === "progress" || answer.kind === "note") onAnswer(answer);
    else end = answer;
  }
  await listening;
  const status = await child.status;
  signal.removeEventListener("abort", stop);
  if (!signal.aborted) stop();
  return end ?? (signal.aborted ? { kind: "stopped" } : {
    kind: "failed",
    reason: lastWord(status, errors),
  });
}

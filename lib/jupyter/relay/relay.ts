/**
 * A Jupyter kernel that stands before Deno's own and cures what a notebook's user would stumble over:
 * it ends a cell only when all of its outputs have come, gives them to the cell that made them, hears
 * the Stop button without ending, tells syntax errors, and ends what is queued behind an error.
 */
import { errorOf, explain, isSyntaxError, STOPPED } from "../session/cell_errors.ts";
import { Front, type Reply } from "../wire/server.ts";
import { type Question, SessionHelp } from "../help/help.ts";
import { type ExecuteContent, KernelLink } from "../session/link.ts";
import type { ErrorOutput } from "../session/output_types.ts";
import type { Connection } from "../session/process.ts";
import { STOP_HEARD, TURN } from "../session/setup.ts";
import { StreamJoiner } from "./streams.ts";
import { sleep, TIME_OVER, within } from "../wire/time.ts";
import type { Content, Message } from "../wire/messages.ts";

/** A request on its way, and how to answer it. */
interface Asked {
  request: Message;
  reply: Reply;
}

/** The cell that runs. */
interface Running {
  /** Its text. */
  code: string;
  /** When the kernel said that it has begun, in ms; later than any sign of the cell before. */
  beganMs: number;
  /** Whether it has given way to other work since: its code awaits something. */
  yields: boolean;
  /** The last error that was published; shown at the end, behind what was printed before it. */
  error?: ErrorOutput;
  /** Whether its loop was broken. */
  broken?: boolean;
}

/** Longest wait for an answer other than a cell's; the kernel is silent to what it does not know. */
const ANSWER_SECONDS = 3;
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

const isError = (content: Content): boolean => content.status === "error";

/** JupyterLab's and VS Code's name for the cell that a request comes from. */
const cellIdOf = ({ metadata: { cellId } }: Message): string | undefined =>
  typeof cellId === "string" ? cellId : undefined;

class Relay {
  readonly #front: Front;
  readonly #starting: Promise<KernelLink>;
  readonly #streams: StreamJoiner = new StreamJoiner((name, text) =>
    this.#front.publish("stream", { name, text }, this.#parent)
  );
  readonly #queue: Asked[] = [];
  readonly #exit: PromiseWithResolvers<number> = Promise.withResolvers();
  #link: KernelLink | undefined;
  #info: Content = {};
  #parent: Content = {};
  #busy = false;
  #running: Running | undefined;
  #onHeard: (() => void) | undefined;
  #question: Content = {};
  readonly #help: SessionHelp;

  constructor(connection: Connection, cwd: string) {
    this.#front = new Front(connection, (channel, request, reply) => {
      if (channel === "stdin") this.#link?.answer(request.content, this.#question);
      else if (channel === "control") void this.#control({ request, reply });
      else void this.#shell({ request, reply });
    });
    this.#front.publish("status", { execution_state: "starting" }, {});
    this.#help = new SessionHelp(cwd);
    this.#starting = this.#start(cwd);
  }

  /** Resolves with the exit status when the kernel has ended or was told to. */
  async ended(): Promise<number> {
    await this.#starting;
    const code = await this.#exit.promise;
    await Promise.all([this.#link?.stop(), this.#help.stop()]);
    // The last messages leave before the process does.
    await sleep(0.05);
    this.#front.close();
    return code;
  }

  async #start(cwd: string): Promise<KernelLink> {
    const link = await KernelLink.start(cwd, {
      onPublished: (message) => this.#hear(message),
      onQuestion: ({ header, content }) => {
        this.#question = header;
        this.#front.ask(content, this.#parent);
      },
    });
    this.#info = await link.request("shell", "kernel_info_request", {});
    this.#link = link;
    void link.ended.then((why) => this.#tellEnd(why));
    // Where somebody writes, as in `deno task lab`; nbconvert and others run notebooks only.
    if (Deno.env.get("CHAR_RNN_INTERACTIVE") === "1") void this.#help.warmUp();
    return link;
  }

  #tellEnd(why: string): void {
    if (this.#running !== undefined) {
      const error = { ename: "KernelDied", evalue: why, traceback: [] };
      this.#publish("error", error);
      this.#status("idle");
    }
    this.#exit.resolve(1);
  }

  #publish(type: string, content: Content, metadata?: Content): void {
    this.#streams.flush();
    this.#front.publish(type, content, this.#parent, metadata);
  }

  #status(state: "busy" | "idle", header = this.#parent): void {
    this.#streams.flush();
    this.#front.publish("status", { execution_state: state }, header);
  }

  /** Hands on what the kernel publishes, as of the cell that runs. */
  #hear({ type, content, metadata }: Message): void {
    const cell = this.#running;
    switch (type) {
      case "status":
        return;
      case STOP_HEARD:
        return this.#onHeard?.();
      case TURN:
        if (cell && performance.now() - cell.beganMs > GRACE_MS) cell.yields = true;
        return;
      case "stream":
        return this.#streams.add(String(content.name), String(content.text));
      case "error":
        if (cell === undefined) break;
        // A second one would hide the first, which is the cause.
        cell.error ??= errorOf(content);
        return;
      case "execute_input":
        // This program's own code, which follows each cell, is nobody's input.
        if (cell === undefined || content.code !== cell.code) return;
        cell.beganMs = performance.now();
    }
    this.#publish(type, content, metadata);
  }

  /** Answers a request that must not wait for a cell. */
  async #control({ request, reply }: Asked): Promise<void> {
    const { type, content, header } = request;
    if (type === "kernel_info_request") return await this.#tellInfo({ request, reply });
    if (type === "interrupt_request") {
      reply("interrupt_reply", { status: "ok" });
      return await this.#interrupt();
    }
    if (type !== "shutdown_request") return;
    reply("shutdown_reply", { status: "ok", restart: content.restart === true });
    this.#status("idle", header);
    this.#exit.resolve(0);
  }

  /** Tells at once what kernel this is, so that a page can be opened again while a cell runs. */
  async #tellInfo(asked: Asked): Promise<void> {
    await this.#starting;
    await this.#aside(asked, () => asked.reply("kernel_info_reply", this.#info));
  }

  /** Answers while a cell may run, which goes on. */
  async #aside({ request: { header } }: Asked, answer: () => void | Promise<void>): Promise<void> {
    this.#status("busy", header);
    await answer();
    this.#status("idle", header);
    if (this.#busy) this.#status("busy");
  }

  /** Answers what is asked while somebody writes a cell. */
  async #assist({ request: { type, content }, reply }: Asked): Promise<void> {
    const question = content as unknown as Question;
    if (type === "inspect_request") {
      return reply("inspect_reply", await this.#help.inspectReply(question));
    }
    const askKernel = async (): Promise<Content | undefined> => {
      const link = await this.#starting;
      if (this.#busy) return undefined;
      const ending = await link.wait(ANSWER_SECONDS, link.request("shell", type, content));
      return ending.status === "done" ? ending.value : undefined;
    };
    reply("complete_reply", await this.#help.completeReply(question, askKernel));
  }

  async #shell(asked: Asked): Promise<void> {
    const { type } = asked.request;
    if (type === "kernel_info_request") return await this.#tellInfo(asked);
    if (type === "complete_request" || type === "inspect_request") {
      return await this.#aside(asked, () => this.#assist(asked));
    }
    this.#queue.push(asked);
    if (this.#busy) return;
    this.#busy = true;
    const link = await this.#starting;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#parent = next.request.header;
      this.#status("busy");
      if (next.request.type === "execute_request") await this.#execute(link, next);
      else await this.#ask(link, next);
      this.#status("idle");
    }
    this.#busy = false;
  }

  async #ask(link: KernelLink, { request: { type, content }, reply }: Asked): Promise<void> {
    const answer = link.request("shell", type, content);
    if (type.startsWith("comm_") && type !== "comm_info_request") return;
    const ending = await link.wait(ANSWER_SECONDS, answer);
    if (ending.status === "done") reply(type.replace("_request", "_reply"), ending.value);
  }

  async #execute(link: KernelLink, { request, reply }: Asked): Promise<void> {
    const content = request.content as ExecuteContent;
    const cell: Running = { code: content.code, beganMs: Infinity, yields: false };
    this.#running = cell;
    if (!content.silent) this.#help.add(content.code, cellIdOf(request));
    const ending = await link.wait(Infinity, link.execute(content));
    if (ending.status !== "done") return;
    await link.flush();
    this.#running = undefined;
    const error = cell.error ?? (isError(ending.value) ? errorOf(ending.value) : undefined);
    let answer = ending.value;
    if (error !== undefined) {
      if (isSyntaxError(error)) this.#help.remove(content.code);
      const { ename, evalue, traceback } = cell.broken === true
        ? STOPPED
        : await explain(content.code, error);
      if (content.silent !== true) this.#publish("error", { ename, evalue, traceback });
      answer = { ...answer, status: "error", ename, evalue, traceback };
      if (content.stop_on_error !== false) this.#abortQueued();
    }
    this.#streams.flush();
    reply("execute_reply", answer);
  }

  /** Answers the cells that wait: they are not run. */
  #abortQueued(): void {
    const waiting = this.#queue.splice(0);
    for (const asked of waiting) {
      if (asked.request.type !== "execute_request") {
        this.#queue.push(asked);
        continue;
      }
      this.#status("busy", asked.request.header);
      asked.reply("execute_reply", { status: "aborted" });
      this.#status("idle", asked.request.header);
    }
  }

  /** The Stop button: raises the stop signal; breaks a loop where nobody can hear it. */
  async #interrupt(): Promise<void> {
    const cell = this.#running;
    if (cell === undefined || this.#link === undefined) return;
    this.#abortQueued();
    const heard = new Promise<void>((resolve) => this.#onHeard = resolve);
    this.#link.raiseStop();
    const goesOn = (): boolean => this.#running === cell;
    const isDeaf = await within(HEARING_SECONDS, heard) === TIME_OVER;
    // Breaking code that has awaited would leave its promise open for ever, and the kernel with it.
    if (isDeaf && goesOn() && !cell.yields) {
      cell.broken = true;
      return await this.#link.breakLoop();
    }
    if (!isDeaf) await sleep(PATIENCE_SECONDS);
    if (goesOn()) this.#streams.add("stderr", isDeaf ? LOOPING : DEAF);
  }
}

/**
 * Serves one Jupyter front-end as a kernel, by a Deno kernel of its own, until that ends or the
 * front-end asks for the end.
 * @param file the connection file that Jupyter has written
 * @param cwd the folder in which the kernel runs
 * @returns the exit status: 0 when it was asked to end
 * @throws {Error} when the file can't be read or the kernel does not start
 * @example
 * ```ts
 * import { serveKernel } from "@lab/jupyter";
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => serveKernel("no/such/connection.json", Deno.cwd()));
 * ```
 */
export async function serveKernel(file: string, cwd: string): Promise<number> {
  const connection = JSON.parse(await Deno.readTextFile(file)) as Connection;
  if (connection.transport !== "tcp") {
    throw new RangeError(
      `Cannot serve a kernel as 'transport' must be tcp: current value is ${connection.transport}`,
    );
  }
  return await new Relay(connection, cwd).ended();
}

/**
 * A Jupyter kernel that stands before Deno's own and cures what a notebook's user would stumble over:
 * it ends a cell only when all of its outputs have come, gives them to the cell that made them, hears
 * the Stop button without ending, tells syntax errors, and ends what is queued behind an error.
 */
import { type Question, SessionHelp } from "../help/help.ts";
import { errorOf, explain, isSyntaxError, STOPPED } from "../session/cell_errors.ts";
import { type ExecuteContent, KernelSession } from "../session/session.ts";
import { within } from "../time.ts";
import type { Connection } from "../wire/connection.ts";
import type { Content, Message } from "../wire/messages.ts";
import { KernelServer, type Reply } from "../wire/server.ts";
import { Comms } from "./comms.ts";
import { Publisher } from "./publisher.ts";
import { isSign, RunningCell } from "./running_cell.ts";

/** A request on its way, and how to answer it. */
interface Asked {
  request: Message;
  reply: Reply;
}

/** Longest wait for an answer other than a cell's; the kernel is silent to what it does not know. */
const ANSWER_SECONDS = 3;

/** Longest wait for the last messages to leave: a front-end may read no more. */
const LEAVING_SECONDS = 2;

const isError = (content: Content): boolean => content.status === "error";

/** JupyterLab's and VS Code's name for the cell that a request comes from. */
const cellIdOf = ({ metadata: { cellId } }: Message): string | undefined =>
  typeof cellId === "string" ? cellId : undefined;

class Relay {
  readonly #server: KernelServer;
  readonly #publisher: Publisher;
  readonly #starting: Promise<KernelSession>;
  readonly #queue: Asked[] = [];
  readonly #exit: PromiseWithResolvers<number> = Promise.withResolvers();
  readonly #help: SessionHelp;
  readonly #comms: Comms = new Comms();
  #session: KernelSession | undefined;
  #info: Content = {};
  #busy = false;
  #running: RunningCell | undefined;
  /** The front-end's name for the cell that runs. */
  #cellId: string | undefined;
  #question: Content = {};

  constructor(connection: Connection, cwd: string) {
    this.#server = new KernelServer(connection, (channel, request, reply) => {
      if (channel === "stdin") this.#session?.answer(request.content, this.#question);
      else if (channel === "control") void this.#control({ request, reply });
      else void this.#shell({ request, reply });
    });
    this.#publisher = new Publisher(this.#server);
    this.#publisher.status("starting");
    this.#help = new SessionHelp(cwd);
    this.#starting = this.#start(cwd);
  }

  /** Resolves with the exit status when the kernel has ended or was told to. */
  async ended(): Promise<number> {
    await this.#starting;
    const code = await this.#exit.promise;
    await Promise.all([this.#session?.stop(), this.#help.stop()]);
    await within(LEAVING_SECONDS, this.#server.close());
    return code;
  }

  async #start(cwd: string): Promise<KernelSession> {
    const session = await KernelSession.start(cwd, {
      onPublished: (message) => this.#hear(message),
      onQuestion: ({ header, content }) => {
        this.#question = header;
        this.#server.ask(content, this.#publisher.parent);
      },
    });
    this.#info = await session.request("shell", "kernel_info_request", {});
    this.#session = session;
    void session.ended.then((why) => this.#tellEnd(session, why));
    // Where somebody writes, as in `deno task lab`; nbconvert and others run notebooks only.
    if (Deno.env.get("CHAR_RNN_INTERACTIVE") === "1") void this.#help.warmUp();
    return session;
  }

  async #tellEnd(session: KernelSession, why: string): Promise<void> {
    await session.drain();
    if (this.#running !== undefined) {
      const error = { ename: "KernelDied", evalue: why, traceback: [] };
      this.#publisher.publish("error", error);
      this.#publisher.status("idle");
    }
    this.#exit.resolve(1);
  }

  /** Hands on what the kernel publishes, as of the cell that runs. */
  #hear(message: Message): void {
    const { type, content, metadata } = message;
    if (type === "status" || isSign(message, this.#running)) return;
    this.#comms.hear(message, this.#cellId);
    if (type === "stream") this.#publisher.print(String(content.name), String(content.text));
    else this.#publisher.publish(type, content, metadata);
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
    this.#publisher.status("idle", header);
    this.#exit.resolve(0);
  }

  /** Tells at once what kernel this is, so that a page can be opened again while a cell runs. */
  async #tellInfo(asked: Asked): Promise<void> {
    await this.#starting;
    await this.#aside(asked, () => asked.reply("kernel_info_reply", this.#info));
  }

  /** Answers while a cell may run, which goes on. */
  async #aside({ request: { header } }: Asked, answer: () => void | Promise<void>): Promise<void> {
    this.#publisher.status("busy", header);
    await answer();
    this.#publisher.status("idle", header);
    if (this.#busy) this.#publisher.status("busy");
  }

  /** Answers what is asked while somebody writes a cell. */
  async #assist({ request: { type, content }, reply }: Asked): Promise<void> {
    const question = content as unknown as Question;
    if (type === "inspect_request") {
      return reply("inspect_reply", await this.#help.inspectReply(question));
    }
    const askKernel = async (): Promise<Content | undefined> => {
      const session = await this.#starting;
      if (this.#busy) return undefined;
      const ending = await session.wait(ANSWER_SECONDS, session.request("shell", type, content));
      return ending.status === "done" ? ending.value : undefined;
    };
    reply("complete_reply", await this.#help.completeReply(question, askKernel));
  }

  /** Answers what a page asks of comms: the kernel's code opens them, nobody else. */
  #tellComms({ request: { type, content, header }, reply }: Asked): void {
    const { comm_id, target_name } = content;
    if (type === "comm_info_request") reply("comm_info_reply", this.#comms.info(target_name));
    if (type !== "comm_open") return;
    this.#server.publish("comm_close", { comm_id, data: {} }, header);
  }

  async #shell(asked: Asked): Promise<void> {
    const { type } = asked.request;
    if (type === "kernel_info_request") return await this.#tellInfo(asked);
    if (type === "complete_request" || type === "inspect_request") {
      return await this.#aside(asked, () => this.#assist(asked));
    }
    if (type.startsWith("comm_") && type !== "comm_msg") {
      return await this.#aside(asked, () => this.#tellComms(asked));
    }
    this.#queue.push(asked);
    if (this.#busy) return;
    this.#busy = true;
    const session = await this.#starting;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#publisher.parent = next.request.header;
      this.#publisher.status("busy");
      if (next.request.type === "execute_request") {
        await this.#endControls(session, next.request);
        await this.#execute(session, next);
      } else if (next.request.type === "comm_msg") await this.#tellControl(session, next);
      else await this.#ask(session, next);
      this.#publisher.status("idle");
    }
    this.#busy = false;
    this.#help.readCells();
  }

  async #ask(session: KernelSession, { request: { type, content }, reply }: Asked): Promise<void> {
    const ending = await session.wait(ANSWER_SECONDS, session.request("shell", type, content));
    if (ending.status === "done") reply(type.replace("_request", "_reply"), ending.value);
  }

  /** The controls that a cell has shown before it runs again are gone. */
  async #endControls(session: KernelSession, request: Message): Promise<void> {
    this.#cellId = cellIdOf(request);
    const ended = this.#cellId === undefined ? undefined : this.#comms.endOf(this.#cellId);
    if (ended === undefined) return;
    await session.execute(ended.request);
    for (const comm_id of ended.ids) this.#publisher.publish("comm_close", { comm_id, data: {} });
  }

  /** Lets the kernel know what a control of a page says; Stop ends what it does about it. */
  async #tellControl(session: KernelSession, { request }: Asked): Promise<void> {
    const content = this.#comms.codeFor(request.content);
    if (content !== undefined) {
      await this.#execute(session, { request: { ...request, content }, reply: () => {} });
    }
  }

  async #execute(session: KernelSession, { request, reply }: Asked): Promise<void> {
    const content = request.content as ExecuteContent;
    const cell = new RunningCell(content.code, content.silent);
    this.#running = cell;
    if (!content.silent) this.#help.add(content.code, cellIdOf(request));
    const ending = await session.wait(Infinity, session.execute(content));
    if (ending.status !== "done") return void await this.#exit.promise;
    await session.flush();
    this.#running = undefined;
    cell.hasEnded = true;
    const error = cell.error ?? (isError(ending.value) ? errorOf(ending.value) : undefined);
    let answer = ending.value;
    if (error !== undefined) {
      if (isSyntaxError(error)) this.#help.remove(content.code);
      const { ename, evalue, traceback } = cell.isBroken
        ? STOPPED
        : await explain(content.code, error);
      if (content.silent !== true) this.#publisher.publish("error", { ename, evalue, traceback });
      answer = { ...answer, status: "error", ename, evalue, traceback };
      if (content.stop_on_error !== false) this.#abortQueued();
    }
    this.#publisher.flush();
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
      this.#publisher.status("busy", asked.request.header);
      asked.reply("execute_reply", { status: "aborted" });
      this.#publisher.status("idle", asked.request.header);
    }
  }

  async #interrupt(): Promise<void> {
    const cell = this.#running;
    if (cell === undefined || this.#session === undefined) return;
    this.#abortQueued();
    await cell.stop(this.#session, (why) => this.#publisher.print("stderr", why));
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

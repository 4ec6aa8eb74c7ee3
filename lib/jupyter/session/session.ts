/** A running kernel and the connections to it: requests, what it publishes, and its end. */
import { resolve } from "node:path";
import { KernelClient, type RequestChannel } from "../wire/client.ts";
import { KernelProcess } from "./process.ts";
import { startFolder } from "../project.ts";
import { flushCode, LEAVING, SETUP } from "./setup.ts";
import { TIME_OVER, within } from "../time.ts";
import type { Content, Message } from "../wire/messages.ts";

const START_SECONDS = 30;
const START_ATTEMPTS = 3;
const FLUSH_SECONDS = 30;
const DRAIN_SECONDS = 2;
const FLUSH_MARK = "lab_flush";

/** How a wait for the kernel ended. */
export type Ending<T> = { status: "done"; value: T } | { status: "timeout" | "died"; why: string };

/** The fields of a request to execute code. */
export interface ExecuteContent extends Content {
  /** The code. */
  code: string;
  /** Whether it leaves no trace: no number, no result. */
  silent: boolean;
}

/**
 * The fields of an `execute_request` of this program's own.
 * @param code what to execute
 * @param silent whether it leaves no trace
 * @returns the request's fields
 */
export function executeContent(code: string, silent: boolean): ExecuteContent {
  return {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  };
}

/** Who is told what a kernel says unasked. */
export interface SessionEvents {
  /** What it publishes, for everyone to hear. */
  onPublished: (message: Message) => void;
  /** What it asks the user. */
  onQuestion?: (message: Message) => void;
}

/** A kernel's process together with the connections to it. */
export class KernelSession {
  readonly #process: KernelProcess;
  readonly #events: SessionEvents;
  #client!: KernelClient;
  #onMark: ((mark: unknown) => void) | undefined;
  #broken: string | undefined;
  /** The exit status with which a cell ends the kernel. */
  #exitStatus: number | undefined;
  #heard = 0;
  /** Resolves when the process has ended: why, in words. */
  readonly ended: Promise<string>;

  private constructor(cwd: string, events: SessionEvents) {
    this.#process = new KernelProcess(cwd);
    this.#events = events;
    this.ended = this.#process.ended.then((why) => this.#epitaph(why));
  }

  /**
   * Starts a kernel, waits until it answers, and prepares it.
   * @param cwd the folder in which it runs
   * @param events who is told what
   * @returns the kernel
   * @throws {Error} when it does not answer within 30 s
   */
  static async start(cwd: string, events: SessionEvents): Promise<KernelSession> {
    let why: string | undefined;
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      // Another program can take one of the free ports before the kernel does.
      const session = new KernelSession(cwd, events);
      why = await session.#connect(cwd);
      if (why === undefined) return session;
    }
    throw new Error(`Cannot start a Deno kernel: ${why}`);
  }

  /** Waits until the process answers; undefined when it does, else why it does not. */
  async #connect(cwd: string): Promise<string | undefined> {
    const giveUp = new AbortController();
    const connecting = KernelClient.connect(this.#process.connection, {
      onPublished: (message) => this.#hear(message),
      onQuestion: this.#events.onQuestion,
      onBroken: (error) => {
        // Its two writers to one connection don't wait for each other: seen with 20 MB at a time.
        this.#broken = "the kernel garbled what it sent, as it can with an output of many " +
          `megabytes: ${error.message}`;
        this.#process.kill();
      },
    }, giveUp.signal);
    const ending = await this.wait(START_SECONDS, connecting);
    this.#process.forgetFile();
    if (ending.status === "done") {
      this.#client = ending.value;
      const why = await this.#setUp(cwd);
      if (why !== undefined) await this.stop();
      return why;
    }
    giveUp.abort();
    await Promise.allSettled([connecting, this.stop()]);
    return ending.why;
  }

  /** Prepares the kernel for cells; undefined when it is prepared, else why it is not. */
  async #setUp(cwd: string): Promise<string | undefined> {
    const goThere = startFolder(cwd) === cwd ? "" : `Deno.chdir(${JSON.stringify(resolve(cwd))});`;
    const content = executeContent(`${SETUP}${goThere}`, true);
    const ending = await this.wait(START_SECONDS, this.execute(content));
    if (ending.status !== "done") return ending.why;
    const { status, ename, evalue } = ending.value;
    return status === "error" ? `it can't be prepared: ${ename}: ${evalue}` : undefined;
  }

  #hear(message: Message): void {
    this.#heard++;
    if (message.type === FLUSH_MARK) this.#onMark?.(message.content.mark);
    else if (message.type === LEAVING) this.#letGo(Number(message.content.code));
    else this.#events.onPublished(message);
  }

  /** Ends a kernel that waits for it: all that it has said has been heard. */
  #letGo(exitStatus: number): void {
    this.#exitStatus = exitStatus;
    this.#process.kill();
  }

  #epitaph(why: string): string {
    if (this.#broken !== undefined) return this.#broken;
    const { stderr } = this.#process;
    const how = this.#exitStatus === undefined ? why : `exit status ${this.#exitStatus}`;
    return `the kernel ended with ${how}${stderr === "" ? "" : `: ${stderr}`}`;
  }

  /**
   * Waits for something from the kernel, its end, or the end of the time.
   * @param seconds how long at most
   * @param promise what to wait for
   * @returns which of the three came first
   */
  async wait<T>(seconds: number, promise: Promise<T>): Promise<Ending<T>> {
    const ending = await within<Ending<T>>(
      seconds,
      Promise.race([
        promise.then((value) => ({ status: "done" as const, value })),
        this.ended.then((why) => ({ status: "died" as const, why })),
      ]),
    );
    return ending === TIME_OVER
      ? { status: "timeout", why: `it did not end within ${seconds} s` }
      : ending;
  }

  /**
   * Sends a request.
   * @param channel the socket to send it to
   * @param type what is asked
   * @param content the request's fields
   * @returns the reply's fields; never resolves when there is no reply
   */
  request(channel: RequestChannel, type: string, content: Content): Promise<Content> {
    return this.#client.request(channel, type, content);
  }

  /**
   * Executes code; its outputs may come later than the reply, see {@linkcode flush}.
   * @param content the request's fields
   * @returns the reply's fields
   */
  execute(content: ExecuteContent): Promise<Content> {
    return this.request("shell", "execute_request", content);
  }

  /**
   * Waits until every output of the last cell has come: the kernel tells that a cell has ended
   * before it has sent the cell's outputs, but it sends them in order, and so before this mark. As
   * long as some come, they are waited for.
   * @param seconds how long at most; without a limit when left out
   * @returns whether they have come
   */
  async flush(seconds = Infinity): Promise<Ending<unknown>> {
    const mark = crypto.randomUUID();
    const seen = new Promise<void>((resolve) => {
      this.#onMark = (other) => other === mark && resolve();
    });
    const flushed = this.execute(executeContent(flushCode(FLUSH_MARK, mark), true));
    const all = Promise.all([flushed, seen]);
    const end = performance.now() + seconds * 1000;
    while (true) {
      const before = this.#heard;
      const left = (end - performance.now()) / 1000;
      const ending = await this.wait(Math.max(0.001, Math.min(FLUSH_SECONDS, left)), all);
      const isOver = this.#heard === before || performance.now() >= end;
      if (ending.status !== "timeout" || isOver) return ending;
    }
  }

  /**
   * Answers a question of the kernel.
   * @param content the answer's fields
   * @param parent the question's header
   */
  answer(content: Content, parent: Content): void {
    this.#client.answer(content, parent);
  }

  /** Raises the stop signal inside the kernel: see `setup.ts`. */
  raiseStop(): void {
    this.#process.interrupt();
  }

  /**
   * Ends running code where it loops; code that awaits would never end after this.
   * @returns when the kernel has taken notice
   */
  async breakLoop(): Promise<void> {
    await this.wait(FLUSH_SECONDS, this.request("control", "interrupt_request", {}));
  }

  /**
   * Ends running code so that what it printed last leaves the kernel: of no use but before the kernel's end.
   * @returns when it has left, or does not
   */
  async takeLastWords(): Promise<void> {
    await within(DRAIN_SECONDS, this.breakLoop().then(() => this.flush(DRAIN_SECONDS)));
  }

  /** Ends the process at once; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.#process.ended;
  }

  /** Takes what a process that has ended still sent, and closes the connections. */
  async drain(): Promise<void> {
    await within(DRAIN_SECONDS, this.#client.drained);
    this.close();
  }

  /** Closes the connections. */
  close(): void {
    this.#client.close();
  }
}

/** A front-end of the relay, as its tests use it. */
import { assertEquals } from "@std/assert";
import { kernelspec } from "../../lib/cli/jupyter/kernelspec.ts";
import { executeContent } from "../../lib/jupyter/session/session.ts";
import { KernelClient } from "../../lib/jupyter/wire/client.ts";
import { type Connection, newConnection } from "../../lib/jupyter/wire/connection.ts";
import type { Content, Message } from "../../lib/jupyter/wire/messages.ts";
import { ROOT } from "./support.ts";

/** What a cell gave: its reply, and all that was published for it before the kernel was idle. */
export interface Cell {
  reply: Content;
  published: Message[];
}

/** A front-end with a relay of its own. */
export class FrontEnd implements AsyncDisposable {
  readonly published: Message[] = [];
  #client!: KernelClient;
  readonly process: Deno.ChildProcess;
  readonly #file: string = Deno.makeTempFileSync({ suffix: ".json" });
  /** What the kernel has asked. */
  readonly questions: Message[] = [];
  /** Answers the kernel's questions. */
  answer = "";

  /**
   * Starts a relay.
   * @param env additions to its environment
   * @param connection where it listens; where one that has ended did, for a restart
   */
  constructor(env: Record<string, string> = {}, readonly connection: Connection = newConnection()) {
    Deno.writeTextFileSync(this.#file, JSON.stringify(this.connection));
    const [deno, ...args] = kernelspec().argv.with(-1, this.#file);
    this.process = new Deno.Command(deno, {
      args,
      cwd: ROOT,
      env: { NO_COLOR: "1", ...env },
    }).spawn();
  }

  static async start(env?: Record<string, string>, connection?: Connection): Promise<FrontEnd> {
    const front = new FrontEnd(env, connection);
    front.#client = await KernelClient.connect(front.connection, {
      onPublished: (message) => front.published.push(message),
      onBroken: (error) => console.error(error),
      onQuestion: (question) => {
        front.questions.push(question);
        front.#client.answer({ value: front.answer, status: "ok" }, question.header);
      },
    }, AbortSignal.timeout(30_000));
    return front;
  }

  request(
    channel: "shell" | "control",
    type: string,
    content: Content = {},
    metadata: Content = {},
  ): Promise<Content> {
    return this.#client.request(channel, type, content, metadata);
  }

  /** Runs a cell and takes nothing that comes after its end. */
  async run(code: string, options: Content = {}, metadata: Content = {}): Promise<Cell> {
    const begun = this.published.length;
    const reply = await this.request("shell", "execute_request", {
      ...executeContent(code, false),
      ...options,
    }, metadata);
    if (reply.status === "aborted") return { reply, published: [] };
    // As JupyterLab does: a cell has ended with its reply and the word "idle", whichever is last.
    for (;;) {
      const heard = this.published.slice(begun);
      const id = heard.find(({ type, content }) =>
        type === "execute_input" && content.code === code
      )
        ?.parentId;
      const own = heard.filter(({ parentId }) => id !== undefined && parentId === id);
      const end = own.findIndex(({ content }) => content.execution_state === "idle");
      const outputs = own.slice(0, end).filter(({ type }) =>
        !/^(status|execute_input)$/.test(type)
      );
      if (end !== -1) return { reply, published: outputs };
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The names with which code goes on; on a busy machine the first answer may come too late. */
  async complete(code: string): Promise<string[]> {
    const question = { code, cursor_pos: code.length };
    for (let tries = 0;; tries++) {
      const { matches } = await this.request("shell", "complete_request", question);
      const names = matches as string[];
      if (names.length > 0 || tries === 5) return names;
    }
  }

  /** Waits for a message that comes from now on. */
  async until(isIt: (message: Message) => boolean): Promise<void> {
    for (let from = this.published.length;;) {
      for (; from < this.published.length; from++) if (isIt(this.published[from])) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.request("control", "shutdown_request", { restart: false });
    assertEquals((await this.process.status).code, 0);
    await this.close();
  }

  /** Lets go of a kernel that has ended. */
  async close(): Promise<void> {
    this.#client.close();
    await Deno.remove(this.#file);
  }
}

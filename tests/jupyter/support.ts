/** What the tests of notebooks share. */
import { fileURLToPath } from "node:url";
import type { CodeCell, Notebook } from "@lab/notebooks";
import { KernelProcess } from "../../lib/jupyter/session/process.ts";
import { executeContent } from "../../lib/jupyter/session/session.ts";
import { sleep } from "../../lib/jupyter/time.ts";
import { KernelClient } from "../../lib/jupyter/wire/client.ts";
import type { Content, Message } from "../../lib/jupyter/wire/messages.ts";

/** A notebook of code cells. */
export function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map((source): CodeCell => ({
    cell_type: "code",
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

/** Whether there is a `ps` to look for processes with. */
export const HAS_PS: boolean = await new Deno.Command("ps", { stdout: "null", stderr: "null" })
  .output().then(() => true, () => false);

/** Lines of `ps` with the columns asked for. */
async function ps(...args: string[]): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args }).output();
  return new TextDecoder().decode(stdout).split("\n").map((line) => line.trim());
}

/** Whether a process runs: not one that has ended and waits for its parent to notice. */
export async function isRunning(pid: number): Promise<boolean> {
  const [state] = await ps("-o", "stat=", "-p", `${pid}`);
  return state !== "" && !state.startsWith("Z");
}

/** The kernels that this process has started and that still run. */
export async function ownKernels(): Promise<string[]> {
  const lines = await ps("-A", "-o", "ppid=,args=");
  return lines.filter((line) =>
    line.startsWith(`${Deno.pid} `) && line.includes("jupyter --kernel")
  );
}

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** What became of a cell. */
export interface BareCell {
  reply: Content;
  /** Published for this cell before it ended, and until its last output had come. */
  published: Message[];
  /** How many of its outputs came after its reply and "idle", or as another cell's. */
  late: number;
}

/** Deno's kernel as it is: without the set-up, the session and the relay of this project. */
export class BareKernel implements AsyncDisposable {
  readonly process: KernelProcess = new KernelProcess(ROOT);
  readonly published: Message[] = [];
  #client!: KernelClient;

  static async start(): Promise<BareKernel> {
    const kernel = new BareKernel();
    kernel.#client = await KernelClient.connect(kernel.process.connection, {
      onPublished: (message) => kernel.published.push(message),
      onBroken: (error) => console.error(error),
    }, AbortSignal.timeout(30_000));
    return kernel;
  }

  request(channel: "shell" | "control", type: string, content: Content = {}): Promise<Content> {
    return this.#client.request(channel, type, content);
  }

  execute(code: string, silent = false): Promise<Content> {
    return this.request("shell", "execute_request", executeContent(code, silent));
  }

  async #hear(isIt: (message: Message) => boolean, from: number): Promise<number> {
    for (;;) {
      const at = this.published.findIndex((message, i) => i >= from && isIt(message));
      if (at !== -1) return at;
      await sleep(0.005);
    }
  }

  /** Starts a cell that prints something, and waits until it does so. */
  async begin(code: string): Promise<{ ending: Promise<Content> }> {
    const from = this.published.length;
    const ending = this.execute(code);
    await this.#hear(({ type }) => type === "stream", from);
    return { ending };
  }

  /** Runs a cell, and waits until its last output has come. */
  async run(code: string): Promise<BareCell> {
    const from = this.published.length;
    const reply = await this.execute(code);
    const input = await this.#hear(({ type }) => type === "execute_input", from);
    const id = this.published[input].parentId;
    const idle = await this.#hear(
      ({ content, parentId }) => parentId === id && content.execution_state === "idle",
      from,
    );
    const ended = Math.max(idle, this.published.length);
    await this.execute(`await Deno.jupyter.broadcast("mark", {})`, true);
    const mark = await this.#hear(({ type }) => type === "mark", ended);
    const isOutput = ({ type, content }: Message): boolean =>
      type !== "status" && (type !== "execute_input" || content.code === code);
    const published = this.published.slice(from, mark).filter(isOutput);
    const late = this.published.slice(ended, mark).filter(isOutput).length;
    return { reply, published, late };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill();
    await this.process.ended;
    this.#client.close();
  }
}

/** Deno's Jupyter kernel, run without a Jupyter. */
import { errorOf } from "./cell_errors.ts";
import { executeContent, KernelSession } from "./session.ts";
import type { ExecutionError, Output } from "./output_types.ts";
import { OutputCollector } from "./outputs.ts";
import type { Content, Message } from "../wire/messages.ts";

/** What became of a piece of code. */
export interface Execution {
  /**
   * `ok`; `error` when the code or one of its displays threw; `timeout` when it ran out of time, or
   * `died` when it ended the kernel: the kernel is gone after these two.
   */
  status: "ok" | "error" | "timeout" | "died";
  /** All outputs of the code, in the order in which they came. */
  outputs: Output[];
  /** The number of the run in this kernel, from 1; null when the kernel did not say. */
  executionCount: number | null;
  /** Why the code failed; undefined when `status` is `ok`. */
  error?: ExecutionError;
}

/** How to execute. */
export interface ExecuteOptions {
  /** Seconds after which the kernel is ended, > 0; no limit when left out. */
  timeoutSeconds?: number;
  /** Is told each output that is new or has changed, as it comes. */
  onOutput?: (output: Output) => void;
}

/** A kernel that executes code, one piece after the other. */
export interface Kernel extends AsyncDisposable {
  /**
   * Executes a piece of code to its end and gathers all of its outputs.
   * @param code TypeScript; its names stay for what follows
   * @param options how long at most, and whom to tell
   * @returns what became of it; a failure is told, not thrown
   * @throws {RangeError} when `timeoutSeconds` is not > 0
   * @throws {TypeError} when the kernel is still busy with another piece
   */
  execute(code: string, options?: ExecuteOptions): Promise<Execution>;
  /**
   * Stops a running loop and keeps the kernel's state; can't stop code that awaits.
   * @returns when the kernel has taken notice
   */
  interrupt(): Promise<void>;
  /**
   * Ends the kernel's process.
   * @returns when it is gone
   */
  shutdown(): Promise<void>;
}

class DenoKernel implements Kernel {
  #session!: KernelSession;
  readonly #collector: OutputCollector = new OutputCollector();
  #onOutput: ((output: Output) => void) | undefined;
  #busy = false;

  static async start(cwd: string): Promise<DenoKernel> {
    const kernel = new DenoKernel();
    kernel.#session = await KernelSession.start(cwd, {
      onPublished: (message) => kernel.#hear(message),
    });
    return kernel;
  }

  #hear(message: Message): void {
    const output = this.#collector.take(message);
    if (output !== undefined) this.#onOutput?.(output);
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    const { timeoutSeconds = Infinity, onOutput } = options;
    if (!(timeoutSeconds > 0)) {
      throw new RangeError(
        `Cannot execute as 'timeoutSeconds' must be > 0: current value is ${timeoutSeconds}`,
      );
    }
    if (this.#busy) throw new TypeError("Cannot execute as the kernel must be idle: it is busy");
    this.#busy = true;
    this.#onOutput = onOutput;
    const outputs = this.#collector.begin();
    try {
      const end = performance.now() + timeoutSeconds * 1000;
      const replied = this.#session.execute(executeContent(code, false));
      const ending = await this.#session.wait(timeoutSeconds, replied);
      const flushed = ending.status === "done"
        ? await this.#session.flush((end - performance.now()) / 1000)
        : ending;
      if (ending.status !== "done") return await this.#end(ending.status, ending.why, outputs);
      if (flushed.status === "timeout") {
        return await this.#end("timeout", "the kernel stayed busy after its end", outputs);
      }
      if (flushed.status === "died") return await this.#end("died", flushed.why, outputs);
      const { value: reply } = ending;
      if (reply.status === "error") this.#collector.endWith(errorOf(reply));
      return judge(reply, outputs);
    } finally {
      this.#busy = false;
    }
  }

  /** Ends the kernel after a failure, and takes the outputs that it still sent. */
  async #end(status: "timeout" | "died", why: string, outputs: Output[]): Promise<Execution> {
    if (status === "timeout") await this.#session.takeLastWords();
    await this.#session.stop();
    await this.#session.drain();
    const name = status === "timeout" ? "TimeoutError" : "KernelDied";
    return {
      status,
      outputs,
      executionCount: null,
      error: { name, message: why, traceback: [] },
    };
  }

  async interrupt(): Promise<void> {
    await this.#session.breakLoop();
  }

  async shutdown(): Promise<void> {
    await this.#session.stop();
    this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }
}

/**
 * What a reply and the outputs say together: what a display throws, or what nobody caught, shows in
 * the outputs alone.
 */
function judge(reply: Content, outputs: Output[]): Execution {
  const executionCount = typeof reply.execution_count === "number" ? reply.execution_count : null;
  const error = outputs.findLast((output) => output.output_type === "error");
  if (error === undefined) return { status: "ok", outputs, executionCount };
  const { ename: name, evalue: message, traceback } = error;
  return { status: "error", outputs, executionCount, error: { name, message, traceback } };
}

/**
 * Starts a fresh Deno Jupyter kernel: `deno jupyter --kernel`, with all permissions.
 *
 * The kernel does not outlive this process, whether that ends by itself, by Ctrl-C or killed.
 * @param cwd the folder in which it runs; its `deno.json` is found from there upwards
 * @returns the kernel; `await using` ends it with the scope
 * @throws {Error} when the kernel does not answer within 30 s
 * @example
 * ```ts
 * import { startKernel } from "@lab/jupyter";
 * import { assertEquals } from "@std/assert";
 * await using kernel = await startKernel(".");
 * const { status, outputs } = await kernel.execute(`console.log("hello"); 6 * 7`);
 * assertEquals(status, "ok");
 * assertEquals(outputs.map((output) => output.output_type), ["stream", "execute_result"]);
 * ```
 */
export async function startKernel(cwd: string): Promise<Kernel> {
  return await DenoKernel.start(cwd);
}

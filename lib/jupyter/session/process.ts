/** Starts `deno jupyter` processes and makes sure that none of them outlives this one. */
import { KERNEL_NOTICE, kernelArguments } from "../deno_internals.ts";
import { startFolder } from "../project.ts";
import { within } from "../time.ts";
import { type Connection, newConnection } from "../wire/connection.ts";
import { type Guarded, startGuarded } from "./guard.ts";

const SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 2], ["SIGBREAK", 21]]
  : [["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]];

const living: Set<KernelProcess> = new Set();

function killAll(): void {
  for (const process of living) process.kill();
}

/** What a signal that would end this process does while kernels are alive. */
const onSignal: readonly (readonly [Deno.Signal, () => void])[] = SIGNALS.map((
  [signal, number],
) => [signal, () => {
  killAll();
  Deno.exit(128 + number);
}]);

function watch(process: KernelProcess): void {
  if (living.size === 0) {
    for (const [signal, stop] of onSignal) Deno.addSignalListener(signal, stop);
    addEventListener("unload", killAll);
  }
  living.add(process);
}

function unwatch(process: KernelProcess): void {
  living.delete(process);
  if (living.size > 0) return;
  for (const [signal, stop] of onSignal) Deno.removeSignalListener(signal, stop);
  removeEventListener("unload", killAll);
}

const STDERR_KEPT = 4000;
const STDERR_SECONDS = 0.2;

/** A running `deno jupyter --kernel`, and its connection file until the kernel has read it. */
export class KernelProcess {
  /** How to reach the kernel. */
  readonly connection: Connection = newConnection();
  /** Resolves when the process has ended: why, in words. */
  readonly ended: Promise<string>;
  readonly #program: Guarded;
  readonly #file: string = Deno.makeTempFileSync({ prefix: "lab-kernel-", suffix: ".json" });
  #stderr = "";

  /**
   * Starts the process.
   * @param folder the folder of the notebook, whose project's `deno.json` holds
   */
  constructor(folder: string) {
    try {
      Deno.writeTextFileSync(this.#file, JSON.stringify(this.connection));
      this.#program = startGuarded(Deno.execPath(), {
        args: kernelArguments(this.#file),
        // From here it finds its deno.json; the session then goes to the folder.
        cwd: startFolder(folder),
        env: { NO_COLOR: "1" },
        stdout: "null",
        stderr: "piped",
        file: this.#file,
      });
    } catch (error) {
      this.forgetFile();
      throw error;
    }
    watch(this);
    this.ended = this.#wait();
  }

  async #keep(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      this.#stderr = (this.#stderr + read.value).slice(-STDERR_KEPT);
    }
  }

  async #wait(): Promise<string> {
    const { child, ended } = this.#program;
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const kept = this.#keep(reader);
    const { code, signal } = await ended;
    // A process that a cell has started may hold the stream open for longer than the kernel lives.
    await within(STDERR_SECONDS, kept);
    await reader.cancel();
    unwatch(this);
    this.forgetFile();
    return signal === null ? `exit status ${code}` : `signal ${signal}`;
  }

  /** The end of what the process wrote to its standard error. */
  get stderr(): string {
    return this.#stderr.split("\n").filter((line) => !KERNEL_NOTICE.test(line)).join("\n").trim();
  }

  /** Sends the process the signal that Ctrl+C sends; on Windows, where that would end it, nothing. */
  interrupt(): void {
    if (Deno.build.os !== "windows") this.#signal("SIGINT");
  }

  /** Ends the process at once. */
  kill(): void {
    this.forgetFile();
    this.#signal("SIGKILL");
  }

  #signal(signal: Deno.Signal): void {
    try {
      this.#program.child.kill(signal);
    } catch {
      // Ended already.
    }
  }

  /** Deletes the connection file, which the kernel reads once, when it starts. */
  forgetFile(): void {
    try {
      Deno.removeSync(this.#file);
    } catch {
      // Deleted already.
    }
  }
}

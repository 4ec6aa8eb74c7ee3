/**
 * The threads of a trainer: this one, and workers that do their share of each call. They meet inside
 * WebAssembly (`../assembly/wide/threads.ts`); here they are started, told what to do, and ended.
 */
import { type Sizes, WideInstance } from "./instance.ts";

/** int32 words at the head of the memory; the first three are `../assembly/wide/threads.ts`'s. */
const FAILED = 2;
const CALLS = 3;
const COUNT = 4;
const KIND = 5;
/** Where the message of a thread that failed lies, and its most bytes, which end at a zero. */
const MESSAGE = 64;
const MESSAGE_BYTES = 900;

/** What a call asks for. */
const Kind = { train: 0, gradients: 1, end: 2 } as const;

/** What a worker is made from. */
export interface WorkerStart {
  module: WebAssembly.Module;
  isRelaxed: boolean;
  memory: WebAssembly.Memory;
  sizes: Sizes;
  thread: number;
  threads: number;
}

/** How long a worker that waits holds its thread; then it waits without. */
const NAP_MS = 100;

/** Tells all threads that this one can't go on, and why. */
function fail(memory: WebAssembly.Memory, error: unknown): void {
  const words = new Int32Array(memory.buffer);
  if (Atomics.compareExchange(words, FAILED, 0, 1) !== 0) return;
  const text = new TextEncoder().encode((error as Error).message).subarray(0, MESSAGE_BYTES);
  new Uint8Array(memory.buffer).set(text, MESSAGE);
  Atomics.store(words, FAILED, 2);
}

/** Throws when a thread has failed. */
function checkFailed(memory: WebAssembly.Memory): void {
  const words = new Int32Array(memory.buffer);
  if (Atomics.load(words, FAILED) === 0) return;
  while (Atomics.load(words, FAILED) === 1);
  const bytes = new Uint8Array(memory.buffer).slice(MESSAGE, MESSAGE + MESSAGE_BYTES);
  const text = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
  throw new Error(`Cannot go on training as a thread failed: ${text}`);
}

/** Does a worker's share of every call until the trainer is closed. */
export async function work(start: WorkerStart, onReady: () => void): Promise<void> {
  const { module, isRelaxed, memory, sizes, thread, threads } = start;
  const { exports } = new WideInstance(module, isRelaxed, memory, sizes, thread);
  const words = new Int32Array(memory.buffer);
  onReady();
  for (let calls = 0;; calls++) {
    if (Atomics.wait(words, CALLS, calls, NAP_MS) === "timed-out") {
      await Atomics.waitAsync(words, CALLS, calls).value;
    }
    const kind = Atomics.load(words, KIND);
    if (kind === Kind.end) return;
    try {
      const count = Atomics.load(words, COUNT);
      if (!exports.train(count, thread, threads, kind === Kind.gradients)) return;
    } catch (error) {
      return fail(memory, error);
    }
  }
}

/** A worker that is ready to do its share. */
function startWorker(start: WorkerStart): Promise<Worker> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    const refuse = (message: string): void => {
      worker.terminate();
      reject(new Error(`Cannot start a worker: ${message}`));
    };
    worker.onmessage = ({ data }) => data === "ready" ? resolve(worker) : refuse(data.message);
    worker.onerror = (event) => {
      event.preventDefault();
      refuse(event.message);
    };
    worker.postMessage(start);
  });
}

/** This thread and its workers. */
export class Threads {
  readonly #instance: WideInstance;
  readonly #memory: WebAssembly.Memory;
  readonly #words: Int32Array;
  readonly #workers: Worker[];

  private constructor(
    instance: WideInstance,
    memory: WebAssembly.Memory,
    workers: Worker[],
  ) {
    this.#instance = instance;
    this.#memory = memory;
    this.#words = new Int32Array(memory.buffer);
    this.#workers = workers;
  }

  /** Starts the workers, `threads` − 1 of them. */
  static async start(
    instance: WideInstance,
    start: Omit<WorkerStart, "thread">,
  ): Promise<Threads> {
    const started = await Promise.allSettled(
      Array.from({ length: start.threads - 1 }, (_, i) => startWorker({ ...start, thread: i + 1 })),
    );
    const workers = started.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
    const threads = new Threads(instance, start.memory, workers);
    for (const each of started) {
      if (each.status === "fulfilled") continue;
      threads.end();
      throw each.reason;
    }
    return threads;
  }

  /** All threads' shares of a call. */
  run(windows: number, gradientsOnly: boolean): void {
    checkFailed(this.#memory);
    this.#call(gradientsOnly ? Kind.gradients : Kind.train, windows);
    try {
      this.#instance.exports.train(windows, 0, this.#workers.length + 1, gradientsOnly);
    } catch (error) {
      fail(this.#memory, error);
    }
    checkFailed(this.#memory);
  }

  /** Lets the workers end. */
  end(): void {
    this.#call(Kind.end, 0);
    for (const worker of this.#workers) worker.terminate();
  }

  #call(kind: number, windows: number): void {
    Atomics.store(this.#words, KIND, kind);
    Atomics.store(this.#words, COUNT, windows);
    Atomics.add(this.#words, CALLS, 1);
    Atomics.notify(this.#words, CALLS);
  }
}

/** How many threads make sense here: one a core, but one alone where this thread may not wait. */
export function usefulThreads(): number {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return navigator.hardwareConcurrency;
  } catch {
    return 1;
  }
}

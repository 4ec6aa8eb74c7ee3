/** The programs that are compared: how each is started, and what it needs. */
import { fileURLToPath } from "node:url";

/** What the peers do: train (iterations), sample (characters), or train on streams (windows). */
export type Task = "train" | "sample" | "streams";

/** What a turn's length is measured by: the wall's clock or the processor's. */
export type Clock = "wall" | "cpu";

/** One of the programs. */
export interface Peer {
  name: string;
  /** The command to start it, or the reason why it can't run here. */
  prepare: (folder: string) => Promise<string[] | { reason: string }>;
}

const HERE = new URL("./peers/", import.meta.url);
const file = (name: string): string => fileURLToPath(new URL(name, HERE));

async function run(command: string, args: string[]): Promise<{ success: boolean; text: string }> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args,
      stdin: "null",
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { success, text: `${decoder.decode(stdout)}${decoder.decode(stderr)}`.trim() };
  } catch (error) {
    return { success: false, text: (error as Error).message };
  }
}

/** The line of a program's complaint that says what is wrong: an error, or else the last one. */
function complaint(text: string): string {
  const lines = text.split("\n");
  return lines.find((line) => /^error|^\w*Error\b/i.test(line)) ?? lines.at(-1) ?? "";
}

/** A Python program that needs a module; `BENCH_PYTHON` names the interpreter, `python3` when unset. */
function python(name: string, program: string, module: string, args: string[] = []): Peer {
  return {
    name,
    prepare: async () => {
      const interpreter = Deno.env.get("BENCH_PYTHON") ?? "python3";
      const { success, text } = await run(interpreter, ["-c", `import ${module}`]);
      return success ? [interpreter, file(program), ...args] : { reason: complaint(text) };
    },
  };
}

function lab(name: string, program: string, args: string[] = []): Peer {
  const command = [Deno.execPath(), "run", "-A", "--no-check", file(program), ...args];
  return { name, prepare: () => Promise.resolve(command) };
}

function compiled(name: string, program: string, flags: string[]): Peer {
  return {
    name,
    prepare: async (folder) => {
      const out = `${folder}/${name.replaceAll(/\W+/g, "-")}.out`;
      const { success, text } = await run("cc", [...flags, file(program), "-o", out, "-lm"]);
      return success ? [out] : { reason: `cc: ${complaint(text)}` };
    },
  };
}

const tensorflow: Peer = {
  name: "TensorFlow.js (WebAssembly)",
  prepare: async () => {
    // Its packages are large and have a lock file of their own, so that only the benchmark fetches them.
    const config = `--config=${file("tfjs/deno.json")}`;
    const command = ["run", "-A", "--no-check", config, file("tfjs/tfjs_rnn.js")];
    const { success, text } = await run(Deno.execPath(), [
      "eval",
      config,
      `await import("@tensorflow/tfjs"); await import("@tensorflow/tfjs-backend-wasm")`,
    ]);
    return success ? [Deno.execPath(), ...command] : { reason: complaint(text) };
  },
};

const OPTIMISED = ["-O3", "-march=native", "-ffast-math"];

/** This project and what it is compared with. */
export const PEERS: readonly Peer[] = [
  lab("char-rnn-lab", "lab.ts"),
  compiled("plain C", "rnn.c", OPTIMISED),
  compiled("tuned C", "rnn.c", [...OPTIMISED, "-DTUNED"]),
  python("NumPy", "numpy_rnn.py", "numpy"),
  python("PyTorch", "torch_rnn.py", "torch"),
  tensorflow,
];

function limit(name: string, flags: string[]): Peer {
  return compiled(name, "peak.c", ["-O2", "-march=native", "-ffp-contract=fast", ...flags]);
}

/** What 128-bit multiply-adds come to, the widest that WebAssembly has: eight million operations a unit. */
export const PEAK = limit("128-bit multiply-adds", ["-DLANES=4"]);

/** What is measured beside training and sampling; the last two read as many weights as the network has. */
export const LIMITS: readonly Peer[] = [
  PEAK,
  limit("widest multiply-adds", []),
  limit("128-bit multiply-adds of what is read", ["-DLANES=4", "-DREAD"]),
  limit("widest multiply-adds of what is read", ["-DREAD"]),
];

/** Prints the versions of those modules that are there, a line each. */
const MODULES = `
import importlib.metadata as installed, platform
print("Python", platform.python_version())
for name in ["numpy", "torch", "jax"]:
    try: print(name, installed.version(name))
    except installed.PackageNotFoundError: pass
`;

/** What the programs are made and run with. */
export async function versions(): Promise<string[]> {
  const interpreter = Deno.env.get("BENCH_PYTHON") ?? "python3";
  const [cc, modules] = await Promise.all([
    run("cc", ["--version"]),
    run(interpreter, ["-c", MODULES]),
  ]);
  return [
    ...[`Deno ${Deno.version.deno}`, `V8 ${Deno.version.v8}`],
    ...(cc.success ? [cc.text.split("\n", 1)[0]] : []),
    ...(modules.success ? modules.text.split("\n") : []),
  ];
}

/** The processor's name, as Linux has it; the architecture elsewhere. */
export async function processor(): Promise<string> {
  const information = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  return /^model name\s*: (.+)$/m.exec(information)?.[1] ?? Deno.build.arch;
}

/** The caches of a core that hold numbers, by level, as Linux has them; none elsewhere. */
export async function caches(): Promise<{ level: number; bytes: number }[]> {
  const found: { level: number; bytes: number }[] = [];
  for (let index = 0;; index++) {
    const about = `/sys/devices/system/cpu/cpu0/cache/index${index}`;
    const read = (name: string): Promise<string> =>
      Deno.readTextFile(`${about}/${name}`).then((text) => text.trim(), () => "");
    const size = /^(\d+)K$/.exec(await read("size"));
    if (size === null) return found;
    if (await read("type") === "Instruction") continue;
    found.push({ level: Number(await read("level")), bytes: 1024 * Number(size[1]) });
  }
}

/** The programs that train on streams, on so many threads. */
export function streamPeers(threads: number): Peer[] {
  const args = (variant: string): string[] => [`${threads}`, variant];
  const name = (program: string): string =>
    `${program}, ${threads} thread${threads > 1 ? "s" : ""}`;
  return [
    lab(name("char-rnn-lab"), "lab_streams.ts", args("plain")),
    lab(name("char-rnn-lab with masks and limit"), "lab_streams.ts", args("strong")),
    python(name("PyTorch, nn.RNN"), "torch_streams.py", "torch", args("eager")),
    python(name("PyTorch, torch.compile"), "torch_streams.py", "torch", args("compiled")),
    python(name("JAX, jit"), "jax_streams.py", "jax", args("compiled")),
  ];
}

/** One number of threads for every library that reads one of these. */
const ONE_THREAD = {
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  NO_COLOR: "1",
};

/** A peer that is running, waiting for its turn. */
export class RunningPeer {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #name: string;
  readonly #complaints: Promise<string>;
  #rest = "";

  constructor(
    { name, command }: { name: string; command: string[] },
    work: { task: Task; text: string; hidden: number; length: number },
  ) {
    const { task, text, hidden, length } = work;
    this.#name = name;
    this.#child = new Deno.Command(command[0], {
      args: [...command.slice(1), task, text, `${hidden}`, `${length}`],
      env: ONE_THREAD,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#complaints = new Response(this.#child.stderr).text();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#input = this.#child.stdin.getWriter();
  }

  /** The next line that it writes. */
  async #line(): Promise<string> {
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#lines.read();
      if (done) {
        throw new Error(
          `Cannot go on as ${this.#name} ended: ${complaint((await this.#complaints).trim())}`,
        );
      }
      this.#rest += value;
    }
    const [line] = this.#rest.split("\n", 1);
    this.#rest = this.#rest.slice(line.length + 1);
    return line;
  }

  /** Resolves once it is prepared. */
  async ready(): Promise<void> {
    while (await this.#line() !== "ready");
  }

  /**
   * Does so many units of work: the seconds that it took by the given clock. The processor's clock, which
   * stands still while other programs have the processor, is for busy machines.
   */
  async work(units: number, clock: Clock): Promise<number> {
    const before = clock === "cpu" ? await this.#cpuSeconds() : 0;
    await this.#input.write(new TextEncoder().encode(`${units}\n`));
    const seconds = Number((await this.#line()).split(" ")[0]);
    return clock === "cpu" ? await this.#cpuSeconds() - before : seconds;
  }

  /** How long the peer's main thread has had a processor, as Linux counts. */
  async #cpuSeconds(): Promise<number> {
    const { pid } = this.#child;
    const counters = await Deno.readTextFile(`/proc/${pid}/task/${pid}/schedstat`);
    return Number(counters.split(" ")[0]) / 1e9;
  }

  /** Ends it. */
  async end(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#child.status;
  }
}

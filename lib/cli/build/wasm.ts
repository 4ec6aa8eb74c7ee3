/** `deno task wasm`: compile the AssemblyScript of `lib/engines/assembly/`. */
import { writeFileAtomically } from "@lab/data";
import { readArguments, runCommand } from "../command.ts";

const USAGE = `deno task wasm

Compiles lib/engines/assembly/ (AssemblyScript) to the modules in lib/engines/modules.ts; the same source
gives the same bytes on every machine.`;

const ENGINES = new URL("../../engines/", import.meta.url);

/** On a memory that threads share; its first page is for them: `lib/engines/wide/instance.ts`. */
const THREADS = [
  ...["--enable", "threads", "--importMemory", "--sharedMemory", "--memoryBase", "65536"],
  ...["--initialMemory", "2", "--maximumMemory", "65536"],
];

/**
 * Half the size and as fast: a function's code stands once, not at each of its calls. The memory is shared with
 * the kernels of `lib/engines/fast/`.
 */
const FAST = ["--shrinkLevel", "1", "--importMemory"];

/** The modules: what each is, its source, and what the compiler is told besides. */
const MODULES: Record<string, { title: string; source: string; options: string[] }> = {
  RELAXED: {
    title: "The fast engine with relaxed SIMD's fused multiply-add",
    source: "index.ts",
    options: [...FAST, "--enable", "relaxed-simd"],
  },
  PLAIN: { title: "The fast engine with plain SIMD", source: "index.ts", options: FAST },
  PRODUCTS: { title: "The packed engine's products", source: "products.ts", options: [] },
  WIDE_RELAXED: {
    title: "Training on streams with relaxed SIMD's fused multiply-add",
    source: "wide/index.ts",
    options: ["--enable", "relaxed-simd", ...THREADS],
  },
  WIDE_PLAIN: {
    title: "Training on streams with plain SIMD",
    source: "wide/index.ts",
    options: THREADS,
  },
};

/** No checks, no runtime, no start-up code; SIMD; the optimiser runs until nothing changes. */
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--enable", "simd"];

/** The compiler as a command: it is large, and with a lock file of its own only this task fetches it. */
const COMPILER = ["run", "-A", "--quiet", "--config=deno.json", "npm:assemblyscript@0.28.20/asc"];

async function compile(source: string, options: string[]): Promise<Uint8Array> {
  const out = await Deno.makeTempFile({ suffix: ".wasm" });
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...COMPILER, source, "--outFile", out, ...OPTIONS, ...options],
      cwd: new URL("assembly/", ENGINES),
    }).output();
    if (!success) {
      const text = new TextDecoder();
      throw new Error(`Cannot compile ${source}: ${text.decode(stdout)}${text.decode(stderr)}`);
    }
    return await Deno.readFile(out);
  } finally {
    await Deno.remove(out).catch(() => {});
  }
}

/**
 * Compiles all modules; the same source gives the same bytes on every machine.
 * @returns the text of `lib/engines/modules.ts`, ready to be used without a file to fetch
 * @throws {Error} with the compiler's messages
 */
export async function compileModules(): Promise<string> {
  let text = "/** Written by `deno task wasm`; not to be edited: compiled modules in base64. */\n";
  for (const [name, { title, source, options }] of Object.entries(MODULES)) {
    const bytes = await compile(source, options);
    text += `\n/** ${title}: \`assembly/${source}\`. */\n` +
      `export const ${name} =\n  "${bytes.toBase64()}";\n`;
  }
  return text;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, { help: { type: "boolean", short: "h" } });
    if (values.help) return console.log(USAGE);
    const text = await compileModules();
    await writeFileAtomically(new URL("modules.ts", ENGINES), text);
    console.log(`Wrote lib/engines/modules.ts: ${text.length} characters`);
  });
}

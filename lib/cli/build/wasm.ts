/** `deno task wasm`: compile the AssemblyScript of `lib/engines/assembly/`. */
import { writeFileAtomically } from "@lab/data";
import { readArguments, runCommand } from "../command.ts";

const USAGE = `deno task wasm

Compiles lib/engines/assembly/ (AssemblyScript) to the modules of wasm/ and packed/ beside it; the same source gives the
same bytes on every machine.`;

const ENGINES = new URL("../../engines/", import.meta.url);

/** The fast engine's two builds, and what the compiler is told besides for each. */
const BUILDS: Record<string, string[]> = {
  "wasm/rnn-relaxed.wasm": ["--enable", "relaxed-simd"],
  "wasm/rnn.wasm": [],
};

/** The products' module is so small that it travels in a TypeScript file, ready without a fetch. */
const PRODUCTS = "packed/products_wasm.ts";

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
      throw new Error(`Cannot compile the kernels: ${text.decode(stdout)}${text.decode(stderr)}`);
    }
    return await Deno.readFile(out);
  } finally {
    await Deno.remove(out).catch(() => {});
  }
}

function asTypeScript(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(
    "/** Written by `deno task wasm` from assembly/products.ts; not to be edited. */\n\n" +
      "/** `assembly/products.ts`, compiled, in base64. */\n" +
      `export const PRODUCTS_WASM =\n  "${bytes.toBase64()}";\n`,
  );
}

/**
 * Compiles all builds; the same source gives the same bytes on every machine.
 * @returns file names and contents
 * @throws {Error} with the compiler's messages
 */
export async function compileKernels(): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [name, options] of Object.entries(BUILDS)) {
    files.set(name, await compile("index.ts", options));
  }
  files.set(PRODUCTS, asTypeScript(await compile("products.ts", [])));
  return files;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, { help: { type: "boolean", short: "h" } });
    if (values.help) return console.log(USAGE);
    for (const [name, bytes] of await compileKernels()) {
      await writeFileAtomically(new URL(name, ENGINES), bytes);
      console.log(`Wrote lib/engines/${name}: ${bytes.length} bytes`);
    }
  });
}

/** `deno task kernels`: compile the AssemblyScript of `lib/kernels/assembly/`. */
import { main } from "assemblyscript/asc";
import { writeFileAtomically } from "@lab/data";
import { runCommand } from "./command.ts";

const KERNELS = new URL("../kernels/", import.meta.url);

/** The fast engine's two builds, and what the compiler is told besides for each. */
const BUILDS: Record<string, string[]> = {
  "rnn-relaxed.wasm": ["--enable", "relaxed-simd"],
  "rnn.wasm": [],
};

/** The products' module is so small that it travels in a TypeScript file, ready without a fetch. */
const PRODUCTS = "products_wasm.ts";

/** No checks, no runtime, no start-up code; SIMD; the optimiser runs until nothing changes. */
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--enable", "simd"];

function readSource(name: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(`assembly/${name}`, KERNELS));
  } catch {
    // The compiler asks for a module under several names.
    return null;
  }
}

async function compile(source: string, options: string[]): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await main([
    source,
    "--outFile",
    "out.wasm",
    ...OPTIONS,
    ...options,
  ], {
    readFile: readSource,
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (contents instanceof Uint8Array) bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) {
    throw new Error(`Cannot compile the kernels: ${error?.message}\n${stderr}`);
  }
  return bytes;
}

function asTypeScript(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(
    "/** Written by `deno task kernels` from assembly/products.ts; not to be edited. */\n\n" +
      "/** `assembly/products.ts`, compiled, in base64. */\n" +
      `export const PRODUCTS_WASM =\n  "${btoa(String.fromCharCode(...bytes))}";\n`,
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
    for (const [name, bytes] of await compileKernels()) {
      await writeFileAtomically(new URL(name, KERNELS), bytes);
      console.log(`Wrote lib/kernels/${name}: ${bytes.length} bytes`);
    }
  });
}

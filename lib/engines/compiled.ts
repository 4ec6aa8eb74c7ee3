/** Compiling the modules of `modules.ts`, each once and when it is first used. */

const compiled = new Map<string, WebAssembly.Module | null>();

/**
 * A module, ready to be instantiated.
 * @param base64 its bytes
 * @returns the module, or null where WebAssembly can't run it
 */
export function compiledModule(base64: string): WebAssembly.Module | null {
  let module = compiled.get(base64);
  if (module === undefined) {
    const bytes = Uint8Array.fromBase64(base64);
    module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
    compiled.set(base64, module);
  }
  return module;
}

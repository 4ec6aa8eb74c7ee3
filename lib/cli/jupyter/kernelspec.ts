/** How Jupyter front-ends find and start the lab's kernel. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileAtomically } from "@lab/data";

/** The project's folder. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The kernel's name, which the notebooks name in their metadata. */
const NAME = "deno";

/** By which a kernelspec of this project is known. */
const OWN = "char-rnn-lab";

/** Another project's kernelspec of the same name, while ours is in its place. */
const KEPT = "kernel.json.before-char-rnn-lab";

/** The content of a `kernel.json`. */
export interface Kernelspec {
  /** The command; Jupyter puts the path of the connection file in. */
  argv: string[];
  /** What menus show. */
  display_name: string;
  /** The language of the cells. */
  language: string;
  /** `message`: Stop is a message, not a signal that would end the process. */
  interrupt_mode: "message";
  /** Additions to the kernel's environment. */
  env: Record<string, string>;
  /** Whose it is. */
  metadata: Record<string, unknown>;
}

/**
 * The kernelspec: this Deno, by its absolute path, and the project's relay.
 * @returns the content of `kernel.json`
 * @example
 * ```ts
 * import { kernelspec } from "./kernelspec.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(kernelspec().argv[0], Deno.execPath());
 * ```
 */
export function kernelspec(): Kernelspec {
  const relay = join(ROOT, "lib", "cli", "jupyter", "relay.ts");
  return {
    argv: [
      Deno.execPath(),
      ...["run", "--quiet", "--allow-all", "--config", join(ROOT, "deno.json")],
      // What the relay passes on is soon forgotten; V8 would let it pile up to 20 MB and more before it looks.
      "--v8-flags=--max-semi-space-size=1,--heap-growing-percent=20",
      relay,
      "{connection_file}",
    ],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "message",
    env: { NO_COLOR: "1" },
    metadata: { project: OWN },
  };
}

/** The text of a file; undefined when there is none. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isOwn(text: string): boolean {
  try {
    return JSON.parse(text).metadata?.project === OWN;
  } catch {
    return false;
  }
}

/**
 * Writes the kernelspec; one of another project with the same name is kept beside it.
 * @param jupyterFolder a folder in which Jupyter looks for `kernels/`
 * @returns the path of `kernel.json`
 */
export async function installKernelspec(jupyterFolder: string): Promise<string> {
  const folder = join(jupyterFolder, "kernels", NAME);
  const path = join(folder, "kernel.json");
  await Deno.mkdir(folder, { recursive: true });
  const before = await readIfThere(path);
  if (before !== undefined && !isOwn(before)) await Deno.rename(path, join(folder, KEPT));
  await writeFileAtomically(path, `${JSON.stringify(kernelspec(), null, 2)}\n`);
  return path;
}

/**
 * Removes the kernelspec again, and puts back the one that it replaced.
 * @param jupyterFolder the folder it was installed into
 * @returns the path of the `kernel.json` that was removed; undefined when none of ours is there
 */
export async function removeKernelspec(jupyterFolder: string): Promise<string | undefined> {
  const folder = join(jupyterFolder, "kernels", NAME);
  const path = join(folder, "kernel.json");
  const text = await readIfThere(path);
  if (text === undefined || !isOwn(text)) return undefined;
  const kept = join(folder, KEPT);
  if (await readIfThere(kept) !== undefined) await Deno.rename(kept, path);
  else {
    await Deno.remove(path);
    // A folder that holds something else, such as logos, stays.
    await Deno.remove(folder).catch(() => {});
  }
  return path;
}

/**
 * Where Jupyter looks for the user's own kernels: `JUPYTER_DATA_DIR`, or the system's usual place.
 * @returns the folder's path
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
 */
export function userJupyterFolder(): string {
  const env = (name: string): string | undefined => Deno.env.get(name) || undefined;
  const given = env("JUPYTER_DATA_DIR");
  if (given !== undefined) return given;
  const home = env("HOME") ?? env("USERPROFILE") ?? ".";
  switch (Deno.build.os) {
    case "darwin":
      return join(home, "Library", "Jupyter");
    case "windows":
      return join(env("APPDATA") ?? join(home, "AppData", "Roaming"), "jupyter");
    default:
      return join(env("XDG_DATA_HOME") ?? join(home, ".local", "share"), "jupyter");
  }
}

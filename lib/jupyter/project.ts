/** Which deno.json holds for a folder of notebooks. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The lab's own folder. */
const LAB = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folder whose `deno.json` says what imports mean: the nearest upwards that has one, as Deno itself
 * looks for it, else the lab's, so that notebooks anywhere can import `@lab/…`.
 * @param folder path of the notebooks' folder
 * @returns path of a folder with a `deno.json` or `deno.jsonc`
 */
export function projectOf(folder: string): string {
  for (let at = resolve(folder);; at = dirname(at)) {
    if (["deno.json", "deno.jsonc"].some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return resolve(LAB);
  }
}

/**
 * The settings that hold for a folder of notebooks.
 * @param folder path of the notebooks' folder
 * @returns path of a `deno.json` or `deno.jsonc`
 * @example
 * ```ts
 * import { configOf } from "@lab/jupyter";
 * import { assert } from "@std/assert";
 * assert(configOf("notebooks").endsWith("deno.json"));
 * ```
 */
export function configOf(folder: string): string {
  const project = projectOf(folder);
  const json = join(project, "deno.json");
  return existsSync(json) ? json : join(project, "deno.jsonc");
}

/**
 * Where Deno must be started so that it finds the project of a folder.
 * @param folder path of the notebooks' folder
 * @returns the folder itself, or the lab's where only that has a `deno.json`
 * @example
 * ```ts
 * import { startFolder } from "./project.ts";
 * import { assert, assertEquals } from "@std/assert";
 * assertEquals(startFolder("notebooks"), "notebooks");
 * const elsewhere = await Deno.makeTempDir();
 * assert(startFolder(elsewhere) !== elsewhere);
 * await Deno.remove(elsewhere);
 * ```
 */
export function startFolder(folder: string): string {
  if (!existsSync(folder)) return folder; // starting there will say so
  const project = projectOf(folder);
  return `${resolve(folder)}/`.startsWith(`${project}/`) ? folder : project;
}

/** Writing files so that nothing is lost: whole or not at all, also when the power goes. */
import { dirname } from "node:path";
import { collectLeftovers, discard, place, prepare, syncFolder } from "./partial.ts";

/**
 * Gives a file another name, in the place of a file that has it, and for good.
 * @param from its name
 * @param to its new name
 * @example
 * ```ts
 * import { renameForGood } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/half`, "text");
 * await renameForGood(`${folder}/half`, `${folder}/whole`);
 * assertEquals(await Deno.readTextFile(`${folder}/whole`), "text");
 * ```
 */
export async function renameForGood(from: string, to: string): Promise<void> {
  await Deno.rename(from, to);
  await syncFolder(dirname(to));
}

/**
 * Writes a file under a temporary name beside its target and renames it: whoever looks sees the old
 * file or the new one, whole, also after the power went; a failure changes nothing. A symbolic link and the
 * permissions of a file that is there stay; one that is read-only is refused; what killed processes left of
 * the same file is removed. A device is written to as it is.
 * @param path where the file is to be
 * @param content its bytes, or text written as UTF-8
 * @throws {Deno.errors.NotFound | Deno.errors.PermissionDenied} when the folder or the file can't be
 * written; others of `Deno.errors` likewise
 * @example
 * ```ts
 * import { writeFileAtomically } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomically(`${folder}/note.txt`, "whole or not at all");
 * assertEquals(await Deno.readTextFile(`${folder}/note.txt`), "whole or not at all");
 * ```
 */
export async function writeFileAtomically(
  path: string | URL,
  content: Uint8Array | string,
): Promise<void> {
  const prepared = await prepare(path, content);
  try {
    await place(prepared);
    await syncFolder(dirname(prepared.target));
  } finally {
    await discard(prepared);
  }
  await collectLeftovers(prepared.target);
}

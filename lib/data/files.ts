/** Files and folders of the project, and reading what somebody named. */

/** The project's own `data/` folder, wherever the code runs from. */
export const DATA_FOLDER: URL = new URL("../../data/", import.meta.url);

/** Where `deno task data` puts the course's files; git ignores it. */
export const DOWNLOADS_FOLDER: URL = new URL("downloads/", DATA_FOLDER);

/**
 * What is wrong with a file or folder, in words instead of the operating system's.
 * @param error what reading or writing threw
 * @returns the problem, without the path
 * @example
 * ```ts
 * import { fileProblem } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const error = await Deno.readFile("no/such/file").catch((error) => error);
 * assertEquals(fileProblem(error), "there is no such file");
 * ```
 */
export function fileProblem(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotADirectory) return "its path goes through a file";
  if (error instanceof Deno.errors.AlreadyExists) return "it is there and is no folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return error.message === "it is read-only" ? error.message : "this is not permitted";
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error \d+\).*/s, "");
}

/** The most that is read of a file or from a server, in bytes: 1 GiB. */
const MOST_BYTES = 2 ** 30;

/**
 * What a stream gives, unless it gives too much: a device or a server may never end.
 * @param stream the bytes in pieces
 * @param most how many bytes it may give
 * @returns the bytes; undefined when there are more, of which no more is read
 * @example
 * ```ts
 * import { readAtMost } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const stream = () => new Blob(["to be"]).stream();
 * assertEquals((await readAtMost(stream(), 5))?.length, 5);
 * assertEquals(await readAtMost(stream(), 4), undefined);
 * ```
 */
export async function readAtMost(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  most: number = MOST_BYTES,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) return undefined;
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * The bytes of a file that somebody named.
 * @param path the file
 * @returns its bytes
 * @throws {Deno.errors.NotFound} when there is no such file; others of `Deno.errors` likewise
 * @throws {Error} when it has more than 1 GiB, or is a device that does not end
 * @example
 * ```ts
 * import { readGivenFile } from "@lab/data";
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => readGivenFile("no/such/file"), Deno.errors.NotFound);
 * ```
 */
export async function readGivenFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  const { isDirectory, size } = await Deno.stat(path);
  if (isDirectory) throw new Deno.errors.IsADirectory();
  const bytes = size > MOST_BYTES ? undefined : await readAtMost((await Deno.open(path)).readable);
  if (bytes === undefined) throw new Error("it has more than 1 GiB, the most that is read");
  return bytes;
}

/**
 * The SHA-256 of some bytes.
 * @param bytes what to hash
 * @returns 64 hexadecimal digits
 * @example
 * ```ts
 * import { sha256 } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals((await sha256(new Uint8Array(0))).slice(0, 8), "e3b0c442");
 * ```
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Reading files and what servers send: the only module of this folder that does. */
import { fileProblem } from "@lab/data";

/**
 * The bytes of a file.
 * @param source a path, or a URL with `file:`, `http:` or `https:`
 * @param what what it holds, for errors
 * @returns its bytes
 * @throws {Deno.errors.NotFound} when there is no such file
 * @throws {Error} when it can't be read, or the server does not answer with it, with the reason
 */
export async function readBytes(source: string | URL, what: string): Promise<Uint8Array> {
  const isRemote = /^https?:/.test(String(source));
  if (!isRemote) {
    return await Deno.readFile(source).catch((error) => {
      const Kind = error instanceof Deno.errors.NotFound ? Deno.errors.NotFound : Error;
      throw new Kind(`Cannot read the ${what} '${source}': ${fileProblem(error)}`);
    });
  }
  const response = await fetch(source);
  if (response.ok) return await response.bytes();
  await response.body?.cancel();
  throw new Error(
    `Cannot fetch the ${what} as the server must answer with it: it answers ${response.status}`,
  );
}

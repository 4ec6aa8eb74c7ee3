/** Reading files and what servers send: the only module of this folder that does. */
import { fileProblem, readAtMost, readGivenFile } from "@lab/data";

/** How long a server may take. */
const SECONDS = 60;

async function fetchBytes(source: string | URL): Promise<Uint8Array> {
  const response = await fetch(source, { signal: AbortSignal.timeout(SECONDS * 1000) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`it answers ${response.status}`);
  }
  const bytes = await readAtMost(response.body ?? new Blob().stream());
  if (bytes === undefined) throw new Error("it sends more than 1 GiB, the most that is read");
  return bytes;
}

/**
 * The bytes of a file.
 * @param source a path, or a URL with `file:`, `http:` or `https:`
 * @param what what it holds, for errors
 * @returns its bytes
 * @throws {Deno.errors.NotFound} when there is no such file
 * @throws {Error} when it can't be read, or the server does not answer with it, with the reason
 */
export async function readBytes(source: string | URL, what: string): Promise<Uint8Array> {
  if (!/^https?:/.test(String(source))) {
    return await readGivenFile(source).catch((error) => {
      const Kind = error instanceof Deno.errors.NotFound ? Deno.errors.NotFound : Error;
      throw new Kind(`Cannot read the ${what} '${source}': ${fileProblem(error)}`);
    });
  }
  try {
    return await fetchBytes(source);
  } catch (error) {
    const { name, message } = error as Error;
    const problem = name === "TimeoutError" ? `it takes more than ${SECONDS} s` : message;
    throw new Error(`Cannot fetch the ${what} as the server must answer with it: ${problem}`);
  }
}

/** Reading and writing files: the only module of this folder that does. */

/**
 * The bytes of a file.
 * @param source a path, or a URL with `file:`, `http:` or `https:`
 * @returns its bytes
 * @throws {Error} when it can't be read, or the server does not answer with it
 */
export async function readBytes(source: string | URL): Promise<Uint8Array> {
  const isRemote = /^https?:/.test(String(source));
  if (!isRemote) {
    return await Deno.readFile(source).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Deno.errors.NotFound(`Cannot read the snapshot '${source}': there is no such file`);
    });
  }
  const response = await fetch(source);
  if (response.ok) return await response.bytes();
  await response.body?.cancel();
  throw new Error(
    `Cannot fetch the snapshot as the server must answer with it: it answers ${response.status}`,
  );
}

/**
 * Writes a file in one step: whoever reads it meanwhile sees the old one or the new one, whole.
 * @param path where to
 * @param bytes what
 */
export async function writeBytes(path: string | URL, bytes: Uint8Array): Promise<void> {
  const target = path instanceof URL ? new URL(path) : path;
  const temporary = target instanceof URL
    ? new URL(`${target.href}.${crypto.randomUUID()}.tmp`)
    : `${target}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeFile(temporary, bytes);
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

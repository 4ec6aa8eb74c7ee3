/** Commands as a user types them. */
const ROOT = new URL("../../", import.meta.url);

/** A text of 16 characters, with a line break. */
export const TEXT: string = "to be or not to be, that is the question.\n".repeat(40);

/** The arguments of a Deno process that runs `rnn`. */
export const rnnCommand = (...args: string[]): Deno.Command =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli/rnn/rnn.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", CHAR_RNN_DATA: "" },
    stdout: "piped",
    stderr: "piped",
  });

/** Runs `rnn` to its end. */
export async function rnn(
  ...args: string[]
): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await rnnCommand(...args).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), error: text.decode(stderr) };
}

/** Does something in a folder that is gone afterwards. */
export async function withFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Asks Python, where it is there. `CHAR_RNN_PYTHON` names another one than `python3`. */

const PYTHON = Deno.env.get("CHAR_RNN_PYTHON") ?? "python3";

/**
 * Runs a program that prints JSON.
 * @param modules what it needs; when Python or one of them is missing, the reason is printed
 * @returns what it printed, or undefined when it could not be asked
 */
export async function askPython(
  modules: string[],
  program: string,
  ...args: string[]
): Promise<unknown> {
  const run = (...args: string[]): Promise<Deno.CommandOutput> =>
    new Deno.Command(PYTHON, { args, stderr: "piped" }).output();
  const probe = await run("-c", `import ${modules.join(", ")}`).catch(() => undefined);
  if (probe?.success !== true) {
    console.log(`skipped: ${PYTHON} with ${modules.join(" and ")} is not there`);
    return undefined;
  }
  const { success, stdout, stderr } = await run("-c", program, ...args);
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

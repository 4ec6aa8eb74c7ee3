/** `deno task playground`: bundle the program that exported pages run. */
import { fileURLToPath } from "node:url";
import { writeFileAtomically } from "@lab/data";
import { readArguments, runCommand } from "../command.ts";

const USAGE = `deno task playground

Bundles lib/playground/page/main.ts and the maths that it needs to lib/playground/program.js; the same
source gives the same text on every machine.`;

const PLAYGROUND = new URL("../../playground/", import.meta.url);

/**
 * Bundles the program.
 * @returns the script's text
 * @throws {Error} with the bundler's messages
 */
export async function bundleProgram(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--minify", "--format=iife", "page/main.ts"],
    cwd: fileURLToPath(PLAYGROUND),
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot bundle the page's program: ${text.decode(stderr)}`);
  return text.decode(stdout);
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, { help: { type: "boolean", short: "h" } });
    if (values.help) return console.log(USAGE);
    const program = await bundleProgram();
    await writeFileAtomically(new URL("program.js", PLAYGROUND), program);
    console.log(`Wrote lib/playground/program.js: ${program.length} characters`);
  });
}

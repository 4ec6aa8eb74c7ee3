/** `deno task kernel`: makes the lab's kernel known to VS Code and every other front-end, or takes it back. */
import { readArguments, runCommand } from "../command.ts";
import { installKernelspec, removeKernelspec, userJupyterFolder } from "./kernelspec.ts";

const USAGE = `deno task kernel [--remove]

Installs the kernel "Deno" for VS Code and every other Jupyter front-end of this user: outputs arrive
whole, and Stop ends a training without ending the kernel. A kernel of that name that is there
already is kept, and comes back with --remove.

  --remove   take the kernel away again
  --help     this text`;

async function install(): Promise<void> {
  const path = await installKernelspec(userJupyterFolder());
  console.log(`Installed: ${path}`);
  console.log(`It starts ${Deno.execPath()} and this folder's lib/cli/jupyter/relay.ts.`);
  console.log("When either moves, run `deno task kernel` again; `--remove` takes the kernel away.");
  if (/[\\/]_npx[\\/]/.test(Deno.execPath())) {
    console.log("This Deno is in the cache of npx: when `npm cache` is cleaned, it is gone.");
  }
}

async function remove(): Promise<void> {
  const path = await removeKernelspec(userJupyterFolder());
  console.log(path === undefined ? "There is nothing to remove." : `Removed: ${path}`);
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, {
      remove: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) return console.log(USAGE);
    await (values.remove ? remove() : install());
  });
}

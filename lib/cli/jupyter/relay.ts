/** What the kernelspec starts: a Jupyter kernel that relays to Deno's. `relay.ts CONNECTION_FILE` */
import { serveKernel } from "@lab/jupyter";
import { followLauncher } from "../launcher.ts";
import { readArguments, runCommand, UsageError } from "../command.ts";

if (import.meta.main) {
  await runCommand(async () => {
    const { positionals: [file] } = readArguments(Deno.args, {}, 1);
    if (file === undefined) throw new UsageError("Cannot run as the connection file must be given");
    followLauncher();
    Deno.exit(await serveKernel(file, Deno.cwd()));
  });
}

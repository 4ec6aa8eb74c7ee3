/** `deno task lab`: JupyterLab on the notebooks, with the kernel ready. */
import { delimiter, join } from "node:path";
import { startGuarded } from "@lab/jupyter";
import { readArguments, runCommand, UsageError } from "../command.ts";
import { type Jupyter, provideJupyter } from "./jupyter.ts";
import { installKernelspec, ROOT } from "./kernelspec.ts";

const USAGE = `deno task lab [--port NUMBER] [--no-browser] [--prepare]

Opens JupyterLab on notebooks/, with the kernel "Deno" ready. Uses the JupyterLab on PATH; where there
is none, makes one for this project in .venv, which takes a minute the first time.

  --port NUMBER   the server's port, 8888 or the next free one when left out
  --no-browser    print the address instead of opening it
  --prepare       make everything ready, and end
  --help          this text`;

function checkPort(port: unknown): void {
  if (port === undefined) return;
  if (!/^\d{1,5}$/.test(String(port)) || Number(port) > 65535) {
    throw new UsageError(
      `Cannot open JupyterLab as '--port' must be 0 to 65535: current value is ${port}`,
    );
  }
}

/** Fetches the packages that notebooks import, so that no first cell has to. */
async function fetchPackages(): Promise<void> {
  const lib = join(ROOT, "lib");
  const doors = Array.from(Deno.readDirSync(lib))
    .filter(({ name, isDirectory }) => isDirectory && name !== "cli")
    .map(({ name }) => join(lib, name, "mod.ts"));
  const { child, ended } = startGuarded(Deno.execPath(), {
    args: ["cache", "--frozen", "--quiet", ...doors],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  });
  const said = await new Response(child.stderr).text();
  if (!(await ended).success) console.error(`The notebooks' packages can't be fetched: ${said}`);
}

async function prepare(): Promise<Jupyter> {
  const jupyter = await provideJupyter((line) => console.log(line));
  const kernel = await installKernelspec(jupyter.folder);
  await fetchPackages();
  console.log(`JupyterLab ${jupyter.version} (${[jupyter.program, ...jupyter.args].join(" ")})`);
  console.log(`Kernel: ${kernel}`);
  return jupyter;
}

async function open(jupyter: Jupyter, options: string[]): Promise<number> {
  console.log("Ctrl+C, twice, ends it.");
  const paths = [jupyter.folder, Deno.env.get("JUPYTER_PATH")].filter(Boolean);
  const { child, ended } = startGuarded(jupyter.program, {
    args: [
      ...jupyter.args,
      `--ServerApp.root_dir=${ROOT}`,
      "--LabApp.default_url=/lab/tree/notebooks",
      "--log-level=WARN",
      // In containers; Jupyter refuses it unless asked.
      ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--allow-root"] : []),
      ...options,
    ],
    cwd: ROOT,
    // Kernels inherit this: the first figure of a session brings plotly.js along.
    env: { JUPYTER_PATH: paths.join(delimiter), CHAR_RNN_INTERACTIVE: "1" },
    // So that it ends its kernels.
    endBy: "TERM",
    readsTerminal: true,
  });
  // Ctrl+C reaches Jupyter too, which asks before it ends.
  Deno.addSignalListener("SIGINT", () => {});
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? [] : ["SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => child.kill("SIGTERM"));
  return (await ended).code;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, {
      port: { type: "string" },
      "no-browser": { type: "boolean" },
      prepare: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) return console.log(USAGE);
    checkPort(values.port);
    const jupyter = await prepare();
    if (values.prepare) return;
    const port = values.port === undefined ? [] : [`--port=${values.port}`];
    Deno.exit(await open(jupyter, [...port, ...values["no-browser"] ? ["--no-browser"] : []]));
  });
}

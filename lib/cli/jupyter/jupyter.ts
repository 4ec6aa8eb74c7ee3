/** Finds JupyterLab, or makes an environment of the project's own that has it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileProblem, writeFileAtomically } from "@lab/data";
import { startGuarded } from "@lab/jupyter";
import { ROOT } from "./kernelspec.ts";

/** A JupyterLab that can be started. */
export interface Jupyter {
  /** The `jupyter-lab` program, or the Python that has it as a module. */
  program: string;
  /** What stands before its options. */
  args: string[];
  /** The version of JupyterLab. */
  version: string;
  /** The folder in which it is to find the kernel. */
  folder: string;
}

const ENVIRONMENT = join(ROOT, ".venv");
const REQUIREMENTS = fileURLToPath(new URL("./requirements.txt", import.meta.url));
/** Where a finished environment keeps what was installed into it; an unfinished one has none. */
const FINISHED = join(ENVIRONMENT, "requirements.txt");

/** There while an environment is made: a folder for what pip has in hand, and who is at it. */
const UNFINISHED = `${ENVIRONMENT}.partial`;

const isWindows = Deno.build.os === "windows";
const inEnvironment = (name: string): string =>
  isWindows ? join(ENVIRONMENT, "Scripts", `${name}.exe`) : join(ENVIRONMENT, "bin", name);

const OLDEST_LAB = 4;
const OLDEST_PYTHON = [3, 10];

const WITHOUT_PYTHON = "Open notebooks/ in VS Code with its Jupyter extension, after " +
  "`deno task kernel`; or run `deno task report`, which needs no Jupyter";

/** Runs a program; what it printed, or undefined when it is missing or fails. */
async function ask(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args,
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

/** The JupyterLab that PATH has, when it is recent enough. */
async function installedLab(onLine: (line: string) => void): Promise<Jupyter | undefined> {
  const version = await ask("jupyter-lab", "--version");
  if (version === undefined) return undefined;
  if (Number(version.split(".")[0]) >= OLDEST_LAB) {
    return { program: "jupyter-lab", args: [], version, folder: join(ROOT, ".jupyter") };
  }
  onLine(`The JupyterLab on PATH is ${version}; this needs ${OLDEST_LAB} or later`);
  return undefined;
}

/** The project's own, when it was finished with the requirements of today. */
async function ownLab(): Promise<Jupyter | undefined> {
  const wanted = await Deno.readTextFile(REQUIREMENTS);
  if (await Deno.readTextFile(FINISHED).catch(() => undefined) !== wanted) return undefined;
  // Its script names its Python in a way that a folder with a quotation mark breaks.
  const [program, args] = [inEnvironment("python"), ["-m", "jupyterlab"]];
  const version = await ask(program, ...args, "--version");
  if (!version) return undefined;
  await Deno.remove(UNFINISHED, { recursive: true }).catch(() => {});
  return { program, args, version, folder: join(ENVIRONMENT, "share", "jupyter") };
}

/** Why a Python can't make the environment; undefined when it can. */
async function unfit(program: string, version: string): Promise<string | undefined> {
  const [major, minor] = version.split(".").map(Number);
  if (major !== OLDEST_PYTHON[0] || minor < OLDEST_PYTHON[1]) return `the one here is ${version}`;
  if (await ask(program, "-c", "import ensurepip, venv; print()") !== undefined) return undefined;
  return `Python ${version} here has no 'venv', which Debian and Ubuntu keep apart: ` +
    "`apt install python3-venv`";
}

async function findPython(): Promise<{ program: string; version: string }> {
  let why: string | undefined;
  for (const program of ["python3", "python", "py"]) {
    const version = (await ask(program, "--version"))?.match(/^Python (\d+\.\d+\S*)/)?.[1];
    if (version === undefined) continue;
    const reason = await unfit(program, version);
    if (reason === undefined) return { program, version };
    why ??= reason;
  }
  throw new Error(
    `Cannot open JupyterLab as it needs Python ${OLDEST_PYTHON.join(".")} or later` +
      `${why === undefined ? "" : ` (${why})`}. ${WITHOUT_PYTHON}`,
  );
}

/** Runs a step of the installation, tells each line of it, and fails with its last words. */
async function step(
  onLine: (line: string) => void,
  program: string,
  ...args: string[]
): Promise<void> {
  const { child, ended } = startGuarded(program, {
    args,
    // What pip leaves there when it is killed goes with the rest.
    env: { TMPDIR: UNFINISHED, TEMP: UNFINISHED, TMP: UNFINISHED },
    stdout: "piped",
    stderr: "piped",
    // venv starts others, which install pip.
    withChildren: true,
  });
  let last = "";
  const tell = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines.filter((line) => line.trim() !== "")) {
        if (!/^(WARNING|\[notice\])/.test(line)) last = line.trim();
        onLine(line);
      }
    }
  };
  await Promise.all([tell(child.stdout), tell(child.stderr)]);
  if (!(await ended).success) {
    throw new Error(
      `Cannot make the environment .venv: ${last || `${program} ${args.join(" ")} failed`}. ` +
        WITHOUT_PYTHON,
    );
  }
}

/**
 * No questions about news, and nothing fetched that was not asked for; documentation beside the names
 * that complete what is written.
 */
const SETTINGS = {
  "@jupyterlab/apputils-extension:notification": { checkForUpdates: false, fetchNews: "false" },
  "@jupyterlab/completer-extension:manager": { showDocumentationPanel: true },
};

const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

/** Takes the lock that one at a time has who makes the environment. */
async function lockEnvironment(onLine: (line: string) => void): Promise<Deno.FsFile> {
  const path = join(UNFINISHED, "lock");
  await Deno.mkdir(UNFINISHED, { recursive: true }).catch((error) => {
    throw new Error(`Cannot make the environment .venv: ${fileProblem(error)}. ${WITHOUT_PYTHON}`);
  });
  const lock = await Deno.open(path, { read: true, write: true, create: true });
  if (await lock.tryLock(true)) return lock;
  onLine("Another `deno task lab` is making .venv: waiting for it");
  await lock.lock(true);
  return lock;
}

/**
 * Takes away an environment that was not finished: pip goes on from no half of its work. One that somebody has
 * made by other means stays.
 */
async function clearUnfinished(lock: Deno.FsFile): Promise<void> {
  const wasBegun = (await lock.stat()).size > 0;
  if (wasBegun && await exists(ENVIRONMENT)) await Deno.remove(ENVIRONMENT, { recursive: true });
  if (!await exists(ENVIRONMENT) || await exists(FINISHED)) {
    await lock.write(new TextEncoder().encode("begun"));
  }
}

async function makeEnvironment(onLine: (line: string) => void): Promise<void> {
  const python = await findPython();
  using lock = await lockEnvironment(onLine);
  if (await ownLab() !== undefined) return;
  await clearUnfinished(lock);
  onLine("There is no JupyterLab on PATH: making one for this project in .venv, once");
  onLine(`1/3 an environment with Python ${python.version}`);
  await step(() => {}, python.program, "-m", "venv", ENVIRONMENT);
  onLine("2/3 JupyterLab and what it needs, from PyPI; this takes a minute or so");
  let count = 0;
  const tell = (line: string): void => {
    const name = line.match(/^(?:Collecting|Processing) (\S+)/)?.[1];
    if (name !== undefined && ++count % 10 === 0) onLine(`    ${count} packages so far`);
  };
  const options = ["--disable-pip-version-check", "--progress-bar", "off"];
  const pip = ["-m", "pip", "install", ...options, "--require-hashes", "-r", REQUIREMENTS];
  await step(tell, inEnvironment("python"), ...pip);
  onLine(`3/3 settings`);
  const settings = join(ENVIRONMENT, "share", "jupyter", "lab", "settings");
  await Deno.mkdir(settings, { recursive: true });
  await writeFileAtomically(join(settings, "overrides.json"), JSON.stringify(SETTINGS));
  await writeFileAtomically(FINISHED, await Deno.readTextFile(REQUIREMENTS));
}

/**
 * The JupyterLab that PATH has, or the project's own, which is made when it is missing.
 * @param onLine is told what is done, a line at a time
 * @returns how to start it
 * @throws {Error} when there is no Python, or the environment can't be made
 */
export async function provideJupyter(onLine: (line: string) => void): Promise<Jupyter> {
  const found = await installedLab(onLine) ?? await ownLab();
  if (found !== undefined) return found;
  await makeEnvironment(onLine);
  const made = await ownLab();
  if (made === undefined) throw new Error("Cannot start the JupyterLab of .venv. Delete .venv");
  return made;
}

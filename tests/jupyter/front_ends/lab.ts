/**
 * A real JupyterLab, started by `deno task lab`'s own program on a copy of the project, and a real
 * browser in front of it. Where one of the two is missing, the tests say that they are skipped.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../browser.ts";
import { notebookIsReady, OpenNotebook } from "./open_notebook.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Who knows it may use the server. */
export const TOKEN = "for-the-test";
const START_SECONDS = 60;

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout } = await new Deno.Command(program, { args: ["--version"], stderr: "null" })
      .output();
    return new TextDecoder().decode(stdout);
  } catch {
    return "none";
  }
}

/** The pages that show notebooks. */
export type FrontEnd = "JupyterLab" | "Notebook 7";

/** The program of each, and its oldest version. */
const PROGRAMS = {
  "JupyterLab": ["jupyter-lab", 4],
  "Notebook 7": ["jupyter-notebook", 7],
} as const;

/** Why a test that needs one of them was left out. */
export const noJupyter = (frontEnd: FrontEnd = "JupyterLab"): string => {
  const [program, version] = PROGRAMS[frontEnd];
  return `skipped: no ${program} ${version} that starts is on PATH or in .venv; ` +
    "`deno task lab --prepare` makes one";
};

/** The folder, on PATH or in the project's .venv, that has JupyterLab and what else is wanted. */
export async function findJupyter(frontEnd: FrontEnd = "JupyterLab"): Promise<string | undefined> {
  const path = Deno.env.get("PATH") ?? "";
  const isIn = async (folder: string, wanted: FrontEnd): Promise<boolean> => {
    const [program, version] = PROGRAMS[wanted];
    return parseInt(await versionOf(join(folder, program))) >= version;
  };
  for (const folder of [...path.split(":"), join(ROOT, ".venv", "bin")]) {
    if (await isIn(folder, "JupyterLab") && await isIn(folder, frontEnd)) return folder;
  }
  return undefined;
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    if (name !== "node_modules" && name !== "downloads") {
      await copy(join(from, name), join(to, name));
    }
  }
}

/**
 * Copies what notebooks need, so that tests can save theirs.
 * @param folder where to
 * @returns the copy's path
 */
export async function copyProject(folder: string): Promise<string> {
  const project = join(folder, "project");
  await Deno.mkdir(project);
  for (const name of ["deno.json", "deno.lock", "lib", "data", "notebooks"]) {
    await copy(join(ROOT, name), join(project, name));
  }
  return project;
}

/** A port that nobody listens to. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Every cell is in the page, not only those in sight. */
const SETTINGS = { windowingMode: "none" };

/** The environment of a user who has never used Jupyter. */
export async function freshEnvironment(
  folder: string,
  jupyter: string,
): Promise<Record<string, string>> {
  const settings = join(folder, "settings", "@jupyterlab", "notebook-extension");
  await Deno.mkdir(settings, { recursive: true });
  await Deno.writeTextFile(
    join(settings, "tracker.jupyterlab-settings"),
    JSON.stringify(SETTINGS),
  );
  const news = join(folder, "settings", "@jupyterlab", "apputils-extension");
  await Deno.mkdir(news, { recursive: true });
  await Deno.writeTextFile(
    join(news, "notification.jupyterlab-settings"),
    JSON.stringify({ checkForUpdates: false, fetchNews: "false" }),
  );
  return {
    PATH: `${jupyter}:${Deno.env.get("PATH")}`,
    JUPYTER_TOKEN: TOKEN,
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    JUPYTER_PREFER_ENV_PATH: "1",
    NO_COLOR: "1",
  };
}

/** A JupyterLab with a browser. */
export class Lab implements AsyncDisposable {
  private constructor(
    readonly project: string,
    readonly address: string,
    private readonly folder: string,
    private readonly server: Deno.ChildProcess,
    private readonly browser: Browser,
  ) {}

  /**
   * Starts both.
   * @param frontEnd what the server must have
   * @returns them, or why there is nothing to start
   */
  static async start(frontEnd?: FrontEnd): Promise<Lab | string> {
    const executablePath = findChromium();
    if (executablePath === undefined) {
      return "skipped: Chromium was not found on PATH or as CHROME_PATH";
    }
    const jupyter = await findJupyter(frontEnd);
    if (jupyter === undefined) return noJupyter(frontEnd);
    const folder = await Deno.makeTempDir({ prefix: "lab-jupyter-" });
    const project = await copyProject(folder);
    const port = freePort();
    const address = `http://127.0.0.1:${port}`;
    const server = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        join(project, "lib", "cli", "jupyter", "lab.ts"),
        "--no-browser",
        `--port=${port}`,
      ],
      cwd: project,
      env: await freshEnvironment(folder, jupyter),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await answers(`${address}/api/status?token=${TOKEN}`, server);
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    });
    return new Lab(project, address, folder, server, browser);
  }

  /** What the server's API says. */
  async ask(path: string): Promise<unknown> {
    return await (await fetch(`${this.address}/api/${path}?token=${TOKEN}`)).json();
  }

  /**
   * Opens a notebook in a fresh browser context, and waits for its kernel.
   * @param name its path below the project
   * @param frontEnd which of the two pages of the server
   * @returns the open notebook
   */
  async open(name: string, frontEnd: FrontEnd = "JupyterLab"): Promise<OpenNotebook> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const ready = notebookIsReady(page);
    const path = frontEnd === "JupyterLab"
      ? `lab/workspaces/${crypto.randomUUID()}/tree/${name}`
      : `notebooks/${name}`;
    await page.goto(`${this.address}/${path}?token=${TOKEN}`);
    await ready();
    return new OpenNotebook(page, join(this.project, name));
  }

  /** Ends browser, server and kernels, and leaves nothing behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    this.server.kill("SIGTERM");
    await this.server.status;
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function answers(url: string, server: Deno.ChildProcess): Promise<void> {
  let ended = false;
  void server.status.then(() => ended = true);
  const until = performance.now() + START_SECONDS * 1000;
  while (!ended && performance.now() < until) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`JupyterLab ${ended ? "ended" : `did not answer within ${START_SECONDS} s`}`);
}

/**
 * Registers a test in JupyterLab; both are started for the test and ended after it.
 * @param name the test's name
 * @param run the test
 * @param frontEnd what the server must have
 */
export function labTest(
  name: string,
  run: (lab: Lab) => Promise<void>,
  frontEnd?: FrontEnd,
): void {
  Deno.test(name, async () => {
    const lab = await Lab.start(frontEnd);
    if (typeof lab === "string") return console.log(lab);
    await using _ = lab;
    await run(lab);
  });
}

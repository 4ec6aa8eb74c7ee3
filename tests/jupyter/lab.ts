/// <reference lib="dom" />
/**
 * A real JupyterLab, started by `deno task lab`'s own program on a copy of the project, and a real
 * browser in front of it. Where one of the two is missing, the tests say that they are skipped.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Notebook, readNotebook } from "@lab/notebooks";
import { findChromium } from "../browser.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TOKEN = "for-the-test";
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

/** Why a test that needs JupyterLab was left out. */
export const NO_JUPYTER = "skipped: there is no JupyterLab 4 on PATH or in .venv; " +
  "`deno task lab --prepare` makes one";

/** The folder of a `jupyter-lab` of version 4 or later: on PATH, or in the project's .venv. */
export async function findJupyter(): Promise<string | undefined> {
  const path = Deno.env.get("PATH") ?? "";
  for (const folder of [...path.split(":"), join(ROOT, ".venv", "bin")]) {
    const program = join(folder, "jupyter-lab");
    if (parseInt(await versionOf(program)) >= 4) return folder;
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

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Every cell is in the page, not only those in sight. */
const SETTINGS = { windowingMode: "none" };

/** The environment of a user who has never used Jupyter. */
async function freshEnvironment(folder: string, jupyter: string): Promise<Record<string, string>> {
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

/** A notebook that is open in JupyterLab. */
export class OpenNotebook implements AsyncDisposable {
  /**
   * Takes over a page.
   * @param page the page with the notebook
   * @param path the notebook's file
   */
  constructor(readonly page: Page, readonly path: string) {}

  /** Chooses a command of the menu. */
  async menu(title: string, command: RegExp): Promise<void> {
    await this.page.locator(".lm-MenuBar-itemLabel").getByText(title, { exact: true }).click();
    await this.page.locator(".lm-Menu-itemLabel").filter({ hasText: command }).first().click();
  }

  /** How many cells run or wait. */
  async running(): Promise<number> {
    return await this.page.locator(".jp-InputPrompt").filter({ hasText: "[*]" }).count();
  }

  /** Waits until no cell runs or waits. */
  async idle(seconds: number): Promise<void> {
    await this.page.waitForFunction(
      () => {
        const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
          .map(({ textContent }) => textContent ?? "");
        return prompts.some((text) => /\d/.test(text)) && !prompts.includes("[*]:");
      },
      undefined,
      { timeout: seconds * 1000, polling: 100 },
    );
  }

  /** The errors that cells show. */
  async errors(): Promise<string[]> {
    return await this.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
      .allTextContents();
  }

  /** Runs all cells to their end. */
  async runAll(seconds: number): Promise<void> {
    await this.menu("Run", /^Run All Cells$/);
    await this.idle(seconds);
  }

  /** Starts the kernel anew and runs all cells to their end. */
  async restartAndRunAll(seconds: number): Promise<void> {
    await this.menu("Kernel", /^Restart Kernel and Run All Cells/);
    await this.page.locator(".jp-Dialog-button.jp-mod-accept").click();
    await this.page.locator(".jp-Dialog").waitFor({ state: "detached" });
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll(".jp-InputPrompt")].some(({ textContent }) =>
        textContent === "[*]:"
      )
    );
    await this.idle(seconds);
  }

  /** The `n`-th code cell. */
  cell(n: number): ReturnType<Page["locator"]> {
    return this.page.locator(".jp-CodeCell").nth(n);
  }

  /** Selects the `n`-th code cell and starts it. */
  async start(n: number): Promise<void> {
    await this.cell(n).locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** Presses Stop, and waits for the end of the cell; how long that took, in ms. */
  async stop(): Promise<number> {
    const start = performance.now();
    await this.page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
    await this.idle(30);
    return performance.now() - start;
  }

  /** The text of the outputs of the `n`-th code cell. */
  async text(n: number): Promise<string> {
    const parts = await this.cell(n).locator(".jp-OutputArea-output").allTextContents();
    return parts.join("");
  }

  /** Saves, and reads the file. */
  async save(): Promise<Notebook> {
    const before = (await Deno.stat(this.path)).mtime?.getTime();
    await this.menu("File", /^Save Notebook$/);
    while ((await Deno.stat(this.path)).mtime?.getTime() === before) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (;;) {
      // JupyterLab writes into the file: until it is whole, it is not JSON.
      const notebook = await readNotebook(this.path).catch(() => undefined);
      if (notebook !== undefined) return notebook;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** How many colours a screenshot of each figure has, as the page shows it. */
  async figureColours(): Promise<number[]> {
    const colours: number[] = [];
    for (const figure of await this.page.locator(".jp-OutputArea figure.lab-figure").all()) {
      await figure.scrollIntoViewIfNeeded();
      const png = (await figure.screenshot()).toString("base64");
      colours.push(await this.page.evaluate(countColours, `data:image/png;base64,${png}`));
    }
    return colours;
  }

  /** Closes the page; the kernel is ended by the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}

async function countColours(url: string): Promise<number> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { width, height } = image;
  const context = Object.assign(document.createElement("canvas"), { width, height })
    .getContext("2d")!;
  context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
}

/**
 * Writes a notebook of code cells.
 * @param path its file
 * @param cells the cells' code
 */
export async function writeCells(path: string, cells: readonly string[]): Promise<void> {
  const kernelspec = { display_name: "Deno", language: "typescript", name: "deno" };
  const code = cells.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const notebook = { cells: code, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
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
   * @returns them, or why there is nothing to start
   */
  static async start(): Promise<Lab | string> {
    const executablePath = findChromium();
    if (executablePath === undefined) {
      return "skipped: Chromium was not found on PATH or as CHROME_PATH";
    }
    const jupyter = await findJupyter();
    if (jupyter === undefined) return NO_JUPYTER;
    const folder = await Deno.makeTempDir({ prefix: "lab-jupyter-" });
    const project = await copyProject(folder);
    const port = freePort();
    const address = `http://127.0.0.1:${port}`;
    const server = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", join(project, "lib", "cli", "lab.ts"), "--no-browser", `--port=${port}`],
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
   * @returns the open notebook
   */
  async open(name: string): Promise<OpenNotebook> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const workspace = crypto.randomUUID();
    await page.goto(`${this.address}/lab/workspaces/${workspace}/tree/${name}?token=${TOKEN}`);
    await page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
    await page.locator(".jp-StatusBar-Widget, #jp-main-statusbar").getByText("Deno | Idle")
      .waitFor();
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
 */
export function labTest(name: string, run: (lab: Lab) => Promise<void>): void {
  Deno.test(name, async () => {
    const lab = await Lab.start();
    if (typeof lab === "string") return console.log(lab);
    await using _ = lab;
    await run(lab);
  });
}

/// <reference lib="dom" />
/** A notebook in a page of JupyterLab: what its user does and sees. */
import type { Page } from "playwright-core";
import { type Notebook, readNotebook } from "@lab/notebooks";

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

  /**
   * Opens another notebook in its place; its kernel goes on until the server ends it.
   * @param path the other's file
   * @param name its path as JupyterLab has it
   */
  async openOther(path: string, name: string): Promise<OpenNotebook> {
    await this.#close();
    const ready = notebookIsReady(this.page);
    await this.menu("File", /^Open from Path/);
    await this.page.locator(".jp-Dialog input").fill(name);
    await this.page.locator(".jp-Dialog-button.jp-mod-accept").click();
    await ready();
    return new OpenNotebook(this.page, path);
  }

  /** Closes the notebook without what came after it was saved; a page that was just opened may not listen yet. */
  async #close(): Promise<void> {
    const panel = this.page.locator(".jp-NotebookPanel");
    const discard = this.page.locator(".jp-Dialog-button.jp-mod-warn");
    for (let tries = 0; tries < 3 && await panel.count() > 0; tries++) {
      await this.menu("File", /^Close Tab$/);
      await this.page.waitForFunction(
        () => document.querySelector(".jp-Dialog") ?? !document.querySelector(".jp-NotebookPanel"),
        undefined,
        { timeout: 10_000 },
      ).catch(() => {});
      if (await discard.count() > 0) await discard.click();
    }
    await panel.waitFor({ state: "detached" });
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

  /** Runs all cells to their end; what was stored in the file is gone before. */
  async runAll(seconds: number): Promise<void> {
    await this.menu("Edit", /^Clear Outputs of All Cells$/);
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
    return await coloursOf(this.page, ".jp-OutputArea figure.lab-figure");
  }

  /** Closes the page; the kernel is ended by the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}

/**
 * Begins to listen to a page that is about to open a notebook.
 * @param page the page
 * @returns waits until the notebook is there and its kernel has answered
 */
export function notebookIsReady(page: Page): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (payload.includes('"kernel_info_reply"')) resolve();
    }));
  return async () => {
    await page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
    // The page says "idle" before it is connected, and drops the cells that are started until then.
    await promise;
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  };
}

/**
 * How many colours elements have on the screen.
 * @param page an open page
 * @param selector the elements
 * @returns the count of each
 */
export async function coloursOf(page: Page, selector: string): Promise<number[]> {
  const colours: number[] = [];
  for (const element of await page.locator(selector).all()) {
    await element.scrollIntoViewIfNeeded();
    const png = (await element.screenshot()).toString("base64");
    colours.push(await page.evaluate(countColours, `data:image/png;base64,${png}`));
  }
  return colours;
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

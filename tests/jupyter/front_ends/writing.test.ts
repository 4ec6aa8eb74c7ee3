/** What JupyterLab shows while one writes: names that fit, and what they mean. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { labTest } from "./lab.ts";
import { writeCells } from "./open_notebook.ts";

labTest(
  "JupyterLab completes and explains the lab's names, also while a cell runs",
  async (lab) => {
    const path = "notebooks/writing.ipynb";
    await writeCells(join(lab.project, path), [
      `import { train } from "@lab/training";`,
      "await tr",
      `import { liveTraining } from "@lab/figures";
const live = liveTraining("A small network");
await train("to be or not to be ".repeat(99), { iterations: 1e8, onProgress: live.update });
await live.end();`,
    ]);
    await using notebook = await lab.open(path);
    const { page } = notebook;
    // On a busy machine an answer comes too late for the page; the next is quicker.
    const press = async (key: string, answer: Locator, seconds: number): Promise<void> => {
      for (let tries = 0; tries < 5 && !await answer.isVisible(); tries++) {
        await page.keyboard.press(key);
        await answer.waitFor({ timeout: seconds * 1000 }).catch(() => {});
      }
    };
    await notebook.start(0);
    await notebook.idle(30);

    // Goes on without an end, and is heard by Stop.
    await notebook.start(2);
    await notebook.cell(1).locator(".cm-content").click();
    await page.keyboard.press("End");
    await page.keyboard.type("ain");
    const tooltip = page.locator(".jp-Tooltip").first();
    await press("Shift+Tab", tooltip, 12);
    const explained = await tooltip.textContent() ?? "";
    assertStringIncludes(explained, "(text: string, options?: OptionsOf<R>)");
    assertStringIncludes(explained, "Trains a network on a text");
    await page.keyboard.type(`("abc", { hid`);
    const option = page.locator(".jp-Completer-item", { hasText: "hiddenSize" });
    await press("Tab", option, 3);
    assert(await option.isVisible(), "Tab offers the option");
    assertEquals(await notebook.running(), 1);
    await notebook.stop();
    assertStringIncludes(await notebook.text(2), "stopped after");
  },
);

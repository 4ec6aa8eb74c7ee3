/** What the tests in JupyterLab compare. */
import { assert, assertEquals } from "@std/assert";
import { type Notebook, type Output, readNotebook, runNotebook } from "@lab/notebooks";
import { basename, dirname, join } from "node:path";
import type { FrontEnd, Lab } from "./lab.ts";
import type { OpenNotebook } from "./open_notebook.ts";

/** Speeds and times differ from run to run. */
const steady = (text: string): string =>
  text.replace(/[\d.,]+ (?:iterations\/s|characters\/s|seconds|min|ms|s)\b/g, "# s");

function outputText(output: Output): string {
  if (output.output_type === "stream") return `${output.name}: ${steady(output.text)}`;
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  const formats = Object.keys(output.data).sort().join(" ");
  return `${output.output_type}: ${formats}: ${steady(String(output.data["text/plain"] ?? ""))}`;
}

/** What only a session with a user has: the emptied display that brought plotly.js, and controls. */
const isForUser = (text: string): boolean =>
  text === "display_data: text/html text/plain: " || text.includes("jupyter.widget-view+json");

/** Each code cell's outputs in words, as anybody gets them. */
export function outputsOf(notebook: Notebook): string[][] {
  return notebook.cells.flatMap((cell) => {
    if (cell.cell_type !== "code") return [];
    const said: string[] = [];
    let last: Output | undefined;
    for (const output of cell.outputs) {
      const text = outputText(output);
      const goesOn = output.output_type === "stream" && last?.output_type === "stream" &&
        output.name === last.name;
      // nbclient does not join what follows in the same stream; a page shows it as one.
      if (goesOn) said[said.length - 1] += text.slice(output.name.length + 2);
      else if (!isForUser(text)) said.push(text);
      last = output;
    }
    return [said];
  });
}

/** Every number that a notebook's outputs show. */
export const numbersOf = (notebook: Notebook): string[] =>
  outputsOf(notebook).flat().flatMap((text) => text.match(/\d[\d.]*/g) ?? []);

/** The outputs of the same notebook, run without Jupyter. */
export async function runHeadless(path: string): Promise<Notebook> {
  const run = await runNotebook(await readNotebook(path), {
    cwd: dirname(path),
    timeoutSeconds: 900,
  });
  return run.notebook;
}

/** How many figures there are: each is a picture of more than a few colours. */
export async function checkFigures(notebook: OpenNotebook): Promise<number> {
  const colours = await notebook.figureColours();
  assert(colours.length > 0 && colours.every((n) => n > 10), `colours of the figures: ${colours}`);
  return colours.length;
}

/**
 * A saved notebook that nobody here has run, and so nobody trusts, shows all of its figures. JupyterLab opens it
 * in the place of the one that was saved.
 */
export async function checkReopened(
  lab: Lab,
  notebook: OpenNotebook,
  figures: number,
  frontEnd: FrontEnd = "JupyterLab",
): Promise<OpenNotebook> {
  const content = JSON.parse(await Deno.readTextFile(notebook.path));
  content.metadata.title = "sent by somebody else";
  const name = `notebooks/reopened-${basename(notebook.path)}`;
  const path = join(lab.project, name);
  await Deno.writeTextFile(path, JSON.stringify(content));
  const reopened = frontEnd === "JupyterLab"
    ? await notebook.openOther(path, name)
    : await lab.open(name, frontEnd);
  const scripts = await reopened.page.locator(".jp-OutputArea script").count();
  assertEquals(scripts, 0, "an untrusted notebook keeps no scripts");
  assertEquals(await checkFigures(reopened), figures);
  return reopened;
}

/** The states of the server's kernels. */
export async function kernelState(lab: Lab): Promise<string[]> {
  const kernels = await lab.ask("kernels") as { execution_state: string }[];
  return kernels.map(({ execution_state }) => execution_state);
}

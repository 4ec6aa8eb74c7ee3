/** The prose of notebooks and the headings in it, as links find them. */
import { readNotebook } from "@lab/notebooks";

/** A notebook's prose and its headings, as JupyterLab makes addresses of them. */
export interface Linked {
  prose: string;
  headings: string[];
}

/** A heading's address in JupyterLab: its text, each space a hyphen. */
export const addressOf = (heading: string): string => heading.trim().replaceAll(" ", "-");

/**
 * Reads the prose of notebooks.
 * @param folders paths from the project's folder
 * @returns the prose and headings of each, by path
 */
export async function readLinked(folders: readonly string[]): Promise<Map<string, Linked>> {
  const found = new Map<string, Linked>();
  for (const folder of folders) {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".ipynb")) continue;
      const { cells } = await readNotebook(`${folder}/${name}`);
      const prose = cells.filter(({ cell_type }) => cell_type === "markdown")
        .map(({ source }) => source).join("\n\n").replaceAll(/^```[^]*?^```/gm, "");
      const headings = [...prose.matchAll(/^#{1,6} (.*)$/gm)].map(([, text]) => addressOf(text));
      found.set(`${folder}/${name}`, { prose, headings });
    }
  }
  return found;
}

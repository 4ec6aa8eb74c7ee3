/** Links between notebooks: they lead to a file, and to a heading as JupyterLab and the pages name it. */
import { auditClaims } from "@lab/analysis";
import { auditTable } from "@lab/findings";
import { readNotebook } from "@lab/notebooks";
import { assertEquals } from "@std/assert";

/** A notebook's prose and its headings, as JupyterLab makes addresses of them. */
interface Linked {
  prose: string;
  headings: string[];
}

const FOLDERS = ["notebooks", "notebooks/exercises"];

/** A heading's address in JupyterLab: its text, each space a hyphen. */
const addressOf = (heading: string): string => heading.trim().replaceAll(" ", "-");

async function readAll(): Promise<Map<string, Linked>> {
  const found = new Map<string, Linked>();
  for (const folder of FOLDERS) {
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

const notebooks = await readAll();

/** The links of a notebook's prose that lead nowhere. */
function deadLinks(path: string, prose: string): string[] {
  const links = [...prose.matchAll(/\]\((?!https?:|pictures\/)([^)\s#]*)(?:#([^)\s]*))?\)/g)];
  return links.filter(([, file, fragment]) => {
    const address = new URL(file === "" ? `/${path}` : file, `file:///${path}`).pathname;
    const target = notebooks.get(address.slice(1));
    return target === undefined ||
      fragment !== undefined && !target.headings.includes(decodeURIComponent(fragment));
  }).map(([link]) => `${path}: ${link}`);
}

Deno.test("links between notebooks lead to a notebook and to a heading in it", () => {
  assertEquals([...notebooks].flatMap(([path, { prose }]) => deadLinks(path, prose)), []);
});

Deno.test("the audit's rows lead to where they are shown", () => {
  const { markdown } = auditTable(auditClaims({}));
  assertEquals(deadLinks("notebooks/10-report-audited.ipynb", markdown), []);
});

Deno.test("a dead link is found", () => {
  const prose =
    "[a](01-forward-pass.ipynb#The-task) [b](01-forward-pass.ipynb#the-task) [c](no.ipynb)";
  const dead = deadLinks("notebooks/02-bptt.ipynb", prose).map((line) => line.slice(-20));
  assertEquals(dead.length, 2);
});

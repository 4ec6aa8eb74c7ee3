/** Links between notebooks: they lead to a file, and to a heading as JupyterLab and the pages name it. */
import { auditClaims } from "@lab/analysis";
import { auditTable } from "@lab/findings";
import { assertEquals } from "@std/assert";
import { readLinked } from "./linked.ts";

const notebooks = await readLinked(["notebooks", "notebooks/exercises"]);

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

/** The glossary: terms in their order, each explained, and linked with where it first stands, both ways. */
import { readNotebook } from "@lab/notebooks";
import { assert, assertEquals } from "@std/assert";
import { addressOf, type Linked, readLinked } from "./linked.ts";

const GLOSSARY = "notebooks/glossary.ipynb";
const notebooks = await readLinked(["notebooks"]);
const { prose } = notebooks.get(GLOSSARY)!;

/** The entries: a term, and what is said of it. */
const entries = prose.split(/^## /m).slice(1).map((entry) => {
  const [term, ...words] = entry.split("\n");
  return { term, words: words.join("\n").trim() };
});

/** A notebook's section under a heading, or all of it. */
function sectionOf({ prose }: Linked, fragment: string | undefined): string {
  if (fragment === undefined) return prose;
  const sections = prose.split(/^#{2,3} /m);
  return sections.find((section) => addressOf(section.split("\n")[0]) === fragment) ?? "";
}

Deno.test("the glossary's terms stand once each, in the order of the alphabet", () => {
  const terms = entries.map(({ term }) => term.toLowerCase());
  assertEquals(new Set(terms).size, terms.length);
  assertEquals(terms, terms.toSorted());
});

Deno.test("each term is explained in one to four sentences and says where it first stands", () => {
  for (const { term, words } of entries) {
    const [, explained, link] = words.match(/^([^]*?)First\s+in\s+(\[[^]*\))\.$/) ?? [];
    assert(link !== undefined, `${term} has no link`);
    const sentences = explained.replaceAll(/\$[^$]*\$|\([^)]*\)/g, "x").split(/[.?]\s/).length - 1;
    assert(sentences >= 1 && sentences <= 4, `${term} has ${sentences} sentences`);
  }
});

Deno.test("the section where a term first stands links back to it", () => {
  const missing = entries.filter(({ term, words }) => {
    const [, file, fragment] = words.match(/\]\((\S+?\.ipynb)(?:#(\S+))?\)\.$/) ?? [];
    const section = sectionOf(notebooks.get(`notebooks/${file}`)!, fragment);
    return !section.includes(`(glossary.ipynb#${addressOf(term)})`);
  });
  assertEquals(missing.map(({ term }) => term), []);
});

Deno.test("the glossary has no code, so that it costs nothing to run", async () => {
  const { cells } = await readNotebook(GLOSSARY);
  assert(cells.every(({ cell_type }) => cell_type === "markdown"));
});

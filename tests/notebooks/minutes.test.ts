/** Chapters say how long they take to read, and but for one nobody needs more than 25 minutes for any. */
import { readNotebook } from "@lab/notebooks";
import { assert, assertEquals } from "@std/assert";

/** What a reader gets through in a minute. */
const WORDS = 200;
const LINES = 30;
const SHOWN = 4;
const LONGEST = 25;
const LONGER = "08-causes";

/** Words of prose; a formula counts as one, and one that stands alone as six. */
function wordsIn(prose: string): number {
  const plain = prose.replaceAll(/\$\$[^]*?\$\$/g, " x x x x x x ").replaceAll(/\$[^$]*\$/g, "x")
    .replaceAll(/\]\([^)]*\)/g, "]").replaceAll(/<[^>]*>/g, " ");
  return plain.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Lines of code that are unfolded, without imports, and how many times something is shown. */
function linesIn(code: string): { lines: number; shown: number } {
  const lines = code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import"));
  return { lines: lines.length, shown: code.split("await show(").length - 1 };
}

async function minutesOf(path: string): Promise<{ needed: number; said: number | undefined }> {
  const { cells } = await readNotebook(path);
  let [words, lines, shown] = [0, 0, 0];
  let said: number | undefined;
  for (const cell of cells) {
    if (cell.cell_type === "markdown") {
      words += wordsIn(cell.source);
      said ??= Number(cell.source.match(/(\d+)\s+minutes/)?.[1] ?? NaN) || undefined;
    } else if (cell.cell_type === "code") {
      const isFolded = (cell.metadata.tags as string[] | undefined)?.includes("hide-input");
      const code = linesIn(cell.source);
      shown += code.shown;
      if (!isFolded) lines += code.lines;
    }
  }
  return { needed: words / WORDS + lines / LINES + shown / SHOWN, said };
}

Deno.test("words are counted without addresses, markup and what formulas are made of", () => {
  assertEquals(wordsIn("_One_ [two](three.ipynb) $x + y$ – <b>five</b>"), 4);
  assertEquals(wordsIn("$$a\n+ b$$"), 6);
  assertEquals(linesIn('import "a";\n\nawait show(1);\nx;'), { lines: 2, shown: 1 });
});

for await (const { name } of Deno.readDir("notebooks")) {
  if (!/^\d.*\.ipynb$/.test(name)) continue;
  Deno.test(`${name} takes no longer than it says`, async () => {
    const { needed, said } = await minutesOf(`notebooks/${name}`);
    console.log(`${name}: ${needed.toFixed(1)} minutes, said ${said}`);
    assert(name.startsWith(LONGER) || needed <= LONGEST, `${needed} minutes`);
    assert(needed <= (said ?? LONGEST), `${needed} minutes, said ${said}`);
  });
}

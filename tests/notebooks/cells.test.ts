/** Chapters are there to teach: short cells, and most of their code is what is being taught. */
import { assert, assertEquals } from "@std/assert";
import { readNotebook } from "@lab/notebooks";
import { outline } from "@lab/reports";

/** Chapters in which the network is written, line by line. */
const TAUGHT = ["01-forward-pass", "02-bptt", "03-training", "04-temperature", "05-snapshot"];
const LONGEST_CELL = 15;
const LEAST_SHARE = 0.6;

const isSaid = (line: string): boolean => line.trim() !== "" && !/^\s*\/\//.test(line);

/** Which lines only bring in names or show something: imports and calls of `show`, to their last line. */
function plumbing(lines: readonly string[]): boolean[] {
  let open = "";
  return lines.map((line) => {
    if (open === "") open = line.match(/^(?:import\b|await show\()/)?.[0] ?? "";
    if (open === "") return false;
    const ends = open === "import" ? /;\s*(\/\/.*)?$/ : /^\S.*\);\s*(\/\/.*)?$|^\);|^[`)\]}].*\);/;
    if (ends.test(line)) open = "";
    return true;
  });
}

/** Of a chapter's lines of code, how many there are and how many are maths or its use. */
function count(cells: readonly string[]): { lines: number; taught: number } {
  let [lines, taught] = [0, 0];
  for (const cell of cells) {
    const all = cell.split("\n").filter(isSaid);
    lines += all.length;
    taught += plumbing(all).filter((is) => !is).length;
  }
  return { lines, taught };
}

Deno.test("lines of code are told from plumbing", () => {
  const cell = [
    'import { a } from "b";',
    "import {",
    "  c,",
    '} from "d";',
    "// words",
    "const x = f(1);",
    "await show(table({",
    "  x,",
    "}));",
    "await show(x);",
    "assert(x > 0);",
  ].join("\n");
  assertEquals(count([cell]), { lines: 10, taught: 2 });
});

async function codeOf(path: string): Promise<string[]> {
  const { cells } = await readNotebook(path);
  return cells.flatMap(({ cell_type, source }) => cell_type === "code" ? [source] : []);
}

for (const name of TAUGHT) {
  const code = await codeOf(`notebooks/${name}.ipynb`);

  Deno.test(`${name}: most lines of code are maths or its use`, () => {
    const { lines, taught } = count(code);
    console.log(`${name}: ${taught} of ${lines} lines`);
    assert(taught >= LEAST_SHARE * lines, `${taught} of ${lines}`);
  });
}

for await (const { name } of Deno.readDir("notebooks")) {
  if (!/^\d.*\.ipynb$/.test(name)) continue;

  Deno.test(`${name} has cells of at most ${LONGEST_CELL} lines`, async () => {
    const code = await codeOf(`notebooks/${name}`);
    const long = code.filter((source) => source.trim().split("\n").length > LONGEST_CELL);
    assertEquals(long, []);
  });

  Deno.test(`${name} tells the report's first page its question, its minutes and its figure`, async () => {
    const notebook = await readNotebook(`notebooks/${name}`);
    const { question, minutes } = outline(notebook, name);
    assert(question !== undefined && question.text.length < 400, question?.text);
    assert(minutes !== undefined && minutes <= 60, `${minutes} minutes`);
    const tags = notebook.cells.flatMap(({ metadata }) => metadata.tags ?? []);
    assertEquals(tags.filter((tag) => tag === "thumbnail").length, 1);
  });
}

Deno.test("a slider moves the temperature of chapter 4 and the threshold of chapter 6", async () => {
  for (
    const [name, draws] of [["04-temperature", /tau/], ["06-weight-mask", /threshold/]] as const
  ) {
    const code = await codeOf(`notebooks/${name}.ipynb`);
    const cells = code.filter((source) => /^await slider\(/m.test(source) && draws.test(source));
    assertEquals(cells.length, 1, name);
  }
});

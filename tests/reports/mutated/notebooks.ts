/** Mutated notebooks: whatever is in a file, it is refused by its position, or it has a page, or an error with its cell. */
import { NotebookSyntaxError, parseNotebook } from "@lab/notebooks";
import { Random } from "@lab/numerics";
import { exportIndex, exportNotebook } from "@lab/reports";
import { assert, assertEquals } from "@std/assert";
import { code, CONTEXT, figure, FULL, notebook, printed, prose, shown } from "../sample.ts";

/** Small notebooks with every kind of cell and output; figures, which make pages large, in one of them. */
const ORIGINALS: readonly string[] = [
  notebook(
    prose(
      "# Title $x^2$\n\nWhat is *lost*? [next](03-training.ipynb#a%20b) ![p](attachment:p.png)",
    ),
    { ...code("let n = 1;", printed("a\n"), printed("b\n", "stderr")), id: "a" },
    code("throw 1", { output_type: "error", ename: "E", evalue: "v", traceback: ["at 1"] }),
    {
      cell_type: "markdown",
      metadata: {},
      source: "![p](attachment:p.png)",
      attachments: { "p.png": { "image/png": "aGk=" } },
    },
    { cell_type: "raw", metadata: {}, source: "raw" },
  ),
  notebook(
    code(
      "1",
      shown({ "text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "1" }),
      shown({ "image/svg+xml": "<svg></svg>", "text/plain": "a picture" }),
      shown({ "image/png": "aGk=" }),
      shown({ "text/markdown": "| a |\n| - |\n| $b$ |" }),
      shown({ "text/latex": "$$\\frac{1}{2}$$" }),
      shown({ "application/json": { a: [1, { b: null }] } }),
      {
        output_type: "execute_result",
        data: { "text/plain": "42" },
        metadata: {},
        execution_count: 1,
      },
    ),
    { ...code("2", shown({ "text/markdown": "**Found** it" })), metadata: { tags: ["finding"] } },
  ),
  notebook({ ...code("f", figure("Up", [{ y: [1, 2] }])), metadata: { tags: ["thumbnail"] } }),
  FULL,
].map((original) => JSON.stringify(original));

/** What readers stumble over: of other kinds, of odd characters, of great depth, hostile. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, 1e308, "", [], {}, [[]], [null], { a: {} }, "__proto__"],
  ...[
    "\ud800",
    "x\udfff",
    "\u0000",
    "\u202e",
    "%",
    "[a](%zz.ipynb#%zz)",
    "# ",
    "$",
    "$$",
    "\\begin{a}",
  ],
  ...[
    "<script>1</script>",
    "<img src=x onerror=1>",
    "</article></body>",
    "<!--",
    "<style>*{}",
    "javascript:1",
  ],
  ...[
    "\ue0000\ue001",
    "> ".repeat(500),
    "[".repeat(2000),
    "<b>".repeat(2000),
    "- ".repeat(300),
    "\\frac{".repeat(300),
  ],
  ...[
    "x".repeat(30_000),
    "\n".repeat(3000),
    "`".repeat(300),
    "|".repeat(300),
    "\u001b[31m",
    "&#x0;",
    "data:,",
  ],
  { toString: 5 },
  { "text/plain": {} },
  { data: 5 },
  { "application/vnd.plotly.v1+json": { data: [null, { type: 5 }], layout: 7 } },
];

const TEXTS = VALUES.filter((value) => typeof value === "string");

type Holder = Record<string, unknown> | unknown[];

/** Every place of a value, as what holds it and its key. */
function places(value: unknown, found: [Holder, string][] = []): [Holder, string][] {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    found.push([value as Holder, key]);
    places(inner, found);
  }
  return found;
}

/** Puts something else at a place of the notebook. */
function changeValue(text: string, random: Random): string {
  const whole: unknown = JSON.parse(text);
  for (let changes = 1 + Math.floor(random.uniform() * 3); changes > 0; changes--) {
    const all = places(whole);
    const pick = <T>(from: readonly T[]): T =>
      structuredClone(from[Math.floor(random.uniform() * from.length)]);
    if (all.length === 0) break;
    const [holder, key] = all[Math.floor(random.uniform() * all.length)];
    const of = holder as Record<string, unknown>;
    const old = of[key];
    const kind = random.uniform();
    if (kind < 0.1) delete of[key];
    else if (kind < 0.5 && typeof old === "string") of[key] = old + pick(TEXTS);
    else if (kind < 0.6) of[JSON.stringify(pick(VALUES)).slice(1, 99)] = old;
    else if (kind < 0.7) of[key] = JSON.parse(JSON.stringify(of[pick(Object.keys(of))] ?? null));
    else of[key] = pick(VALUES);
  }
  return JSON.stringify(whole);
}

/** Changes the file's own characters. */
function changeText(text: string, random: Random): string {
  const at = Math.floor(random.uniform() * text.length);
  const count = 1 + Math.floor(random.uniform() * 40);
  const kind = random.uniform();
  if (kind < 0.2) return text.slice(0, at);
  if (kind < 0.4) return text.slice(0, at) + text.slice(at + count);
  if (kind < 0.6) return text.slice(0, at) + text.slice(at, at + count) + text.slice(at);
  const odd = '"{}[],:\\ud800\u0000\ufeff9e'[Math.floor(random.uniform() * 20)] ?? "\ud800";
  return text.slice(0, at) + odd + text.slice(at + (kind < 0.8 ? 1 : 0));
}

/** What became of the mutated notebooks. */
export interface Mutated {
  refused: number;
  shown: number;
  failed: number;
  slowestMs: number;
}

/** A script that would run, but the page's own, which stand behind the article. */
const SCRIPT = /<script(?! type="application\/json">)/i;

/** A message that a program's own fault would have. */
const FAULT =
  /undefined|is not (?:a function|iterable|defined)|of null|Maximum call stack|convert object/;

/** Reads and exports as many mutated notebooks; throws where one of them gets through otherwise than declared. */
export async function mutateNotebooks(count: number, seed: number): Promise<Mutated> {
  const random = new Random(seed);
  const result: Mutated = { refused: 0, shown: 0, failed: 0, slowestMs: 0 };
  for (let k = 0; k < count; k++) {
    const original = ORIGINALS[k % ORIGINALS.length];
    const text = (random.uniform() < 0.75 ? changeValue : changeText)(original, random);
    const before = performance.now();
    try {
      const parsed = parseNotebook(text, "a.ipynb");
      const html = await exportNotebook(parsed, CONTEXT);
      const article = html.slice(html.indexOf("<article>"), html.lastIndexOf("</article>"));
      assert(!SCRIPT.test(article), `a script gets through: ${text}`);
      assertEquals(html.match(/<meta http-equiv=/g)?.length, 1);
      assert(
        (await exportIndex([{ name: "a", notebook: parsed }], { title: "t", about: "a" })).length >
          0,
      );
      result.shown++;
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof NotebookSyntaxError) result.refused++;
      else {
        assert(
          /^cell \d+: /.test(message) && !FAULT.test(message),
          `${message}\n${text.slice(0, 3000)}`,
        );
        result.failed++;
      }
    }
    result.slowestMs = Math.max(result.slowestMs, performance.now() - before);
  }
  return result;
}

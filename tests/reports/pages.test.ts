/** Whole pages: what surrounds the cells, and the report's first page. */
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { CodeCell } from "@lab/notebooks";
import { lineChart, table } from "@lab/figures";
import { exportIndex, exportNotebook, exportPage, outline } from "@lab/reports";
import { code, CONTEXT, figure, FULL, notebook, printed, prose, shown } from "./sample.ts";

Deno.test("exportNotebook() names no address but those of links to follow", async () => {
  const html = await exportNotebook(FULL, CONTEXT);
  const markup = html.replace(/<script>[\s\S]*?<\/script>/g, "");
  assertEquals(markup.match(/\s(?:src|srcset|data|action|poster)="(?!data:)[^"]*"/g), null);
  assertEquals(markup.match(/url\((?!data:)[^)]*\)|@import/g), null);
  assertEquals(
    [...markup.matchAll(/<link [^>]*>/g)].map(([link]) => link.slice(0, 32)),
    ['<link rel="icon" href="data:imag'],
  );
});

Deno.test("exportNotebook() forbids requests, and scripts other than its own", async () => {
  const html = await exportNotebook(FULL, CONTEXT);
  const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
  assertMatch(policy, /^default-src &#39;none&#39;; script-src (&#39;sha256-[\w+/]+=*&#39; ?){3};/);
  assert(!/script-src[^;]*unsafe/.test(policy), "no script may be written into the page");
  assert(
    html.indexOf("Content-Security-Policy") < html.indexOf("<style"),
    "the policy comes first",
  );
});

Deno.test("exportNotebook() carries plotly.js once where there are figures, else not at all", async () => {
  const count = (html: string): number => {
    const packed = [...html.matchAll(/<script type="application\/gzip" id="plotly">([^<]*)</g)];
    const programs = packed.map(([, base64]) => `${gunzipSync(Buffer.from(base64, "base64"))}`);
    return programs.filter((program) => program.includes("plotly.js (cartesian")).length;
  };
  assertEquals(count(await exportNotebook(FULL, CONTEXT)), 1);
  const without = await exportNotebook(notebook(prose("# T\n\n$x$"), code("1")), CONTEXT);
  assertEquals(count(without), 0);
  assert(without.length < 200_000, `a page without figures is small: ${without.length}`);
});

Deno.test("exportNotebook() carries the fonts that its formulas need, and no others", async () => {
  const fonts = async (source: string): Promise<string[]> => {
    const html = await exportNotebook(notebook(prose(source)), CONTEXT);
    const faces = html.matchAll(
      /@font-face\{[^}]*?font-family:"?(KaTeX_\w+)[^}]*?data:font\/woff2/g,
    );
    return [...new Set([...faces].map((face) => face[1]))];
  };
  assertEquals(await fonts("# no formula"), []);
  assertEquals(await fonts("$1$"), ["KaTeX_Main"]);
  assertEquals(await fonts("$h$"), ["KaTeX_Main", "KaTeX_Math"]);
  assert((await fonts("$\\mathbb{R}$")).includes("KaTeX_AMS"));
  assert((await fonts("$\\mathcal{L}$")).includes("KaTeX_Caligraphic"));
});

Deno.test("exportNotebook() links to the chapters before and after, and to the first page", async () => {
  const links = async (name: string): Promise<string[]> => {
    const html = await exportNotebook(notebook(prose("# T")), { ...CONTEXT, name });
    return [
      ...html.matchAll(/<a [^>]*rel="(\w+)" href="([^"]*)">(?:<small>\w+<\/small> )?(.*?)<\/a>/g),
    ]
      .map((match) => match.slice(1).join(" "));
  };
  const home = "index index.html char-rnn-lab";
  const first = "prev 01-forward-pass.html Forward &amp; pass";
  assertEquals(await links("02-bptt"), [home, first, "next 03-training.html Training"]);
  assertEquals(await links("01-forward-pass"), [home, "next 02-bptt.html Back through time"]);
  assertEquals(await links("alone"), [home]);
});

Deno.test("exportNotebook() says how long the notebook ran and on what", async () => {
  const html = await exportNotebook(FULL, CONTEXT);
  assertStringIncludes(
    html,
    `Executed in 1 min 1 s on the Jupyter kernel of Deno ${Deno.version.deno}`,
  );
  assertMatch(html, /Formulas by KaTeX \d+\.\d+\.\d+, figures by plotly\.js \d+\.\d+\.\d+/);
});

Deno.test("exportNotebook() says what the run stood on and which seeds the code names", async () => {
  const seeded = code("train(text, { seed: 12, seeds: [3, 1] }); new Random(3); const speed = 7;");
  const html = await exportNotebook(notebook(prose("seed: 99"), seeded), {
    ...CONTEXT,
    madeFrom: ["Text: a <play>."],
  });
  assertStringIncludes(html, "<p>Text: a &lt;play&gt;.</p><p>Seeds in its code: 1, 3, 12.</p>");
  assert(!(await exportNotebook(FULL, CONTEXT)).includes("Seeds"));
});

Deno.test("exportNotebook() says before all else what it is told to note", async () => {
  const html = await exportNotebook(FULL, { ...CONTEXT, note: "Run on <own>." });
  assert(
    html.indexOf('<p class="note" role="note">Run on &lt;own&gt;.</p>') < html.indexOf("<article>"),
  );
  assertStringIncludes(html, "Run on &lt;own&gt;.");
  assert(!(await exportNotebook(FULL, CONTEXT)).includes('class="note"'));
});

Deno.test("exportNotebook() gives the same bytes for the same notebook", async () => {
  assertEquals(await exportNotebook(FULL, CONTEXT), await exportNotebook(FULL, CONTEXT));
});

Deno.test("exportNotebook() refuses a name that is no file name", async () => {
  for (const name of ["", "../03", "a/b"]) {
    await assertRejects(
      () => exportNotebook(FULL, { ...CONTEXT, name }),
      RangeError,
      `'name' must be a file name without folders: current value is '${name}'`,
    );
  }
});

/** A cell as an author marks it. */
const tagged = (cell: CodeCell, ...tags: string[]): CodeCell => ({ ...cell, metadata: { tags } });

Deno.test("outline() reads title, first paragraph, its question, minutes, finding and first failure", () => {
  const failure = { output_type: "error" as const, ename: "E", evalue: "", traceback: [] };
  const cells = [
    prose("This says more:\n\n$$x$$\n\nWho *asks?* `a?b` Is it so? No title *yet*. So?"),
    prose("# Loss of $h_t$ & co\n\nText. 25 minutes, they say; 30 minutes another."),
    code("1", printed("1"), figure("not this one", [])),
    tagged(code("2", printed("2"), figure("f < g", [{ y: [1] }])), "thumbnail"),
    code("3", failure),
    prose(
      "## Five questions\n\n1. Why\n   so?\n   <details>\n\n   1. No.\n\n   </details>\n2. $h$?\n\nAfter.",
    ),
  ];
  const { lead, question, finding, title, ...rest } = outline(notebook(...cells), "03");
  assertEquals(title.text, "Loss of h_t & co");
  assertEquals(
    lead?.html,
    "Who <em>asks?</em> <code>a?b</code> Is it so? No title <em>yet</em>. So?",
  );
  assertEquals(question?.text, "Who asks? a?b Is it so?");
  assertEquals(finding, { text: "f < g", html: "f &lt; g" });
  assertEquals(rest, {
    minutes: 25,
    questions: ["Why so?", "$h$?"],
    figure: { data: [{ y: [1] }], layout: rest.figure!.layout },
    codeCells: 3,
    failedCell: 3,
  });
  assertEquals(outline(notebook(), "03"), {
    title: { text: "03", html: "03" },
    lead: undefined,
    question: undefined,
    finding: undefined,
    minutes: undefined,
    questions: [],
    figure: undefined,
    codeCells: 0,
    failedCell: undefined,
  });
});

Deno.test("outline() takes the first line of a cell with the tag finding before a figure's title", () => {
  const lines = shown({ "text/markdown": "- it is **so**\n- and so", "text/plain": "" });
  const marked = [
    tagged(code("1", figure("a title", [])), "thumbnail"),
    tagged(code("2", printed("x"), lines), "finding"),
  ];
  assertEquals(outline(notebook(...marked), "03").finding?.html, "it is <strong>so</strong>");
});

Deno.test("exportIndex() says a chapter's number once", async () => {
  const html = await exportIndex([
    { name: "01-a", notebook: notebook(prose("# 1 · Forward")) },
    { name: "02-b", notebook: notebook(prose("# Backward")) },
  ], { title: "Mine", about: "Some." });
  const titles = [...html.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) =>
    title.replace(/<[^>]*>/g, "")
  );
  assertEquals(titles, ["1 · Forward", "02 Backward"]);
});

Deno.test("exportIndex() gives each chapter its question, finding, minutes, marks and run, and others below", async () => {
  const failed = code("x", { output_type: "error", ename: "E", evalue: "", traceback: [] });
  const first = notebook(
    prose("# One\n\nHow *far*? So far.\n\n**Before you start**: nothing. 20 minutes."),
    tagged(code("x", figure("It falls", [{ type: "scatter", y: [1, 2] }])), "thumbnail"),
  );
  const html = await exportIndex([
    { name: "01-a", notebook: first, seconds: 2.34 },
    { name: "02-b", notebook: notebook(prose("# R & D\n\nNo question."), failed), seconds: 0.5 },
    { name: "03-c", notebook: notebook(code("1"), code("2")) },
    { name: "glossary", notebook: notebook(prose("# Words\n\nWhat they *mean*.")) },
  ], {
    title: "Mine",
    about: "Some.",
    data: "a <text>, 62 symbols",
    sections: ["## More\n\n`so` on"],
  });
  assertEquals(html.match(/<h1>.*?<\/h1>/g), ["<h1>Mine</h1>"]);
  assertStringIncludes(html, "Data: a &lt;text&gt;, 62 symbols");
  assertStringIncludes(html, "To read all of them takes 20 min");
  const cards: string[] = html.match(/<li class="card">.*?<\/li>/gs) ?? [];
  assertEquals(cards.length, 3);
  const picture = cards[0].match(/<img class="thumbnail" src="data:image\/svg\+xml;base64,([^"]+)/);
  const svg = atob(picture?.[1] ?? "");
  assertStringIncludes(svg, "js-line");
  assert(!/<text/.test(svg), "no word that can't be read");
  assertStringIncludes(cards[0], '<a href="01-a.html">One</a>');
  assertStringIncludes(cards[0], '<p>How <em>far</em>?</p><p class="finding">It falls</p>');
  assertStringIncludes(cards[0], "20 minutes · 1 cell, run in 2.3 s");
  assertStringIncludes(cards[1], "R &amp; D</a></h3><p>No question.</p>");
  assertStringIncludes(cards[1], "<strong>stopped at Code 1</strong> of 1 cell");
  assertStringIncludes(cards[2], '<a href="03-c.html">03-c</a>');
  assertStringIncludes(cards[2], "2 cells, not run");
  assertStringIncludes(
    html,
    '<li><a href="glossary.html">Words</a><br>What they <em>mean</em>.</li>',
  );
  assertStringIncludes(html, "<code>so</code> on");
});

Deno.test("exportIndex() says of notebooks that it knows nothing of their titles and no more", async () => {
  const marked = tagged(code("x", figure("It falls", [{ type: "scatter", y: [1] }])), "thumbnail");
  const failed = code("x", { output_type: "error", ename: "E", evalue: "", traceback: [] });
  const html = await exportIndex([
    { name: "01-a", notebook: notebook(prose("# Theirs\n\nWhy? 20 minutes."), marked), seconds: 1 },
    { name: "02-b", notebook: notebook(prose("# Other"), failed), seconds: 1 },
  ], { title: "Notebooks in x" });
  const main = html.match(/<h1>[\s\S]*<\/main>/)?.[0].replace(/<[^>]*>/g, "").replaceAll("\n", "|");
  assertEquals(main, "Notebooks in x01 Theirs|02 Other (stopped at Code 1 of 1 cell)");
});

Deno.test("exportPage() shows a program's figures, tables and prose in one file, without links", async () => {
  const axis = { label: "n" };
  const html = await exportPage("P_1 *after* <q>", [
    "The *first* words, $x^2$.",
    lineChart({
      title: "Two points",
      x: axis,
      y: axis,
      series: [{ name: "a", x: [0, 1], y: [2, 3] }],
    }),
    table({ title: "Sizes", columns: ["H"], rows: [[100]] }),
  ]);
  assertStringIncludes(html, "<title>P_1 *after* &lt;q&gt; · char-rnn-lab</title>");
  const order = ["The <em>first</em> words", 'class="output plotly"', "<table"];
  const places = order.map((part) => html.indexOf(part));
  assertEquals(places.toSorted((a, b) => a - b), places);
  assert(places[0] > 0);
  assert(!html.includes("index.html") && !html.includes('fold-all" hidden'));
});

/** Whole pages: what surrounds the cells, and the report's first page. */
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
  assertMatch(policy, /^default-src &#39;none&#39;; script-src (&#39;sha256-[\w+/]+=*&#39; ?){2};/);
  assert(!/script-src[^;]*unsafe/.test(policy), "no script may be written into the page");
  assert(
    html.indexOf("Content-Security-Policy") < html.indexOf("<style"),
    "the policy comes first",
  );
});

Deno.test("exportNotebook() carries plotly.js once where there are figures, else not at all", async () => {
  const count = (html: string): number => html.split("plotly.js (cartesian").length - 1;
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

Deno.test("outline() reads title, first paragraph, first picture and first failure", () => {
  const failure = { output_type: "error" as const, ename: "E", evalue: "", traceback: [] };
  const cells = [
    prose("This says more:\n\n$$x$$\n\nno title *yet*"),
    prose("# Loss of $h_t$ & co\n\nText"),
    code("1", printed("1")),
    code("2", shown({ "image/png": "AAA=" }), figure("f", [])),
    code("3", failure),
  ];
  const { titleHtml: _, ...rest } = outline(notebook(...cells), "03");
  assertEquals(rest, {
    title: "Loss of h_t & co",
    lead: "no title yet",
    leadHtml: "no title <em>yet</em>",
    picture: "data:image/png;base64,AAA=",
    codeCells: 3,
    failedCell: 3,
  });
  assertEquals(outline(notebook(), "03").title, "03");
});

Deno.test("outline() prefers the picture of a cell with the tag thumbnail", () => {
  const picture = (base64: string): CodeCell => code("x", shown({ "image/png": base64 }));
  const tagged = { ...picture("BBB="), metadata: { tags: ["thumbnail"] } };
  const { picture: found } = outline(notebook(picture("AAA="), tagged, picture("CCC=")), "03");
  assertEquals(found, "data:image/png;base64,BBB=");
});

Deno.test("exportIndex() says a chapter's number once", async () => {
  const html = await exportIndex([
    { name: "01-a", notebook: notebook(prose("# 1 · Forward")) },
    { name: "02-b", notebook: notebook(prose("# Backward")) },
  ], { title: "Mine" });
  const titles = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) =>
    title.replace(/<[^>]*>/g, "")
  );
  assertEquals(titles, ["1 · Forward", "02 Backward"]);
});

Deno.test("exportIndex() lists the chapters with lead, picture, cells and time", async () => {
  const failed = code("x", { output_type: "error", ename: "E", evalue: "", traceback: [] });
  const html = await exportIndex([
    { name: "01-a", notebook: FULL, seconds: 2.34 },
    { name: "02-b", notebook: notebook(prose("# R & D"), failed), seconds: 0.5 },
    { name: "03-c", notebook: notebook(code("1"), code("2")) },
  ], { title: "Mine", data: "a <text>, 62 symbols" });
  assertEquals(html.match(/<h1>.*?<\/h1>/g), ["<h1>Mine</h1>"]);
  assertStringIncludes(html, "Data: a &lt;text&gt;, 62 symbols");
  const cards: string[] = html.match(/<li class="card">.*?<\/li>/gs) ?? [];
  assertEquals(cards.length, 3);
  assertStringIncludes(cards[0], '<img class="thumbnail" src="data:image/svg+xml;base64,');
  assertStringIncludes(cards[0], '<a href="01-a.html">Back through time</a>');
  assertStringIncludes(cards[0], "flows <em>backwards</em>: next.</p>");
  assertStringIncludes(cards[0], "5 cells · 2.3 s");
  assertStringIncludes(cards[1], "R &amp; D</a>");
  assertStringIncludes(cards[1], "<strong>stopped at Code 1</strong> of 1 cell");
  assertStringIncludes(cards[2], '<a href="03-c.html">03-c</a>');
  assertStringIncludes(cards[2], "2 cells, not run");
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

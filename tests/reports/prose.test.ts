/** Prose: headings, links, pictures, formulas, and markup that must stay text. */
import type { Cell } from "@lab/notebooks";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { exportNotebook } from "@lab/reports";
import { articleOf, CONTEXT, notebook, prose } from "./sample.ts";

const headingsOf = (html: string): string[] => html.match(/<h\d[^>]*>.*?<\/h\d>/g) ?? [];

Deno.test("exportNotebook() keeps one heading of level 1 and gives every heading its own id", async () => {
  const html = await articleOf(
    prose("# Title\n\n# Again\n\n## Same\n\n## Same"),
    prose("### Größe?"),
  );
  assertEquals(headingsOf(html), [
    '<h1 id="title">Title</h1>',
    '<h2 id="again">Again</h2>',
    '<h2 id="same">Same</h2>',
    '<h2 id="same--2">Same</h2>',
    '<h3 id="größe">Größe?</h3>',
  ]);
});

Deno.test("exportNotebook() writes the name as title where the notebook has none", async () => {
  const html = await exportNotebook(notebook(prose("Only text")), CONTEXT);
  assertEquals(headingsOf(html), ["<h1>02-bptt</h1>"]);
});

Deno.test("exportNotebook() lists the sections, without links inside links", async () => {
  const cells = [prose("# T\n\n## See [this](x.html) and $h_t$\n\n#### deep")];
  const html = await exportNotebook(notebook(...cells), CONTEXT);
  const list = html.match(/<nav class="contents".*?<\/nav>/s)?.[0] ?? "";
  assertStringIncludes(list, '<li class="level-2"><a href="#see-this-and-h-t">See this and ');
  assertEquals(list.match(/<a /g)?.length, 1);
});

Deno.test("exportNotebook() turns links between notebooks into links between pages", async () => {
  const html = await articleOf(
    prose(
      "[a](03-training.ipynb) [b](./03-training.ipynb#The-Loss) [c](#The-Loss) [d](../README.md)",
    ),
    prose("[e](https://example.org/x.ipynb)"),
  );
  assertEquals([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]), [
    "03-training.html",
    "03-training.html#the-loss",
    "#the-loss",
    "../README.md",
    "https://example.org/x.ipynb",
  ]);
});

Deno.test("exportNotebook() takes pictures of files and attachments into the page", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/a b.png`, Uint8Array.of(1, 2, 3));
    const cell = {
      ...prose("![a plot](<a b.png>) ![b](attachment:b.png)"),
      attachments: { "b.png": { "image/png": "BAU=\n" } },
    };
    const html = await exportNotebook(notebook(cell), { ...CONTEXT, folder });
    assertStringIncludes(html, '<img src="data:image/png;base64,AQID" alt="a plot" />');
    assertStringIncludes(html, '<img src="data:image/png;base64,BAU=" alt="b" />');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("exportNotebook() takes no picture from outside of the notebook's folder", async () => {
  const outside = await Deno.makeTempDir();
  try {
    const folder = `${outside}/notebooks`;
    await Deno.mkdir(folder);
    await Deno.writeFile(`${outside}/secret.png`, Uint8Array.of(1, 2, 3));
    await Deno.symlink(`${outside}/secret.png`, `${folder}/link.png`);
    for (const address of ["../secret.png", "link.png", "%2e%2e/secret.png"]) {
      const warnings: string[] = [];
      const onWarning = (line: string): number => warnings.push(line);
      const cell = prose(`![a](${address}) <img src="${address}">`);
      const html = await exportNotebook(notebook(cell), { ...CONTEXT, folder, onWarning });
      assert(!html.includes("AQID"), address);
      assertStringIncludes(warnings[0], "it must lie in the notebook's folder");
    }
  } finally {
    await Deno.remove(outside, { recursive: true });
  }
});

/** A page's article, and what the exporter warned of. */
async function withWarnings(...cells: Cell[]): Promise<{ html: string; warnings: string[] }> {
  const warnings: string[] = [];
  const onWarning = (line: string): number => warnings.push(line);
  const page = await exportNotebook(notebook(...cells), { ...CONTEXT, folder: ".", onWarning });
  return { html: page.match(/<article>([\s\S]*)<\/article>/)?.[1] ?? "", warnings };
}

Deno.test("exportNotebook() names pictures that are missing, foreign or of no known type", async () => {
  for (
    const [address, rule] of [
      ["none.png", "be a file that can be read"],
      ["50%.png", "be a file that can be read"],
      ["https://example.org/a.png", "be a file beside the notebook"],
      ["//example.org/a.png", "be a file beside the notebook"],
      ["deno.json", "be PNG, JPEG, GIF, WebP or SVG"],
      ["attachment:a.png", "be attached to the cell"],
    ]
  ) {
    const { html, warnings } = await withWarnings(
      prose(""),
      prose(`before ![a <plot>](${address})`),
    );
    assertStringIncludes(html, "a &lt;plot&gt;");
    assert(!html.includes("<img"), html);
    const shown = address.replace("50%", "50%25");
    assertEquals(warnings, [`cell 2: picture '${shown}' is left out: it must ${rule}`]);
  }
  const { html } = await withWarnings(prose("![a plot](https://example.org/a.png)"));
  assertStringIncludes(html, '[<a href="https://example.org/a.png">a plot</a>: not in this page]');
});

/** The TeX that KaTeX kept for assistive technology: what was read as a formula. */
const formulas = (html: string): string[] =>
  [...html.matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs)]
    .map((match) => match[1].trim());

Deno.test("exportNotebook() typesets $…$, $$…$$ and \\begin{…}", async () => {
  const html = await articleOf(prose(
    "Inline $h_t$, in a line $$a_t$$, alone:\n\n$$\nb_t\n= 1\n$$\n\n$$c_t$$\n\n" +
      "\\begin{align}\nd &= 1\n\\end{align}\n\n- $$e$$\n\n**$f$** ends",
  ));
  assertEquals(formulas(html), [
    "h_t",
    "a_t",
    "b_t\n= 1",
    "c_t",
    "\\begin{align*}\nd &amp;= 1\n\\end{align*}",
    "e",
    "f",
  ]);
  assertEquals(html.match(/class="katex-display"/g)?.length, 5);
  assert(!html.includes("$"), "no dollar sign is left");
});

Deno.test("exportNotebook() breaks no line between a formula and its brackets or stops", async () => {
  const html = await articleOf(prose("Once ($a$, for $b$ and $c$) and $d$."));
  assertEquals(html.match(/\u2060/g)?.length, 4);
  assertMatch(html, /\(\u2060<span class="short">/);
  assertMatch(html, /<\/span>\u2060, for <span/);
  assertMatch(html, /<\/span> and <span/);
  assertMatch(html, /<\/span>\u2060\./);
  const long = "$a + b + c + d + e + f + g$";
  const ends = (source: string): Promise<string> => articleOf(prose(source));
  assertEquals((await ends(`${long} is`)).match(/class="short"/g), null);
  assertEquals(
    (await ends(`${long}.`)).match(/<span class="short"><span class="katex-base">/g)?.length,
    1,
  );
});

Deno.test("exportNotebook() breaks no short code, and lets a long path go on in the next line", async () => {
  const html = await articleOf(prose("`Wxh[after, '<']` in `notebooks/exercises/02-bptt.ipynb`"));
  assertStringIncludes(
    html,
    `<span class="short"><code>Wxh[after, '&lt;']</code></span> in <code>`,
  );
});

Deno.test("exportNotebook() leaves prices, escaped dollars and code alone", async () => {
  const source =
    "It costs $5 or $6, \\$x\\$, a $ b, `$y$` and $$ alone\n\n```\n$$z$$\n```\n\n$$ open";
  const html = await articleOf(prose(source));
  assertEquals(formulas(html), []);
  for (const part of ["$5 or $6", "$x$", "a $ b,", "<code>$y$</code>", "$$z$$", "$$ open"]) {
    assertStringIncludes(html, part);
  }
});

Deno.test("exportNotebook() shows a formula that KaTeX refuses as its source, and says so once", async () => {
  const { html, warnings } = await withWarnings(
    prose("# T $\\fraction{<}$"),
    prose("so $$\\cancelto{0}{x}$$ and $x$"),
  );
  assertStringIncludes(html, ">\\fraction{&lt;}</code>");
  assertStringIncludes(html, ">\\cancelto{0}{x}</code>");
  assertEquals(formulas(html), ["x"]);
  assertEquals(warnings.map((line) => line.replace(/source: .*/, "source")), [
    "cell 1: formula '\\fraction{<}' is shown as its source",
    "cell 2: formula '\\cancelto{0}{x}' is shown as its source",
  ]);
});

Deno.test("exportNotebook() typesets what MathJax knows and KaTeX writes otherwise", async () => {
  const { html, warnings } = await withWarnings(
    prose("\\begin{eqnarray}\na &=& b \\\\\nc &=& d\n\\end{eqnarray}"),
    prose("\\begin{multline}\na \\\\ + b\n\\end{multline}"),
    prose(
      "$\\mbox{if }x$ $\\textbf{a_b}$ $\\require{cancel}\\cancel{x}$ $\\class{red}{y}$ $\\unicode{x3B1}$",
    ),
    prose("$\\newcommand{\\hid}{h_t}\\hid$"),
    prose("$\\hid + 1$"),
  );
  assertEquals(warnings, []);
  assertEquals(formulas(html).length, 9);
  assert(!html.includes('class="tex"'));
  assertStringIncludes(html, "<mi>α</mi>");
  assertEquals(html.match(/<msub><mi>h<\/mi><mi>t<\/mi><\/msub>/g)?.length, 2);
});

Deno.test("exportNotebook() numbers labelled formulas, and links references to them", async () => {
  const { html, warnings } = await withWarnings(
    prose("See \\eqref{eq:b}, $\\eqref{eq:a}$ and \\ref{eq:a}; not \\eqref{none}."),
    prose("\\begin{equation}\na = 1 \\label{eq:a}\n\\end{equation}"),
    prose("$$\nb = 2 \\label{eq:b}\n$$"),
  );
  assertStringIncludes(html, 'See <a href="#formula-eq-b">(2)</a>');
  assertStringIncludes(html, '<a href="#formula-eq-a">1</a>; not (?).');
  assertStringIncludes(html, '<a id="formula-eq-a"></a>');
  assertEquals(html.match(/class="katex-tag"/g)?.length, 2);
  assertEquals(warnings, ["cell 1: no formula has the label 'none'"]);
});

Deno.test("exportNotebook() keeps the HTML of prose that formats, and nothing that runs, loads or covers", async () => {
  const { html, warnings } = await withWarnings(prose(
    "H<sub>2</sub>O<br/>x <script>a()</script> <img src=x onerror=a()> <b onclick=a()>c</b>\n\n" +
      "<iframe src=//x></iframe><!-- hidden -->\n\n[l](javascript:a()) [m](./javascript:a()//.ipynb)\n\n" +
      '<center><table><tr><td align="right" style="color: red; position: fixed; ' +
      'background: url(x)">1</td></tr></table></center>\n\n<div style="inset:0">open <b>bold',
  ));
  assertStringIncludes(html, "H<sub>2</sub>O<br />x");
  assertStringIncludes(html, "<b>c</b>");
  assertStringIncludes(html, '<center><table><tr><td align="right" style="color:red">1</td>');
  assert(html.trimEnd().endsWith("</b></div></div>"), "unclosed elements end with their cell");
  for (
    const part of [
      "<script",
      "<img",
      "onclick",
      "<iframe",
      "hidden",
      '="javascript',
      "fixed",
      "url(",
      "inset",
    ]
  ) {
    assert(!html.includes(part), `${part} must go: ${html}`);
  }
  assertStringIncludes(html, '<span class="missing">[Picture: not in this page]</span>');
  assertEquals(warnings, [
    "cell 1: picture 'x' is left out: it must be PNG, JPEG, GIF, WebP or SVG",
  ]);
});

Deno.test("exportNotebook() takes pictures and links that prose names in HTML like those in Markdown", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/a.png`, Uint8Array.of(1, 2, 3));
    const source =
      '<img src="a.png" width="40">\n\nSo <a href="03-training.ipynb#Loss">next $x_t$</a>';
    const page = await exportNotebook(notebook(prose(source)), { ...CONTEXT, folder });
    assertStringIncludes(page, '<img src="data:image/png;base64,AQID" width="40" />');
    assertStringIncludes(page, '<a href="03-training.html#loss">next <span class="short">');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("exportNotebook() highlights fenced code in the language it names", async () => {
  const html = await articleOf(prose("```ts\nconst a = 1;\n```\n\n```none\n<b>\n```"));
  assert(html.includes("--shiki-light:#CF222E") || html.includes("--shiki-light:#cf222e"));
  assertStringIncludes(html, "&#x3C;b>");
});

Deno.test("exportNotebook() keeps a cell's link definitions to that cell", async () => {
  const html = await articleOf(prose("[a][x]\n\n[x]: y.html"), prose("[b][x]"));
  assertStringIncludes(html, '<a href="y.html">a</a>');
  assertStringIncludes(html, "[b][x]");
});

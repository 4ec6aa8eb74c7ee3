/** Code cells and what they gave. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "../property.ts";
import { exportNotebook } from "@lab/reports";
import { articleOf, code, CONTEXT, figure, notebook, printed, prose, shown } from "./sample.ts";

const unescape = (html: string): string =>
  html.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (entity) =>
      ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" })[entity] as string,
  );

const outputText = (html: string): string =>
  unescape(
    html.match(/<pre class="output text" dir="auto" tabindex="0">([\s\S]*?)<\/pre>/)?.[1] ?? "",
  );

Deno.test("exportNotebook() shows printed text as it is, whatever it holds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (text) => {
      // deno-lint-ignore no-control-regex
      const plain = text.replace(/[\x00-\x1f\x7f-\x9f]/g, "");
      fc.pre(plain !== "");
      assertEquals(outputText(await articleOf(code("x", printed(plain)))), plain);
    }),
    { numRuns: 50, examples: [["<b>&amp;</pre>\"'"]] },
  );
});

Deno.test("exportNotebook() shows a very long print's beginning and end, and says what is left out", async () => {
  const lines = (n: number): string => Array.from({ length: n }, (_, k) => `line ${k}`).join("\n");
  const long = outputText(await articleOf(code("x", printed(lines(1_000_000))))).split("\n");
  assertEquals(long.length, 2501);
  assertEquals(long[1999], "line 1999");
  assertEquals(long[2000], "… 997,500 lines are left out of this page …");
  assertEquals(long[2001], "line 999500");
  assertEquals(outputText(await articleOf(code("x", printed(lines(2501))))), lines(2501));
  const wide = outputText(await articleOf(code("x", printed("ab".repeat(15_000)))));
  assertStringIncludes(wide, "ab … 10,000 more characters");
});

Deno.test("exportNotebook() joins pieces of one stream, and keeps two streams apart", async () => {
  const html = await articleOf(
    code("x", printed("a"), printed("b\n"), printed("c", "stderr"), printed("d")),
  );
  assertEquals(
    [...html.matchAll(/<pre class="output ([^"]*)"[^>]*>([^<]*)</g)].map((m) => m.slice(1)),
    [
      ["text", "ab\n"],
      ["text stderr", "c"],
      ["text", "d"],
    ],
  );
});

Deno.test("exportNotebook() leaves out the codes of a terminal's colours", async () => {
  const html = await articleOf(
    code("x", printed("\u001b[31mred\u001b[39m \u001b[1mbold\u001b[0m")),
  );
  assertEquals(outputText(html), "red bold");
});

Deno.test("exportNotebook() takes the best format of an output", async () => {
  const formats: [Record<string, unknown>, string][] = [
    [{ "text/html": "<b>h</b>", "text/plain": "p" }, '<div class="output html"><b>h</b></div>'],
    [
      { "image/png": "AAA=\n", "text/plain": "a plot" },
      '<div class="output picture"><img src="data:image/png;base64,AAA=" alt="a plot"></div>',
    ],
    [{ "text/markdown": "*m* $x$", "text/plain": "p" }, '<div class="output prose"><p><em>m</em> '],
    [
      { "text/latex": "$x$" },
      '<div class="output prose"><p><span class="short"><span class="katex">',
    ],
    [{ "text/plain": "1 < 2" }, '<pre class="output text" dir="auto">1 &lt; 2</pre>'],
    [{ "application/x-unknown": "?" }, ""],
  ];
  for (const [data, expected] of formats) {
    assertStringIncludes(await articleOf(code("x", shown(data))), expected);
  }
});

Deno.test("exportNotebook() shows SVG as an image, where its scripts sleep", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>a("1")</script></svg>';
  const html = await articleOf(code("x", shown({ "image/svg+xml": svg })));
  const address = html.match(/<img src="data:image\/svg\+xml,([^"]*)"/)?.[1] ?? "";
  assertEquals(decodeURIComponent(address), svg);
});

Deno.test("exportNotebook() keeps tables, pictures and inline SVG of HTML, not what acts or loads", async () => {
  const kept = '<table><tr><td colspan="2" style="text-align:right">1</td></tr></table>' +
    '<svg viewbox="0 0 1 1"><path d="M0 0" stroke-width="2"></path></svg>' +
    '<img src="data:image/png;base64,AAA=" alt="a" />';
  const html = await articleOf(code(
    "x",
    shown({
      "text/html": kept + `<script>a()</script><p onclick="a()">t</p><iframe src="//x"></iframe>` +
        `<img src="https://x/y.png"><form action="//x"><input></form><style>p{}</style>` +
        `<meta http-equiv="refresh" content="0"><a href="JaVaScRiPt:a()">l</a><SCRIPT>b()</SCRIPT>`,
    }),
  ));
  assertStringIncludes(html, kept);
  for (const part of ["a()", "b()", "iframe", "https:", "form", "style>", "meta", "cript"]) {
    assert(!html.slice(html.indexOf("output html")).includes(part), `${part} must be gone`);
  }
});

Deno.test("exportNotebook() keeps a style inside its own place", async () => {
  const kept = ["margin:0 auto", "margin-top:2px", "height:100vh", "color:red"];
  const gone = [
    ...["position:fixed", "inset:0", "z-index:9", "margin-top:-100vh", "margin:calc(0px - 9em)"],
    ...["text-indent:-999px", "transform:scale(9)", "background:url(x)"],
  ];
  for (const style of [...kept, ...gone]) {
    const html = await articleOf(code("x", shown({ "text/html": `<p style="${style}">a</p>` })));
    assertEquals(html.includes(`style="${style}"`), kept.includes(style), style);
  }
});

Deno.test("exportNotebook() shows in code what would turn the direction of reading", async () => {
  const html = await articleOf(
    code('const user = "a\u202e\u2066// b"; // "'),
    prose("```ts\nconst a = 1; // \u200f\n```"),
  );
  for (const shown of ["⟦U+202E⟧", "⟦U+2066⟧", "⟦U+200F⟧"]) assertStringIncludes(html, shown);
  assert(!/[\u202e\u2066\u200f]/.test(html));
});

Deno.test("exportNotebook() writes a figure's data so that they can't end their element", async () => {
  const html = await articleOf(code("x", figure("f", [{ name: "</script><b>" }])));
  const json = html.match(/<script type="application\/json">(.*?)<\/script>/)?.[1] ?? "";
  assertEquals(JSON.parse(json).data, [{ name: "</script><b>" }]);
  assertStringIncludes(html, '<img src="data:image/svg+xml;base64,');
});

Deno.test("exportNotebook() shows an error's class, message and stack, and says it at the top", async () => {
  const failed = code("throw x", {
    output_type: "error",
    ename: "RangeError",
    evalue: "too <far>",
    traceback: ["\u001b[31mRangeError\u001b[39m: too far", "    at <anonymous>:1:7"],
  });
  const html = await exportNotebook(notebook(prose("# T"), code("1"), failed), CONTEXT);
  assertStringIncludes(html, "<strong>RangeError</strong>: too &lt;far&gt;");
  assertStringIncludes(html, "<pre>RangeError: too far\n    at &lt;anonymous&gt;:1:7</pre>");
  assertStringIncludes(html, 'stopped at <a href="#cell-2">Code 2</a>');
});

const isOpen = (html: string): boolean => html.includes('<details class="code" open>');

Deno.test("exportNotebook() shows code, and folds cells that only import or are tagged", async () => {
  assert(isOpen(await articleOf(code("const a = 1;"))));
  const imports = 'import { a } from "@lab/text";\n// and\nimport {\n  b,\n} from "@lab/model";\n';
  assert(!isOpen(await articleOf(code(imports))));
  assert(isOpen(await articleOf(code(imports + "b();"))));
  const tagged = (tag: string): ReturnType<typeof code> => ({
    ...code("const a = 1;", printed("out")),
    metadata: { tags: [tag] },
  });
  for (const tag of ["hide-input", "hide_input"]) assert(!isOpen(await articleOf(tagged(tag))));
  assert(
    !isOpen(
      await articleOf({ ...code("a"), metadata: { jupyter: { source_hidden: true } } }),
    ),
  );
  assert(!(await articleOf(tagged("remove-input"))).includes("<details"));
  assert(!(await articleOf(tagged("remove-output"))).includes("out</pre>"));
  assertEquals(await articleOf(tagged("remove-cell")), "");
});

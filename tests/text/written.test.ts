/** How characters, texts and times are written for readers. */
import { assert, assertEquals } from "@std/assert";
import fc from "../property.ts";
import {
  alignColumns,
  dataUrl,
  escapeHtml,
  histogramText,
  pythonBytes,
  quoted,
  sayDuration,
  scriptJson,
  visibleCharacter,
  wholeFormulas,
} from "@lab/text";

Deno.test("escapeHtml() leaves no way into markup and loses nothing", () => {
  const decode = (html: string): string =>
    html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const html = escapeHtml(text);
    assert(!/[<>"']/.test(html));
    assertEquals(decode(html), text);
  }));
});

Deno.test("wholeFormulas() keeps small formulas on one line and changes no text", () => {
  const pieces = (text: string): string[] =>
    [...wholeFormulas(text).matchAll(/<span[^>]*>([^<]*)<\/span>/g)].map(([, piece]) => piece);
  assertEquals(pieces("|h| > 0.5 (%)"), ["|h| &gt; 0.5"]);
  assertEquals(pieces("largest |λ|, at τ = 0.35, from −0.2 to 12.0 %; H = 1,000."), [
    "|λ|",
    "τ = 0.35",
    "12.0 %",
    "H = 1,000",
  ]);
  assertEquals(pieces("1.94 ± 0.01 of 25 ln 62"), ["1.94 ± 0.01", "25 ln 62"]);
  assertEquals(pieces("Exercise 1.3 · One step"), ["1.3 ·"]);
  assertEquals(pieces("a < b, 3 of 4, a | b | c, x=1"), []);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."|h><=% 0.5,&a ") }), (text) => {
    assertEquals(wholeFormulas(text).replace(/<\/?span[^>]*>/g, ""), escapeHtml(text));
  }));
});

Deno.test("scriptJson() can't end a script and reads back as the value", () => {
  for (const value of ["</script><!--", "\u2028", { a: ["<"] }]) {
    const json = scriptJson(value);
    assert(!/[<\u2028\u2029]/.test(json));
    assertEquals(JSON.parse(json), value);
  }
});

Deno.test("visibleCharacter() makes every character visible", () => {
  assertEquals([" ", "\n", "\t", "\r", "\u00a0", "é"].map(visibleCharacter).join(""), "␣⏎⇥␍⍽é");
});

Deno.test("dataUrl() holds bytes and texts of any length", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const bytes = new TextEncoder().encode(text);
    const address = dataUrl("text/plain", text);
    assertEquals(address, dataUrl("text/plain", bytes));
    assertEquals(Uint8Array.fromBase64(address.split(",")[1]), bytes);
  }));
});

Deno.test("alignColumns() pads to the widest cell, counted in characters, and ends no line in blanks", () => {
  const rows = [["name", "n", ""], ["é😀", "100", "x"]];
  assertEquals(alignColumns(rows, [false, true]), ["name    n", "é😀    100  x"]);
  assertEquals(alignColumns([]), []);
});

Deno.test("sayDuration() never says 60 seconds, whatever is rounded", () => {
  const cases: [number, string, string][] = [
    [-1, "0 s", "0.0 s"],
    [0.04, "0 s", "0.0 s"],
    [59.4, "59 s", "59.4 s"],
    [59.97, "1 min 0 s", "1 min 0 s"],
    [119.7, "2 min 0 s", "2 min 0 s"],
    [3599.4, "59 min 59 s", "59 min 59 s"],
    [3599.5, "1 h 0 min", "1 h 0 min"],
    [Infinity, "unknown", "unknown"],
  ];
  for (const [seconds, whole, tenths] of cases) {
    assertEquals([sayDuration(seconds), sayDuration(seconds, 1)], [whole, tenths]);
  }
});

Deno.test("pythonBytes() writes what Python 3 prints", () => {
  // print(str(b"…")) of CPython 3.13.
  const printed: [string, string][] = [
    ["a'b\n\t\\\x01\x7f\r", String.raw`b"a'b\n\t\\\x01\x7f\r"`],
    [`'"`, String.raw`b'\'"'`],
    [`say "so"`, `b'say "so"'`],
    ["", "b''"],
    ["na\u00efve", String.raw`b'na\xc3\xafve'`],
  ];
  for (const [text, picture] of printed) assertEquals(pythonBytes(text), picture);
});

Deno.test("histogramText() has eight heights, each for an eighth of the largest count", () => {
  assertEquals(histogramText([1, 2, 3, 4, 5, 6, 7, 8]), "▁▂▃▄▅▆▇█");
  assertEquals(histogramText([0, 100, 200, 201, 800]), " ▁▂▃█");
});

Deno.test("histogramText() shows that a count is there, however small", () => {
  assertEquals(histogramText([0, 1, 1_000_000]), " ▁█");
});

Deno.test("quoted() shows what is not seen but spaces, and isolates what is written from the right", () => {
  assertEquals(quoted("no:\n\tan apple"), "“no:⏎⇥an apple”");
  assertEquals(quoted("سلام 5"), "“\u2068سلام 5\u2069”");
});

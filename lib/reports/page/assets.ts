/** What a page carries with it, so that it opens without a network. */
import katexStyle from "katex/dist/katex.min.css" with { type: "text" };
import katexPackage from "katex/package.json" with { type: "json" };
import plotlyPackage from "plotly.js-cartesian-dist-min/package.json" with { type: "json" };
import figuresScript from "./figures.js" with { type: "text" };
import pageScript from "./page.js" with { type: "text" };
import commonStyle from "./page.css" with { type: "text" };
import { PLAYGROUND_STYLE } from "@lab/playground";
import { dataUrl } from "@lab/text";

export { figuresScript, pageScript };

/** The style of every page, without the room before its lines. */
export const pageStyle: string = (commonStyle + PLAYGROUND_STYLE).replace(/^ +/gm, "");

/** The libraries inside the pages, with their versions. */
export const VERSIONS = { katex: katexPackage.version, plotly: plotlyPackage.version };

/** The text of plotly.js, cartesian bundle, minified. */
export async function plotlyScript(): Promise<string> {
  const url = import.meta.resolve("plotly.js-cartesian-dist-min");
  return await Deno.readTextFile(new URL(url));
}

const FONT_FACE = /@font-face\{[^}]*\}/g;

/** The font families of KaTeX that a page's formulas need, found by the classes in the page. */
function usedFamilies(html: string): Set<string> {
  const used = new Set<string>();
  for (const [, selectors, family] of rules()) {
    const classes = selectors.split(",").map((selector) => selector.match(/\.([\w-]+)\s*$/)?.[1]);
    if (classes.some((name) => name && new RegExp(`class="[^"]*\\b${name}\\b`).test(html))) {
      used.add(family);
    }
  }
  return used;
}

const rules = (): Iterable<RegExpMatchArray> =>
  katexStyle.replace(FONT_FACE, "").matchAll(/([^{}]+)\{[^}]*?\b(KaTeX_\w+)[^}]*\}/g);

async function fontFace(face: string): Promise<string> {
  const file = face.match(/url\((fonts\/[\w-]+\.woff2)\)/)?.[1];
  const bytes = await Deno.readFile(new URL(import.meta.resolve(`katex/dist/${file}`)));
  return face.replace(/src:[^;}]*/, `src:url(${dataUrl("font/woff2", bytes)})format("woff2")`);
}

/**
 * The style of formulas with the fonts that a page needs inside it.
 * @param html the page
 * @returns CSS; empty when the page has no formulas
 */
export async function formulaStyle(html: string): Promise<string> {
  if (!html.includes('class="katex"')) return "";
  const families = usedFamilies(html);
  const faces = (katexStyle.match(FONT_FACE) ?? []).filter((face) =>
    families.has(face.match(/font-family:"?(KaTeX_\w+)/)?.[1] ?? "")
  );
  const fonts = await Promise.all(faces.map(fontFace));
  return fonts.join("") + katexStyle.replace(FONT_FACE, "");
}

/** A picture's pixels: SVG → PNG by resvg, with fonts that come along, so that it is the same everywhere. */
import type { Resvg } from "@resvg/resvg-wasm";
// Fonts are no modules: this brings their files here.
import "dejavu-fonts-ttf/package.json" with { type: "json" };
import { encodePalettePng } from "./png.ts";
import { reduceColours } from "./palette_pixels.ts";

/** About as wide as Arial, after which labels are laid out, and with all the signs that labels use. */
const FONTS = ["DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DejaVuSansMono"] as const;
const FAMILY = "DejaVu Sans Condensed";

const fileOf = (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  Deno.readFile(new URL(import.meta.resolve(name)));

/** resvg, ready, and the fonts. */
interface Renderer {
  Resvg: typeof Resvg;
  fontBuffers: Uint8Array[];
}

async function start(): Promise<Renderer> {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  await initWasm(await fileOf("@resvg/resvg-wasm/index_bg.wasm"));
  const fontBuffers = await Promise.all(
    FONTS.map((name) => fileOf(`dejavu-fonts-ttf/ttf/${name}.ttf`)),
  );
  return { Resvg, fontBuffers };
}

let renderer: Promise<Renderer> | undefined;

/**
 * Draws an SVG picture on white, in 256 colours at most.
 * @param svg the SVG's text, with its size
 * @returns the bytes of a PNG file, the same on every machine
 * @throws {Error} when it is no SVG
 * @example
 * ```ts
 * import { rasterise } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>';
 * assertEquals([...(await rasterise(svg)).subarray(1, 4)], [..."PNG"].map((c) => c.charCodeAt(0)));
 * ```
 */
export async function rasterise(svg: string): Promise<Uint8Array> {
  const { Resvg, fontBuffers } = await (renderer ??= start());
  // Cells of heatmaps have edges; resvg knows this wish by its older name only.
  const sharp = svg.replace(/(image-rendering: ?)pixelated/g, "$1optimizeSpeed")
    // It would pass over the rest of a style, and with it the colour.
    .replace(/stroke-dasharray: ?;/g, "");
  const picture = new Resvg(sharp, {
    background: "white",
    font: {
      fontBuffers,
      loadSystemFonts: false,
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
      monospaceFamily: "DejaVu Sans Mono",
    },
  });
  const rendered = picture.render();
  try {
    const { palette, indices } = reduceColours(rendered.pixels);
    return encodePalettePng(rendered.width, rendered.height, indices, palette);
  } finally {
    rendered.free();
    picture.free();
  }
}

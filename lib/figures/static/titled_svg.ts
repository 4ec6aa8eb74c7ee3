/** A figure's picture with its title and caption above it, for places that show a picture alone. */
import { escapeHtml } from "@lab/text";
import { wrapText } from "./wrap.ts";

const [LEFT, TITLE, CAPTION] = [8, 15, 12.5] as const;
/** As many characters as surely fit beside each other. */
const [TITLE_WIDTH, CAPTION_WIDTH] = [84, 112] as const;

const sizeOf = (svg: string, name: string): number =>
  Number(svg.match(new RegExp(`^<svg\\b[^>]*?\\b${name}="([\\d.]+)"`))?.[1] ?? 0);

/**
 * Puts title and caption above a picture.
 * @param svg the picture
 * @param title the finding; none when empty
 * @param caption what is shown; none when empty
 * @returns a picture as wide and as much taller as the words need
 * @example
 * ```ts
 * import { titledSvg } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const svg = titledSvg('<svg width="760" height="100"></svg>', "It falls", "One run");
 * assertStringIncludes(svg, 'height="150"');
 * ```
 */
export function titledSvg(svg: string, title: string, caption: string): string {
  const [width, height] = [sizeOf(svg, "width"), sizeOf(svg, "height")];
  const lines = [
    ...wrapText(title, TITLE_WIDTH).map((text) => ({ text, size: TITLE, weight: "bold" })),
    ...wrapText(caption, CAPTION_WIDTH).map((text) => ({ text, size: CAPTION, weight: "normal" })),
  ].filter(({ text }) => text !== "");
  let y = 4;
  const words = lines.map(({ text, size, weight }) => {
    y += 1.35 * size;
    return `<text x="${LEFT}" y="${y.toFixed(2)}" font-size="${size}" font-weight="${weight}">${
      escapeHtml(text)
    }</text>`;
  });
  const top = Math.ceil(y + 8);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + top}" ` +
    `font-family="sans-serif" fill="#333"><g>${words.join("")}</g>` +
    `<g transform="translate(0 ${top})">${svg}</g></svg>`;
}

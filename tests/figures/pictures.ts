/** A large picture, and a reader of the PNG pictures inside an SVG, independent of the writer under test. */
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { type Figure, heatmap } from "@lab/figures";

/** The PNG files inside an SVG's text. */
export function pngsIn(svg: string): Uint8Array[] {
  return [...svg.matchAll(/data:image\/png;base64,([A-Za-z0-9+/=]+)/g)]
    .map(([, base64]) => new Uint8Array(Buffer.from(base64, "base64")));
}

/** How many different opaque colours an unfiltered 8-bit RGBA PNG has. */
export function distinctColours(png: Uint8Array): number {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const colours = new Set<string>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 4 + 1) + 1 + x * 4;
      if (rows[at + 3] === 255) colours.add(rows.subarray(at, at + 3).join());
    }
  }
  return colours.size;
}

/** The weights of 250 named units by 62 named characters. */
export function namedMatrix(): Figure {
  return heatmap({
    title: "Why",
    rows: { label: "unit", names: Array.from({ length: 250 }, (_, i) => `unit ${i}`) },
    columns: { label: "character", names: Array.from({ length: 62 }, (_, i) => `c${i}`) },
    values: Float64Array.from({ length: 250 * 62 }, (_, i) => Math.sin(i)),
    shape: [250, 62],
    value: { label: "weight" },
  });
}

/** A PNG writer: pixels → file, for the pictures inside static heatmaps and for whole figures. */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Length, type, content, checksum. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/**
 * A picture as a PNG file.
 * @param width in pixels, ≥ 1
 * @param height in pixels, ≥ 1
 * @param pixels `[height, width, 4]` red, green, blue and opacity, 0 … 255
 * @returns the bytes of the file
 * @throws {TypeError} when there are not `height * width * 4` bytes
 * @see "Portable Network Graphics (PNG) Specification", W3C, sections 5 and 11.2
 */
export function encodePng(
  width: number,
  height: number,
  pixels: Uint8Array | Uint8ClampedArray,
): Uint8Array {
  if (pixels.length !== width * height * 4) {
    throw new TypeError(
      `Cannot write a PNG as 'pixels' must hold ${height} * ${width} * 4 bytes: current length is ` +
        pixels.length,
    );
  }
  return file(width, height, RGBA, [], pixels);
}

/** Colour types of the format: red, green, blue and opacity; a row of a table. */
const [RGBA, INDEXED] = [6, 3];

/** The file: header, what stands before the pixels, and the rows, each begun with filter 0. */
function file(
  width: number,
  height: number,
  colourType: number,
  before: readonly Uint8Array[],
  pixels: Uint8Array | Uint8ClampedArray,
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType], 8); // 8 bits per channel or row; the rest is zero
  const stride = pixels.length / height;
  const rows = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    ...before,
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/**
 * A picture in few colours as a PNG file.
 * @param width in pixels, ≥ 1
 * @param height in pixels, ≥ 1
 * @param indices `[height, width]` each pixel's row of the palette
 * @param palette `[colours, 3]` red, green and blue, 0 … 255; 256 colours at most
 * @returns the bytes of the file
 * @throws {TypeError} when there are not `height * width` pixels
 * @see "Portable Network Graphics (PNG) Specification", W3C, section 11.2.3
 */
export function encodePalettePng(
  width: number,
  height: number,
  indices: Uint8Array,
  palette: Uint8Array,
): Uint8Array {
  if (indices.length !== width * height) {
    throw new TypeError(
      `Cannot write a PNG as 'indices' must hold ${height} * ${width} pixels: current length is ` +
        indices.length,
    );
  }
  return file(width, height, INDEXED, [chunk("PLTE", palette)], indices);
}

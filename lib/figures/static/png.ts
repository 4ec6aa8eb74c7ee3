/** A PNG writer: pixels → file, for the pictures inside static heatmaps. */
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
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6], 8); // 8 bits per channel, RGBA; the rest is zero
  const stride = width * 4;
  const rows = new Uint8Array(height * (stride + 1)); // each row begins with filter 0
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Latin-1: one character a byte. */
import { Buffer } from "node:buffer";

/**
 * The text in which each byte is the character of that number.
 * @param bytes any bytes
 * @returns as many characters
 */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

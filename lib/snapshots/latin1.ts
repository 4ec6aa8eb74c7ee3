/** Latin-1: one character a byte. */

/** The most arguments to hand to one call. */
const STEP = 8192;

/**
 * The text in which each byte is the character of that number.
 * @param bytes any bytes
 * @returns as many characters
 */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += STEP) {
    text += String.fromCharCode(...bytes.subarray(i, i + STEP));
  }
  return text;
}

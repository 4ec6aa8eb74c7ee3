/** Base64, for pictures inside a page. */
import { Buffer } from "node:buffer";

/**
 * Bytes or a text (as UTF-8) in base64.
 * @param content bytes or text
 * @returns base64 with padding
 */
export function encodeBase64(content: Uint8Array | string): string {
  return typeof content === "string"
    ? Buffer.from(content, "utf8").toString("base64")
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64");
}

/**
 * Jupyter's wire protocol: messages of JSON parts, signed with HMAC-SHA256, as ZeroMQ frames.
 * @see https://jupyter-client.readthedocs.io/en/latest/messaging.html#the-wire-protocol
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** Fields of a message, by name. */
export type Content = Record<string, unknown>;

/** A message from a kernel. */
export interface Message {
  /** What the message is: `status`, `stream`, `execute_reply`… */
  type: string;
  /** The message's whole header, which what answers it carries as its parent. */
  header: Content;
  /** The id of the request that it answers; undefined for what nobody asked for. */
  parentId?: string;
  /** What it says. */
  content: Content;
  /** Notes on what it says. */
  metadata: Content;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();
const DELIMITER = "<IDS|MSG>";
const SIGNED_PARTS = 4;

/** Signs, encodes, decodes and checks the messages of one client, or of one kernel. */
export class MessageCodec {
  readonly #key: string;
  readonly #session: string = crypto.randomUUID();

  /**
   * Makes a session.
   * @param key the key of the connection file
   */
  constructor(key: string) {
    this.#key = key;
  }

  /** HMAC-SHA256 over the parts, in hexadecimal digits. */
  #sign(parts: readonly Uint8Array[]): Uint8Array {
    return utf8.encode(createHmac("sha256", this.#key).update(Buffer.concat(parts)).digest("hex"));
  }

  /**
   * Encodes a message.
   * @param type what it is: `execute_request`, `kernel_info_request`…
   * @param content its fields
   * @param parent the header of the message that it answers; empty for a request
   * @param metadata notes on it
   * @returns the message's id, which its answers carry, and its frames
   */
  encode(
    type: string,
    content: Content,
    parent: Content = {},
    metadata: Content = {},
  ): { id: string; frames: Uint8Array[] } {
    const id = crypto.randomUUID();
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.#session,
      username: "lab",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const parts = [header, parent, metadata, content].map((part) =>
      utf8.encode(JSON.stringify(part))
    );
    return { id, frames: [utf8.encode(DELIMITER), this.#sign(parts), ...parts] };
  }

  /**
   * Decodes a message.
   * @param frames the message's frames, as they came
   * @returns the message
   * @throws {Deno.errors.InvalidData} when it is not a message, or not signed with the key
   */
  decode(frames: readonly Uint8Array[]): Message {
    const start = frames.findIndex((frame) =>
      frame.length === DELIMITER.length && text.decode(frame) === DELIMITER
    );
    const parts = frames.slice(start + 2, start + 2 + SIGNED_PARTS);
    if (start === -1 || parts.length < SIGNED_PARTS) {
      throw new Deno.errors.InvalidData("Frames are not a Jupyter message");
    }
    const signature = this.#sign(parts);
    const claimed = frames[start + 1];
    if (claimed.length !== signature.length || !timingSafeEqual(claimed, signature)) {
      throw new Deno.errors.InvalidData("A message's signature is wrong");
    }
    // Code can broadcast anything; who reads a message may rely on objects.
    const [header, parent, metadata, content] = parts.map((part) =>
      JSON.parse(text.decode(part)) ?? {}
    );
    return { type: header.msg_type, header, parentId: parent.msg_id, content, metadata };
  }
}

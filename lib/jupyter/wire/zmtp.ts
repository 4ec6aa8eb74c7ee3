/**
 * ZMTP 3.0, the protocol of ZeroMQ sockets, with the NULL mechanism, over TCP.
 *
 * The npm package `zeromq` would be the natural choice, but under Deno its first reply was missing
 * until the next send in 7 of 23 starts; this one never stalled.
 * @see https://rfc.zeromq.org/spec/23/
 */
import { Buffer } from "node:buffer";

const MORE = 0x01;
const LONG = 0x02;
const COMMAND = 0x04;

const HOST = "127.0.0.1";

const utf8 = new TextEncoder();

/** Flags and length of a frame: one byte of length up to 255, eight above. */
function frameHead(length: number, flags: number): Uint8Array {
  if (length <= 255) return Uint8Array.of(flags, length);
  const head = new Uint8Array(9);
  head[0] = flags | LONG;
  new DataView(head.buffer).setBigUint64(1, BigInt(length));
  return head;
}

/**
 * Encodes a message of several frames.
 * @param frames the frames, at least one
 * @returns the bytes that go over the wire
 */
export function encodeMessage(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Buffer.concat(frames.flatMap((frame, i) => [
    frameHead(frame.length, i < frames.length - 1 ? MORE : 0),
    frame,
  ]));
}

/** Gives exactly as many bytes as are asked for, however the network cut them. */
class ByteReader {
  #chunk: Uint8Array = new Uint8Array(0);
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; undefined when the stream ends before the first of them. */
  async read(length: number): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#chunk.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done === true && filled === 0) return undefined;
        if (done === true) throw new Deno.errors.UnexpectedEof("Connection cut inside a frame");
        this.#chunk = value;
        continue;
      }
      const part = this.#chunk.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
    return bytes;
  }

  async need(length: number): Promise<Uint8Array> {
    const bytes = await this.read(length);
    if (bytes === undefined) throw new Deno.errors.UnexpectedEof("Connection cut");
    return bytes;
  }
}

async function frameLength(reader: ByteReader, flags: number): Promise<number> {
  if ((flags & LONG) === 0) return (await reader.need(1))[0];
  const { buffer } = await reader.need(8);
  const length = new DataView(buffer).getBigUint64(0);
  if (length > 2 ** 31) throw new Deno.errors.InvalidData(`Frame of ${length} bytes`);
  return Number(length);
}

async function* readMessages(reader: ByteReader): AsyncGenerator<Uint8Array[]> {
  let frames: Uint8Array[] = [];
  for (;;) {
    const head = await reader.read(1);
    if (head === undefined) return;
    const [flags] = head;
    if ((flags & ~(MORE | LONG | COMMAND)) !== 0) {
      throw new Deno.errors.InvalidData(`Frame with unknown flags ${flags}`);
    }
    const frame = await reader.need(await frameLength(reader, flags));
    if ((flags & COMMAND) !== 0) continue;
    frames.push(frame);
    if ((flags & MORE) !== 0) continue;
    yield frames;
    frames = [];
  }
}

/**
 * Decodes messages from a stream of bytes after the handshake; commands are passed over.
 * @param chunks the bytes, however they are cut
 * @returns the frames of each message
 * @throws {Deno.errors.InvalidData} when the bytes are not frames
 * @throws {Deno.errors.UnexpectedEof} when the stream ends inside a frame
 */
export function decodeMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  return readMessages(new ByteReader(chunks));
}

const GREETING_LENGTH = 64;

/** Signature, version 3.0, mechanism NULL, not a server, filler. */
function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_LENGTH);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(utf8.encode("NULL"), 12);
  return bytes;
}

function property(name: string, value: string): Uint8Array {
  const [key, bytes] = [utf8.encode(name), utf8.encode(value)];
  return Buffer.concat([
    Uint8Array.of(key.length),
    key,
    Uint8Array.of(0, 0, 0, bytes.length),
    bytes,
  ]);
}

function readyCommand(type: SocketType, identity: string): Uint8Array {
  const body = Buffer.concat([
    Uint8Array.of(5),
    utf8.encode("READY"),
    property("Socket-Type", type),
    ...identity === "" ? [] : [property("Identity", identity)],
  ]);
  return Buffer.concat([frameHead(body.length, COMMAND), body]);
}

/** The kinds of socket that a Jupyter client needs, and those that a kernel has. */
export type SocketType = "DEALER" | "SUB" | "ROUTER" | "PUB" | "REP";

/** A connection to one ZeroMQ socket of another process on this machine. */
export class ZmtpSocket {
  #writing: Promise<void> = Promise.resolve();
  readonly #connection: Deno.TcpConn;
  readonly #reader: ByteReader;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#reader = new ByteReader(connection.readable);
  }

  /**
   * Connects and shakes hands; a `SUB` socket subscribes to everything.
   * @param port the TCP port on 127.0.0.1
   * @param type what this end is
   * @param identity by which a `ROUTER` at the other end knows this end on several of its ports
   * @returns the connection
   * @throws {Deno.errors.ConnectionRefused} when nobody listens there yet
   */
  static async connect(port: number, type: SocketType, identity = ""): Promise<ZmtpSocket> {
    return await ZmtpSocket.open(await Deno.connect({ hostname: HOST, port }), type, identity);
  }

  /**
   * Shakes hands over a connection that was made or taken.
   * @param connection the connection, which now belongs to the socket
   * @param type what this end is
   * @param identity see {@linkcode connect}
   * @returns the socket
   * @throws {Deno.errors.InvalidData} when the other end does not speak ZMTP
   */
  static async open(
    connection: Deno.TcpConn,
    type: SocketType,
    identity = "",
  ): Promise<ZmtpSocket> {
    connection.setNoDelay(true);
    const socket = new ZmtpSocket(connection);
    try {
      await socket.#write(Buffer.concat([greeting(), readyCommand(type, identity)]));
      const [signature] = await socket.#reader.need(GREETING_LENGTH);
      if (signature !== 0xff) throw new Deno.errors.InvalidData("The peer does not speak ZMTP");
      if (type === "SUB") await socket.send([Uint8Array.of(1)]);
    } catch (error) {
      socket.close();
      throw error;
    }
    return socket;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      written += await this.#connection.write(bytes.subarray(written));
    }
  }

  /**
   * Sends a message. Messages go out whole and in the order of the calls.
   * @param frames the message's frames
   * @returns when the message has been handed to the system
   */
  send(frames: readonly Uint8Array[]): Promise<void> {
    const sent = this.#writing.then(() => this.#write(encodeMessage(frames)));
    this.#writing = sent.catch(() => {});
    return sent;
  }

  /**
   * The messages that arrive, until either end closes. To be called once.
   * @returns the frames of each message
   */
  messages(): AsyncGenerator<Uint8Array[]> {
    return readMessages(this.#reader);
  }

  /** Closes the connection; what was not read is lost. */
  close(): void {
    try {
      this.#connection.close();
    } catch {
      // Closed already, by the other end.
    }
  }
}

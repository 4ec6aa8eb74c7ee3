/** A kernel's side of Jupyter's sockets: takes requests, sends replies, publishes to everyone. */
import type { Connection } from "./connection.ts";
import { type Content, type Message, MessageCodec } from "./messages.ts";
import { type SocketType, ZmtpSocket } from "./zmtp.ts";

/** The sockets on which clients ask. */
export type AskedChannel = "shell" | "control" | "stdin";

/** Answers a request: its type and its fields. */
export type Reply = (type: string, content: Content) => void;

/** Takes a request of a client. */
export type OnRequest = (channel: AskedChannel, request: Message, reply: Reply) => void;

const utf8 = new TextEncoder();

/** The first byte of a subscription; its topic follows. */
const SUBSCRIBE = 1;

/** The five sockets of a kernel. */
export class KernelServer {
  readonly #codec: MessageCodec;
  readonly #onRequest: OnRequest;
  readonly #listeners: Deno.TcpListener[] = [];
  readonly #open: Record<"iopub" | "stdin", Set<ZmtpSocket>> = {
    iopub: new Set(),
    stdin: new Set(),
  };
  readonly #leaving: Set<Promise<unknown>> = new Set();

  /**
   * Listens at once.
   * @param connection where, and with which key
   * @param onRequest takes the requests
   * @throws {Deno.errors.AddrInUse} when another program has one of the ports
   */
  constructor(connection: Connection, onRequest: OnRequest) {
    this.#codec = new MessageCodec(connection.key);
    this.#onRequest = onRequest;
    const { ip, shell_port, control_port, stdin_port, iopub_port, hb_port } = connection;
    this.#listen(ip, shell_port, "ROUTER", (socket) => this.#take("shell", socket));
    this.#listen(ip, control_port, "ROUTER", (socket) => this.#take("control", socket));
    this.#listen(ip, stdin_port, "ROUTER", (socket) => this.#keep("stdin", socket));
    this.#listen(ip, iopub_port, "PUB", (socket) => this.#keep("iopub", socket));
    this.#listen(ip, hb_port, "REP", echo);
  }

  #listen(
    hostname: string,
    port: number,
    type: SocketType,
    serve: (socket: ZmtpSocket) => Promise<void>,
  ): void {
    const listener = Deno.listen({ hostname, port });
    this.#listeners.push(listener);
    const accept = async (): Promise<void> => {
      for await (const connection of listener) {
        // A client that breaks off, or is not one, ends its own connection only.
        ZmtpSocket.open(connection, type).then(serve).catch(() => {});
      }
    };
    void accept();
  }

  /** Sends a message; a client that is gone misses it. */
  #send(socket: ZmtpSocket, frames: readonly Uint8Array[]): void {
    const sent: Promise<unknown> = socket.send(frames).catch(() => {}).finally(() =>
      this.#leaving.delete(sent)
    );
    this.#leaving.add(sent);
  }

  async #take(channel: AskedChannel, socket: ZmtpSocket): Promise<void> {
    for await (const frames of socket.messages()) {
      const request = this.#codec.decode(frames);
      this.#onRequest(channel, request, (type, content) => {
        this.#send(socket, this.#codec.encode(type, content, request.header).frames);
      });
    }
  }

  /** Lets in who subscribes, and says so: from then on nothing is missed. */
  async #welcome(socket: ZmtpSocket): Promise<void> {
    for await (const [subscription] of socket.messages()) {
      if (subscription[0] !== SUBSCRIBE) continue;
      const topic = subscription.subarray(1);
      const content = { subscription: new TextDecoder().decode(topic) };
      const { frames } = this.#codec.encode("iopub_welcome", content);
      this.#send(socket, [topic, ...frames]);
      // Whatever the topic, a subscriber gets everything.
      this.#open.iopub.add(socket);
    }
  }

  async #keep(channel: "iopub" | "stdin", socket: ZmtpSocket): Promise<void> {
    try {
      if (channel === "iopub") return await this.#welcome(socket);
      this.#open.stdin.add(socket);
      await this.#take(channel, socket);
    } finally {
      this.#open[channel].delete(socket);
    }
  }

  /**
   * Publishes a message to all clients.
   * @param type what it is
   * @param content its fields
   * @param parent the header of the request that it belongs to
   * @param metadata notes on it
   */
  publish(type: string, content: Content, parent: Content, metadata?: Content): void {
    const { frames } = this.#codec.encode(type, content, parent, metadata);
    for (const socket of this.#open.iopub) this.#send(socket, [utf8.encode(type), ...frames]);
  }

  /**
   * Asks the user; clients that did not send the request pass it over.
   * @param content the question's fields
   * @param parent the header of the request that it belongs to
   */
  ask(content: Content, parent: Content): void {
    const { frames } = this.#codec.encode("input_request", content, parent);
    for (const socket of this.#open.stdin) this.#send(socket, frames);
  }

  /**
   * Stops listening.
   * @returns when the last messages have left
   */
  async close(): Promise<void> {
    for (const listener of this.#listeners) listener.close();
    await Promise.all(this.#leaving);
  }
}

async function echo(socket: ZmtpSocket): Promise<void> {
  for await (const frames of socket.messages()) await socket.send(frames);
}

/** A client's connections to a kernel: requests and their replies, and what the kernel publishes. */
import type { Connection } from "./connection.ts";
import { sleep, TIME_OVER, within } from "../time.ts";
import { type Content, type Message, MessageCodec } from "./messages.ts";
import { type SocketType, ZmtpSocket } from "./zmtp.ts";

/** Connects as soon as the kernel listens. */
async function dial(
  port: number,
  type: SocketType,
  signal: AbortSignal,
  identity?: string,
): Promise<ZmtpSocket> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ZmtpSocket.connect(port, type, identity);
    } catch {
      await sleep(0.01);
    }
  }
}

/** What {@linkcode KernelClient} tells its owner. */
export interface ClientEvents {
  /** A message that the kernel published. */
  onPublished: (message: Message) => void;
  /** A question of the kernel to the user; none are asked where nobody listens. */
  onQuestion?: (message: Message) => void;
  /** The connection can't be trusted any more: why. */
  onBroken: (error: Error) => void;
}

/** Which of the kernel's two request sockets to use; `control` is answered while code runs. */
export type RequestChannel = "shell" | "control";

/** The connections to one kernel. */
export class KernelClient {
  readonly #codec: MessageCodec;
  readonly #events: ClientEvents;
  readonly #waiting: Map<string, (reply: Content) => void> = new Map();
  readonly #sockets: Record<RequestChannel | "iopub" | "stdin", ZmtpSocket>;
  #firstPublished: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Resolves when the kernel has closed its end and all it published has been taken. */
  readonly drained: Promise<void>;

  private constructor(
    codec: MessageCodec,
    sockets: Record<RequestChannel | "iopub" | "stdin", ZmtpSocket>,
    events: ClientEvents,
  ) {
    this.#codec = codec;
    this.#sockets = sockets;
    this.#events = events;
    this.drained = this.#listen(sockets.iopub, (message) => {
      this.#firstPublished.resolve();
      events.onPublished(message);
    });
    this.#listen(sockets.shell, (message) => this.#settle(message));
    this.#listen(sockets.control, (message) => this.#settle(message));
    this.#listen(sockets.stdin, (message) => events.onQuestion?.(message));
  }

  /**
   * Connects to a kernel that may still be starting, and waits until it answers and is heard.
   * @param connection how to reach the kernel
   * @param events what to tell whom
   * @param signal gives up
   * @returns the connections
   * @throws the signal's reason when it is aborted first
   */
  static async connect(
    connection: Connection,
    events: ClientEvents,
    signal: AbortSignal,
  ): Promise<KernelClient> {
    // The kernel sends its questions to whom it knows by the same name from the shell.
    const name = crypto.randomUUID();
    const client = new KernelClient(new MessageCodec(connection.key), {
      iopub: await dial(connection.iopub_port, "SUB", signal),
      stdin: await dial(connection.stdin_port, "DEALER", signal, name),
      shell: await dial(connection.shell_port, "DEALER", signal, name),
      control: await dial(connection.control_port, "DEALER", signal),
    }, events);
    for (;;) {
      // A subscription takes effect some time after it is sent: ask until an echo is heard.
      const answered = client.request("shell", "kernel_info_request", {});
      const heard = Promise.all([answered, client.#firstPublished.promise]);
      if (await within(0.2, heard) !== TIME_OVER) return client;
      if (signal.aborted) client.close();
      signal.throwIfAborted();
    }
  }

  async #listen(socket: ZmtpSocket, take: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket.messages()) take(this.#codec.decode(frames));
    } catch (error) {
      // A kernel that is killed cuts its connections anywhere; that it ended is told elsewhere.
      if (error instanceof Deno.errors.InvalidData || error instanceof SyntaxError) {
        this.#events.onBroken(error);
      }
    }
  }

  #settle({ parentId = "", content }: Message): void {
    this.#waiting.get(parentId)?.(content);
    this.#waiting.delete(parentId);
  }

  /**
   * Sends a request.
   * @param channel the socket to send it to
   * @param type what is asked
   * @param content the request's fields
   * @param metadata notes on it, such as the front-end's name for the cell
   * @returns the reply's fields; never resolves when the kernel ends first
   */
  request(
    channel: RequestChannel,
    type: string,
    content: Content,
    metadata: Content = {},
  ): Promise<Content> {
    const { id, frames } = this.#codec.encode(type, content, {}, metadata);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      // That the other end is gone shows in the end of the process.
      this.#sockets[channel].send(frames).catch(() => {});
    });
  }

  /**
   * Answers a question of the kernel.
   * @param content the answer's fields
   * @param parent the question's header
   */
  answer(content: Content, parent: Content): void {
    const { frames } = this.#codec.encode("input_reply", content, parent);
    this.#sockets.stdin.send(frames).catch(() => {});
  }

  /** Closes the connections. */
  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
  }
}

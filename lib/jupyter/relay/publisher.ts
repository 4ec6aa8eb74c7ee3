/** What a relay tells all front-ends: outputs and states, as those of the request at hand. */
import type { Content } from "../wire/messages.ts";
import type { KernelServer } from "../wire/server.ts";
import { StreamJoiner } from "./streams.ts";

/** Publishes in order; printed text is joined, and leaves before whatever comes after it. */
export class Publisher {
  readonly #server: KernelServer;
  readonly #streams: StreamJoiner = new StreamJoiner((name, text) =>
    this.#server.publish("stream", { name, text }, this.parent)
  );
  /** The header of the request at hand. */
  parent: Content = {};

  /**
   * A publisher that has said nothing yet.
   * @param server the sockets that the front-ends listen to
   */
  constructor(server: KernelServer) {
    this.#server = server;
  }

  /**
   * Publishes a message.
   * @param type what it is
   * @param content its fields
   * @param metadata notes on it
   */
  publish(type: string, content: Content, metadata?: Content): void {
    this.flush();
    this.#server.publish(type, content, this.parent, metadata);
  }

  /**
   * Publishes printed text, soon.
   * @param name its stream, `stdout` or `stderr`
   * @param text the text
   */
  print(name: string, text: string): void {
    this.#streams.add(name, text);
  }

  /**
   * Publishes whether something is done.
   * @param state the state
   * @param header the header of the request that it is of
   */
  status(state: "starting" | "busy" | "idle", header: Content = this.parent): void {
    this.flush();
    this.#server.publish("status", { execution_state: state }, header);
  }

  /** Publishes what was printed. */
  flush(): void {
    this.#streams.flush();
  }
}

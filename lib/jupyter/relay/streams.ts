/** Joins what a cell prints into fewer messages: Jupyter servers drop those of a cell that floods. */

/** How long a text waits for more of the same stream. */
const WAITING_MS = 40;

/** Collects printed text and hands it on in order. */
export class StreamJoiner {
  readonly #send: (name: string, text: string) => void;
  #name = "";
  #parts: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * A joiner that has nothing yet.
   * @param send is given each joined text and the name of its stream
   */
  constructor(send: (name: string, text: string) => void) {
    this.#send = send;
  }

  /**
   * Takes a text.
   * @param name its stream, `stdout` or `stderr`
   * @param text the text
   */
  add(name: string, text: string): void {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#parts.push(text);
    this.#timer ??= setTimeout(() => this.flush(), WAITING_MS);
  }

  /** Hands on what is there: before anything else is sent, so that the order stays. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#parts.length === 0) return;
    const text = this.#parts.join("");
    this.#parts = [];
    this.#send(this.#name, text);
  }
}

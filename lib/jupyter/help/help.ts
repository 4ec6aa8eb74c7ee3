/** Helps while one writes a cell: the names that fit, with their types and documentation. */
import { completionsOf, explainCall, explainName, offsetOf } from "./help_text.ts";
import type { LanguageServer, SessionCell } from "./language_server.ts";
import { TIME_OVER, within } from "../time.ts";
import type { Content } from "../wire/messages.ts";

/** JupyterLab does not wait longer than a second for the names that fit. */
const COMPLETION_SECONDS = 0.8;
/** For an explanation, a user waits while the server starts. */
const EXPLANATION_SECONDS = 10;

/** Cells that are remembered; what older ones declared is still completed by the kernel. */
const MOST_CELLS = 200;
/** A server that nobody asks for so long gives its memory back. */
const IDLE_MINUTES = 15;
/** Where the server does not start, or ends, so often, it is left alone. */
const MOST_FAILURES = 3;
/** Code whose completion makes the server read the lab's modules. */
const WARMING =
  `import { train } from "@lab/training";\nimport { show } from "@lab/figures";\ntrain`;

/** What a front-end asks about a place in a cell. */
export interface Question {
  /** The cell's text. */
  code: string;
  /** The place, in code points. */
  cursor_pos: number;
}

/** A cell that has run, and the front-end's name for it. */
interface KnownCell extends SessionCell {
  cellId: string | undefined;
}

/** What a session's cells declare, and a language server that is asked about it, once it is needed. */
export class SessionHelp {
  readonly #folder: string;
  #cells: KnownCell[] = [];
  /** Whether a cell has begun since the server read them last. */
  #hasNews = false;
  #server: Promise<LanguageServer> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /**
   * Nothing is started yet.
   * @param folder the folder in which the session's kernel runs
   */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes a cell that begins to run.
   * @param code its text
   * @param cellId the front-end's name for the cell: what stood in it before is forgotten
   */
  add(code: string, cellId?: string): void {
    const others = this.#cells.filter((cell) =>
      cell.code !== code && (cellId === undefined || cell.cellId !== cellId)
    );
    this.#cells = [{ id: crypto.randomUUID(), code, cellId }, ...others].slice(0, MOST_CELLS);
    this.#hasNews = true;
  }

  /** Lets a server that runs read the cells, as soon as none of them runs: not when somebody waits for an answer. */
  readCells(): void {
    if (this.#server === undefined || !this.#hasNews) return;
    this.#hasNews = false;
    void this.warmUp();
  }

  /**
   * Forgets a cell that could not run.
   * @param code its text
   */
  remove(code: string): void {
    this.#cells = this.#cells.filter((cell) => cell.code !== code);
  }

  /**
   * Starts the server, or keeps it from being ended soon.
   * @returns the server, told of all cells; undefined where there is none to be had
   */
  async #ready(): Promise<LanguageServer | undefined> {
    if (this.#failures >= MOST_FAILURES) return undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.stop(), IDLE_MINUTES * 60_000);
    Deno.unrefTimer(this.#timer);
    this.#server ??= this.#start();
    const server = await this.#server.catch(() => undefined);
    server?.update(this.#cells);
    return server;
  }

  #start(): Promise<LanguageServer> {
    const starting = import("./language_server.ts")
      .then(({ LanguageServer }) => LanguageServer.start(this.#folder));
    const forget = (): void => {
      if (this.#server !== starting) return;
      this.#server = undefined;
      this.#failures++;
    };
    starting.then((server) => server.ended.then(forget), forget);
    return starting;
  }

  /** Makes the server read the cells and the lab's modules, so that its next answer comes soon. */
  async warmUp(): Promise<void> {
    await this.#ask(Infinity, (server) => server.complete(WARMING, WARMING.length));
  }

  /** What the server says; undefined where there is none, it fails, or it takes too long. */
  async #ask<T>(
    seconds: number,
    question: (server: LanguageServer) => Promise<T>,
  ): Promise<T | undefined> {
    const answer = this.#ready().then((server) => server && question(server));
    const said = await within(seconds, answer.catch(() => undefined));
    return said === TIME_OVER ? undefined : said;
  }

  /**
   * The names that go on with what is written.
   * @param question the cell and the place in it
   * @param askKernel gives the kernel's own answer, for what the server does not know (yet)
   * @returns the fields of Jupyter's `complete_reply`
   */
  async completeReply(
    { code, cursor_pos }: Question,
    askKernel: () => Promise<Content | undefined>,
  ): Promise<Content> {
    const offset = offsetOf(code, cursor_pos);
    const fromKernel = askKernel();
    const items = await this.#ask(COMPLETION_SECONDS, (server) => server.complete(code, offset));
    const names = completionsOf(items ?? [], code, offset) ?? await fromKernel;
    const none = { matches: [], cursor_start: cursor_pos, cursor_end: cursor_pos, metadata: {} };
    return { status: "ok", ...none, ...names };
  }

  /**
   * What stands at a place: a name, or else the call around it.
   * @param question the cell and the place in it
   * @returns the fields of Jupyter's `inspect_reply`
   */
  async inspectReply({ code, cursor_pos }: Question): Promise<Content> {
    const offset = offsetOf(code, cursor_pos);
    const data = await this.#ask(EXPLANATION_SECONDS, async (server) => {
      const name = explainName(await server.hover(code, nameAt(code, offset)));
      return name ?? explainCall(await server.signature(code, offset));
    });
    return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
  }

  /** Ends the server; the next question starts another. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const server = this.#server;
    this.#server = undefined;
    await (await server?.catch(() => undefined))?.stop();
  }
}

/** A place inside the name that ends here. */
const nameAt = (code: string, offset: number): number =>
  /[\p{ID_Continue}$]$/u.test(code.slice(0, offset)) ? offset - 1 : offset;

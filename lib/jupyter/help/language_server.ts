/**
 * Deno's language server, `deno lsp`, asked about the cells of one session: what can be written at a
 * place, and what stands there. It reads them as VS Code's Deno extension lets it read a notebook.
 */
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type CompletionItem,
  CompletionRequest,
  createProtocolConnection,
  DidChangeNotebookDocumentNotification,
  DidOpenNotebookDocumentNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type NotebookCell,
  NotebookCellKind,
  type Position,
  type ProtocolConnection,
  type SignatureHelp,
  SignatureHelpRequest,
  type TextDocumentItem,
} from "vscode-languageserver-protocol/node";
import { cellAddress } from "../deno_internals.ts";
import { projectOf, startFolder } from "../project.ts";

/** A cell that has run. */
export interface SessionCell {
  /** The document's name, never given twice. */
  id: string;
  /** The document's text. */
  code: string;
}

/** A place in the cell that is being written. */
interface Place {
  textDocument: { uri: string };
  position: Position;
}

/** Names only: no imports added, no rules of style. */
const SETTINGS = { enable: true, lint: false, suggest: { autoImports: false } };

const CAPABILITIES = {
  workspace: { workspaceFolders: true },
  notebookDocument: { synchronization: {} },
  textDocument: {
    completion: { completionItem: { snippetSupport: false } },
    hover: { contentFormat: ["markdown" as const] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown" as const] } },
  },
};

/** What can't be told to a server that is gone shows in its next answer. */
const tell = (sent: Promise<void>): void => void sent.catch(() => {});

/** The name of the cell that is being written. */
const DRAFT = "draft";

/** A running language server that knows the cells of a session. */
export class LanguageServer {
  readonly #process: Deno.ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #notebook: string;
  #cells: readonly SessionCell[] = [];
  #version = 1;

  private constructor(folder: string) {
    // The file need not exist; its name only has to be nobody else's.
    // The server applies a project's settings in the project's folder only.
    this.#notebook = `${pathToFileURL(startFolder(folder)).href}/.lab-session.ipynb`;
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["lsp", "--quiet"],
      cwd: folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#connection = createProtocolConnection(
      Readable.fromWeb(this.#process.stdout),
      Writable.fromWeb(this.#process.stdin),
    );
    // What was asked of a server that has ended is answered with an error.
    this.#connection.onClose(() => this.#connection.dispose());
    this.#connection.listen();
  }

  /**
   * Starts a server.
   * @param folder the folder in which the kernel runs: imports resolve as they do there
   * @returns the server, when it is ready to be asked
   * @throws {Error} when it can't be started
   */
  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer(folder);
    const uri = pathToFileURL(projectOf(folder)).href;
    await server.#connection.sendRequest(InitializeRequest.type, {
      processId: Deno.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "project" }],
      initializationOptions: SETTINGS,
      capabilities: CAPABILITIES,
    });
    tell(server.#connection.sendNotification(InitializedNotification.type, {}));
    tell(server.#connection.sendNotification(DidOpenNotebookDocumentNotification.type, {
      notebookDocument: {
        uri: server.#notebook,
        notebookType: "jupyter-notebook",
        version: server.#version,
        cells: [server.#cell(DRAFT)],
      },
      cellTextDocuments: [server.#document(DRAFT, "")],
    }));
    return server;
  }

  #uri(id: string): string {
    return cellAddress(this.#notebook, id);
  }

  #cell(id: string): NotebookCell {
    return { kind: NotebookCellKind.Code, document: this.#uri(id) };
  }

  #document(id: string, text: string): TextDocumentItem {
    return { uri: this.#uri(id), languageId: "typescript", version: this.#version, text };
  }

  /**
   * Tells which cells have run.
   * @param cells the newest first: where two declare a name, the first of them counts
   */
  update(cells: readonly SessionCell[]): void {
    const opened = cells.filter((cell) => !this.#cells.includes(cell));
    const closed = this.#cells.filter((cell) => !cells.includes(cell));
    if (opened.length === 0 && closed.length === 0) return;
    const deleteCount = this.#cells.length;
    this.#cells = [...cells];
    this.#change({
      structure: {
        array: { start: 1, deleteCount, cells: cells.map(({ id }) => this.#cell(id)) },
        didOpen: opened.map(({ id, code }) => this.#document(id, code)),
        didClose: closed.map(({ id }) => ({ uri: this.#uri(id) })),
      },
    });
  }

  /** Puts the text of the cell that is being written, and tells a place in it. */
  #write(code: string, offset: number): Place {
    const uri = this.#uri(DRAFT);
    const document = { uri, version: this.#version + 1 };
    this.#change({ textContent: [{ document, changes: [{ text: code }] }] });
    const lines = code.slice(0, offset).split("\n");
    const position = { line: lines.length - 1, character: lines[lines.length - 1].length };
    return { textDocument: { uri }, position };
  }

  #change(cells: object): void {
    tell(this.#connection.sendNotification(DidChangeNotebookDocumentNotification.type, {
      notebookDocument: { uri: this.#notebook, version: ++this.#version },
      change: { cells },
    }));
  }

  /**
   * What can be written at a place.
   * @param code the text of the cell that is being written
   * @param offset the place in it
   * @returns all that fits there, the likeliest first
   */
  async complete(code: string, offset: number): Promise<CompletionItem[]> {
    const place = this.#write(code, offset);
    const answer = await this.#connection.sendRequest(CompletionRequest.type, place);
    const items = Array.isArray(answer) ? answer : answer?.items ?? [];
    return items.toSorted((a, b) => order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0);
  }

  /**
   * What stands at a place.
   * @param code the text of a cell
   * @param offset the place in it
   * @returns its type and documentation; null where there is no name
   */
  async hover(code: string, offset: number): Promise<Hover | null> {
    return await this.#connection.sendRequest(HoverRequest.type, this.#write(code, offset));
  }

  /**
   * The function whose call a place is in.
   * @param code the text of a cell
   * @param offset the place in it
   * @returns its signatures; null outside of calls
   */
  async signature(code: string, offset: number): Promise<SignatureHelp | null> {
    return await this.#connection.sendRequest(SignatureHelpRequest.type, this.#write(code, offset));
  }

  /** Resolves when the server has ended. */
  get ended(): Promise<unknown> {
    return this.#process.status;
  }

  /**
   * Ends the server; what was asked and not answered never will be.
   * @returns when it is gone
   */
  async stop(): Promise<void> {
    this.#connection.dispose();
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // Ended already.
    }
    await this.#process.status;
  }
}

const order = ({ sortText, label }: CompletionItem): string => `${sortText ?? label}\0${label}`;

/**
 * The chapters as VS Code's Deno extension opens them: it hands each notebook to `deno lsp`, which
 * underlines errors, completes and explains.
 */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { Readable, Writable } from "node:stream";
import {
  createProtocolConnection,
  type Diagnostic,
  DidOpenNotebookDocumentNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  NotebookCellKind,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
} from "vscode-languageserver-protocol/node";
import { readNotebook } from "@lab/notebooks";

const ROOT = new URL("../../../", import.meta.url);
const FOLDER = { uri: ROOT.href.replace(/\/$/, ""), name: "char-rnn-lab" };
const NOTEBOOKS = [...Deno.readDirSync(new URL("notebooks/", ROOT))]
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

async function withServer(
  run: (server: ProtocolConnection) => Promise<void>,
): Promise<void> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["lsp", "--quiet"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const server = createProtocolConnection(
    Readable.fromWeb(process.stdout),
    Writable.fromWeb(process.stdin),
  );
  server.listen();
  try {
    await server.sendRequest(InitializeRequest.type, {
      processId: Deno.pid,
      rootUri: FOLDER.uri,
      workspaceFolders: [FOLDER],
      initializationOptions: { enable: true },
      capabilities: {
        notebookDocument: { synchronization: {} },
        textDocument: {
          publishDiagnostics: {},
          hover: { contentFormat: ["markdown"] },
        },
        workspace: { workspaceFolders: true },
      },
    });
    await server.sendNotification(InitializedNotification.type, {});
    await run(server);
  } finally {
    server.dispose();
    process.kill("SIGKILL");
    await process.status;
  }
}

/** A notebook's code cells under the names that VS Code gives them. */
async function openNotebook(
  server: ProtocolConnection,
  name: string,
  sources: readonly string[],
): Promise<{ uri: string; text: string }[]> {
  const uri = new URL(`notebooks/${name}`, ROOT);
  const cells = sources.map((text, i) => ({
    uri: `vscode-notebook-cell:${uri.pathname}#W${i}sZmlsZQ%3D%3D`,
    text,
  }));
  await server.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri: uri.href,
      notebookType: "jupyter-notebook",
      version: 1,
      cells: cells.map((cell) => ({ kind: NotebookCellKind.Code, document: cell.uri })),
    },
    cellTextDocuments: cells.map((cell) => ({ ...cell, languageId: "typescript", version: 1 })),
  });
  return cells;
}

/** Gathers what the server underlines; `of` waits until it has judged all of the cells. */
function gatherDiagnostics(
  server: ProtocolConnection,
): { of: (cells: readonly { uri: string }[]) => Promise<Diagnostic[]> } {
  const published = new Map<string, Diagnostic[]>();
  let tell = (): void => {};
  server.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    published.set(uri, diagnostics);
    tell();
  });
  return {
    of: async (cells) => {
      while (cells.some(({ uri }) => !published.has(uri))) {
        await new Promise<void>((resolve) => tell = resolve);
      }
      return cells.flatMap(({ uri }) => published.get(uri) ?? []);
    },
  };
}

const hoverText = (hover: Hover | null): string =>
  hover === null ? "" : (hover.contents as { value: string }).value;

Deno.test("VS Code shows the chapters without an error, and explains what they import", () =>
  withServer(async (server) => {
    const diagnostics = gatherDiagnostics(server);
    const wrong = await openNotebook(server, "wrong.ipynb", [
      "const n: number = 1;",
      `const s: string = n;`,
    ]);
    const shown = await diagnostics.of(wrong);
    assertEquals(shown.map(({ code }) => code), [2322], "errors are seen across cells");
    let names = 0;
    for (const name of NOTEBOOKS) {
      const notebook = await readNotebook(fileURLToPath(new URL(`notebooks/${name}`, ROOT)));
      const sources = notebook.cells.filter((cell) => cell.cell_type === "code")
        .map(({ source }) => source);
      const cells = await openNotebook(server, name, sources);
      assertEquals(await diagnostics.of(cells), [], name);
      for (const { uri, text } of cells) {
        for (const found of text.matchAll(/^import \{([^}]*)\} from "@lab\//gm)) {
          const start = found.index + found[0].indexOf("{") + 1;
          for (const word of found[1].matchAll(/\b(?!type\b)\w+/g)) {
            const before = text.slice(0, start + word.index + 1).split("\n");
            const position = { line: before.length - 1, character: before.at(-1)!.length };
            const hover = await server.sendRequest(HoverRequest.type, {
              textDocument: { uri },
              position,
            });
            const [, signature, documentation] = hoverText(hover).split("```");
            assert(signature.includes(word[0]) && documentation.trim() !== "", word[0]);
            names++;
          }
        }
      }
    }
    assert(names > 50, `${names} names`);
  }));

/** What the tests of `deno task report` share: small notebooks in a folder of their own. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutPrivileges } from "../places/privileges.ts";

const REPORT = fileURLToPath(new URL("../../../lib/cli/report/report.ts", import.meta.url));

/** What a command has left. */
export interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

const folders: string[] = [];

Deno.test.afterAll(async () => {
  for (const folder of folders) await Deno.remove(folder, { recursive: true });
});

/** A folder with notebooks of code cells, by name, or with a file's text. */
export async function folderOf(notebooks: Record<string, string[] | string>): Promise<string> {
  const folder = await Deno.makeTempDir();
  folders.push(folder);
  for (const [name, content] of Object.entries(notebooks)) {
    const cells = Array.isArray(content)
      ? [
        { cell_type: "markdown", metadata: {}, source: `# Chapter ${name}` },
        ...content.map((source) => ({ cell_type: "code", metadata: {}, source, outputs: [] })),
      ]
      : [];
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
    const file = join(folder, `${name}.ipynb`);
    await Deno.writeTextFile(file, typeof content === "string" ? content : text);
  }
  return folder;
}

const text = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder().decode(bytes);

/** The command, one notebook at a time unless another number is given, so that its lines have an order. */
export async function report(folder: string, ...given: string[]): Promise<Ended> {
  const args = ["--notebooks", folder, "--out", join(folder, "out"), "--jobs=1", ...given];
  const { code, stdout, stderr } = await withoutPrivileges(Deno.execPath(), {
    args: ["run", "-A", REPORT, ...args],
    env: { NO_COLOR: "1" },
  });
  return { status: code, stdout: text(stdout), stderr: text(stderr) };
}

/** The files that are there. */
export async function pages(folder: string): Promise<string[]> {
  const names: string[] = [];
  const out = join(folder, "out");
  if (!await Deno.lstat(out).then(() => true, () => false)) return names;
  for await (const { name } of Deno.readDir(out)) names.push(name);
  return names.sort();
}

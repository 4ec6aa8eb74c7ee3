/** Packages for Python that are made here and need no network: small, but wheels like any other to pip. */
import { sha256 } from "@lab/data";
import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";

const utf8 = new TextEncoder();

async function recordLine(path: string, text: string): Promise<string> {
  const hash = Uint8Array.fromHex(await sha256(utf8.encode(text)));
  return `${path},sha256=${
    hash.toBase64({ alphabet: "base64url", omitPadding: true })
  },${text.length}`;
}

/** Writes a wheel; the line of a requirements file that asks for it, with its hash. */
async function writeWheel(
  folder: string,
  name: string,
  version: string,
  files: Record<string, string>,
): Promise<string> {
  const info = `${name}-${version}.dist-info`;
  const all: Record<string, string> = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]:
      "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/entry_points.txt`]: `[console_scripts]\n${name}-lab = ${name}.__main__:main\n`,
  };
  const record = await Promise.all(Object.entries(all).map((file) => recordLine(...file)));
  all[`${info}/RECORD`] = [...record, `${info}/RECORD,,`, ""].join("\n");
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, text] of Object.entries(all)) await zip.add(path, new TextReader(text));
  const bytes = new Uint8Array(await zip.close());
  await Deno.writeFile(`${folder}/${name}-${version}-py3-none-any.whl`, bytes);
  return `${name}==${version} --hash=sha256:${await sha256(bytes)}`;
}

const PARTS = 8;
const MODULES = 40;

/**
 * Writes wheels of a `jupyterlab` and of what it needs; it tells its version only where every module of every one
 * is whole.
 * @param folder where to
 * @returns a requirements file
 */
export async function writeWheels(folder: string): Promise<string> {
  const lines: string[] = [];
  const modules = Array.from({ length: MODULES }, (_, k) => `m${k}`);
  const parts = Array.from({ length: PARTS }, (_, k) => `part${k}`);
  for (const part of parts) {
    const files = Object.fromEntries(modules.map((name) => [`${part}/${name}.py`, `whole = 1\n`]));
    const imports = modules.map((name) => `from .${name} import whole\n`).join("");
    const main = "def main(): pass\n";
    files[`${part}/__init__.py`] = imports;
    files[`${part}/__main__.py`] = main;
    lines.push(await writeWheel(folder, part, "1.0", files));
  }
  const main = `${
    parts.map((part) => `import ${part}\n`).join("")
  }def main():\n  print("4.6.0")\nmain()\n`;
  const files = { "jupyterlab/__init__.py": "", "jupyterlab/__main__.py": main };
  lines.push(await writeWheel(folder, "jupyterlab", "4.6.0", files));
  return `${lines.join("\n")}\n`;
}

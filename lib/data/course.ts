/** The course's own files: what they are, where they may lie, and fetching them. */
import { pathToFileURL } from "node:url";
import { DOWNLOADS_FOLDER, fileProblem, readAtMost, sha256 } from "./files.ts";
import { writeFileAtomically } from "./write.ts";

/** One of the course's files, which have no licence to be passed on and so are not bundled. */
export interface CourseFile {
  /** The file's name, the same everywhere. */
  readonly name: string;
  /** What the file is, in a few words. */
  readonly title: string;
  /** The file's size in bytes. */
  readonly bytes: number;
  /** The file's SHA-256, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The course's files. */
export const COURSE_FILES: readonly CourseFile[] = [
  {
    name: "shakespeare_train.txt",
    title: "the course's Shakespeare text",
    bytes: 268_330,
    sha256: "b8928856fb6e54c4a8a3d77e3492aee05f54ac937452396b2fbe261f25a01ae0",
  },
  {
    name: "char-rnn-snapshot.npz",
    title: "the course's trained snapshot, H = 250",
    bytes: 1_504_590,
    sha256: "12814f23a2d23e581e694a54f13815138a7f671fb35951b0f003ffbd78552ea2",
  },
  {
    name: "samples.txt",
    title: "the course's samples of generated text",
    bytes: 633,
    sha256: "e4a9b1c28bbccceab0c4c371346914e975dabeca89574a8be705825c70a2ee85",
  },
];

/** The course's public addresses, tried in this order. */
const COURSE_ADDRESSES: readonly string[] = [
  "https://www.cs.toronto.edu/~guerzhoy/321/proj4/",
  "http://modelai.gettysburg.edu/2018/rnntext/handout/",
];

/** A folder's URL from a path the user gave, which may be relative to where the command runs. */
function folderUrl(path: string): URL {
  return pathToFileURL(path.replace(/\/*$/, "/"));
}

/**
 * Where one of the course's files lies: in the folder that `CHAR_RNN_DATA` names, else in
 * `data/downloads/`.
 * @param name the file's name
 * @param folder where to look first; what `CHAR_RNN_DATA` names when left out
 * @returns its address, or undefined when it is in neither
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder
 * @example
 * ```ts
 * import { findCourseFile } from "@lab/data";
 * import { assertStringIncludes } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/notes.txt`, "");
 * assertStringIncludes((await findCourseFile("notes.txt", folder))!.href, "/notes.txt");
 * ```
 */
export async function findCourseFile(
  name: string,
  folder: string | undefined = Deno.env.get("CHAR_RNN_DATA"),
): Promise<URL | undefined> {
  const folders = [DOWNLOADS_FOLDER];
  if (folder !== undefined && folder !== "") {
    const url = folderUrl(folder);
    if (!await Deno.stat(url).then((info) => info.isDirectory, () => false)) {
      throw new Error(
        `Cannot use CHAR_RNN_DATA as it must name a folder: current value is ${folder}`,
      );
    }
    folders.unshift(url);
  }
  for (const folder of folders) {
    const url = new URL(name, folder);
    if (await Deno.stat(url).then((info) => info.isFile, () => false)) return url;
  }
  return undefined;
}

/**
 * Whether a file is the course's own: its content decides, not its name.
 * @param name the name of the course's file
 * @param bytes what the file holds
 * @returns true where their SHA-256 is that of the course's file
 * @example
 * ```ts
 * import { isCourseFile } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const bytes = new TextEncoder().encode("To be, or not");
 * assertEquals(await isCourseFile("shakespeare_train.txt", bytes), false);
 * ```
 */
export async function isCourseFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const file = COURSE_FILES.find((file) => file.name === name);
  return file !== undefined && await sha256(bytes) === file.sha256;
}

/** Where and how to get the course's files. */
export interface FetchOptions {
  /** A folder to copy the files from, instead of the network. */
  from?: string;
  /** The folder where the files go; `data/downloads/` when left out. */
  to?: URL;
  /** Where the files come from; the course's addresses when left out. */
  addresses?: readonly string[];
  /** Is told a line for each file. */
  onLine?: (line: string) => void;
  /** How long one address may take, in ms; 60,000 when left out. */
  timeoutMs?: number;
}

/** Throws unless the bytes are the file's. */
async function verify(file: CourseFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length !== file.bytes) {
    throw new Error(`it must have ${file.bytes} bytes: current size is ${bytes.length}`);
  }
  const digest = await sha256(bytes);
  if (digest !== file.sha256) {
    throw new Error(`its SHA-256 must be ${file.sha256}: current value is ${digest}`);
  }
}

/** The innermost reason of an error: what a failed fetch was really about. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it took too long";
  const inner = error.cause instanceof Error ? error.cause.message : fileProblem(error);
  return inner.replace(/\s+/g, " ").replace(/^error sending request for url \([^)]*\): /, "");
}

async function download(
  file: CourseFile,
  address: string,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(new URL(file.name, address), {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd());
  }
  const declared = Number(response.headers.get("content-length") ?? file.bytes);
  if (declared > file.bytes) {
    await response.body?.cancel();
    throw new Error(`it must have ${file.bytes} bytes: the server announces ${declared}`);
  }
  // Not announced, too long all the same: the rest is not waited for.
  const bytes = await readAtMost(response.body ?? new Blob().stream(), file.bytes);
  if (bytes === undefined) {
    throw new Error(`it must have ${file.bytes} bytes: the server sends more`);
  }
  return bytes;
}

async function obtain(file: CourseFile, options: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
  const places = options.from === undefined
    ? options.addresses ?? COURSE_ADDRESSES
    : [options.from];
  const reasons: string[] = [];
  for (const place of places) {
    try {
      const bytes = options.from === undefined
        ? await download(file, place, options.timeoutMs ?? 60_000)
        : await Deno.readFile(new URL(file.name, folderUrl(place)));
      await verify(file, bytes);
      return bytes;
    } catch (error) {
      reasons.push(`${place}: ${reason(error)}`);
    }
  }
  const hint = options.from === undefined
    ? "; a copy in a folder can be used with --from FOLDER"
    : "";
  throw new Error(`Cannot get ${file.name} from ${reasons.join("; ")}${hint}`);
}

/**
 * Fetches the course's files, or copies them from a folder, checks each against its SHA-256 and
 * writes it whole; a file that is there already and right is left alone.
 * @param options folder or addresses, target, who is told
 * @returns the URLs of the written files
 * @throws {Error} when a file can't be had, in one line with the reason of every place tried; what
 * was there before is still there
 * @example
 * ```ts
 * import { fetchCourseFiles } from "@lab/data";
 * import { assertRejects } from "@std/assert";
 * const to = new URL(`file://${await Deno.makeTempDir()}/`);
 * const fetching = (): Promise<URL[]> => fetchCourseFiles({ from: "no/such/folder", to });
 * await assertRejects(fetching, Error, "Cannot get shakespeare_train.txt from no/such/folder");
 * ```
 */
export async function fetchCourseFiles(options: FetchOptions = {}): Promise<URL[]> {
  const { to = DOWNLOADS_FOLDER, onLine = () => {} } = options;
  const urls: URL[] = [];
  for (const file of COURSE_FILES) {
    const url = new URL(file.name, to);
    urls.push(url);
    const present = await Deno.readFile(url).catch(() => undefined);
    if (present !== undefined && await sha256(present) === file.sha256) {
      onLine(`${file.name}: already here`);
      continue;
    }
    const bytes = await obtain(file, options);
    await Deno.mkdir(to, { recursive: true });
    await writeFileAtomically(url, bytes);
    onLine(`${file.name}: ${bytes.length} bytes, SHA-256 as expected`);
  }
  return urls;
}

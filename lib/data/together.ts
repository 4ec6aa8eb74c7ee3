/**
 * Writing the files of a folder together: all of them change or none, also where this process is killed. What is
 * about to be renamed stands in a list beside the files. Another process renames the rest when this one is gone
 * before its end, and whoever finds the list when both are, or the power was.
 */
import { basename, join } from "node:path";
import { fileProblem } from "./files.ts";
import {
  behindLinks,
  collectLeftovers,
  discard,
  markOf,
  openPartial,
  partialName,
  partialsOf,
  place,
  prepare,
  type Prepared,
  syncFolder,
  writeAll,
} from "./partial.ts";

/** What the list is called, before the eight digits of its own. */
const LIST = ".together";

const listsIn = (folder: string): Promise<string[]> => partialsOf(join(folder, LIST));

/** Each file's name, and the eight digits in its name until it is in its place. */
type Marks = [string, string][];

/** Reads a list; one that is not whole is of a process that was killed before it had renamed anything. */
async function readMarks(list: string): Promise<Marks> {
  try {
    const marks = JSON.parse(await Deno.readTextFile(list)) as Marks;
    // A list that somebody else has made names nothing but files of its own folder.
    const isName = (name: string): boolean => name === basename(name) && !/^\.+$/.test(name);
    return marks.filter(([name, mark]) => isName(name) && /^[0-9a-f]{8}$/.test(mark));
  } catch {
    return [];
  }
}

/** A file on its way to its place. */
interface Moving extends Prepared {
  /** Another name for what is in the place now, to bring it back by; undefined where nothing is. */
  kept?: string;
}

/** Writes the list; it is locked, so that nobody takes it for that of a killed process. */
async function writeList(
  folder: string,
  files: ReadonlyMap<string, Moving>,
): Promise<Required<Pick<Prepared, "partial">>> {
  const marks: Marks = [...files].flatMap(([name, { partial }]) =>
    partial === undefined ? [] : [[name, markOf(partial.name)]]
  );
  const partial = await openPartial(join(folder, LIST));
  await writeAll(partial.file, new TextEncoder().encode(JSON.stringify(marks)));
  await partial.file.sync();
  await syncFolder(folder);
  return { partial };
}

/** Waits for a line; where the pipe ends without one, its writer is gone, and the files go to their places. */
const FINISH = `
  trap "" HUP INT TERM
  read -r _ && exit
  list=$1 && shift
  while [ $# -gt 0 ]; do mv -f -- "$1" "$2"; rm -f -- "$3"; shift 3; done
  rm -f -- "$list"`;

/** Starts the process that goes on where this one is killed; without a shell, the next writer does. */
function startFinisher(list: string, files: readonly Moving[]): () => Promise<void> {
  const moves = files.flatMap(({ target, partial, kept = "" }) =>
    partial === undefined ? [] : [partial.name, target, kept]
  );
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command("/bin/sh", {
      args: ["-c", FINISH, "sh", list, ...moves],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
  } catch {
    return async () => {};
  }
  return async () => {
    const pipe = child.stdin.getWriter();
    // Who waits at the other end may have been killed.
    await pipe.write(new TextEncoder().encode("\n")).catch(() => {});
    await pipe.close().catch(() => {});
    await child.status;
  };
}

/** Puts into their places what a list names. */
async function finish(folder: string, marks: Marks): Promise<void> {
  for (const [name, mark] of marks) {
    const target = await behindLinks(join(folder, name));
    await Deno.rename(partialName(target, mark), target).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return; // it is there
      throw new Error(`Cannot write '${join(folder, name)}': ${fileProblem(error)}`);
    });
    await collectLeftovers(target);
  }
  await syncFolder(folder);
}

/**
 * Puts into their places what a process has left that was killed while it wrote files together.
 * @param folder the files' folder
 * @returns the names of the files, in the order of their writing; none where nothing was left
 * @throws {Error} when a file can't be put into its place, with its name
 * @example
 * ```ts
 * import { finishTogether } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await finishTogether(await Deno.makeTempDir()), []);
 * ```
 */
export async function finishTogether(folder: string): Promise<string[]> {
  const finished: string[] = [];
  for (const list of await listsIn(folder)) {
    using file = await Deno.open(list, { write: true }).catch(() => undefined);
    // Its writer is alive, somebody else was faster, or the folder takes no locks.
    if (!await file?.tryLock(true).catch(() => false)) continue;
    const marks = await readMarks(list);
    await finish(folder, marks);
    await Deno.remove(list).catch(() => {});
    finished.push(...marks.map(([name]) => name));
  }
  return finished;
}

/** Another name for what is in a target's place; undefined where nothing is. */
async function keep({ target, there }: Prepared): Promise<string | undefined> {
  if (there === undefined || !there.isFile) return undefined;
  const name = partialName(target);
  // Some folders know no second name for a file.
  await Deno.link(target, name).catch(() => Deno.copyFile(target, name));
  return name;
}

/** Puts all into their places; when one can't be, none stays there. */
async function placeAll(folder: string, files: ReadonlyMap<string, Moving>): Promise<void> {
  const all = [...files.values()];
  for (const file of all) file.kept = await keep(file);
  const list = await writeList(folder, files);
  const leave = startFinisher(list.partial.name, all);
  let placed = 0;
  try {
    for (; placed < all.length; placed++) await place(all[placed]);
    await syncFolder(folder);
  } catch (error) {
    for (const { target, kept } of all.slice(0, placed)) {
      await (kept === undefined ? Deno.remove(target) : Deno.rename(kept, target));
    }
    throw error;
  } finally {
    await leave();
    await discard(list);
  }
}

/**
 * Writes some files of a folder as {@linkcode writeFileAtomically} does, and either all of them or none: each is
 * written beside its target before the first is renamed, and when one can't be, the old ones come back. Where this
 * process is killed between the renames, the rest follows at once; where the power goes, with {@linkcode
 * finishTogether} or the next writing.
 * @param folder the folder, which is there
 * @param files the content of each by its name
 * @throws {Error} when a file can't be written, with its name; nothing has changed then
 * @example
 * ```ts
 * import { writeFilesAtomically } from "@lab/data";
 * import { assertEquals, assertRejects } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await Deno.mkdir(`${folder}/b`);
 * const files = new Map([["a", "new"], ["b", "no file"]]);
 * await assertRejects(() => writeFilesAtomically(folder, files), Error, "it is a folder");
 * assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["b"]);
 * ```
 */
export async function writeFilesAtomically(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> {
  await finishTogether(folder);
  const prepared = new Map<string, Moving>();
  let at = "";
  try {
    for (const [name, content] of files) {
      prepared.set(name, await prepare(at = join(folder, name), content));
    }
    at = "";
    await placeAll(folder, prepared);
  } catch (error) {
    const name = at === "" ? "the files" : `'${at}'`;
    throw new Error(`Cannot write ${name}: ${fileProblem(error)}`);
  } finally {
    for (const file of prepared.values()) {
      await discard(file);
      await Deno.remove(file.kept ?? "").catch(() => {});
    }
  }
  for (const { target } of prepared.values()) await collectLeftovers(target);
}

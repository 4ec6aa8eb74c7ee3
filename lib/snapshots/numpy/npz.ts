/** The .npz format: a zip archive of .npy files. */
import {
  configure,
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from "@zip.js/zip.js";
import { Budget, type ReadOptions } from "../budget.ts";
import { SnapshotFormatError } from "../errors.ts";
import { refuseArchive } from "../foreign.ts";
import type { NdArray } from "./ndarray.ts";
import { readNpyWithin, writeNpy } from "./npy.ts";

/**
 * An entry that unpacks to more than it announced is noticed after a chunk, which deflate can unpack to
 * a thousand times its size: at most 4 MiB here. Handing these small entries to a worker would cost
 * more than it saves.
 */
configure({ chunkSize: 4096, useWebWorkers: false });

/** The names of arrays; macOS puts `._` before those of files with what it alone knows of others. */
const ARRAY_ENTRY = /(^|\/)(?!\._)[^/]*\.npy$/;

/** Far more arrays than a snapshot has. */
const MOST_ENTRIES = 10_000;

/** What an entry of the archive's directory takes in memory, roughly, in bytes. */
const ENTRY_BYTES = 64;

/**
 * Whether bytes begin as a zip archive does.
 * @param bytes a file, or its beginning
 * @returns true when they do
 */
export function isZip(bytes: Uint8Array): boolean {
  const isSigned = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isSigned && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

function fail(rule: string, offset: number, entry?: string): never {
  throw new SnapshotFormatError("npz", rule, offset, entry);
}

/** Whatever the zip library finds wrong is wrong with the file. */
function zipFailure(error: unknown, offset: number, entry?: string): never {
  if (error instanceof SnapshotFormatError) throw entry ? error.inEntry(entry) : error;
  const { message, reason } = error as Error & { reason?: string };
  const [line] = (reason === undefined ? message : `${message}, ${reason}`).split("\n");
  return fail(`it must be a sound zip archive: ${line}`, offset, entry);
}

async function listEntries(reader: ZipReader<Uint8Array>): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  const names = new Set<string>();
  const all: string[] = [];
  for await (const entry of reader.getEntriesGenerator()) {
    if (all.length >= MOST_ENTRIES) {
      fail(`it must have at most ${MOST_ENTRIES} entries: it has more`, entry.offset);
    }
    all.push(entry.filename);
    if (entry.directory || !ARRAY_ENTRY.test(entry.filename)) continue;
    if (entry.encrypted) fail("it must not be encrypted: it is", entry.offset, entry.filename);
    if (names.has(entry.filename)) {
      fail("its entries' names must differ: this one comes twice", entry.offset, entry.filename);
    }
    names.add(entry.filename);
    entries.push(entry);
  }
  if (entries.length === 0 && all.length > 0) refuseArchive(all);
  return entries;
}

async function readEntry(entry: FileEntry, budget: Budget, options: ReadOptions): Promise<NdArray> {
  let bytes: Uint8Array;
  try {
    budget.charge(entry.uncompressedSize + ENTRY_BYTES, "npz", entry.offset);
    bytes = await entry.getData(new Uint8ArrayWriter());
  } catch (error) {
    return zipFailure(error, entry.offset, entry.filename);
  }
  try {
    return readNpyWithin(bytes, budget, options);
  } catch (error) {
    throw error instanceof SnapshotFormatError ? error.inEntry(entry.filename) : error;
  }
}

/**
 * Reads a .npz file: stored or deflated, with zip64 sizes where there are. Checksums, announced sizes
 * and overlapping entries are checked; entries that are no .npy files are passed over.
 * @param bytes the file
 * @param options limits, and how to read Python 2 `str`
 * @returns the arrays by their names (without `.npy`), in the file's order
 * @throws {SnapshotFormatError} when the bytes are not such a file, with the position
 * @example
 * ```ts
 * import { readNpz, writeNpz } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const bh = { dtype: "f8", shape: [2, 1], data: Float64Array.of(0.5, -0.5) };
 * assertEquals(await readNpz(await writeNpz({ bh })), new Map([["bh", bh]]));
 * ```
 */
export async function readNpz(
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<Map<string, NdArray>> {
  const budget = Budget.forDeflated(bytes.length, options);
  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    strictness: "strict",
    checkOverlappingEntry: true,
    checkCrc32: true,
  });
  const entries = await listEntries(reader).catch((error) => zipFailure(error, 0));
  const arrays = new Map<string, NdArray>();
  for (const entry of entries) {
    arrays.set(entry.filename.slice(0, -".npy".length), await readEntry(entry, budget, options));
  }
  return arrays;
}

/** How to write a .npz file. */
export interface NpzOptions {
  /** Whether to deflate the entries, as `numpy.savez_compressed` does. */
  readonly compress?: boolean;
}

/** The earliest date that a zip archive can hold: the same arrays give the same bytes. */
const NO_DATE = new Date(1980, 0, 1);

/**
 * Writes arrays as a .npz file that `numpy.load` opens without `allow_pickle`.
 * @param arrays by their names
 * @param options whether to compress
 * @returns the file; the same arrays give the same bytes
 * @throws {TypeError} for an array of objects, or when an array's data don't fit its type and shape
 * @throws {RangeError} when a string is longer than its type allows
 * @example
 * ```ts
 * import { type NdArray, readNpz, writeNpz } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const steps: NdArray = { dtype: "i4", shape: [], data: Int32Array.of(7) };
 * assertEquals((await readNpz(await writeNpz({ steps }))).get("steps"), steps);
 * ```
 */
export async function writeNpz(
  arrays: Readonly<Record<string, NdArray>>,
  options: NpzOptions = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    level: options.compress ? 6 : 0,
    dataDescriptor: false,
    extendedTimestamp: false,
    lastModDate: NO_DATE,
  });
  for (const [name, array] of Object.entries(arrays)) {
    await writer.add(`${name}.npy`, new Uint8ArrayReader(writeNpy(array)));
  }
  return await writer.close();
}

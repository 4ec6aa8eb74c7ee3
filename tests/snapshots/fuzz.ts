/** Mutated files: whatever is done to a real file, reading it ends soon, small, and as declared. */
import {
  detectFormat,
  inspectContents,
  loadSnapshot,
  loadVocabulary,
  readContents,
  readNpz,
  SnapshotFormatError,
  writeNpy,
} from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import fc from "fast-check";
import { fixture, fixtureNames, other, others } from "./fixtures.ts";

/** What a file may use: the readers' own limits. */
function limit(bytes: Uint8Array): number {
  const [times, smallest] = detectFormat(bytes) === "npz" ? [32, 48 * 2 ** 20] : [4, 2 ** 22];
  return Math.max(times * bytes.length, smallest);
}

/** Garbage of streams and of the tests themselves, which is counted before it is collected. */
const GARBAGE_BYTES = 2 ** 24;

/** Where in the file, as a share of its length, and what to do there. */
type Mutation =
  | { kind: "flip"; at: number; bit: number }
  | { kind: "cut"; at: number }
  | { kind: "length"; at: number; width: 1 | 2 | 4 | 8; value: number }
  | { kind: "move"; at: number; from: number; count: number }
  | { kind: "insert"; at: number; bytes: Uint8Array };

const at = fc.nat({ max: 2 ** 30 - 1 }).map((n) => n / 2 ** 30);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant("cut" as const), at }),
  fc.record({
    kind: fc.constant("length" as const),
    at,
    width: fc.constantFrom(1, 2, 4, 8),
    value: fc.oneof(
      fc.constantFrom(0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, 2 ** 40, 2 ** 53),
      fc.nat(),
    ),
  }),
  fc.record({
    kind: fc.constant("move" as const),
    at,
    from: at,
    count: fc.integer({ min: 1, max: 400 }),
  }),
  fc.record({
    kind: fc.constant("insert" as const),
    at,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
) as fc.Arbitrary<Mutation>;

/** A file with a change made to it. */
function mutate(file: Uint8Array, change: Mutation): Uint8Array {
  const place = Math.floor(change.at * file.length);
  const result = file.slice();
  switch (change.kind) {
    case "flip":
      if (file.length > 0) result[place] ^= 1 << change.bit;
      return result;
    case "cut":
      return result.slice(0, place);
    case "length": {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(change.value), true);
      result.set(bytes.subarray(0, Math.min(change.width, file.length - place)), place);
      return result;
    }
    case "move": {
      const from = Math.floor(change.from * file.length);
      const count = Math.min(change.count, file.length - Math.max(place, from));
      result.set(file.subarray(from, from + count), place);
      return result;
    }
    case "insert":
      return Uint8Array.from([
        ...file.subarray(0, place),
        ...change.bytes,
        ...file.subarray(place),
      ]);
  }
}

/** Real files: all that Python wrote for the tests, vocabularies among them, the entries of an archive, the course's file. */
async function corpus(): Promise<Uint8Array[]> {
  const files = await Promise.all([...fixtureNames().map(fixture), ...others().map(other)]);
  for (const array of (await readNpz(await fixture("arrays-numpy2.npz"))).values()) {
    if (array.dtype !== "O") files.push(writeNpy(array));
  }
  return files;
}

/** The course's file, where `CHAR_RNN_DATA` names its folder; it is too long to be used often. */
async function courseFile(): Promise<Uint8Array | undefined> {
  const folder = Deno.env.get("CHAR_RNN_DATA");
  return folder === undefined ? undefined : await Deno.readFile(`${folder}/char-rnn-snapshot.npz`);
}

/** Whether an error is one that the readers declare, and not an accident of theirs. */
function isDeclared(error: unknown): boolean {
  if (error instanceof SnapshotFormatError) return true;
  const isPlain = error instanceof TypeError || error instanceof RangeError;
  return isPlain && error.message.startsWith("Cannot ");
}

/** What is asked of a file once it is read. */
const USES: readonly ((bytes: Uint8Array) => Promise<unknown>)[] = [
  (bytes) => loadSnapshot(bytes),
  (bytes) => loadSnapshot(bytes, { vocabulary: Vocabulary.of("abcde") }),
  (bytes) => loadSnapshot(bytes, { vocabulary: bytes, names: { Wxh: "U", Whh: "W", Why: "V.T" } }),
  (bytes) => loadVocabulary(bytes),
];

/** What became of the cases. */
export interface FuzzResult {
  read: number;
  /** Of all files, how many gave a snapshot or a vocabulary. */
  loaded: number;
  refused: number;
  slowestMs: number;
  /** The largest growth of memory during one case, beyond what the readers may use, in bytes. */
  largestExcess: number;
}

async function readMutated(
  bytes: Uint8Array,
  use: (bytes: Uint8Array) => Promise<unknown>,
  result: FuzzResult,
  longestMs: number,
): Promise<void> {
  const before = Deno.memoryUsage();
  const start = performance.now();
  try {
    inspectContents((await readContents(bytes)).values);
    result.read++;
  } catch (error) {
    if (!isDeclared(error)) throw error;
    result.refused++;
  }
  try {
    await use(bytes);
    result.loaded++;
  } catch (error) {
    if (!isDeclared(error)) throw error;
  }
  const duration = performance.now() - start;
  const { external, heapUsed } = Deno.memoryUsage();
  const growth = Math.max(external - before.external, 0) + Math.max(heapUsed - before.heapUsed, 0);
  result.slowestMs = Math.max(result.slowestMs, duration);
  const allowed = 2 * limit(bytes); // it is read twice
  result.largestExcess = Math.max(result.largestExcess, growth - allowed);
  if (duration > longestMs) throw new Error(`reading took ${duration} ms`);
  if (growth > allowed + GARBAGE_BYTES) {
    throw new Error(`reading ${bytes.length} bytes took ${growth} bytes of memory`);
  }
}

/**
 * Reads mutated files, and throws for the first that is not read or refused as declared.
 * @param runs how many
 * @param seed of the mutations
 * @param longestMs how long one file may take
 */
export async function fuzz(
  runs: number,
  seed: number,
  longestMs: number,
): Promise<FuzzResult> {
  const files = await corpus();
  const course = await courseFile();
  const result: FuzzResult = { read: 0, loaded: 0, refused: 0, slowestMs: 0, largestExcess: 0 };
  const choice = fc.nat({ max: files.length * 10 - 1 });
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
  const uses = fc.constantFrom(...USES);
  const property = fc.asyncProperty(choice, mutations, uses, async (index, changes, use) => {
    const file = course !== undefined && index === 0 ? course : files[index % files.length];
    await readMutated(changes.reduce(mutate, file), use, result, longestMs);
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
  return result;
}

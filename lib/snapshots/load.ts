/** Opens a snapshot of any format. */
import { Vocabulary } from "@lab/text";
import type { ReadOptions } from "./budget.ts";
import { loadVocabulary } from "./characters/file.ts";
import { readContents, type SnapshotSource } from "./contents.ts";
import type { InputFormat } from "./errors.ts";
import type { ArrayNames } from "./layouts/names.ts";
import { isNdArray, type NdArray } from "./numpy/ndarray.ts";
import { type Snapshot, snapshotFrom } from "./snapshot.ts";

/** How to load a snapshot. */
export interface LoadOptions extends ReadOptions {
  /**
   * The characters in the order of the network's numbers, or the file that has them (see
   * {@linkcode loadVocabulary}): for a file that has none, as PyTorch's usually has, or has others.
   */
  readonly vocabulary?: Vocabulary | SnapshotSource;
  /** Which arrays are the parameters, where names and shapes don't say it. */
  readonly names?: ArrayNames;
}

/** A snapshot with the format and the arrays of its file. */
export interface LoadedSnapshot extends Snapshot {
  /** The file's format, told from its beginning. */
  readonly format: InputFormat;
  /** Which of its arrays became the parameters, as the option `names` takes it. */
  readonly names: ArrayNames;
  /** The file's arrays, as they are stored. */
  readonly arrays: ReadonlyMap<string, NdArray>;
}

/**
 * Loads a trained network from a file of any of the formats, told from its content: .npz, .npy (one
 * object, or arrays one after the other), a pickle, .safetensors; with the equations' names,
 * PyTorch's, or those of other programs where names and shapes allow only one reading.
 *
 * Nothing in the file is run. Shapes and vocabulary are checked against each other.
 * @param source the file's bytes, its path, or its URL (`file:`, `http:` or `https:`)
 * @param options limits, how to read Python 2 `str`, a vocabulary, the arrays' names
 * @returns parameters, Adagrad's memory where it is there, vocabulary, metadata and the stored arrays
 * @throws {Error} when there is no such file, or it can't be read or fetched
 * @throws {SnapshotFormatError} when the file is not sound, with the position
 * @throws {TypeError} when an array is missing or does not fit the others, with its name
 * @throws {RangeError} when a number is not finite, Adagrad's memory negative, or a given name wrong
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { loadSnapshot, snapshotToNpz } from "@lab/snapshots";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const vocabulary = Vocabulary.of("abc");
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const bytes = await snapshotToNpz({ parameters, vocabulary, metadata: { iterations: 7 } });
 * const snapshot = await loadSnapshot(bytes);
 * assertEquals(snapshot.parameters, parameters);
 * assertEquals(snapshot.metadata.iterations, 7);
 * ```
 */
export async function loadSnapshot(
  source: SnapshotSource,
  options: LoadOptions = {},
): Promise<LoadedSnapshot> {
  const { format, values } = await readContents(source, options);
  const arrays = new Map(
    [...values].filter((entry): entry is [string, NdArray] => isNdArray(entry[1])),
  );
  const { vocabulary: given } = options;
  const vocabulary = given === undefined
    ? undefined
    : async (size: number) =>
      given instanceof Vocabulary ? given : await loadVocabulary(given, { ...options, size });
  return { ...await snapshotFrom(values, options.names, vocabulary), format, arrays };
}

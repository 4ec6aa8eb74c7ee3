/**
 * Trained networks in files: .npz, pickles and .safetensors are read as data, .npz and .safetensors
 * are written.
 * @module
 */
export type { ReadOptions } from "./budget.ts";
export { loadVocabulary, type VocabularyOptions } from "./characters/file.ts";
export {
  detectFormat,
  readContents,
  type SnapshotContents,
  type SnapshotSource,
} from "./contents.ts";
export * from "./inspect.ts";
export { type InputFormat, SnapshotFormatError } from "./errors.ts";
export type { ArrayNames } from "./layouts/names.ts";
export * from "./load.ts";
export type { NdArray, NumericData } from "./numpy/ndarray.ts";
export { readNpy, writeNpy } from "./numpy/npy.ts";
export { type NpzOptions, readNpz, writeNpz } from "./numpy/npz.ts";
export { readPickle } from "./pickle/reader.ts";
export { OpaqueValue, type PickleValue } from "./pickle/values.ts";
export { readSafetensors, type Safetensors, writeSafetensors } from "./tensors/safetensors.ts";
export * from "./save.ts";
export type { Snapshot } from "./snapshot.ts";
export * from "./trained.ts";

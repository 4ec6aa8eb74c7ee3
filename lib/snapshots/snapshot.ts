/** What a snapshot is, and how it comes from the arrays of a file. H: hidden units, V: characters. */
import {
  type CharacterModel,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterName,
  type StreamRecord,
  type TrainingRecord,
} from "@lab/model";
import type { Vocabulary } from "@lab/text";
import { findVocabulary } from "./characters/vocabulary.ts";
import type { Contents } from "./contents.ts";
import { latin1 } from "./latin1.ts";
import { type ArrayNames, readingFromNames } from "./layouts/names.ts";
import { memoryFrom, parametersFrom } from "./layouts/parameters.ts";
import { namesOf } from "./layouts/reading.ts";
import { recognise } from "./layouts/recognise.ts";
import { unwrap } from "./numpy/ndarray.ts";
import { namesOfRecord, recordFrom } from "./record.ts";
import { namesOfStreams, streamsFrom } from "./streams.ts";

/**
 * A trained network: what is needed to score texts and to write on from them, and, where it was saved with
 * its training, what a run needs to go on.
 */
export interface Snapshot extends CharacterModel, Partial<TrainingRecord> {
  /** `[H]` the state that its training carried to the end, where it was saved. */
  readonly h?: Float64Array;
  /** How it was trained on streams, and all that a run needs to go on; where it was saved. */
  readonly streams?: StreamRecord;
  /** Whatever else was saved: `data_size`, the text's name, the options of the training. */
  readonly metadata: Readonly<Record<string, string | number>>;
}

function fail(rule: string): never {
  throw new TypeError(`Cannot load the snapshot as ${rule}`);
}

/** The names that are not metadata. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...PARAMETER_NAMES,
  ...PARAMETER_NAMES.map((name: ParameterName) => `m${name}`),
  "chars",
  "ix_to_char",
  "char_to_ix",
]);

function metadataFrom(
  contents: Contents,
  used: ReadonlySet<string>,
): Record<string, string | number> {
  const metadata: Record<string, string | number> = {};
  for (const [name, wrapped] of contents) {
    if (RESERVED.has(name) || used.has(name)) continue;
    const value = unwrap(wrapped);
    if (typeof value === "number" || typeof value === "string") metadata[name] = value;
    else if (typeof value === "bigint") {
      const number = Number(value);
      metadata[name] = Number.isSafeInteger(number) ? number : String(value);
    } else if (typeof value === "boolean") metadata[name] = String(value);
    else if (value instanceof Uint8Array && value.length <= 1000) {
      metadata[name] = latin1(value);
    }
  }
  return metadata;
}

function checkVocabulary(
  vocabulary: Vocabulary,
  { hiddenSize, vocabularySize: V }: ModelParameters,
  metadata: Record<string, unknown>,
): void {
  if (vocabulary.size !== V) {
    fail(
      `its vocabulary must have the V = ${V} characters of 'Wxh' [${hiddenSize}, ${V}]: it has ` +
        vocabulary.size,
    );
  }
  const stated = metadata.vocab_size;
  if (typeof stated === "number" && stated !== V) {
    fail(`'vocab_size' must be the V = ${V} of 'Wxh': it is ${stated}`);
  }
}

/**
 * A snapshot from the arrays of a file, its shapes and its vocabulary checked against each other.
 * @param contents arrays and values by their names
 * @param givenNames which arrays are the parameters; recognised when left out
 * @param given makes the vocabulary of a given size; the file's own when left out
 * @returns the snapshot, which shares no memory with the contents, and what was read as what
 * @throws {TypeError} when an array is missing or has another shape or type than the others say, or
 * when there is no vocabulary
 * @throws {RangeError} when a number is not finite, or a memory negative
 */
export async function snapshotFrom(
  contents: Contents,
  givenNames?: ArrayNames,
  given?: (size: number) => Promise<Vocabulary>,
): Promise<Snapshot & { names: ArrayNames }> {
  const reading = givenNames === undefined
    ? recognise(contents)
    : readingFromNames(contents, givenNames);
  const parameters = parametersFrom(contents, reading);
  const memory = memoryFrom(contents, reading);
  const own = given === undefined ? findVocabulary(contents) : undefined;
  const vocabulary = await given?.(parameters.vocabularySize) ?? own?.vocabulary;
  if (vocabulary === undefined) {
    return fail(
      "its vocabulary must be in the file ('chars') or be given in the order of its numbers " +
        "(--chars FILE, option 'vocabulary'): there is none",
    );
  }
  const record = recordFrom(contents, parameters.hiddenSize);
  const streams = streamsFrom(contents, parameters);
  const used = [...own?.names ?? [], ...namesOfRecord(record), ...namesOfStreams(streams)];
  const metadata = metadataFrom(contents, new Set(used));
  checkVocabulary(vocabulary, parameters, metadata);
  const names = namesOf(reading);
  const training = { ...(memory && { memory }), ...record, ...(streams && { streams }) };
  return { parameters, vocabulary, ...training, metadata, names };
}

/**
 * The training that a snapshot carries: all that a run needs to go on. In a file it is arrays and scalars
 * under names of their own beside `mWxh` and its neighbours; `hPrev` is also where sampling begins.
 * H: hidden units.
 */
import type { TrainingRecord, TrainingSettings } from "@lab/model";
import type { Contents } from "./contents.ts";
import { isNdArray, isNumeric, type NdArray, unwrap } from "./numpy/ndarray.ts";

/** What a snapshot has of its training beside Adagrad's memory: all, or only the state. */
export type SavedRecord = Partial<Omit<TrainingRecord, "memory">>;

const SETTINGS = [
  "hiddenSize",
  "sequenceLength",
  "learningRate",
  "temperature",
  "clip",
  "seed",
  "resetProbability",
] as const satisfies readonly (keyof TrainingSettings)[];

/** Scalars by their names in a file. */
const SCALARS = [
  "position",
  "iterations",
  "smoothedLossNats",
  "textCharacters",
  ...SETTINGS,
] as const;

/** Arrays by their names in a file. */
const ARRAYS = ["hPrev", "curveIteration", "curveSmoothedLossNats"] as const;

/** The names in a file that hold a record, and so no metadata. */
export function namesOfRecord({ h, settings }: SavedRecord): readonly string[] {
  if (h === undefined) return [];
  return settings === undefined ? ["hPrev"] : [...ARRAYS, ...SCALARS, "textSha256"];
}

/** The numbers and texts of a record, by their names in a file. */
export function recordScalars(record: SavedRecord): Record<string, number | string> {
  const { position, iterations, smoothedLossNats, settings, trainedOn } = record;
  if (settings === undefined || trainedOn === undefined) return {};
  return {
    position: position!,
    iterations: iterations!,
    smoothedLossNats: smoothedLossNats!,
    textSha256: trainedOn.sha256,
    textCharacters: trainedOn.characters,
    ...settings,
  };
}

/** The arrays of a record, by their names in a file; float64, so that a run goes on bit for bit. */
export function recordArrays({ h, curve }: SavedRecord): Record<string, NdArray> {
  const column = (values: readonly number[]): NdArray => ({
    dtype: "f8",
    shape: [values.length],
    data: Float64Array.from(values),
  });
  return {
    ...(h && { hPrev: { dtype: "f8", shape: [h.length, 1], data: h } }),
    ...(curve && {
      curveIteration: column(curve.iteration),
      curveSmoothedLossNats: column(curve.smoothedLossNats),
    }),
  };
}

function numbers(contents: Contents, name: string): number[] | undefined {
  const value = contents.get(name);
  if (!isNdArray(value) || !isNumeric(value)) return undefined;
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}

function fail(rule: string): never {
  throw new RangeError(`Cannot load the snapshot as ${rule}`);
}

/**
 * The record in a file's contents.
 * @param contents arrays and values by their names
 * @param hiddenSize H
 * @returns all of it; only the state where the rest is not there; nothing in an older file
 * @throws {RangeError} when the state has another length than H, or a number is out of range
 */
export function recordFrom(contents: Contents, hiddenSize: number): SavedRecord {
  const hPrev = numbers(contents, "hPrev");
  if (hPrev === undefined) return {};
  if (hPrev.length !== hiddenSize || !hPrev.every((value) => Math.abs(value) <= 1)) {
    fail(
      `'hPrev' must hold H = ${hiddenSize} numbers from -1 to 1: it has ${hPrev.length}` +
        ` from ${Math.min(...hPrev)} to ${Math.max(...hPrev)}`,
    );
  }
  const h = Float64Array.from(hPrev);
  const scalar = (name: string): number => {
    const value = Number(unwrap(contents.get(name)));
    return Number.isFinite(value)
      ? value
      : fail(`'${name}' must be a finite number: it is ${value}`);
  };
  const [iteration, smoothedLossNats] = ARRAYS.slice(1).map((name) => numbers(contents, name));
  const sha256 = unwrap(contents.get("textSha256"));
  if (iteration === undefined || smoothedLossNats === undefined || typeof sha256 !== "string") {
    return { h };
  }
  if (iteration.length !== smoothedLossNats.length) {
    fail(
      `its curve must have as many losses as iterations: it has ${smoothedLossNats.length} and ` +
        `${iteration.length}`,
    );
  }
  const [position, iterations, loss, characters] = SCALARS.slice(0, 4).map(scalar);
  for (const [name, value] of Object.entries({ position, iterations })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      fail(`'${name}' must be an integer >= 0: it is ${value}`);
    }
  }
  return {
    h,
    position,
    iterations,
    smoothedLossNats: loss,
    curve: { iteration, smoothedLossNats },
    settings: Object.fromEntries(
      SETTINGS.map((name) => [name, scalar(name)]),
    ) as unknown as TrainingSettings,
    trainedOn: { sha256, characters },
  };
}

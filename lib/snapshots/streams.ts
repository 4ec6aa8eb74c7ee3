/**
 * The training on streams that a snapshot carries: all that a run needs to go on. In a file it is arrays
 * and scalars under names of their own; without them, as in a file that is to be small, its settings are
 * metadata. B: streams, H: hidden units.
 */
import {
  checkParameters,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  type StreamRecord,
  type StreamSettings,
} from "@lab/model";
import type { Contents } from "./contents.ts";
import { parametersFrom } from "./layouts/parameters.ts";
import { numbersAt } from "./layouts/reading.ts";
import { type NdArray, unwrap } from "./numpy/ndarray.ts";

const SETTINGS = [
  "hiddenSize",
  "streams",
  "sequenceLength",
  "epochs",
  "seed",
  "inputScale",
  "recurrentScale",
  "learningRate",
  "inputRateFactor",
  "outputRateFactor",
  "warmUp",
  "finalRate",
  "recurrentDropout",
  "outputDropout",
  "clipNorm",
  "beta1",
  "beta2",
  "epsilon",
] as const satisfies readonly (keyof StreamSettings)[];

/** Adam's two means; a parameter's name follows. */
export const MOMENTS = ["firstMoment", "secondMoment"] as const;

/** The names in a file that hold a training on streams, and so no metadata. */
export function namesOfStreams(streams: StreamRecord | undefined): readonly string[] {
  if (streams === undefined) return [];
  const moments = MOMENTS.flatMap((moment) => PARAMETER_NAMES.map((name) => moment + name));
  return [...moments, "streamStates", "losses", "textSha256", "textCharacters", ...SETTINGS];
}

/** The settings and the text's identity, by their names in a file. */
export function streamScalars({ settings, trainedOn }: StreamRecord): Record<
  string,
  number | string
> {
  return { ...settings, textSha256: trainedOn.sha256, textCharacters: trainedOn.characters };
}

/** States and losses by their names in a file; float64, so that a run goes on bit for bit. */
export function streamArrays({ hPrev, losses, settings }: StreamRecord): Record<string, NdArray> {
  const { streams, hiddenSize } = settings;
  return {
    streamStates: { dtype: "f8", shape: [streams, hiddenSize], data: hPrev },
    losses: { dtype: "f8", shape: [losses.length], data: Float64Array.from(losses) },
  };
}

function fail(rule: string): never {
  throw new RangeError(`Cannot load the snapshot as ${rule}`);
}

/** A mean of Adam's, in the shapes of the parameters. */
function momentFrom(
  contents: Contents,
  moment: typeof MOMENTS[number],
  { hiddenSize, vocabularySize }: ModelParameters,
): ParameterArrays {
  const weight = (name: string): { name: string; transposed: boolean } => ({
    name: moment + name,
    transposed: false,
  });
  const [Wxh, Whh, Why] = ["Wxh", "Whh", "Why"].map(weight);
  const reading = { Wxh, Whh, Why, bh: [`${moment}bh`], by: [`${moment}by`] };
  const smallest = moment === "secondMoment" ? 0 : undefined;
  const arrays = parametersFrom(contents, reading, smallest);
  checkParameters({ ...arrays, hiddenSize, vocabularySize });
  return arrays;
}

/**
 * The training on streams in a file's contents.
 * @param contents arrays and values by their names
 * @param parameters the network, whose shapes Adam's means must have
 * @returns the training; undefined where there is none, or not all of it
 * @throws {TypeError} when an array has another shape or type than the network says
 * @throws {RangeError} when a number is missing or out of range
 */
export function streamsFrom(
  contents: Contents,
  parameters: ModelParameters,
): StreamRecord | undefined {
  const [states, losses] = ["streamStates", "losses"].map((name) => numbersAt(contents, name));
  const sha256 = unwrap(contents.get("textSha256"));
  const isThere = contents.has("firstMomentWxh") && typeof sha256 === "string";
  if (states === undefined || losses === undefined || !isThere) return undefined;
  const scalar = (name: string): number => {
    const value = Number(unwrap(contents.get(name)));
    const isNumber = Number.isFinite(value) || (name === "clipNorm" && value === Infinity);
    return isNumber ? value : fail(`'${name}' must be a finite number: it is ${value}`);
  };
  const settings = Object.fromEntries(
    SETTINGS.map((name) => [name, scalar(name)]),
  ) as unknown as StreamSettings;
  const finite = (array: NdArray, name: string, length: number): number[] => {
    const numbers = Array.from(array.data as ArrayLike<number | bigint>, Number);
    if (numbers.length === length && numbers.every(Number.isFinite)) return numbers;
    return fail(`'${name}' must hold ${length} finite numbers: it has ${numbers.length}`);
  };
  const { hiddenSize } = parameters;
  return {
    firstMoment: momentFrom(contents, "firstMoment", parameters),
    secondMoment: momentFrom(contents, "secondMoment", parameters),
    hPrev: Float64Array.from(finite(states, "streamStates", settings.streams * hiddenSize)),
    losses: finite(losses, "losses", losses.data.length),
    settings,
    trainedOn: { sha256, characters: scalar("textCharacters") },
  };
}

/**
 * The report's masks: what is above a threshold, and the weights between what is.
 * H: hidden units, V: characters.
 *
 * Claim of the method: a unit with |h| > 0.5 "matters". What it leaves out: whether anything would
 * change without the unit. A large |h| is a large input to the next layer, not an effect; the
 * functions of `ablation.ts` ask for effects.
 */
import { type EngineOption, openNetwork } from "@lab/engines";
import {
  type CharacterModel,
  type ModelParameters,
  outputLogits,
  parameterShape,
} from "@lab/model";
import { softmax } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { checkBehaviour, checkModel, checkPrefix, checkThreshold } from "../checks.ts";

/** The hidden units with |h| above a threshold. */
export interface UnitMask {
  /** The units' numbers, ascending. */
  readonly units: readonly number[];
  /** The units' activations, in the same order. */
  readonly activations: readonly number[];
  /** The share of all H units that is in the mask, 0 … 1. */
  readonly share: number;
}

/** The next characters with a probability above a threshold. */
export interface OutputMask {
  /** The characters, in the vocabulary's order. */
  readonly characters: readonly string[];
  /** The characters' probabilities, in the same order. */
  readonly probabilities: readonly number[];
  /** The share of all V characters that is in the mask, 0 … 1. */
  readonly share: number;
}

/** The name of a weight matrix. */
export type WeightName = "Wxh" | "Whh" | "Why";

/** A rectangular mask: the weights in these rows and in these columns. */
export interface WeightMask {
  /** Which matrix. */
  readonly name: WeightName;
  /** The kept rows: hidden units, or the numbers of output characters for Why. */
  readonly rows: readonly number[];
  /** The kept columns: hidden units, or the numbers of input characters for Wxh. */
  readonly columns: readonly number[];
  /** How many weights are kept: rows × columns. */
  readonly size: number;
  /** How many weights the matrix has. */
  readonly total: number;
  /** The share of the matrix' weights that is kept: size / total. */
  readonly share: number;
}

/** One weight mask for each matrix. */
export type WeightMasks = Readonly<Record<WeightName, WeightMask>>;

/** The report's masks for one prefix. */
export interface ActivationMasks {
  /** The text that was read, or the step of a longer one. */
  readonly prefix: string;
  /** The prefix's last character, which is the input of the masked step. */
  readonly character: string;
  /** What |h| and p must exceed. */
  readonly threshold: number;
  /** Whether the last character was fed a second time, as the report's program does. */
  readonly refeedLast: boolean;
  /** `[H]` the state before the masked step. */
  readonly hBefore: Float64Array;
  /** `[H]` the state after the masked step. */
  readonly hAfter: Float64Array;
  /** `[V]` the probabilities after the masked step. */
  readonly probs: Float64Array;
  /** Units above the threshold before the step (the report's a1). */
  readonly before: UnitMask;
  /** Units above the threshold after the step (the report's a2). */
  readonly after: UnitMask;
  /** Outputs above the threshold (the report's a3). */
  readonly outputs: OutputMask;
  /** The products: Wxh[after, input], Whh[after, before], Why[outputs, after]. */
  readonly weights: WeightMasks;
}

/** How to build the masks. */
export interface MaskOptions extends EngineOption {
  /** What |h| and p must exceed, 0 … 1; 0.5 when left out. */
  threshold?: number;
  /**
   * Feed the prefix's last character a second time and mask that step, as the report's program does;
   * when left out or false, the step is masked at which the last character is read.
   */
  refeedLast?: boolean;
}

/**
 * The units of a state above a threshold.
 * @param h `[H]` the state
 * @param threshold what |h| must exceed, 0 … 1
 * @returns the units with their activations
 * @throws {RangeError} when the threshold is not a number from 0 to 1
 * @example
 * ```ts
 * import { unitMask } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(unitMask(Float64Array.of(0.9, -0.7, 0.2, 0.5), 0.5).units, [0, 1]);
 * ```
 */
export function unitMask(h: Float64Array, threshold = 0.5): UnitMask {
  checkThreshold(threshold, "build a mask");
  const units: number[] = [];
  for (let i = 0; i < h.length; i++) if (Math.abs(h[i]) > threshold) units.push(i);
  return { units, activations: units.map((i) => h[i]), share: units.length / h.length };
}

/**
 * The mask of the weights in some rows and some columns of a matrix.
 * @param parameters the network, for the matrix' size
 * @param name which matrix
 * @param rows the kept rows
 * @param columns the kept columns
 * @returns the mask with its size and share
 * @example
 * ```ts
 * import { weightMask } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * assertEquals(weightMask(parameters, "Wxh", [0, 4], [1]).share, 2 / 15);
 * ```
 */
export function weightMask(
  parameters: ModelParameters,
  name: WeightName,
  rows: readonly number[],
  columns: readonly number[],
): WeightMask {
  const [height, width] = parameterShape(name, parameters);
  const size = rows.length * columns.length;
  const total = height * width;
  return { name, rows, columns, size, total, share: size / total };
}

function stepStates(
  model: CharacterModel,
  prefix: string,
  { refeedLast = false, engine }: MaskOptions,
): { hBefore: Float64Array; hAfter: Float64Array; probs: Float64Array; input: number } {
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(prefix, vocabulary, "build the masks");
  const input = indices[indices.length - 1];
  const network = openNetwork(parameters, { engine });
  network.read(refeedLast ? indices : indices.subarray(0, -1));
  const hBefore = network.state();
  network.step(input);
  return { hBefore, hAfter: network.state(), probs: softmax(network.logits()), input };
}

function masksAbove(
  model: CharacterModel,
  states: ReturnType<typeof stepStates>,
  threshold: number,
): Pick<ActivationMasks, "before" | "after" | "outputs" | "weights"> {
  const { parameters, vocabulary } = model;
  const before = unitMask(states.hBefore, threshold);
  const after = unitMask(states.hAfter, threshold);
  const kept = [...states.probs.keys()].filter((k) => states.probs[k] > threshold);
  const outputs = {
    characters: kept.map((k) => vocabulary.characters[k]),
    probabilities: kept.map((k) => states.probs[k]),
    share: kept.length / vocabulary.size,
  };
  const weights = {
    Wxh: weightMask(parameters, "Wxh", after.units, [states.input]),
    Whh: weightMask(parameters, "Whh", after.units, before.units),
    Why: weightMask(parameters, "Why", kept, after.units),
  };
  return { before, after, outputs, weights };
}

function masksOf(
  model: CharacterModel,
  prefix: string,
  states: ReturnType<typeof stepStates>,
  { threshold = 0.5, refeedLast = false }: MaskOptions,
): ActivationMasks {
  const { input, ...step } = states;
  return {
    ...{ prefix, character: model.vocabulary.characters[input], threshold, refeedLast },
    ...step,
    ...masksAbove(model, states, threshold),
  };
}

/**
 * The report's masks for a prefix: units with |h| > 0.5 before and after its last character,
 * outputs with p > 0.5, and the weights between them.
 * @param model parameters and vocabulary
 * @param prefix the text to read, such as `"test of an apple:"`
 * @param options threshold, whether the last character is fed twice as the report does, who computes
 * @returns states and masks
 * @throws {RangeError} when the prefix is empty or has a character that the vocabulary lacks, or the
 * threshold is not a number from 0 to 1
 * @see the report, listing "test1" and the section on weights
 * @example
 * ```ts
 * import { activationMasks } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const masks = activationMasks(model, "ab:", { threshold: 0 });
 * assertEquals(masks.weights.Whh.size, 25);
 * ```
 */
export function activationMasks(
  model: CharacterModel,
  prefix: string,
  options: MaskOptions = {},
): ActivationMasks {
  checkModel(model, "build the masks");
  checkThreshold(options.threshold ?? 0.5, "build the masks");
  return masksOf(model, prefix, stepStates(model, prefix, options), options);
}

/**
 * The report's masks at the places of a text where a behaviour is measured, so that they can be asked
 * about more than one prefix.
 * @param behaviour the behaviour with its occurrences
 * @param options `count`: at how many of them, evenly spaced, 40 when left out; threshold
 * @returns states and masks of each place
 * @throws {RangeError} when a number is out of range
 * @example
 * ```ts
 * import { collectBehaviour, masksAt } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertEquals(masksAt(behaviour).map(({ prefix }) => prefix), ["… step 1", "… step 4"]);
 * ```
 */
export function masksAt(
  behaviour: Behaviour,
  options: { count?: number; threshold?: number } = {},
): ActivationMasks[] {
  checkBehaviour(behaviour, "build masks");
  const { count = 40, threshold = 0.5 } = options;
  checkThreshold(threshold, "build the masks");
  const { model, positions, hPrevs, hs, indices } = thinOccurrences(behaviour, count);
  const H = behaviour.mean.length;
  return Array.from(positions, (position, row) => {
    const [hBefore, hAfter] = [hPrevs, hs].map((all) => all.slice(row * H, (row + 1) * H));
    const probs = softmax(outputLogits(model.parameters, hAfter));
    return masksOf(model, `… step ${position}`, { hBefore, hAfter, probs, input: indices[row] }, {
      threshold,
    });
  });
}

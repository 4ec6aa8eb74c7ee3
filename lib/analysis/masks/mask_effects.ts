/**
 * Masked models: keep only the masked weights, or remove only them, and see what changes.
 * H: hidden units, V: characters.
 *
 * Claim of the method: if a mask holds the weights that decide, then keeping only them keeps the
 * next-character distribution, removing them destroys it, and random masks of the same size do
 * neither. What it leaves out: weights act together, and a kept weight still works on a state that
 * all weights made; only the one step that the mask was built from is run with masked weights.
 */
import {
  type CharacterModel,
  copyParameters,
  type ModelParameters,
  nextHidden,
  outputLogits,
  parameterShape,
} from "@lab/model";
import { Random, softmax } from "@lab/numerics";
import { checkInteger } from "../checks.ts";
import { compareDistributions, type DistributionChange } from "../context/distributions.ts";
import { type ActivationMasks, weightMask, type WeightMasks } from "./activation_masks.ts";

/** Whether only the masked weights stay (`keep`) or only they go (`remove`). */
export type MaskMode = "keep" | "remove";

/**
 * A network in which masked weights are zero, or all but the masked ones. Biases stay as they are.
 * @param parameters the network; not changed
 * @param masks one rectangular mask for each matrix
 * @param mode `"keep"` only the masked weights, or `"remove"` only them
 * @returns new parameters
 * @example
 * ```ts
 * import { maskParameters, weightMask } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * for (const name of ["Wxh", "Whh", "Why"] as const) parameters[name].fill(1);
 * const corner = (name: "Wxh" | "Whh" | "Why") => weightMask(parameters, name, [0], [1]);
 * const masks = { Wxh: corner("Wxh"), Whh: corner("Whh"), Why: corner("Why") };
 * assertEquals([...maskParameters(parameters, masks, "keep").Whh], [0, 1, 0, 0]);
 * assertEquals([...maskParameters(parameters, masks, "remove").Whh], [1, 0, 1, 1]);
 * ```
 */
export function maskParameters(
  parameters: ModelParameters,
  masks: WeightMasks,
  mode: MaskMode,
): ModelParameters {
  const masked = copyParameters(parameters);
  for (const name of ["Wxh", "Whh", "Why"] as const) {
    const [height, width] = parameterShape(name, parameters);
    const rows = new Set(masks[name].rows);
    const columns = new Set(masks[name].columns);
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const inMask = rows.has(i) && columns.has(j);
        if (inMask !== (mode === "keep")) masked[name][i * width + j] = 0;
      }
    }
  }
  return masked;
}

/** What one mask does to the next-character distribution. */
export interface MaskEffect extends DistributionChange {
  /** Only the masked weights stay, or only they go. */
  readonly mode: MaskMode;
  /** How many weights of Wxh, Whh and Why the mask holds together. */
  readonly size: number;
}

/** The effects of the report's mask and of random masks of the same size. */
export interface MaskEffects {
  /** The prefix whose last step is masked. */
  readonly prefix: string;
  /** The threshold of the report's mask. */
  readonly threshold: number;
  /** The report's mask: kept, and removed. */
  readonly report: Readonly<Record<MaskMode, MaskEffect>>;
  /** Random masks of the same size: kept, and removed. */
  readonly random: Readonly<Record<MaskMode, readonly MaskEffect[]>>;
}

/** What to follow and how many random masks to draw. */
export interface MaskEffectOptions {
  /** The characters whose probabilities to follow, such as `" \n"`. */
  characters: string;
  /** How many random masks, ≥ 0; 20 when left out. */
  randomMasks?: number;
  /** Seed of the random masks; 1 when left out. */
  seed?: number;
}

function effectOf(
  model: CharacterModel,
  masks: ActivationMasks,
  weights: WeightMasks,
  mode: MaskMode,
  characters: string,
): MaskEffect {
  const masked = maskParameters(model.parameters, weights, mode);
  const h = nextHidden(masked, masks.hBefore, model.vocabulary.indexOf(masks.character));
  const probs = softmax(outputLogits(masked, h));
  const size = weights.Wxh.size + weights.Whh.size + weights.Why.size;
  return { mode, size, ...compareDistributions(masks.probs, probs, model.vocabulary, characters) };
}

/** As many units before and after as in `masks`, but which ones is drawn; input and outputs stay. */
function randomWeights(
  parameters: ModelParameters,
  masks: ActivationMasks,
  random: Random,
): WeightMasks {
  const H = parameters.hiddenSize;
  const before = random.choose(masks.before.units.length, H);
  const after = random.choose(masks.after.units.length, H);
  return {
    Wxh: weightMask(parameters, "Wxh", after, masks.weights.Wxh.columns),
    Whh: weightMask(parameters, "Whh", after, before),
    Why: weightMask(parameters, "Why", masks.weights.Why.rows, after),
  };
}

/**
 * What keeping only the masked weights, and removing only them, does to the distribution after the
 * masked step; beside it the same for random masks of the same size (the same input and outputs, as
 * many units, but drawn by lot).
 * @param model parameters and vocabulary
 * @param masks the report's masks for a prefix
 * @param options characters to follow, number and seed of the random masks
 * @returns the change of the distribution for each mask, beside the unmasked one
 * @throws {RangeError} when the vocabulary lacks a character or a number is out of range
 * @example
 * ```ts
 * import { activationMasks, measureMasks } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const masks = activationMasks(model, "ab:", { threshold: 0 });
 * const { report } = measureMasks(model, masks, { characters: "ab", randomMasks: 3 });
 * assertEquals(report.keep.characters.length, 2);
 * ```
 */
export function measureMasks(
  model: CharacterModel,
  masks: ActivationMasks,
  options: MaskEffectOptions,
): MaskEffects {
  const { characters, randomMasks = 20, seed = 1 } = options;
  checkInteger(randomMasks, "randomMasks", [0, Infinity], "measure masks");
  const random = new Random(seed);
  const drawn = Array.from(
    { length: randomMasks },
    () => randomWeights(model.parameters, masks, random),
  );
  const measure = (weights: WeightMasks, mode: MaskMode): MaskEffect =>
    effectOf(model, masks, weights, mode, characters);
  return {
    prefix: masks.prefix,
    threshold: masks.threshold,
    report: { keep: measure(masks.weights, "keep"), remove: measure(masks.weights, "remove") },
    random: {
      keep: drawn.map((weights) => measure(weights, "keep")),
      remove: drawn.map((weights) => measure(weights, "remove")),
    },
  };
}

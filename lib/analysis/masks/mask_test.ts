/**
 * The report's masks against chance: each of the three alone, beside random masks of its size.
 * H: hidden units, V: characters.
 *
 * Claim of the method: if a mask holds the weights that decide, then keeping only them keeps the
 * next-character distribution, and removing them destroys it, more than a random mask of its size would.
 * The report's three masks are tested apart, the others left whole: the *units before* choose columns
 * of Whh, the *units after* rows of Wxh and Whh and columns of Why, the *outputs* rows of Why. Together
 * they can't be told apart: keeping one row of Why changes the distribution, whatever units are kept.
 *
 * What it leaves out: a mask drops a unit's value, it does not put another in its place, so that it
 * also drops what a bias would do. Constant units can be left out of the lot (`among`). And a large
 * |h| makes a large term in each sum, so that a mask of large ones beats a random one without any
 * knowledge of the weights: beyond chance is not yet "decides".
 */
import { type CharacterModel, type ModelParameters, outputLogits } from "@lab/model";
import { Random, softmax, upperQuantile } from "@lab/numerics";
import { klBits } from "../context/distributions.ts";
import { checkInteger, checkModel, checkUnits } from "../checks.ts";
import type { ActivationMasks, UnitMask } from "./activation_masks.ts";

/** One of the report's three masks: a1, a2 and a3 in its program. */
export type MaskPart = "before" | "after" | "outputs";

/** Whether only what is in the mask stays (`keep`) or only that goes (`remove`). */
export type MaskMode = "keep" | "remove";

/** What stays of a step: 1 for each unit before, unit after and output that does, else 0. */
export interface Gates {
  /** `[H]` whose column of Whh stays. */
  readonly before?: Uint8Array;
  /** `[H]` whose rows of Wxh and Whh and column of Why stay. */
  readonly after?: Uint8Array;
  /** `[V]` whose row of Why stays. */
  readonly outputs?: Uint8Array;
}

/** A step of the network: the state before it and the character that it reads. */
export type MaskedStep = Pick<ActivationMasks, "hBefore" | "character">;

/**
 * The distribution after a step of which only some weights stay. Biases stay as they are.
 * @param model parameters and vocabulary
 * @param step the state before the step, and its character
 * @param gates what stays; all of it where a gate is left out
 * @returns `[V]` probabilities
 * @example
 * ```ts
 * import { maskedProbabilities } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Why.set([0, Math.log(3)]);
 * parameters.Wxh.set([50, 0]);
 * const model = { parameters, vocabulary: Vocabulary.of(":a") };
 * const step = { hBefore: new Float64Array(1), character: ":" };
 * assertAlmostEquals(maskedProbabilities(model, step, {})[1], 0.75, 1e-12);
 * assertAlmostEquals(maskedProbabilities(model, step, { after: Uint8Array.of(0) })[1], 0.5, 1e-12);
 * ```
 */
export function maskedProbabilities(
  model: CharacterModel,
  step: MaskedStep,
  gates: Gates,
): Float64Array {
  checkModel(model, "run a masked network");
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, bh } = model.parameters;
  const index = model.vocabulary.indexOf(step.character);
  const kept = [...step.hBefore.keys()].filter((j) => gates.before?.[j] !== 0);
  const h = new Float64Array(H);
  for (let i = 0; i < H; i++) {
    if (gates.after?.[i] === 0) continue;
    let z = bh[i] + Wxh[i * V + index];
    for (const j of kept) z += Whh[i * H + j] * step.hBefore[j];
    h[i] = Math.tanh(z);
  }
  return maskedOutputs(model.parameters, h, gates);
}

/** The distribution at a state of which only some units and outputs stay. */
function maskedOutputs(
  parameters: ModelParameters,
  h: Float64Array,
  { after, outputs }: Gates,
): Float64Array {
  const stays = after === undefined ? h : h.map((value, i) => value * after[i]);
  const logits = outputLogits(parameters, stays);
  if (outputs !== undefined) {
    for (let k = 0; k < logits.length; k++) if (outputs[k] === 0) logits[k] = parameters.by[k];
  }
  return softmax(logits);
}

/** A mask, kept or removed, beside random masks of its size. */
export interface MaskedPart {
  /** How many units or outputs were in the mask, of those that lots were drawn among. */
  readonly size: number;
  /** Among how many lots were drawn. */
  readonly of: number;
  /** The divergence from the full network's distribution, in bits. */
  readonly klBits: number;
  /** The (upper) median of the random masks' divergences, in bits. */
  readonly randomKlBits: number;
  /**
   * How often chance does at least as well: (1 + masks that do) / (1 + masks). Kept, a mask does well
   * where it stays close to the full network; removed, where it moves it far.
   */
  readonly chanceAsGood: number;
  /** How often chance does at least as badly. A tie counts in both directions. */
  readonly chanceAsBad: number;
}

/** The masks of one step, each alone. */
export interface MaskedStepTest
  extends Readonly<Record<MaskPart, Readonly<Record<MaskMode, MaskedPart>>>> {
  /** The text that was read. */
  readonly prefix: string;
  /** The divergence when all three are kept together, as the report's products do, in bits. */
  readonly togetherBits: number;
}

/** The masks of several steps. */
export interface MaskTest {
  /** How many random masks were drawn for each. */
  readonly randomMasks: number;
  /** One entry for each step. */
  readonly steps: readonly MaskedStepTest[];
}

/** How many random masks, from which units. */
export interface MaskTestOptions {
  /** How many random masks for each mask, ≥ 1; 199 when left out. */
  randomMasks?: number;
  /**
   * The units that are tested and from which random masks are drawn, such as those that vary; all when
   * left out. The others stay whole.
   */
  among?: readonly number[];
  /** Seed of the draws; 1 when left out. */
  seed?: number;
}

/** One mask of a step: what it holds, among what, and what the step gives where only some stays. */
interface Tested {
  readonly size: number;
  readonly among: readonly number[];
  readonly set: readonly number[];
  readonly probabilities: (gates: Uint8Array) => Float64Array;
}

function partsToTest(
  model: CharacterModel,
  masks: ActivationMasks,
  units: readonly number[],
): Record<MaskPart, Tested> {
  const { hiddenSize: size, vocabularySize: V } = model.parameters;
  const within = (mask: UnitMask): number[] => units.filter((unit) => mask.units.includes(unit));
  return {
    before: {
      ...{ size, among: units, set: within(masks.before) },
      probabilities: (before) => maskedProbabilities(model, masks, { before }),
    },
    after: {
      ...{ size, among: units, set: within(masks.after) },
      probabilities: (after) => maskedOutputs(model.parameters, masks.hAfter, { after }),
    },
    outputs: {
      ...{ size: V, among: [...Array(V).keys()], set: masks.weights.Why.rows },
      probabilities: (outputs) => maskedOutputs(model.parameters, masks.hAfter, { outputs }),
    },
  };
}

/** Gates that are open for what is not tested, and for what is in the set if it is kept, else not. */
function gatesOf({ size, among }: Tested, set: readonly number[], mode: MaskMode): Uint8Array {
  const gates = new Uint8Array(size).fill(1);
  for (const one of among) gates[one] = mode === "keep" ? 0 : 1;
  for (const one of set) gates[one] = mode === "keep" ? 1 : 0;
  return gates;
}

function testPart(
  full: Float64Array,
  tested: Tested,
  drawn: readonly (readonly number[])[],
): Record<MaskMode, MaskedPart> {
  const { among, set, probabilities } = tested;
  const measure = (mode: MaskMode): MaskedPart => {
    const bitsOf = (one: readonly number[]): number =>
      klBits(full, probabilities(gatesOf(tested, one, mode)));
    const own = bitsOf(set);
    const random = drawn.map((places) => bitsOf(places.map((place) => among[place])));
    const chance = (count: number): number => (1 + count) / (1 + random.length);
    const closer = chance(random.filter((bits) => bits <= own).length);
    const further = chance(random.filter((bits) => bits >= own).length);
    return {
      ...{ size: set.length, of: among.length },
      ...{ klBits: own, randomKlBits: upperQuantile(random, 0.5) },
      chanceAsGood: mode === "keep" ? closer : further,
      chanceAsBad: mode === "keep" ? further : closer,
    };
  };
  return { keep: measure("keep"), remove: measure("remove") };
}

/** The step with all three masks kept at once, as the report's products keep them. */
function togetherBits(model: CharacterModel, masks: ActivationMasks): number {
  const { before, after, outputs } = partsToTest(model, masks, [...masks.hAfter.keys()]);
  return klBits(
    masks.probs,
    maskedProbabilities(model, masks, {
      before: gatesOf(before, before.set, "keep"),
      after: gatesOf(after, after.set, "keep"),
      outputs: gatesOf(outputs, outputs.set, "keep"),
    }),
  );
}

/**
 * Tests the report's masks at several steps: each of the three alone, kept and removed, beside random
 * masks of its size.
 * @param model parameters and vocabulary
 * @param steps the masks of each step, such as of all prefixes that are to be asked about
 * @param options how many random masks, from which units, seed
 * @returns the divergence of each from the full network, and how often chance does as well
 * @throws {RangeError} when there is no step, or a number is out of range
 * @see A. C. Davison and D. V. Hinkley, "Bootstrap methods and their application" (1997), 4.2, for
 * Monte-Carlo tests
 * @example
 * ```ts
 * import { activationMasks, testMasks } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * // All three units are at 1, so the mask is full; only unit 0 is heard.
 * const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 2 });
 * parameters.bh.fill(50);
 * parameters.Why.set([9, 0, 0, 0, 0, 0]);
 * const model = { parameters, vocabulary: Vocabulary.of(":a") };
 * const { steps: [{ after }] } = testMasks(model, [activationMasks(model, "a:")]);
 * assertEquals([after.keep.size, after.keep.of], [3, 3]);
 * assertEquals(after.keep.chanceAsGood, 1); // a full mask is as good as any full mask
 * ```
 */
export function testMasks(
  model: CharacterModel,
  steps: readonly ActivationMasks[],
  options: MaskTestOptions = {},
): MaskTest {
  checkModel(model, "test masks");
  const { randomMasks = 199, seed = 1 } = options;
  const H = model.parameters.hiddenSize;
  checkInteger(steps.length, "steps.length", [1, Infinity], "test masks");
  checkInteger(randomMasks, "randomMasks", [1, Infinity], "test masks");
  const units = checkUnits(options.among ?? Array(H).keys(), H, "test masks").sort((a, b) => a - b);
  const random = new Random(seed);
  const draw = ({ set, among }: Tested): number[][] =>
    Array.from({ length: randomMasks }, () => random.choose(set.length, among.length));
  return {
    randomMasks,
    steps: steps.map((masks) => {
      const { before, after, outputs } = partsToTest(model, masks, units);
      return {
        prefix: masks.prefix,
        togetherBits: togetherBits(model, masks),
        before: testPart(masks.probs, before, draw(before)),
        after: testPart(masks.probs, after, draw(after)),
        outputs: testPart(masks.probs, outputs, draw(outputs)),
      };
    }),
  };
}

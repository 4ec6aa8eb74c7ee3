/**
 * Which earlier characters a prediction depends on. H: hidden units, V: characters.
 *
 * Two methods. Gradient: how the logarithm of the targets' probability changes with the strength of
 * a character's input, times that strength (gradient × input; exact only for infinitely small
 * changes, and near zero where units are saturated). Occlusion: the character's input is left out,
 * the network runs on, and the loss of log-probability is what the character was worth (exact for
 * that change, which makes a text that is not one).
 * @see M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV
 * (2014), on occlusion; K. Simonyan et al., "Deep inside convolutional networks" (2013), on gradients
 */
import { type EngineOption, type Network, openNetwork } from "@lab/engines";
import type { CharacterModel, ModelParameters } from "@lab/model";
import { addMatVec, addTransposedMatVec, softmax } from "@lab/numerics";
import { checkCharacters, checkPrefix } from "../checks.ts";

/** What one character of the prefix is worth for the prediction. */
export interface CharacterSaliency {
  /** The character's time step, 0 for the first. */
  readonly position: number;
  /** The character. */
  readonly character: string;
  /** Gradient × input, in bits: positive where a stronger input makes the targets likelier. */
  readonly gradient: number;
  /** The bits of log-probability lost when the character's input is left out. */
  readonly occlusion: number;
}

/** Which characters of a prefix a prediction depends on. */
export interface Saliency {
  /** The prefix. */
  readonly prefix: string;
  /** The predicted characters. */
  readonly targets: readonly string[];
  /** The probability of all predicted characters together, after the prefix. */
  readonly probability: number;
  /** Every character of the prefix, in its order. */
  readonly characters: readonly CharacterSaliency[];
}

/** What comes after a text that goes on from a state, but without its first character's input. */
function probsWithout(
  network: Network,
  { Whh, bh }: ModelParameters,
  h: Float64Array,
  indices: Int32Array,
): Float64Array {
  network.setState(addMatVec(Whh, h, bh.slice()).map(Math.tanh));
  network.read(indices.subarray(1));
  return softmax(network.logits());
}

/**
 * Gradient and occlusion saliency of every character of a prefix for what comes next.
 * @param model parameters and vocabulary
 * @param prefix the text before the prediction
 * @param options `targets`: the predicted characters, such as `" \n"`; who computes
 * @returns a row for each character of the prefix
 * @throws {RangeError} when the prefix is empty or the vocabulary lacks a character
 * @example
 * ```ts
 * import { saliency } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertEquals } from "@std/assert";
 * // The one unit fires at ":" and asks for a space; it remembers nothing.
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[model.vocabulary.indexOf(":")] = 1;
 * parameters.Why[model.vocabulary.indexOf(" ")] = 3;
 * const [a, colon] = saliency(model, "a:", { targets: " " }).characters;
 * assertEquals(a.occlusion, 0);
 * assert(colon.occlusion > 0 && colon.gradient > 0);
 * ```
 */
export function saliency(
  model: CharacterModel,
  prefix: string,
  options: { targets: string } & EngineOption,
): Saliency {
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why } = parameters;
  const indices = checkPrefix(prefix, vocabulary, "measure saliency");
  const targets = checkCharacters(options.targets, vocabulary, "targets", "measure saliency");
  const rows = targets.map((character) => vocabulary.indexOf(character));
  const bitsOf = (probs: Float64Array): number => Math.log2(rows.reduce((s, k) => s + probs[k], 0));
  const network = openNetwork(parameters, { engine: options.engine });
  const states = [network.state()];
  for (const index of indices) {
    network.step(index);
    states.push(network.state());
  }
  const probs = softmax(network.logits());
  const full = bitsOf(probs);
  const probability = 2 ** full;

  // ∂ log₂ P(targets) / ∂y_k = (p_k / P for targets, else 0) − p_k, in bits
  const dy = probs.map((p, k) => ((rows.includes(k) ? p / probability : 0) - p) / Math.LN2);
  let dh: Float64Array = addTransposedMatVec(Why, dy, new Float64Array(H));
  const characters: CharacterSaliency[] = [];
  for (let t = indices.length - 1; t >= 0; t--) {
    const h = states[t + 1];
    const dhRaw = dh.map((value, i) => value * (1 - h[i] * h[i]));
    const gradient = dhRaw.reduce((sum, value, i) => sum + value * Wxh[i * V + indices[t]], 0);
    const without = probsWithout(network, parameters, states[t], indices.subarray(t));
    const occlusion = full - bitsOf(without);
    characters.unshift({
      position: t,
      character: vocabulary.characters[indices[t]],
      gradient,
      occlusion,
    });
    dh = addTransposedMatVec(Whh, dhRaw, new Float64Array(H));
  }
  return { prefix, targets, probability, characters };
}

/**
 * The character whose input matters most when it is left out, for better or worse.
 * @param salient what each character is worth
 * @returns the first character with the largest size of its occlusion, and how many follow it
 * @example
 * ```ts
 * import { strongestCharacter } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const characters = [0.5, -2, 1].map((occlusion, position) =>
 *   ({ position, character: "abc"[position], gradient: 0, occlusion }));
 * const { character, fromEnd } = strongestCharacter({ characters });
 * assertEquals([character, fromEnd], ["b", 1]);
 * ```
 */
export function strongestCharacter(
  { characters }: Pick<Saliency, "characters">,
): CharacterSaliency & { readonly fromEnd: number } {
  const most = characters.reduce((a, b) => Math.abs(b.occlusion) > Math.abs(a.occlusion) ? b : a);
  return { ...most, fromEnd: characters.length - 1 - most.position };
}

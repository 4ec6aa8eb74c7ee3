/**
 * Which earlier characters a prediction depends on. H: hidden units, V: characters.
 *
 * Two methods. Gradient: how the logarithm of the targets' probability changes with the strength of
 * a character's input, times that strength (gradient × input; exact only for infinitely small
 * changes, and near zero where units are saturated). Occlusion: the character's input is left out,
 * the network runs on, and the loss of log-probability is what the character was worth (exact for
 * that change, which makes a text that is not one).
 *
 * Both take time in proportion to T. One backward pass gives all gradients. A left-out input is read on
 * from only until its trace has died out (or the text ends); where it lives on for longer than the
 * horizon, what is left of the trace at the horizon is multiplied by the gradient there: then the
 * occlusion is an estimate of first order, and says so.
 * @see M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV
 * (2014), on occlusion; K. Simonyan et al., "Deep inside convolutional networks" (2013), on gradients
 */
import { type EngineOption, type Network, openNetwork } from "@lab/engines";
import type { CharacterModel, ModelParameters } from "@lab/model";
import { addMatVec, addTransposedMatVec, softmax } from "@lab/numerics";
import { checkCharacters, checkInteger, checkModel, checkPrefix } from "../checks.ts";

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
  /** Whether the occlusion was followed to where it ends; else it is estimated from the horizon on. */
  readonly exact: boolean;
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

/** What prediction, and how far a left-out character is followed. */
export interface SaliencyOptions extends EngineOption {
  /** The predicted characters, such as `" \n"`. */
  targets: string;
  /** The number of steps after which a trace that lives on is no longer followed; 500 when left out. */
  horizon?: number;
}

/** A trace has died out where no unit differs by more than this. */
const DIED_OUT = 1e-12;

/** The predicted characters as numbers, and log₂ of their probability. */
const bitsOf = (probs: Float64Array, rows: readonly number[]): number =>
  Math.log2(rows.reduce((sum, k) => sum + probs[k], 0));

/** The states before and after each character, and log₂ P's gradient with respect to each. */
class Reading {
  readonly probs: Float64Array;
  readonly states: Float64Array[];
  /** `[T + 1][H]` ∂ log₂ P(targets) / ∂ h_t, in bits; the first is for the state before the prefix. */
  readonly gradients: Float64Array[];
  /** `[T]` gradient × input. */
  readonly slopes: Float64Array;

  constructor(
    network: Network,
    parameters: ModelParameters,
    indices: Int32Array,
    rows: readonly number[],
  ) {
    const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why } = parameters;
    this.states = [network.state()];
    for (const index of indices) {
      network.step(index);
      this.states.push(network.state());
    }
    this.probs = softmax(network.logits());
    const probability = 2 ** bitsOf(this.probs, rows);
    // ∂ log₂ P(targets) / ∂y_k = (p_k / P for targets, else 0) − p_k, in bits
    const dy = this.probs.map((p, k) => ((rows.includes(k) ? p / probability : 0) - p) / Math.LN2);
    let dh = addTransposedMatVec(Why, dy, new Float64Array(H));
    this.gradients = [];
    this.gradients[indices.length] = dh;
    this.slopes = new Float64Array(indices.length);
    for (let t = indices.length - 1; t >= 0; t--) {
      const h = this.states[t + 1];
      const dhRaw = dh.map((value, i) => value * (1 - h[i] * h[i]));
      this.slopes[t] = dhRaw.reduce((sum, value, i) => sum + value * Wxh[i * V + indices[t]], 0);
      dh = addTransposedMatVec(Whh, dhRaw, new Float64Array(H));
      this.gradients[t] = dh;
    }
  }
}

/** The largest difference between two states. */
function distance(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/**
 * Gradient and occlusion saliency of every character of a prefix for what comes next.
 * @param model parameters and vocabulary
 * @param prefix the text before the prediction
 * @param options the predicted characters, the horizon, and who computes
 * @returns a row for each character of the prefix
 * @throws {RangeError} when the prefix is empty, the vocabulary lacks a character, or the horizon is no
 * integer ≥ 1
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
  options: SaliencyOptions,
): Saliency {
  checkModel(model, "measure saliency");
  const { parameters, vocabulary } = model;
  const { Whh, bh } = parameters;
  const { horizon = 500, engine } = options;
  const action = "measure saliency";
  const indices = checkPrefix(prefix, vocabulary, action);
  const targets = checkCharacters(options.targets, vocabulary, "targets", action);
  checkInteger(horizon, "horizon", [1, Infinity], action);
  const rows = targets.map((character) => vocabulary.indexOf(character));
  const network = openNetwork(parameters, { engine });
  const { states, gradients, slopes, probs } = new Reading(network, parameters, indices, rows);
  const full = bitsOf(probs, rows);
  const h = new Float64Array(parameters.hiddenSize);
  const characters = Array.from(slopes, (gradient, t): CharacterSaliency => {
    network.setState(addMatVec(Whh, states[t], bh.slice()).map(Math.tanh));
    let at = t + 1;
    const end = Math.min(indices.length, at + horizon);
    network.state(h);
    while (at < end && distance(h, states[at]) > DIED_OUT) {
      network.step(indices[at++]);
      network.state(h);
    }
    const arrived = at === indices.length;
    const occlusion = arrived
      ? full - bitsOf(softmax(network.logits()), rows)
      : h.reduce((sum, value, i) => sum + gradients[at][i] * (states[at][i] - value), 0);
    const exact = arrived || distance(h, states[at]) <= DIED_OUT;
    const character = vocabulary.characters[indices[t]];
    return { position: t, character, gradient, occlusion, exact };
  });
  return { prefix, targets, probability: 2 ** full, characters };
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
 *   ({ position, character: "abc"[position], gradient: 0, occlusion, exact: true }));
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

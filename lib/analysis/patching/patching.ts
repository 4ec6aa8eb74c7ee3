/**
 * Patching: run one text with the state that another text left.
 * H: hidden units, V: characters.
 *
 * Claim of the method: what a patch carries over was in the patched state. What it leaves out: a
 * state put together from two texts is one that the network may never visit by itself.
 * @see K. Meng et al., "Locating and editing factual associations in GPT", NeurIPS (2022), on
 * patching states between runs
 */
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { softmax } from "@lab/numerics";
import { checkCharacters, checkInteger, checkModel, checkPrefix, checkUnits } from "../checks.ts";
import { klBits } from "../context/distributions.ts";

/** What is left of another text's state after some characters of this one. */
export interface PatchDepth {
  /** How many characters were read after the patch. */
  readonly depth: number;
  /** The characters that were read after the patch. */
  readonly read: string;
  /** Divergence of the patched distribution from that of `into` without a patch, in bits. */
  readonly klFromUnpatched: number;
  /** Divergence of the patched distribution from that after `from`, in bits. */
  readonly klFromSource: number;
  /** The probability of each target under the patch. */
  readonly targets: readonly { readonly character: string; readonly probability: number }[];
}

/** A patch between two texts, at every depth. */
export interface PatchResult {
  /** The text whose state is taken. */
  readonly from: string;
  /** The text into which the state is put. */
  readonly into: string;
  /** The units that are patched. */
  readonly units: readonly number[];
  /** The distributions from depth 0 (patched after the last character) upwards. */
  readonly depths: readonly PatchDepth[];
}

/** Which texts, and what to follow. */
export interface PatchOptions extends EngineOption {
  /** The text whose state is taken. */
  from: string;
  /** The text into which the state is put. */
  into: string;
  /** The characters whose probabilities to follow, such as `" \n"`. */
  targets: string;
  /** The units that are patched; all when left out. */
  units?: readonly number[];
  /** The largest depth, 0 … the length of `into` (which is also the default). */
  maxDepth?: number;
}

/**
 * Puts the state after one text into another text, `depth` characters before its end, and reads on:
 * the depth at which the patch no longer shows is how far back this text's context reaches.
 * @param model parameters and vocabulary
 * @param options the two texts, targets, units, and who computes
 * @returns a row for each depth
 * @throws {RangeError} when a text is empty, the vocabulary lacks a character, or units or depth are
 * out of range
 * @example
 * ```ts
 * import { patchByDepth } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const { depths } = patchByDepth(model, { from: "bbb:", into: "aa:", targets: "a" });
 * assertEquals(depths.map((row) => row.read), ["", ":", "a:", "aa:"]);
 * assertEquals(depths[0].klFromSource, 0);
 * ```
 */
export function patchByDepth(model: CharacterModel, options: PatchOptions): PatchResult {
  checkModel(model, "patch states");
  const { from, into } = options;
  const { parameters, vocabulary } = model;
  const H = parameters.hiddenSize;
  const action = "patch states";
  const network = openNetwork(parameters, options);
  const start = network.state();
  const read = (indices: Int32Array, h = start): Float64Array => {
    network.setState(h);
    network.read(indices);
    return network.state();
  };
  const probsAfter = (indices: Int32Array, h?: Float64Array): Float64Array => {
    read(indices, h);
    return softmax(network.logits());
  };
  const fromIndices = checkPrefix(from, vocabulary, action);
  const source = read(fromIndices);
  const indices = checkPrefix(into, vocabulary, action);
  const targets = checkCharacters(options.targets, vocabulary, "targets", action);
  const units = checkUnits(options.units ?? Array(H).keys(), H, action);
  const maxDepth = options.maxDepth ?? indices.length;
  checkInteger(maxDepth, "maxDepth", [0, indices.length], action);
  const fullFrom = probsAfter(fromIndices);
  const fullInto = probsAfter(indices);
  const depths: PatchDepth[] = [];
  for (let depth = 0; depth <= maxDepth; depth++) {
    const cut = indices.length - depth;
    const h = read(indices.subarray(0, cut));
    for (const unit of units) h[unit] = source[unit];
    const probs = probsAfter(indices.subarray(cut), h);
    depths.push({
      depth,
      read: vocabulary.decode(indices.subarray(cut)),
      klFromUnpatched: klBits(fullInto, probs),
      klFromSource: klBits(fullFrom, probs),
      targets: targets.map((character) => ({
        character,
        probability: probs[vocabulary.indexOf(character)],
      })),
    });
  }
  return { from, into, units, depths };
}

/** How far back a text's context reaches. */
export interface PatchReach {
  /** Whether the text brings back its own distribution, whatever state it begins with. */
  readonly verdict: "settles" | "does not settle";
  /** How many last characters fix the distribution; the largest depth where it does not settle. */
  readonly depth: number;
}

/** A divergence from the unpatched distribution below this counts as none, in bits. */
export const SETTLED_BITS = 0.01;

/**
 * The depth from which on a patch no longer shows.
 * @param patch a patch between two texts
 * @param toleranceBits the divergence from the unpatched text stays below this
 * @returns the smallest such depth, if there is one
 * @example
 * ```ts
 * import { patchByDepth, patchReach } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const patch = patchByDepth(model, { from: "b", into: "aa:", targets: "a" });
 * assertEquals(patchReach(patch), { verdict: "settles", depth: 0 });
 * ```
 */
export function patchReach({ depths }: PatchResult, toleranceBits = SETTLED_BITS): PatchReach {
  const last = depths.findLastIndex((row) => !(row.klFromUnpatched < toleranceBits));
  const settled = last + 1 < depths.length;
  return {
    verdict: settled ? "settles" : "does not settle",
    depth: depths[settled ? last + 1 : last].depth,
  };
}

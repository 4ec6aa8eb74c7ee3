/**
 * Patch scans: which unit, how many steps before a decision, carries what sets two texts apart.
 * H: hidden units, D: depths.
 *
 * Method (activation patching, aligned): two texts end at the same place and differ before it. One unit
 * gets, at one step, the value that it has at that step in the other text's run; the network reads on;
 * the change of the measure is the cell's effect. Claim: an effect was caused by that unit's value at
 * that step, and by what followed from it. What it leaves out: units that are the same in both runs,
 * however much they are needed; units that stand in for each other (patch into the corrupted run to see
 * each of them); and units that only matter together. The first-order values beside it come from one
 * gradient: an approximation that sees nothing where units are saturated.
 * @see J. Vig et al., "Investigating gender bias in language models using causal mediation analysis",
 * NeurIPS (2020); F. Zhang and N. Nanda, "Towards best practices of activation patching", ICLR (2024);
 * N. Nanda, "Attribution patching" (2023), on the first-order values
 */
import { type EngineOption, type Network, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { addTransposedMatVec, meanWithError } from "@lab/numerics";
import { checkCharacters, checkInteger, checkModel, checkPrefix, checkUnits } from "../checks.ts";
import { logProbabilities } from "../causes/logits.ts";
import { leadWeights, measureOf } from "../causes/measure.ts";

/** Two texts that end at the place of a behaviour. */
export interface PatchPair {
  /** The text after which the network behaves so. */
  readonly clean: string;
  /** The text after which it does not. */
  readonly corrupted: string;
  /** The states before the two texts; zeros when left out. `pairPlaces` has those of the whole text. */
  readonly starts?: { readonly clean: Float64Array; readonly corrupted: Float64Array };
}

/** What to patch, and what to measure. */
export interface PatchScanOptions extends EngineOption {
  /** The characters that count, such as `" \n"`. */
  targets: string;
  /** The characters to compare them with: then their lead in logits is measured, else P(targets). */
  against?: string;
  /** Where the values go: the corrupted run's `"into clean"` (when left out), or the other way round. */
  patch?: "into clean" | "into corrupted";
  /** The units; all when left out. */
  units?: readonly number[];
  /** The largest depth; as far as the shortest text goes, but no more than 20, when left out. */
  maxDepth?: number;
}

/** What a patch of each unit at each depth does, on the average over pairs. */
export interface PatchScan {
  /** The characters that count. */
  readonly targets: readonly string[];
  /** The characters that they are compared with; none where P(targets) was measured. */
  readonly against: readonly string[];
  /** The rows: which units were patched. */
  readonly units: readonly number[];
  /**
   * The columns: for each depth the character read there, counted back from the decision; empty where
   * the pairs have different ones.
   */
  readonly read: readonly string[];
  /** How many pairs. */
  readonly pairs: number;
  /** Into which run the values were put. */
  readonly patch: "into clean" | "into corrupted";
  /** The mean measure after the clean texts. */
  readonly clean: number;
  /** The mean measure after the corrupted texts. */
  readonly corrupted: number;
  /** `[units, D]` how far each patch moves the measure towards the other run's, on the average. */
  readonly effects: Float64Array;
  /** `[units, D]` the standard errors of the effects; NaN for a single pair. */
  readonly errors: Float64Array;
  /** `[units, D]` the effects to first order, an approximation. */
  readonly firstOrder: Float64Array;
  /** `[D]` the mean effect of patching all these units at once: what the state holds at that depth. */
  readonly together: Float64Array;
}

/** So far back a scan goes when nobody says how far. */
const MAX_DEPTH = 20;

/** What all pairs of a scan share. */
interface Scanner {
  readonly model: CharacterModel;
  readonly targets: readonly string[];
  readonly against: readonly string[];
  readonly network: Network;
  readonly units: readonly number[];
  readonly maxDepth: number;
  readonly measure: (logs: Float64Array) => number;
  /** `[V]` the measure's derivative by each logit. */
  readonly slope: (logs: Float64Array) => Float64Array;
}

/** A text's run: its last states, the last one first, and the measure after it. */
interface Run {
  readonly indices: Int32Array;
  /** `[D][H]` by depth. */
  readonly states: Float64Array[];
  readonly logs: Float64Array;
  readonly value: number;
}

function run(scanner: Scanner, text: string, start: Float64Array | undefined): Run {
  const { network, model, maxDepth, measure } = scanner;
  const indices = checkPrefix(text, model.vocabulary, "scan patches");
  const from = indices.length - 1 - maxDepth;
  network.setState(start ?? new Float64Array(model.parameters.hiddenSize));
  network.read(indices.subarray(0, from));
  const states = Array.from(indices.subarray(from), (index) => {
    network.step(index);
    return network.state();
  });
  const logs = logProbabilities(network.logits());
  return { indices, states: states.reverse(), logs, value: measure(logs) };
}

/** What comes out when a text goes on from another state, some characters before its end. */
function measureFrom(
  { network, measure }: Scanner,
  { indices }: Run,
  h: Float64Array,
  depth: number,
): number {
  network.setState(h);
  network.read(indices.subarray(indices.length - depth));
  return measure(logProbabilities(network.logits()));
}

/** `[D][H]` the measure's derivative by the state at each depth. */
function gradients({ model, slope }: Scanner, { states, logs }: Run): Float64Array[] {
  const { hiddenSize: H, Why, Whh } = model.parameters;
  let g = addTransposedMatVec(Why, slope(logs), new Float64Array(H));
  return states.map((h) => {
    const here = g;
    g = addTransposedMatVec(Whh, here.map((dh, i) => dh * (1 - h[i] ** 2)), new Float64Array(H));
    return here;
  });
}

/** The effects of one pair: one by one, to first order, and together. */
interface PairEffects {
  readonly exact: Float64Array;
  readonly firstOrder: Float64Array;
  readonly together: Float64Array;
}

function scanPair(scanner: Scanner, into: Run, from: Run, sign: number): PairEffects {
  const { units, maxDepth } = scanner;
  const D = maxDepth + 1;
  const slopes = gradients(scanner, into);
  const exact = new Float64Array(units.length * D);
  const firstOrder = new Float64Array(units.length * D);
  const together = new Float64Array(D);
  for (let depth = 0; depth < D; depth++) {
    const [h, other] = [into.states[depth], from.states[depth]];
    const effect = (changed: Float64Array): number =>
      sign * (measureFrom(scanner, into, changed, depth) - into.value);
    units.forEach((unit, row) => {
      if (other[unit] === h[unit]) return;
      const changed = h.slice();
      changed[unit] = other[unit];
      exact[row * D + depth] = effect(changed);
      firstOrder[row * D + depth] = sign * slopes[depth][unit] * (other[unit] - h[unit]);
    });
    const all = h.slice();
    for (const unit of units) all[unit] = other[unit];
    together[depth] = effect(all);
  }
  return { exact, firstOrder, together };
}

/** `[V]` the derivative of P(targets), or of the targets' lead, by each logit. */
function slopeOf(what: Parameters<typeof leadWeights>[0]): Scanner["slope"] {
  if (what.against.length > 0) {
    const weights = leadWeights(what);
    return () => weights;
  }
  const rows = new Set(what.targets.map((character) => what.model.vocabulary.indexOf(character)));
  return (logs) => {
    const probability = logs.reduce((sum, log, k) => rows.has(k) ? sum + Math.exp(log) : sum, 0);
    return logs.map((log, k) => Math.exp(log) * ((rows.has(k) ? 1 : 0) - probability));
  };
}

function scannerFor(
  model: CharacterModel,
  pairs: readonly PatchPair[],
  options: PatchScanOptions,
): Scanner {
  const action = "scan patches";
  const { hiddenSize: H } = model.parameters;
  const { targets, against, units = Array(H).keys() } = options;
  checkInteger(pairs.length, "pairs.length", [1, Infinity], action);
  const shortest = Math.min(
    ...pairs.flatMap(({ clean, corrupted }) => [[...clean].length, [...corrupted].length]),
  );
  const { maxDepth = Math.min(MAX_DEPTH, shortest - 1) } = options;
  checkInteger(maxDepth, "maxDepth", [0, shortest - 1], action);
  const what = {
    model,
    targets: checkCharacters(targets, model.vocabulary, "targets", action),
    against: against === undefined
      ? []
      : checkCharacters(against, model.vocabulary, "against", action),
  };
  return {
    ...what,
    network: openNetwork(model.parameters, options),
    units: checkUnits(units, H, action),
    maxDepth,
    measure: measureOf(what),
    slope: slopeOf(what),
  };
}

/** The mean of a cell over the pairs, and its standard error. */
function average(
  rows: readonly Float64Array[],
): { means: Float64Array; errors: Float64Array } {
  const cells = Array.from(rows[0], (_, cell) => meanWithError(rows.map((row) => row[cell])));
  return {
    means: Float64Array.from(cells, ({ mean }) => mean),
    errors: Float64Array.from(cells, ({ error }) => error),
  };
}

/**
 * Patches one unit at one step, for every unit and every depth, and reads on.
 *
 * Over 250 units and 13 depths a pair of texts takes about half a second.
 * @param model parameters and vocabulary
 * @param pairs texts that end at the place of the behaviour, and the states before them
 * @param options what to measure, which values go where, units and depths, and who computes
 * @returns the effect of each unit at each depth, with its standard error over the pairs
 * @throws {RangeError} when there is no pair, a text is empty, the vocabulary lacks a character, or
 * units or depth are out of range
 * @throws {TypeError} when a state has the wrong length
 * @example
 * ```ts
 * import { patchScan, plantCircuit } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * // The character k steps before stands in the line's first unit k steps before the decision.
 * const { model, mechanism, behaviour, rival, pairs } = plantCircuit("delay line", 1);
 * const [first] = mechanism.line;
 * const depth = mechanism.line.length - 1;
 * const scan = patchScan(model, pairs(5, 1), {
 *   targets: behaviour.targets,
 *   against: rival,
 *   units: [first],
 *   maxDepth: depth,
 * });
 * assertAlmostEquals(scan.effects[depth], scan.clean - scan.corrupted, 0.1);
 * assertAlmostEquals(scan.effects[0], 0, 0.1);
 * ```
 */
export function patchScan(
  model: CharacterModel,
  pairs: readonly PatchPair[],
  options: PatchScanOptions,
): PatchScan {
  checkModel(model, "scan patches");
  const { patch = "into clean" } = options;
  const scanner = scannerFor(model, pairs, options);
  const { targets, against, units, maxDepth } = scanner;
  const runs = pairs.map(({ clean, corrupted, starts }) => ({
    clean: run(scanner, clean, starts?.clean),
    corrupted: run(scanner, corrupted, starts?.corrupted),
  }));
  const found = runs.map(({ clean, corrupted }) =>
    patch === "into clean"
      ? scanPair(scanner, clean, corrupted, -1)
      : scanPair(scanner, corrupted, clean, 1)
  );
  const read = Array.from({ length: maxDepth + 1 }, (_, depth) => {
    const all = runs.flatMap((pair) => Object.values(pair))
      .map(({ indices }) => indices[indices.length - 1 - depth]);
    return new Set(all).size === 1 ? model.vocabulary.characters[all[0]] : "";
  });
  const { means, errors } = average(found.map(({ exact }) => exact));
  return {
    targets,
    against,
    units,
    read,
    pairs: pairs.length,
    patch,
    clean: meanWithError(runs.map(({ clean }) => clean.value)).mean,
    corrupted: meanWithError(runs.map(({ corrupted }) => corrupted.value)).mean,
    effects: means,
    errors,
    firstOrder: average(found.map(({ firstOrder }) => firstOrder)).means,
    together: average(found.map(({ together }) => together)).means,
  };
}

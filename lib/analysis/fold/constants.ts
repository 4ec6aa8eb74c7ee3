/**
 * The network behind the network: which units are constants, and what the network without them says.
 * H: hidden units, k: units kept.
 *
 * Units are ranked by their variance over the first part of a text. The fewest that can stay, the others
 * folded at their mean, are found by halving on that part: k units stay within the tolerance by their whole
 * interval, k − 1 don't.
 * The smaller network is scored on the rest of the text, on its own recurrence. Claim: of this ranking;
 * at the edge it folded the same units as folding the cheapest one after the other did, which takes H²/2
 * passes. What it leaves out: smaller networks with other weights, and other texts.
 */
import { chooseEngine, type NetworkOptions, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import { checkInteger, checkModel, checkText } from "../checks.ts";
import { UnitStatistics, type UnitStatisticsResult } from "../walk/statistics.ts";
import { observe } from "../walk/steps.ts";
import { statesOf } from "./fold.ts";
import { curveOf, Folder, type FoldPoint } from "./folder.ts";
import { type FoldScore, scoreFolded } from "./scores.ts";
import { mostVaryingFirst, varyingUnits } from "./varying.ts";

/** How to fold. */
export interface FoldOptions extends NetworkOptions {
  /** How far the smaller network may be from the full one, in nats per character, > 0; 1e-3 when left out. */
  tolerance?: number;
  /** How many units to keep, 1 … H; the fewest within the tolerance when left out. */
  units?: number;
  /** On which share of the text units are chosen, more than 0 and less than 1; 0.5 when left out. */
  share?: number;
  /** The numbers of units on the curve; about a dozen when left out, none when empty. */
  sizes?: readonly number[];
  /**
   * Characters that choice and curve are measured on, at the end of the first part and the start of the rest;
   * 10,000 when left out, with an alphabet of more than 100 fewer, but 2,000 at least.
   */
  characters?: number;
  /** How many random sets of each size are kept; 3 when left out. */
  randomSets?: number;
  /** Seed of the random sets; 1 when left out. */
  seed?: number;
}

/** What folding found. */
export interface FoldResult {
  /** H, the units of the full network. */
  readonly hiddenSize: number;
  /** The smaller network: parameters, vocabulary, and the state of its training where that was known. */
  readonly model: CharacterModel;
  /** The units kept, the largest variance first: row by row the smaller network's. */
  readonly units: readonly number[];
  /** How many units vary: their variance exceeds 1e-3 where they were chosen. */
  readonly varying: number;
  /** How far the two may be apart, in nats per character. */
  readonly tolerance: number;
  /** On how many characters variances and means were taken. */
  readonly chosenOn: number;
  /** The smaller network where the units were chosen, at the end of that part. */
  readonly chosen: FoldScore;
  /** The network with one unit fewer there: not within the tolerance, unless the number was given. */
  readonly oneFewer: FoldScore | undefined;
  /** The smaller network on the rest of the text. */
  readonly heldOut: FoldScore;
  /** Whether difference and divergence there are within the tolerance or beyond it, by their intervals. */
  readonly held: "within" | "beyond" | "not told";
  /** The network with nine tenths of the units, on the start of the rest. */
  readonly nineTenths: FoldScore;
  /**
   * `"mostly constants"`: half of the units or fewer do, and this holds on the rest; `"hardly any"`:
   * even nine tenths of the units are beyond the tolerance there; else `"some"`.
   */
  readonly verdict: "mostly constants" | "some" | "hardly any";
  /** Nats over k on the start of the rest, ascending by size, with controls. */
  readonly curve: readonly FoldPoint[];
}

/**
 * Whether a smaller network is as near to the full one as is asked. Both the difference in nats, which may
 * be small by luck, and the divergence, which can't, must be.
 * @param score the smaller network beside the full one
 * @param tolerance how far they may be apart, in nats per character
 * @returns `"within"` where both intervals are, `"beyond"` where one of them has no part that is, else
 * `"not told"`
 * @example
 * ```ts
 * import { withinTolerance } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const about = (mean: number) => ({ mean, error: 0.1, interval: [mean - 0.2, mean + 0.2] as const });
 * const held = (nats: number, kl: number) =>
 *   withinTolerance({ difference: about(nats), klNats: about(kl) }, 1);
 * assertEquals([held(-0.5, 0.5), held(0.5, 2), held(0.9, 0.5)], ["within", "beyond", "not told"]);
 * ```
 */
export function withinTolerance(
  { difference, klNats }: Pick<FoldScore, "difference" | "klNats">,
  tolerance: number,
): FoldResult["held"] {
  const intervals = [difference.interval, klNats.interval];
  if (intervals.every(([low, high]) => low >= -tolerance && high <= tolerance)) return "within";
  const beyond = intervals.some(([low, high]) => low > tolerance || high < -tolerance);
  return beyond ? "beyond" : "not told";
}

/** About a dozen sizes: dense around the chosen one, and up to a network with one unit folded. */
function sizesAround(size: number, H: number): number[] {
  const below = [1 / 8, 1 / 4, 1 / 2, 3 / 4, 0.9, 0.96].map((share) => Math.round(share * size));
  const above = [1 / 16, 1 / 4, 1 / 2].map((share) => size + Math.round(share * (H - size)));
  const sizes = [...below, size - 1, size, size + 1, ...above, H - 1];
  return [...new Set(sizes)].filter((k) => k >= 1 && k <= H).sort((a, b) => a - b);
}

/** The fewest units that stay within a tolerance, by halving; more units are taken to be nearer. */
function fewestWithin(size: number, tolerance: number, score: (k: number) => FoldScore): number {
  let [beyond, within] = [0, size];
  while (within - beyond > 1) {
    const middle = (within + beyond) >> 1;
    if (withinTolerance(score(middle), tolerance) === "within") within = middle;
    else beyond = middle;
  }
  return within;
}

function checkOptions(options: FoldOptions, H: number): void {
  const { tolerance = 1e-3, share = 0.5, units, sizes = [], characters = 1, randomSets = 1 } =
    options;
  const action = "fold units";
  for (
    const [name, value, most] of [["tolerance", tolerance, Infinity], ["share", share, 1]] as const
  ) {
    if (value > 0 && value < most) continue;
    const rule = most === 1 ? "more than 0 and less than 1" : "> 0 and finite";
    throw new RangeError(
      `Cannot ${action} as '${name}' must be ${rule}: current value is ${value}`,
    );
  }
  if (units !== undefined) checkInteger(units, "units", [1, H], action);
  for (const size of sizes) checkInteger(size, "sizes", [1, H], action);
  checkInteger(characters, "characters", [1, Infinity], action);
  checkInteger(randomSets, "randomSets", [1, Infinity], action);
}

/** The text in two parts, of two characters or more each. */
function partsOf(model: CharacterModel, text: string, share: number): [Int32Array, Int32Array] {
  const indices = model.vocabulary.encode(text);
  const cut = Math.round(share * indices.length);
  const parts: [Int32Array, Int32Array] = [indices.subarray(0, cut), indices.subarray(cut)];
  const short = parts.find((part) => part.length < 2);
  if (short !== undefined) {
    throw new RangeError(
      `Cannot fold units as both parts of the text must have at least 2 characters: one has ` +
        short.length,
    );
  }
  return parts;
}

/** The units by how large |h| is on average. */
function largestFirst(units: UnitStatisticsResult["units"]): number[] {
  return units.toSorted((a, b) => b.meanMagnitude - a.meanMagnitude || a.unit - b.unit)
    .map(({ unit }) => unit);
}

/**
 * Finds the network behind a network: keeps the units that vary most over the first part of a text, folds
 * all others at their mean into the biases, and scores what is left on the rest of the text.
 * @param model parameters and vocabulary
 * @param text both parts
 * @param options tolerance, how many units, where the text is parted, the curve, the state before the
 * text, and who computes: the fastest that runs when left out, whose rounding in float32 is far below
 * what is compared
 * @returns the smaller network, how near it is to the full one, and the curve with its controls
 * @throws {RangeError} when the text is too short, the vocabulary lacks a character, or an option is out
 * of range
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { foldConstantUnits } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 4, vocabularySize: 2 }, new Random(1), 1);
 * parameters.bh.set([20, 20, 20]); // three of the four units are constants
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { units, held, verdict } = foldConstantUnits(model, "abba".repeat(1500));
 * assertEquals([units, held, verdict], [[3], "within", "mostly constants"]);
 * ```
 */
export function foldConstantUnits(
  model: CharacterModel,
  text: string,
  options: FoldOptions = {},
): FoldResult {
  checkModel(model, "fold units");
  checkText(text, "fold units");
  const { hiddenSize: H, vocabularySize: V } = model.parameters;
  checkOptions(options, H);
  const affordable = Math.max(2000, Math.round(10_000 * Math.min(1, 100 / V)));
  const { tolerance = 1e-3, share = 0.5, characters = affordable, randomSets = 3, seed = 1 } =
    options;
  const engine = chooseEngine(options.engine, "fastest");
  const [choosing, rest] = partsOf(model, text, share);
  const counter = new UnitStatistics(model);
  observe(model, model.vocabulary.decode(choosing), [counter], { h: options.h, engine });
  const statistics = counter.result();
  const [order, largest] = [mostVaryingFirst(statistics.units), largestFirst(statistics.units)];
  const folder = new Folder(model, statistics.mean, engine);

  const network = openNetwork(model.parameters, { h: options.h, engine });
  // Not its first half: a state that comes from zero is none that the means were taken of.
  const from = Math.max(choosing.length - 1 - characters, choosing.length >> 1);
  network.read(choosing.subarray(0, from));
  const end = folder.passage(choosing.subarray(from), network.state());
  network.read(choosing.subarray(from));
  const scoreOf = (k: number): FoldScore => folder.score(order.slice(0, k), end);
  const size = options.units ?? fewestWithin(H, tolerance, scoreOf);
  const units = order.slice(0, size);
  const small = folder.fold(units);

  const h = network.state();
  const heldOut = scoreFolded(model.parameters, small.parameters, rest, {
    ...{ h, engine },
    smallH: statesOf(h, units),
  });
  const passage = folder.passage(rest.subarray(0, characters + 1), h);
  const nineTenths = folder.score(order.slice(0, Math.max(1, Math.floor(0.9 * H))), passage);
  const held = withinTolerance(heldOut, tolerance);
  const loses = withinTolerance(nineTenths, tolerance) === "beyond";
  const sizes = options.sizes ?? sizesAround(size, H);
  return {
    hiddenSize: H,
    model: small,
    units,
    varying: varyingUnits(statistics).length,
    tolerance,
    chosenOn: choosing.length,
    chosen: scoreOf(size),
    oneFewer: size > 1 ? scoreOf(size - 1) : undefined,
    heldOut,
    held,
    nineTenths,
    verdict: size <= H / 2 && held === "within"
      ? "mostly constants"
      : loses
      ? "hardly any"
      : "some",
    curve: curveOf(folder, {
      sizes,
      order,
      largest,
      passage,
      random: new Random(seed),
      randomSets,
    }),
  };
}

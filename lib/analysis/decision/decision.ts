/**
 * Where a decision sits: which part of the state before it carries what it hangs on. H: hidden units.
 *
 * Method (interchange interventions): places where one character follows are paired with places where
 * another does. One part of the state before the place's character is taken from the other place of the
 * pair: some units, or the component along a direction; the character is read; did the lead follow? The
 * share is that of a swap of the whole state. Units and directions are chosen on half of the pairs and
 * scored on the other half; beside each direction stand random ones, combinations of these very states'
 * differences from their mean, pushed as far.
 *
 * Claim: the swapped part brings the decision along. What it leaves out: a state put together from two is
 * one that the network may never visit, along a direction even one beyond ±1; a direction that was not
 * tried may do as well; what brought the part about (see `decisionByDepth`).
 * @see A. Geiger et al., "Causal abstractions of neural networks", NeurIPS (2021), on interchange
 * interventions; A. Geiger et al., "Finding alignments between interpretable causal variables and
 * distributed neural representations", CLeaR (2024), on directions that are no units
 */
import { type MeanWithError, meanWithError, Random } from "@lab/numerics";
import { checkBehaviour, checkInteger, checkText, checkUnits } from "../checks.ts";
import type { Behaviour } from "../causes/behaviour.ts";
import { type Controls, controlShares, type Part, type PartKind, partsOf } from "./parts.ts";
import { effectsOf, type PairStep, stepsOf } from "./swaps.ts";
import { shareOver } from "./lead.ts";
import { type WayOptions, type Ways, waysOf } from "./ways.ts";

/** What to swap, between which places, and how many controls. */
export interface DecisionOptions extends WayOptions {
  /** The units that vary, from `varyingUnits`; all others count as constants. */
  varying: readonly number[];
  /** How many random directions stand beside each direction, ≥ 199; 199 when left out. */
  controls?: number;
  /** Seed of the random directions; 1 when left out. */
  seed?: number;
}

/** Whether a part of the state carries most of the decision. */
export type CarriesVerdict = "carries it" | "does not carry it" | "not decided";

/** A part of the state, swapped. */
export interface SwappedPart {
  /** Which part. */
  readonly kind: PartKind;
  /** The swapped units; none where directions were swapped. */
  readonly units: readonly number[];
  /** How many numbers were swapped: the number of units or of directions. */
  readonly dimensions: number;
  /** The part's share of the whole swap's effect on the lead, over the pairs that were not chosen on. */
  readonly share: MeanWithError;
  /** The part's share on the pairs that it was chosen on: rather too large. */
  readonly shareWhereChosen: number;
  /** After how many swaps the other way leads, as it did where the part came from. */
  readonly flips: number;
  /** What random directions do that are pushed as far; of units and directions by themselves only. */
  readonly controls: Controls | undefined;
  /** Against one half, or the 95 % quantile of the controls where that is more. */
  readonly verdict: CarriesVerdict;
}

/** Where the decision sits. */
export type DecisionSite =
  | "nowhere in the state"
  | "in one unit"
  | "in one direction"
  | "in two directions"
  | "in the units that vary"
  | "in more than was tried"
  | "not decided";

/** What every swap did. */
export interface Decision extends Ways {
  /** The behaviour's label, targets and what they are compared with. */
  readonly asked: Pick<Behaviour, "label" | "targets" | "against">;
  /** By how much the lead of one way is above that of the other, in nats, over the scored pairs. */
  readonly apart: MeanWithError;
  /** How much of that the swap of the whole state moves, in nats. */
  readonly whole: MeanWithError;
  /** At how many swaps a flip was possible: the two places of the pair had different ways leading. */
  readonly flippable: number;
  /** The parts, the whole state first. */
  readonly parts: readonly SwappedPart[];
  /** How many random directions stand beside each direction. */
  readonly controls: number;
  /** The smallest part that carries most of the decision. */
  readonly site: DecisionSite;
  /** The part that settled this, or left it open; undefined where no part that was tried did. */
  readonly settledBy: SwappedPart | undefined;
  /** Where it sits at most, if not in `settledBy`: the next larger part that carries most of it. */
  readonly atMost: DecisionSite | undefined;
}

/** A part carries the decision where it moves more than this share of what the whole state does. */
const MOST = 0.5;
/** A swap of the whole state that moves the lead by less than this moves nothing, in nats. */
const NOTHING_NATS = 0.1;

/**
 * Whether a share says that a part carries most of the decision.
 * @param share the share with its interval
 * @param controls what random directions do, if there are any
 * @returns decided where the whole interval lies on one side of one half, or of the controls' 95 % quantile
 * where that is more
 * @example
 * ```ts
 * import { carriesDecision } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const share = (low: number, high: number) => ({ interval: [low, high] as const });
 * assertEquals(carriesDecision(share(0.6, 0.8)), "carries it");
 * assertEquals(carriesDecision(share(0.6, 0.8), { high: 0.7 }), "not decided");
 * assertEquals(carriesDecision(share(0.1, 0.4)), "does not carry it");
 * ```
 */
export function carriesDecision(
  { interval: [low, high] }: Pick<MeanWithError, "interval">,
  controls?: Pick<Controls, "high">,
): CarriesVerdict {
  const limit = Math.max(MOST, controls?.high ?? 0);
  if (low > limit) return "carries it";
  return high < limit ? "does not carry it" : "not decided";
}

/** The single directions that are tried. */
export const ONE_DIRECTION: readonly PartKind[] = ["means", "slope", "component"];

/** Which parts are asked one after the other: of those of a size the best one where it was chosen. */
const SITES: readonly (readonly [DecisionSite, readonly PartKind[]])[] = [
  ["in one unit", ["unit"]],
  ["in one direction", ONE_DIRECTION],
  ["in two directions", ["means and slope", "two components"]],
  ["in the units that vary", ["varying"]],
];

/**
 * The part of some kinds that did best on the pairs that it was chosen on.
 * @param parts the parts
 * @param kinds the kinds
 * @returns the part; undefined where there is none of these kinds
 * @example
 * ```ts
 * import { bestPart, ONE_DIRECTION, type SwappedPart } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const part = (kind: string, shareWhereChosen: number) =>
 *   ({ kind, shareWhereChosen }) as unknown as SwappedPart;
 * const parts = [part("all", 1), part("means", 0.7), part("slope", 0.9)];
 * assertEquals(bestPart(parts, ONE_DIRECTION), parts[2]);
 * ```
 */
export function bestPart(
  parts: readonly SwappedPart[],
  kinds: readonly PartKind[],
): SwappedPart | undefined {
  return parts.filter(({ kind }) => kinds.includes(kind))
    .toSorted((a, b) => b.shareWhereChosen - a.shareWhereChosen)[0];
}

/**
 * The smallest part that carries most of a decision.
 * @param decision the parts, and what the whole state's swap moves
 * @returns where it sits, the part that said so, and where it sits at most; not decided where the first part
 * that is not ruled out is not decided
 * @example
 * ```ts
 * import { decisionSite, type SwappedPart } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const part = (kind: string, verdict: string) =>
 *   ({ kind, verdict, shareWhereChosen: 1 }) as unknown as SwappedPart;
 * const whole = { mean: 3, error: 0.1, interval: [2.8, 3.2] as const };
 * const parts = [part("unit", "does not carry it"), part("means", "carries it")];
 * const { site, settledBy } = decisionSite({ whole, parts });
 * assertEquals([site, settledBy], ["in one direction", parts[1]]);
 * assertEquals(decisionSite({ whole, parts: [part("unit", "not decided")] }).site, "not decided");
 * ```
 */
export function decisionSite(
  { whole, parts }: Pick<Decision, "whole" | "parts">,
): Pick<Decision, "site" | "settledBy" | "atMost"> {
  const only = (site: DecisionSite) => ({ site, settledBy: undefined, atMost: undefined });
  const [low, high] = whole.interval;
  if (low > -NOTHING_NATS && high < NOTHING_NATS) return only("nowhere in the state");
  if (!(low > 0 || high < 0)) return only("not decided");
  const left = SITES.flatMap(([site, kinds]) => {
    const best = bestPart(parts, kinds);
    return best === undefined || best.verdict === "does not carry it" ? [] : [{ site, best }];
  });
  if (left.length === 0) return only("in more than was tried");
  const [{ site, best }] = left;
  if (best.verdict === "carries it") return { site, settledBy: best, atMost: site };
  const larger = left.find(({ best: { verdict } }) => verdict === "carries it");
  return { site: "not decided", settledBy: best, atMost: larger?.site };
}

/** One part, scored. */
function swapped(
  part: Part,
  [chosen, scored]: readonly [readonly PairStep[], readonly PairStep[]],
  controls: Controls | undefined,
): SwappedPart {
  const { effects, flips } = effectsOf(part, scored);
  const share = shareOver(effects, scored.map(({ whole }) => whole));
  const where = shareOver(effectsOf(part, chosen).effects, chosen.map(({ whole }) => whole));
  return {
    kind: part.kind,
    units: part.units,
    dimensions: part.units.length || part.directions.length,
    share,
    shareWhereChosen: where.mean,
    flips,
    controls,
    verdict: carriesDecision(share, controls),
  };
}

/**
 * Swaps parts of the state before a decision between places that go on in two ways.
 *
 * At H = 250, with 100 pairs and 199 random directions for each of six parts, it takes about 2 s.
 * @param behaviour the behaviour; its `targets` are one way, `against` is the other
 * @param text the text that the behaviour was collected over
 * @param options the units that vary, who says which way a place goes on, how many pairs and controls
 * @returns each part's share of the whole effect, its controls, and where the decision sits
 * @throws {RangeError} when the behaviour has no `against`, either way is taken at fewer than 10 places, or
 * an option is out of range
 * @example
 * ```ts
 * import { collectBehaviour, whereDecisionSits } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * // Unit 0 keeps which letter stood before the colon, and says what follows.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * parameters.Wxh.set([3, -3]); // "a" up, "b" down
 * parameters.Whh.set([2]);
 * parameters.Why.set([-4, 0, 0, 0, 4, 0]); // "." where it is up, "a" where it is down
 * const model = { parameters, vocabulary: new Vocabulary("ab.:") };
 * const text = "a:.b:a".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "a" });
 * assertEquals(whereDecisionSits(behaviour, text, { varying: [0] }).site, "in one unit");
 * ```
 */
export function whereDecisionSits(
  behaviour: Behaviour,
  text: Iterable<string>,
  options: DecisionOptions,
): Decision {
  const { controls = 199, seed = 1 } = options;
  const action = "say where a decision sits";
  checkBehaviour(behaviour, action);
  checkText(text, action);
  checkInteger(controls, "controls", [199, Infinity], action);
  const varying = checkUnits(options.varying, behaviour.mean.length, action);
  const ways = waysOf(behaviour, [...text], options);
  const [chosen, scored] = [stepsOf(behaviour, ways.chosen), stepsOf(behaviour, ways.scored)];
  const parts = partsOf(varying, chosen);
  const drawn = { count: controls, random: new Random(seed) };
  const beside = controlShares(parts, chosen, scored, drawn);
  const whole = meanWithError(scored.map(({ whole }) => whole));
  const found = {
    whole,
    parts: parts.map((part, k) => swapped(part, [chosen, scored], beside[k])),
  };
  return {
    ...ways,
    asked: { label: behaviour.label, targets: behaviour.targets, against: behaviour.against },
    apart: meanWithError(scored.map(({ leads: [first, second] }) => first - second)),
    flippable: 2 * scored.filter(({ leads: [first, second] }) => first > 0 !== second > 0).length,
    ...found,
    controls,
    ...decisionSite(found),
  };
}

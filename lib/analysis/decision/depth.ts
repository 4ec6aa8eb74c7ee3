/**
 * How many characters before its place a decision is in the state. H: hidden units, D: depths.
 *
 * Method (interchange interventions by depth, aligned): the state `d` characters before the place is taken
 * from a place that goes on the other way; then the network reads this place's own last `d` characters and
 * the place's own. What still differs was in the state; what comes back was brought by the characters read
 * since. Beside the whole state stand its component along the difference of the two ways' mean states at
 * that depth (found on other pairs), and a state from a place that goes on the same way: what a foreign
 * state changes by itself.
 *
 * Claim: a share of the lead's difference was in the state so many characters before. What it leaves out: a
 * state with other characters behind it than its own is one that the network may never visit.
 */
import { type EngineOption, type Network, openNetwork } from "@lab/engines";
import { type MeanWithError, meanWithError } from "@lab/numerics";
import { checkBehaviour, checkInteger, checkText } from "../checks.ts";
import type { Behaviour } from "../causes/behaviour.ts";
import { leadAt, leadOf, shareOver } from "./lead.ts";
import { type PlacePair, type WayOptions, type Ways, waysOf } from "./ways.ts";

/** At which depths, between which places. */
export interface DepthOptions extends WayOptions, EngineOption {
  /** How many characters before the place, ascending, each ≥ 0; 0 … 20 in growing steps when left out. */
  depths?: readonly number[];
}

/** What the state holds of a decision some characters before it. */
export interface DecisionDepth {
  /** How many characters of its own the network read after the swap, the place's not counted. */
  readonly depth: number;
  /** The share of the lead's difference between the two ways that came with the other way's state. */
  readonly share: MeanWithError;
  /** The share that came along the difference of the two ways' mean states at this depth. */
  readonly along: MeanWithError;
  /** What a state from another place that goes on the same way changes, as such a share. */
  readonly sameWay: MeanWithError;
  /** Against one half, or the upper end of the interval of `sameWay` where that is more. */
  readonly verdict: "in the state" | "not in the state" | "not decided";
}

/** How early a decision is in the state. */
export interface DecisionDepths extends Ways {
  /** The behaviour's label, targets and what they are compared with. */
  readonly asked: Pick<Behaviour, "label" | "targets" | "against">;
  /** By how much the lead of one way is above that of the other, in nats, over the scored pairs. */
  readonly apart: MeanWithError;
  /** One for each depth. */
  readonly depths: readonly DecisionDepth[];
  /** Up to this depth most of it is in the state, at every depth before too; undefined: at none. */
  readonly early: number | undefined;
}

const DEPTHS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20];
const ACTION = "say how early a decision is in the state";
/** Most of a decision is in the state where more than this share came with it. */
const MOST = 0.5;

/** The text's own run up to one place: `[D][H]` the states by depth, and the characters from there on. */
interface Approach {
  readonly states: readonly Float64Array[];
  /** The last `maxDepth` characters before the place and the place's own. */
  readonly last: Int32Array;
}

/** Reads up to places of a text. */
class Reader {
  readonly #behaviour: Behaviour;
  readonly #indices: Int32Array;
  readonly #depths: readonly number[];
  readonly #network: Network;
  readonly #lead: ReturnType<typeof leadOf>;

  constructor(
    behaviour: Behaviour,
    text: readonly string[],
    depths: readonly number[],
    options: EngineOption,
  ) {
    this.#behaviour = behaviour;
    const { vocabulary } = behaviour.model;
    this.#indices = Int32Array.from(text, (character) => vocabulary.indexOf(character));
    this.#depths = depths;
    this.#network = openNetwork(behaviour.model.parameters, options);
    this.#lead = leadOf(behaviour);
  }

  get #maxDepth(): number {
    return this.#depths.at(-1)!;
  }

  /** Goes on from the last occurrence that lies before the deepest state, so that little is read again. */
  approach(row: number): Approach {
    const { positions, hs, hPrevs, mean: { length: H } } = this.#behaviour;
    const place = positions[row];
    const first = place - this.#maxDepth;
    const known = positions.findLastIndex((position) => position < first);
    this.#network.setState(
      known < 0 ? new Float64Array(H) : hs.subarray(known * H, (known + 1) * H),
    );
    this.#network.read(this.#indices.subarray(known < 0 ? 0 : positions[known] + 1, first));
    const states = [this.#network.state()];
    for (let t = first; t < place; t++) {
      this.#network.step(this.#indices[t]);
      states.push(this.#network.state());
    }
    const end = states.at(-1)!;
    if (end.some((h, i) => Math.abs(h - hPrevs[row * H + i]) > 1e-2)) {
      throw new RangeError(
        `Cannot ${ACTION} as the text must be the one that the behaviour was collected over: at ` +
          `place ${place} it leads to another state`,
      );
    }
    return {
      states: this.#depths.map((depth) => states[this.#maxDepth - depth]),
      last: this.#indices.subarray(first, place + 1),
    };
  }

  /** The lead behind a place's own characters from another state on. */
  leadFrom({ last }: Approach, h: Float64Array, depth: number): number {
    this.#network.setState(h);
    this.#network.read(last.subarray(last.length - 1 - depth));
    return leadAt(this.#lead, this.#network.state());
  }

  /** The lead at a place as it is. */
  leadAt(approach: Approach): number {
    return this.leadFrom(approach, approach.states[0], this.#depths[0]);
  }
}

/** The approaches to a pair's two places. */
type Pair = readonly [first: Approach, second: Approach];

/** `[H]` the direction from the first places' mean state at a depth to the second ones', of length 1. */
function directionAt(pairs: readonly Pair[], k: number): Float64Array {
  const sum = new Float64Array(pairs[0][0].states[k].length);
  for (const [first, second] of pairs) {
    for (let i = 0; i < sum.length; i++) sum[i] += second.states[k][i] - first.states[k][i];
  }
  const length = Math.hypot(...sum);
  return length === 0 ? sum : sum.map((x) => x / length);
}

/** A state with its component along a direction from another one. */
function alongOnly(h: Float64Array, other: Float64Array, direction: Float64Array): Float64Array {
  let along = 0;
  for (let i = 0; i < h.length; i++) along += direction[i] * (other[i] - h[i]);
  return h.map((x, i) => x + along * direction[i]);
}

/** The shares at one depth. */
function atDepth(
  reader: Reader,
  pairs: readonly Pair[],
  leads: readonly (readonly [number, number])[],
  { depth, k, direction }: { depth: number; k: number; direction: Float64Array },
): DecisionDepth {
  const whole = leads.map(([first, second]) => first - second);
  /** How far both leads of a pair move when they get these states. */
  const moved = (pair: number, states: readonly [Float64Array, Float64Array]): number => {
    const [first, second] = pairs[pair].map((approach, which) =>
      reader.leadFrom(approach, states[which], depth)
    );
    return (leads[pair][0] - first + second - leads[pair][1]) / 2;
  };
  const at = (pair: number): [Float64Array, Float64Array] => [
    pairs[pair][0].states[k],
    pairs[pair][1].states[k],
  ];
  const over = (effect: (pair: number) => number): MeanWithError =>
    shareOver(pairs.map((_, pair) => effect(pair)), whole);
  const share = over((pair) => moved(pair, [at(pair)[1], at(pair)[0]]));
  const along = over((pair) => {
    const [first, second] = at(pair);
    return moved(pair, [alongOnly(first, second, direction), alongOnly(second, first, direction)]);
  });
  const sameWay = over((pair) => moved(pair, at((pair + 1) % pairs.length)));
  return { depth, share, along, sameWay, verdict: inTheState(share, sameWay) };
}

function inTheState(share: MeanWithError, sameWay: MeanWithError): DecisionDepth["verdict"] {
  const limit = Math.max(MOST, sameWay.interval[1]);
  if (share.interval[0] > limit) return "in the state";
  return share.interval[1] < limit ? "not in the state" : "not decided";
}

/**
 * Swaps the state some characters before a decision between places that go on in two ways, and reads each
 * place's own characters on.
 * @param behaviour the behaviour; its `targets` are one way, `against` is the other
 * @param text the text that the behaviour was collected over, from a zero state
 * @param options depths, who says which way a place goes on, how many pairs, and who computes
 * @returns the share of the difference that was in the state at each depth
 * @throws {RangeError} when the behaviour has no `against`, either way is taken at fewer than 10 places, a
 * depth is out of range, or the text is another one
 * @example
 * ```ts
 * import { collectBehaviour, decisionByDepth } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * // Unit 0 keeps which letter stood before the colon, and says what follows.
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 5 });
 * parameters.Wxh.set([3, -3]); // "a" up, "b" down
 * parameters.Whh.set([2]);
 * parameters.Why.set([-4, 0, 4]); // "." where it is up, "a" where it is down
 * const model = { parameters, vocabulary: new Vocabulary("ab.:-") };
 * const text = "a--:.b--:a".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "a" });
 * const { depths, early } = decisionByDepth(behaviour, text, { depths: [0, 1, 2, 3] });
 * assertEquals(depths.map(({ verdict }) => verdict === "in the state"), [true, true, true, false]);
 * assertEquals(early, 2); // 3 before, the letter itself is still to come
 * ```
 */
export function decisionByDepth(
  behaviour: Behaviour,
  text: Iterable<string>,
  options: DepthOptions = {},
): DecisionDepths {
  checkBehaviour(behaviour, ACTION);
  checkText(text, ACTION);
  const { depths = DEPTHS } = options;
  depths.forEach((depth, k) =>
    checkInteger(depth, "depths", [k && depths[k - 1] + 1, Infinity], ACTION)
  );
  checkInteger(depths.length, "depths.length", [1, Infinity], ACTION);
  const characters = [...text];
  const ways = waysOf(behaviour, characters, { ...options, before: depths.at(-1)! });
  const reader = new Reader(behaviour, characters, depths, options);
  const approaches = (pairs: readonly PlacePair[]): Pair[] =>
    pairs.map(({ first, second }) => [reader.approach(first), reader.approach(second)]);
  const [chosen, scored] = [approaches(ways.chosen), approaches(ways.scored)];
  const leads = scored.map((pair) => [reader.leadAt(pair[0]), reader.leadAt(pair[1])] as const);
  const found = depths.map((depth, k) =>
    atDepth(reader, scored, leads, { depth, k, direction: directionAt(chosen, k) })
  );
  const open = found.findIndex(({ verdict }) => verdict !== "in the state");
  return {
    ...ways,
    asked: { label: behaviour.label, targets: behaviour.targets, against: behaviour.against },
    apart: meanWithError(leads.map(([first, second]) => first - second)),
    depths: found,
    early: found[(open < 0 ? found.length : open) - 1]?.depth,
  };
}

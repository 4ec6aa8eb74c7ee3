/**
 * A behaviour: "at these places of a text the network writes one of these characters", with every
 * state at which the text gives it the chance to. H: hidden units, V: characters.
 *
 * What is asked is an argument: `{ after: ":", targets: " \n" }` asks for a space or line break after
 * a colon, `{ after: "q", targets: "u" }` for u after q; a predicate over the text asks at any places.
 */
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import { quoteCharacter } from "@lab/text";
import { checkCharacters, checkInteger, checkModel, checkText } from "../checks.ts";
import { checkReached, checkWhere, placesIn, type Where, whereInWords } from "../walk/places.ts";
import { observe, type Observer, type Step, type WalkOptions } from "../walk/steps.ts";

/** States of some time steps of a text: one row for each. */
export interface States {
  /** `[n]` the time steps. */
  readonly positions: Int32Array;
  /** `[n, H]` the states after the characters at these steps; flat, row-major. */
  readonly hs: Float64Array;
}

/** The mean step of a text: what counts as "nothing in particular" when a step is taken apart. */
export interface MeanStep {
  /** `[H]` the mean state over all steps of the text: what a silenced unit is set to. */
  readonly mean: Float64Array;
  /** `[H]` the mean over all steps of the state before the step. */
  readonly meanPrev: Float64Array;
  /** `[V]` how often the text has each character, as shares that sum to 1. */
  readonly frequencies: Float64Array;
}

/** A behaviour and the states that it is measured at. */
export interface Behaviour extends States, MeanStep {
  /** The network. */
  readonly model: CharacterModel;
  /** Where it is measured, as sentences say it: "after “:”", "closing a line". */
  readonly label: string;
  /** The characters that the behaviour writes, such as space and line break. */
  readonly targets: readonly string[];
  /**
   * The characters that the targets are compared with. With none, the behaviour is measured by
   * P(targets); else by the targets' mean logit less theirs (see {@link measureOf}).
   */
  readonly against: readonly string[];
  /** `[n]` the number of the character that was read last at each occurrence. */
  readonly indices: Int32Array;
  /** `[n, H]` the states before the character. */
  readonly hPrevs: Float64Array;
  /** How many steps the text had. */
  readonly steps: number;
  /** States of steps drawn evenly from the whole text: where resampled values come from. */
  readonly pool: States;
}

/** Which behaviour, and how large the pool is. */
export interface BehaviourOptions {
  /** At which places of the text: after `":"` or `":\n"`, at time steps, or by a predicate. */
  after: Where;
  /** The characters that count, such as `" \n"`. */
  targets: string;
  /** The characters to compare them with; none when left out. */
  against?: string;
  /** Where, as sentences say it, such as "closing a line"; from `after` when left out. */
  label?: string;
  /** How many states to draw for resampling, ≥ 1 (2000 when left out), or the time steps themselves. */
  pool?: number | readonly number[];
  /** Seed of the draw; 1 when left out. */
  seed?: number;
}

/** So many states are drawn for resampling: with 64, the estimates scattered by 0.03. */
const POOL_SIZE = 2000;

/** States collected one by one. */
class StateList {
  readonly positions: number[] = [];
  readonly rows: Float64Array[] = [];

  set(row: number, position: number, h: Float64Array): void {
    this.positions[row] = position;
    this.rows[row] = h.slice();
  }

  states(hiddenSize: number): States {
    const hs = new Float64Array(this.rows.length * hiddenSize);
    this.rows.forEach((row, k) => hs.set(row, k * hiddenSize));
    return { positions: Int32Array.from(this.positions), hs };
  }
}

/** Tells at each step, from what has been read so far, whether it is one of the places. */
function placeFinder(where: Where): (step: Step) => boolean {
  if (typeof where === "string") {
    const suffix = [...where];
    const last: string[] = [];
    return ({ character }) => {
      last.push(character);
      if (last.length > suffix.length) last.shift();
      return last.length === suffix.length && last.every((c, k) => c === suffix[k]);
    };
  }
  if (typeof where === "function") {
    throw new TypeError(
      "Cannot collect a behaviour as a recorder does not know what comes next: give it the time " +
        "steps, placesIn(text, after)",
    );
  }
  const places = new Set(where);
  return ({ position }) => places.has(position);
}

/**
 * Collects a behaviour during a walk: the states at each occurrence, the mean state, and a pool of
 * states drawn evenly from all steps (reservoir sampling, so that the length need not be known). A
 * walk does not know what comes next: instead of a predicate, give it the time steps of `placesIn`.
 * @see J. S. Vitter, "Random sampling with a reservoir", ACM TOMS 11 (1985), algorithm R
 * @example
 * ```ts
 * import { BehaviourRecorder, observe } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 4 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const recorder = new BehaviourRecorder(model, { after: ":", targets: " " });
 * observe(model, "ab: ba: ", [recorder]);
 * assertEquals([...recorder.result().positions], [2, 6]);
 * ```
 */
export class BehaviourRecorder implements Observer {
  readonly #model: CharacterModel;
  readonly #after: Where;
  readonly #asked: Pick<Behaviour, "label" | "targets" | "against">;
  readonly #isPlace: (step: Step) => boolean;
  readonly #poolSize: number;
  readonly #poolSteps: ReadonlySet<number> | undefined;
  readonly #random: Random;
  readonly #occurrences = new StateList();
  readonly #before = new StateList();
  readonly #indices: number[] = [];
  readonly #pool = new StateList();
  readonly #sum: Float64Array;
  readonly #sumPrev: Float64Array;
  readonly #counts: Float64Array;
  #steps = 0;

  /**
   * Starts with an empty pool.
   * @param model parameters and vocabulary
   * @param options which behaviour, and how large the pool is
   * @throws {RangeError} when the vocabulary lacks a character, a character is in `targets` and in
   * `against`, or the pool is empty
   * @throws {TypeError} when `after` is a predicate, which needs the text that is still to come
   */
  constructor(model: CharacterModel, options: BehaviourOptions) {
    const { after, pool = POOL_SIZE, seed = 1 } = options;
    const action = "collect a behaviour";
    checkModel(model, action);
    checkWhere(after, action);
    if (typeof after === "string") checkCharacters(after, model.vocabulary, "after", action);
    this.#model = model;
    this.#after = after;
    this.#asked = askedFor(model, options, action);
    this.#isPlace = placeFinder(after);
    this.#poolSize = typeof pool === "number" ? pool : pool.length;
    checkInteger(this.#poolSize, "pool", [1, Infinity], action);
    this.#poolSteps = typeof pool === "number" ? undefined : new Set(pool);
    this.#random = new Random(seed);
    this.#sum = new Float64Array(model.parameters.hiddenSize);
    this.#sumPrev = new Float64Array(model.parameters.hiddenSize);
    this.#counts = new Float64Array(model.parameters.vocabularySize);
  }

  /**
   * Looks at one step.
   * @param step the step
   */
  observe(step: Step): void {
    const { h, hPrev, position } = step;
    for (let i = 0; i < h.length; i++) {
      this.#sum[i] += h[i];
      this.#sumPrev[i] += hPrev[i];
    }
    this.#counts[step.index]++;
    if (this.#isPlace(step)) {
      this.#before.set(this.#before.rows.length, position, hPrev);
      this.#occurrences.set(this.#occurrences.rows.length, position, h);
      this.#indices.push(step.index);
    }
    const row = this.#poolRow(position);
    if (row !== undefined) this.#pool.set(row, position, h);
    this.#steps++;
  }

  #poolRow(position: number): number | undefined {
    const filled = this.#pool.rows.length;
    if (this.#poolSteps !== undefined) return this.#poolSteps.has(position) ? filled : undefined;
    if (filled < this.#poolSize) return filled;
    const row = this.#random.integer(this.#steps + 1);
    return row < this.#poolSize ? row : undefined;
  }

  /**
   * What was collected so far.
   * @returns the behaviour
   * @throws {RangeError} when there was no occurrence, or no step of the pool was reached
   */
  result(): Behaviour {
    const H = this.#sum.length;
    const action = "collect a behaviour";
    if (typeof this.#after !== "string") {
      checkReached(this.#after as readonly number[], this.#steps, action);
    }
    if (this.#occurrences.rows.length === 0 || this.#pool.rows.length === 0) {
      const missing = this.#occurrences.rows.length === 0 ? "'after'" : "a step of 'pool'";
      throw new RangeError(
        `Cannot ${action} as ${missing} must occur in the text: current number is 0`,
      );
    }
    return {
      model: this.#model,
      ...this.#asked,
      indices: Int32Array.from(this.#indices),
      ...this.#occurrences.states(H),
      hPrevs: this.#before.states(H).hs,
      steps: this.#steps,
      mean: this.#sum.map((sum) => sum / this.#steps),
      meanPrev: this.#sumPrev.map((sum) => sum / this.#steps),
      frequencies: this.#counts.map((count) => count / this.#steps),
      pool: this.#pool.states(H),
    };
  }
}

/** Where, what, and against what, checked. */
function askedFor(
  { vocabulary }: CharacterModel,
  { after, label = whereInWords(after), ...options }: BehaviourOptions,
  action: string,
): Pick<Behaviour, "label" | "targets" | "against"> {
  const targets = checkCharacters(options.targets, vocabulary, "targets", action);
  if (options.against === undefined) return { label, targets, against: [] };
  const against = checkCharacters(options.against, vocabulary, "against", action);
  const both = against.find((character) => targets.includes(character));
  if (both === undefined) return { label, targets, against };
  throw new RangeError(
    `Cannot ${action} as 'against' must hold other characters than 'targets': current value has ` +
      quoteCharacter(both),
  );
}

/**
 * Collects a behaviour over a text: {@link BehaviourRecorder} in one call.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param options which behaviour, how large the pool is; as for `walk`, the state before the text,
 * units to silence at every step, and who computes
 * @returns the behaviour with all its occurrences
 * @throws {RangeError} when it does not occur, the vocabulary lacks a character, or the pool is empty
 * @throws {TypeError} when `after` is neither characters nor time steps nor a predicate
 * @example
 * ```ts
 * import { collectBehaviour } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 4 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "ab: ba: ", { after: ":", targets: " " });
 * assertEquals([behaviour.hs.length, behaviour.label], [2 * 5, "after “:”"]);
 * // any places: where the text's next character is a space
 * const before = collectBehaviour(model, "ab: ba: ", {
 *   after: (text, t) => text[t + 1] === " ",
 *   targets: " ",
 *   against: "ab",
 *   label: "before a space",
 * });
 * assertEquals([...before.positions], [2, 6]);
 * ```
 */
export function collectBehaviour(
  model: CharacterModel,
  text: Iterable<string>,
  options: BehaviourOptions & WalkOptions,
): Behaviour {
  checkText(text, "collect a behaviour");
  const { after, label = whereInWords(after) } = options;
  const ahead = typeof after === "function";
  const characters = ahead ? [...text] : text;
  const where = ahead ? placesIn(characters, after) : after;
  const recorder = new BehaviourRecorder(model, { ...options, after: where, label });
  observe(model, characters, [recorder], options);
  return recorder.result();
}

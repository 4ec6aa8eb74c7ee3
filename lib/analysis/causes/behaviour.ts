/**
 * A behaviour: "after this character the network writes one of these", with every state at which a
 * text gives it the chance to. H: hidden units, V: characters.
 */
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import { checkCharacters, checkInteger } from "../checks.ts";
import { observe, type Observer, type Step } from "../walk/steps.ts";

/** States of some time steps of a text: one row for each. */
export interface States {
  /** `[n]` the time steps. */
  readonly positions: Int32Array;
  /** `[n, H]` the states after the characters at these steps; flat, row-major. */
  readonly hs: Float64Array;
}

/** A behaviour and the states that it is measured at. */
export interface Behaviour extends States {
  /** The network. */
  readonly model: CharacterModel;
  /** The character after which the behaviour is measured, such as `":"`. */
  readonly after: string;
  /** The characters that the behaviour writes, such as space and line break. */
  readonly targets: readonly string[];
  /** `[n, H]` the states before the character. */
  readonly hPrevs: Float64Array;
  /** How many steps the text had. */
  readonly steps: number;
  /** `[H]` the mean state over all steps of the text: what a silenced unit is set to. */
  readonly mean: Float64Array;
  /** `[V]` how often the text has each character, as shares that sum to 1. */
  readonly frequencies: Float64Array;
  /** States of steps drawn evenly from the whole text: where resampled values come from. */
  readonly pool: States;
}

/** Which behaviour, and how large the pool is. */
export interface BehaviourOptions {
  /** One character. */
  after: string;
  /** The characters that count, such as `" \n"`. */
  targets: string;
  /** How many states to draw for resampling, ≥ 1 (64 when left out), or the time steps themselves. */
  pool?: number | readonly number[];
  /** Seed of the draw; 1 when left out. */
  seed?: number;
}

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

/**
 * Collects a behaviour during a walk: the states at each occurrence, the mean state, and a pool of
 * states drawn evenly from all steps (reservoir sampling, so that the length need not be known).
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
  readonly #after: string;
  readonly #targets: string[];
  readonly #poolSize: number;
  readonly #poolSteps: ReadonlySet<number> | undefined;
  readonly #random: Random;
  readonly #occurrences = new StateList();
  readonly #before = new StateList();
  readonly #pool = new StateList();
  readonly #sum: Float64Array;
  readonly #counts: Float64Array;
  #steps = 0;

  /**
   * Starts with an empty pool.
   * @param model parameters and vocabulary
   * @param options which behaviour, and how large the pool is
   * @throws {RangeError} when `after` is not one character, the vocabulary lacks a character, or the
   * pool is empty
   */
  constructor(model: CharacterModel, options: BehaviourOptions) {
    const { after, targets, pool = 64, seed = 1 } = options;
    const action = "collect a behaviour";
    if (checkCharacters(after, model.vocabulary, "after", action).length !== 1) {
      throw new RangeError(
        `Cannot ${action} as 'after' must be one character: current value is ` +
          JSON.stringify(after),
      );
    }
    this.#model = model;
    this.#after = after;
    this.#targets = checkCharacters(targets, model.vocabulary, "targets", action);
    this.#poolSize = typeof pool === "number" ? pool : pool.length;
    checkInteger(this.#poolSize, "pool", [1, Infinity], action);
    this.#poolSteps = typeof pool === "number" ? undefined : new Set(pool);
    this.#random = new Random(seed);
    this.#sum = new Float64Array(model.parameters.hiddenSize);
    this.#counts = new Float64Array(model.parameters.vocabularySize);
  }

  /**
   * Looks at one step.
   * @param step the step
   */
  observe(step: Step): void {
    const { h, position } = step;
    for (let i = 0; i < h.length; i++) this.#sum[i] += h[i];
    this.#counts[step.index]++;
    if (step.character === this.#after) {
      this.#before.set(this.#before.rows.length, position, step.hPrev);
      this.#occurrences.set(this.#occurrences.rows.length, position, h);
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
   * @throws {RangeError} when the character did not occur, or no step of the pool was reached
   */
  result(): Behaviour {
    const H = this.#sum.length;
    if (this.#occurrences.rows.length === 0 || this.#pool.rows.length === 0) {
      const missing = this.#occurrences.rows.length === 0 ? "'after'" : "a step of 'pool'";
      throw new RangeError(
        `Cannot collect a behaviour as ${missing} must occur in the text: current number is 0`,
      );
    }
    return {
      model: this.#model,
      after: this.#after,
      targets: this.#targets,
      ...this.#occurrences.states(H),
      hPrevs: this.#before.states(H).hs,
      steps: this.#steps,
      mean: this.#sum.map((sum) => sum / this.#steps),
      frequencies: this.#counts.map((count) => count / this.#steps),
      pool: this.#pool.states(H),
    };
  }
}

/**
 * Collects a behaviour over a text: {@link BehaviourRecorder} in one call.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param options which behaviour, how large the pool is, and who computes
 * @returns the behaviour with all its occurrences
 * @throws {RangeError} when the character does not occur, the vocabulary lacks a character, or the
 * pool is empty
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
 * assertEquals(behaviour.hs.length, 2 * 5);
 * ```
 */
export function collectBehaviour(
  model: CharacterModel,
  text: Iterable<string>,
  options: BehaviourOptions & EngineOption,
): Behaviour {
  const recorder = new BehaviourRecorder(model, options);
  observe(model, text, [recorder], options);
  return recorder.result();
}

/**
 * The same behaviour at some of its occurrences only.
 * @param behaviour the behaviour
 * @param rows which occurrences, 0 … n − 1
 * @returns a behaviour with copies of these rows; mean and pool stay
 * @throws {RangeError} when there is no row or one is out of range
 * @example
 * ```ts
 * import { collectBehaviour, selectOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals([...selectOccurrences(behaviour, [2, 0]).positions], [7, 1]);
 * ```
 */
export function selectOccurrences(behaviour: Behaviour, rows: readonly number[]): Behaviour {
  const H = behaviour.mean.length;
  const n = behaviour.positions.length;
  checkInteger(rows.length, "rows.length", [1, Infinity], "select occurrences");
  const hs = new Float64Array(rows.length * H);
  const hPrevs = new Float64Array(rows.length * H);
  rows.forEach((row, k) => {
    checkInteger(row, "rows", [0, n - 1], "select occurrences");
    hs.set(behaviour.hs.subarray(row * H, (row + 1) * H), k * H);
    hPrevs.set(behaviour.hPrevs.subarray(row * H, (row + 1) * H), k * H);
  });
  return {
    ...behaviour,
    positions: Int32Array.from(rows, (r) => behaviour.positions[r]),
    hs,
    hPrevs,
  };
}

/**
 * Splits a behaviour's occurrences in two halves, every other one: units are chosen on the first
 * half and scored on the second, so that the score is not won by chance.
 * @param behaviour a behaviour with at least two occurrences
 * @returns `[first, second]`: occurrences 0, 2, 4 … and 1, 3, 5 …
 * @throws {RangeError} when there are fewer than two occurrences
 * @example
 * ```ts
 * import { collectBehaviour, splitOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals(splitOccurrences(behaviour).map((half) => half.positions.length), [2, 1]);
 * ```
 */
export function splitOccurrences(behaviour: Behaviour): [first: Behaviour, second: Behaviour] {
  const rows = [...behaviour.positions.keys()];
  checkInteger(rows.length, "occurrences", [2, Infinity], "split a behaviour in halves");
  return [
    selectOccurrences(behaviour, rows.filter((row) => row % 2 === 0)),
    selectOccurrences(behaviour, rows.filter((row) => row % 2 === 1)),
  ];
}

/**
 * The same behaviour at no more than some number of occurrences, evenly spaced over the text.
 * @param behaviour the behaviour
 * @param count how many occurrences to keep at most, ≥ 1
 * @returns the behaviour itself when it has no more than `count`, else a smaller one
 * @throws {RangeError} when `count` is not an integer ≥ 1
 * @example
 * ```ts
 * import { collectBehaviour, thinOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals([...thinOccurrences(behaviour, 1).positions], [4]);
 * ```
 */
export function thinOccurrences(behaviour: Behaviour, count: number): Behaviour {
  checkInteger(count, "count", [1, Infinity], "thin occurrences");
  const n = behaviour.positions.length;
  if (n <= count) return behaviour;
  const rows = Array.from({ length: count }, (_, k) => Math.floor((k + 0.5) * n / count));
  return selectOccurrences(behaviour, rows);
}

/**
 * What a labelling of the steps explains of each unit: class means and eta squared. H: hidden units.
 *
 * Every step has a class, such as the kind of the next character or the place in the line. The share of a
 * unit's variance that lies between the classes is what knowing the class says about the unit. Claim: of
 * this text, and of this labelling. What it leaves out: that the unit is there for it; and a unit may
 * follow a class in a way that no mean shows.
 *
 * Chance has a share too: (classes − 1)/(steps − 1) for independent steps. Neighbouring steps are not: a
 * unit that moves slowly goes along with any labels that move slowly. So the same labels, moved along the
 * text by random distances, say how much goes along by itself.
 * @see R. A. Fisher, "Statistical methods for research workers" (1925), on eta squared
 */
import { max, mean } from "d3-array";
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import { checkInteger, checkModel, checkText } from "../checks.ts";
import { observe, type Observer, type Step } from "./steps.ts";

/** How to draw the chance level. */
export interface ClassOptions {
  /** By how many random distances the labels are moved along, ≥ 1; 19 when left out. */
  shifts?: number;
  /** Seed of the distances; 1 when left out. */
  seed?: number;
}

/** The steps of one class. */
export interface ClassMean {
  /** The label. */
  readonly name: string;
  /** How many steps have it. */
  readonly steps: number;
  /** `[H]` the mean state over them. */
  readonly mean: Float64Array;
}

/** What the classes explain of one unit. */
export interface ExplainedUnit {
  /** The unit's number. */
  readonly unit: number;
  /** The variance of h over the labelled steps. */
  readonly variance: number;
  /** The share of the variance between the classes, 0 … 1: eta squared; 0 for a unit that never moves. */
  readonly share: number;
  /** The mean share with labels moved along. */
  readonly chance: number;
  /** The highest share with labels moved along. */
  readonly highestChance: number;
}

/** Class means, and what they explain. */
export interface ClassMeansResult {
  /** How many steps have a label. */
  readonly steps: number;
  /** (classes − 1)/(steps − 1): the share by chance, were the steps independent. */
  readonly independentChance: number;
  /** How many shifts the chance level comes from. */
  readonly shifts: number;
  /**
   * How many units' shares are above those of all shifts; by chance alone it would be one unit in
   * `shifts` + 1.
   */
  readonly aboveChance: number;
  /** The classes in the order in which the text has them. */
  readonly classes: readonly ClassMean[];
  /** What they explain, in the units' order. */
  readonly units: readonly ExplainedUnit[];
}

/** A step's label; none where it does not count. */
export type Label = string | undefined;

/** Sums of h for each class, `[K, H]`, with the labels moved along by a distance. */
class ClassSums {
  readonly #classes: Int32Array;
  readonly #distance: number;
  readonly #sums: Float64Array;
  readonly #H: number;

  constructor(classes: Int32Array, distance: number, K: number, H: number) {
    this.#classes = classes;
    this.#distance = distance;
    this.#sums = new Float64Array(K * H);
    this.#H = H;
  }

  add(row: number, moved: Float64Array): void {
    const from = this.#classes[(row + this.#distance) % this.#classes.length] * this.#H;
    const sums = this.#sums;
    for (let i = 0; i < moved.length; i++) sums[from + i] += moved[i];
  }

  /** The sum for a class and a unit. */
  at(k: number, unit: number): number {
    return this.#sums[k * this.#H + unit];
  }
}

/**
 * Collects class means during a walk, one pass for all units and shifts.
 * @example
 * ```ts
 * import { ClassMeans, observe } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([1, -1]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const recorder = new ClassMeans(model, ["x", "y", "y", "x"]);
 * observe(model, "abba", [recorder]);
 * assertEquals(recorder.result().classes[1].mean, Float64Array.of(Math.tanh(-1)));
 * ```
 */
export class ClassMeans implements Observer {
  readonly #rowOf: Int32Array;
  readonly #names: readonly string[];
  readonly #counts: Float64Array;
  readonly #own: ClassSums;
  readonly #shifted: readonly ClassSums[];
  readonly #first: Float64Array;
  readonly #moved: Float64Array;
  readonly #squares: Float64Array;
  #steps = 0;

  /**
   * Starts with nothing collected.
   * @param model parameters and vocabulary
   * @param labels the label of each step; steps without one are left out
   * @param options how the chance level is drawn
   * @throws {RangeError} when there are fewer than two labels, or fewer steps than that have one
   */
  constructor(model: CharacterModel, labels: readonly Label[], options: ClassOptions = {}) {
    const { shifts = 19, seed = 1 } = options;
    const action = "take class means";
    checkInteger(shifts, "shifts", [1, Infinity], action);
    const H = model.parameters.hiddenSize;
    const labelled = labels.filter((label) => label !== undefined);
    this.#names = [...new Set(labelled)];
    if (this.#names.length < 2) {
      throw new RangeError(
        `Cannot ${action} as 'labels' must have at least 2 different ones: current number is ` +
          this.#names.length,
      );
    }
    const number = new Map(this.#names.map((name, k) => [name, k]));
    const classes = Int32Array.from(labelled, (label) => number.get(label)!);
    let row = 0;
    this.#rowOf = Int32Array.from(labels, (label) => label === undefined ? -1 : row++);
    this.#counts = new Float64Array(this.#names.length);
    for (const k of classes) this.#counts[k]++;
    const random = new Random(seed);
    const sums = (distance: number): ClassSums =>
      new ClassSums(classes, distance, this.#names.length, H);
    this.#own = sums(0);
    this.#shifted = Array.from(
      { length: shifts },
      () => sums(1 + random.integer(classes.length - 1)),
    );
    this.#first = new Float64Array(H);
    this.#moved = new Float64Array(H);
    this.#squares = new Float64Array(H);
  }

  /**
   * Counts one step, where it has a label.
   * @param step the step
   */
  observe(step: Step): void {
    const row = this.#rowOf[step.position] ?? -1;
    if (row < 0) return;
    if (this.#steps++ === 0) this.#first.set(step.h);
    for (let i = 0; i < this.#moved.length; i++) {
      const moved = step.h[i] - this.#first[i];
      this.#moved[i] = moved;
      this.#squares[i] += moved * moved;
    }
    this.#own.add(row, this.#moved);
    for (const sums of this.#shifted) sums.add(row, this.#moved);
  }

  /** The sum over the classes of n_k (mean_k − mean)², and the mean, of h less its first value. */
  #between(sums: ClassSums, unit: number): { between: number; mean: number } {
    let [between, total] = [0, 0];
    this.#counts.forEach((n, k) => {
      between += sums.at(k, unit) ** 2 / n;
      total += sums.at(k, unit);
    });
    return { between: between - total ** 2 / this.#steps, mean: total / this.#steps };
  }

  #unit(unit: number): ExplainedUnit {
    const { between, mean: moved } = this.#between(this.#own, unit);
    const squares = this.#squares[unit] - this.#steps * moved ** 2;
    const shareOf = (sum: number): number => squares > 0 ? Math.max(0, sum / squares) : 0;
    const byChance = this.#shifted.map((sums) => shareOf(this.#between(sums, unit).between));
    return {
      unit,
      variance: squares / this.#steps,
      share: shareOf(between),
      chance: mean(byChance)!,
      highestChance: max(byChance)!,
    };
  }

  /**
   * What was collected.
   * @returns class means and shares
   * @throws {RangeError} when the walk was shorter than the labels
   */
  result(): ClassMeansResult {
    const expected = this.#counts.reduce((a, b) => a + b, 0);
    if (this.#steps !== expected) {
      throw new RangeError(
        `Cannot take class means as each step with a label must be walked: ${this.#steps} of ` +
          `${expected} were`,
      );
    }
    const units = Array.from(this.#first, (_, unit) => this.#unit(unit));
    return {
      steps: this.#steps,
      independentChance: (this.#names.length - 1) / (this.#steps - 1),
      shifts: this.#shifted.length,
      aboveChance: units.filter(({ share, highestChance }) => share > highestChance).length,
      classes: this.#names.map((name, k) => ({
        name,
        steps: this.#counts[k],
        mean: this.#first.map((first, unit) => first + this.#own.at(k, unit) / this.#counts[k]),
      })),
      units,
    };
  }
}

/**
 * Class means over a text: {@link ClassMeans} in one call.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param label the class of a step, from all characters and the step's position; undefined to leave the
 * step out
 * @param options how the chance level is drawn, and who computes
 * @returns class means and, for each unit, the share of its variance that the classes explain
 * @throws {RangeError} when there are fewer than two classes or the vocabulary lacks a character
 * @example
 * ```ts
 * import { classMeans } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([1, -1]); // the unit says which character was read
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { units } = classMeans(model, "abbaabab", (characters, t) => characters[t]);
 * assertAlmostEquals(units[0].share, 1, 1e-12);
 * ```
 */
export function classMeans(
  model: CharacterModel,
  text: string,
  label: (characters: readonly string[], position: number) => Label,
  options: ClassOptions & EngineOption = {},
): ClassMeansResult {
  checkModel(model, "take means of classes");
  checkText(text, "take means of classes");
  const characters = [...text];
  const labels = characters.map((_, position) => label(characters, position));
  const recorder = new ClassMeans(model, labels, options);
  observe(model, characters, [recorder], options);
  return recorder.result();
}

/** Recording what a network does while it reads a text. H: hidden units, V: characters. */
import type { NetworkOptions } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import type { Vocabulary } from "@lab/text";
import { checkCharacters, checkModel, checkText } from "../checks.ts";
import { type Step, walk } from "./steps.ts";

/** What can be recorded at each step; the names are those of {@link Step}. */
export const QUANTITIES = [
  "h",
  "hPrev",
  "input",
  "recurrent",
  "preActivation",
  "logits",
  "probs",
] as const;

/** The name of something that can be recorded. */
export type Quantity = typeof QUANTITIES[number];

/** What to record, and where. */
export interface RecordOptions extends NetworkOptions {
  /** What to record; `["h"]` when left out. */
  record?: readonly Quantity[];
  /**
   * Where: every step when left out; the steps that read one of these characters when a text such
   * as `":"`; the steps for which a function says so.
   */
  at?: string | ((position: number, character: string) => boolean);
  /** `"float32"` halves the memory and keeps seven digits; `"float64"` when left out. */
  storage?: "float64" | "float32";
}

/** Recorded activations: a row for each recorded time step. */
export interface Activations {
  /** `[n]` the time steps that were recorded. */
  readonly positions: Int32Array;
  /** `[n]` the characters read at these steps. */
  readonly characters: readonly string[];
  /** H, the number of hidden units: the columns of all but logits and probabilities. */
  readonly hiddenSize: number;
  /** The vocabulary, whose characters are the columns of logits and probabilities. */
  readonly vocabulary: Vocabulary;
  /** `[H]` the bias' part of the pre-activation, the same at each step. */
  readonly bias: Float64Array;
  /** What was asked for: `[n, H]`, or `[n, V]` for logits and probabilities; flat, row-major. */
  readonly values: Readonly<Partial<Record<Quantity, Float64Array | Float32Array>>>;
}

type Where = (position: number, character: string) => boolean;

function whereOf(at: RecordOptions["at"], vocabulary: Vocabulary): Where {
  if (at === undefined) return () => true;
  if (typeof at === "function") return at;
  const characters = new Set(checkCharacters(at, vocabulary, "at", "record activations"));
  return (_, character) => characters.has(character);
}

function checkQuantities(record: readonly Quantity[]): void {
  for (const quantity of record) {
    if (!QUANTITIES.includes(quantity)) {
      throw new RangeError(
        `Cannot record activations as 'record' must hold names from ${QUANTITIES.join(", ")}: ` +
          `current value has ${JSON.stringify(quantity)}`,
      );
    }
  }
}

/**
 * Runs a network over a text and records what is asked for, where it is asked for.
 *
 * The text is streamed: apart from what is kept, the memory used does not depend on its length.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param options what to record, where, from which state on, and who computes
 * @returns the recorded rows with their positions and characters
 * @throws {RangeError} when the vocabulary lacks a character, or a quantity's name is unknown
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { recordActivations } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const recorded = recordActivations(model, "abacab", { record: ["h", "probs"], at: "a" });
 * assertEquals([...recorded.positions], [0, 2, 4]);
 * assertEquals(recorded.values.h!.length, 3 * 5);
 * ```
 */
export function recordActivations(
  model: CharacterModel,
  text: string,
  options: RecordOptions = {},
): Activations {
  checkModel(model, "record activations");
  checkText(text, "record activations");
  const { record = ["h"], storage = "float64" } = options;
  const { hiddenSize, vocabularySize, bh } = model.parameters;
  checkQuantities(record);
  const where = whereOf(options.at, model.vocabulary);
  const positions: number[] = [];
  const characters: string[] = [];
  let length = 0;
  for (const character of text) {
    if (where(length, character)) {
      positions.push(length);
      characters.push(character);
    }
    length++;
  }
  const n = positions.length;
  const Stored = storage === "float32" ? Float32Array : Float64Array;
  const values: Partial<Record<Quantity, Float64Array | Float32Array>> = {};
  const width = (quantity: Quantity): number =>
    quantity === "logits" || quantity === "probs" ? vocabularySize : hiddenSize;
  for (const quantity of record) values[quantity] = new Stored(n * width(quantity));
  let row = 0;
  for (const step of walk(model, text, options)) {
    if (row === n) break;
    if (positions[row] !== step.position) continue;
    for (const quantity of record) {
      values[quantity]!.set(step[quantity as keyof Step & Quantity], row * width(quantity));
    }
    row++;
  }
  return {
    positions: Int32Array.from(positions),
    characters,
    hiddenSize,
    vocabulary: model.vocabulary,
    bias: bh.slice(),
    values,
  };
}

/**
 * One row of a recording.
 * @param activations the recording
 * @param quantity what to read
 * @param row which row, 0 … n − 1
 * @returns `[H]` or `[V]` a view, not a copy
 * @throws {RangeError} when the quantity was not recorded or there is no such row
 * @example
 * ```ts
 * import { activationRow, recordActivations } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const recorded = recordActivations({ parameters, vocabulary: Vocabulary.of("abc") }, "ab");
 * assertEquals([...activationRow(recorded, "h", 1)], [0, 0]);
 * ```
 */
export function activationRow(
  activations: Activations,
  quantity: Quantity,
  row: number,
): Float64Array | Float32Array {
  const values = activations.values[quantity];
  const n = activations.positions.length;
  if (values === undefined) {
    throw new RangeError(
      `Cannot read a row as 'quantity' must be one that was recorded (` +
        `${Object.keys(activations.values).join(", ")}): current value is ${quantity}`,
    );
  }
  if (!Number.isInteger(row) || row < 0 || row >= n) {
    throw new RangeError(
      `Cannot read a row as 'row' must be an integer from 0 to ${n - 1}: current value is ${row}`,
    );
  }
  const width = values.length / n;
  return values.subarray(row * width, (row + 1) * width);
}

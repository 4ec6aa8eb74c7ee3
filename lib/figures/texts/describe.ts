/** Parameters, snapshots, results: what an object holds, in a short table. */
import { extent, mean } from "d3-array";
import { type Dimensions, PARAMETER_NAMES, parameterShape } from "@lab/model";
import type { Block } from "../notebook/displayable.ts";
import { type Cell, formatNumber, table } from "./table.ts";

type Numbers = ArrayLike<number> & { readonly length: number };

const isNumbers = (value: unknown): value is Numbers =>
  (ArrayBuffer.isView(value) && "length" in value && !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)) ||
  (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === "number"));

/** Parameters, their gradients (dWxh …) and Adagrad's memory (mWxh …) have the shapes of the model. */
function shapeOf(name: string, length: number, holder: object): string {
  const own = name.replace(/^[dm](?=[Wb])/, "");
  const parameter = PARAMETER_NAMES.find((known) => known === own);
  const shape = parameter === undefined ? [] : parameterShape(parameter, holder as Dimensions);
  const isWhole = shape.length > 0 && shape.reduce((a, b) => a * b) === length;
  return `[${(isWhole ? shape : [length]).join(", ")}]`;
}

function rowOfNumbers(name: string, values: Numbers, holder: object): Cell[] {
  const numbers = Array.from(values);
  const [low, high] = extent(numbers.filter(Number.isFinite));
  const odd = numbers.filter((v) => !Number.isFinite(v)).length;
  const first = numbers.slice(0, 3).map((v) => formatNumber(v)).join(", ");
  const kind = Array.isArray(values) ? "numbers" : values.constructor.name;
  return [
    name,
    `${kind} ${shapeOf(name, values.length, holder)}`,
    low === undefined || high === undefined
      ? "–"
      : `${formatNumber(low)} to ${formatNumber(high)}` + (odd > 0 ? `, ${odd} not finite` : ""),
    mean(numbers.filter(Number.isFinite), Math.abs),
    first + (numbers.length > 3 ? ", …" : ""),
  ];
}

/** A value that is not a list of numbers, in at most 60 characters. */
function inShort(value: unknown): string {
  const text = typeof value === "string"
    ? JSON.stringify(value)
    : typeof value === "number"
    ? formatNumber(value)
    : Deno.inspect(value, { depth: 1, iterableLimit: 8, compact: true, breakLength: Infinity });
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > 60 ? `${flat.slice(0, 57)}…` : flat;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `list of ${value.length}`;
  return typeof value === "object" ? value.constructor?.name ?? "object" : typeof value;
}

/** A row for each member; members that hold lists of numbers in their turn are opened once. */
function rowsOf(holder: object, prefix: string): Cell[][] {
  return Object.entries(holder).filter(([, value]) => typeof value !== "function")
    .flatMap(([name, value]): Cell[][] => {
      if (isNumbers(value)) {
        const row = rowOfNumbers(name, value, holder);
        return [[prefix + name, ...row.slice(1)]];
      }
      const opened = prefix === "" && typeof value === "object" && value !== null &&
        !Array.isArray(value) && Object.values(value).some(isNumbers);
      if (opened) return rowsOf(value, `${name}.`);
      return [[prefix + name, kindOf(value), null, null, inShort(value)]];
    });
}

/**
 * What an object holds, a row per member: type and shape, range, mean size and first values of
 * numbers, a few words of anything else. For parameters, snapshots and results, which would print
 * as thousands of numbers.
 * @param holder parameters, a snapshot, the result of training, or any object
 * @param title what it is
 * @returns a block that shows itself
 * @throws {TypeError} when `holder` is not an object
 * @example
 * ```ts
 * import { describe } from "@lab/figures";
 * import { assertMatch } from "@std/assert";
 * const parameters = { hiddenSize: 2, vocabularySize: 3, Wxh: new Float64Array(6).fill(0.5) };
 * assertMatch(describe(parameters).text, /Wxh +Float64Array \[2, 3\] +0\.5 to 0\.5/);
 * ```
 */
export function describe(holder: object, title = "What it holds"): Block {
  if (typeof holder !== "object" || holder === null) {
    throw new TypeError(
      `Cannot describe a value as 'holder' must be an object: current value is ${holder}`,
    );
  }
  return table({
    title,
    columns: [
      "name",
      "type",
      { label: "range", align: "right" },
      { label: "mean size", align: "right" },
      "first values",
    ],
    rows: rowsOf(holder, ""),
  });
}

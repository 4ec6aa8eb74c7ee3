/**
 * PyTorch's names: `nn.RNN` (one layer, tanh) or `nn.RNNCell` with `nn.Linear` behind it and perhaps
 * `nn.Embedding` in front of it. H: hidden units, V: characters, E: size of the embedding.
 */
import type { ModelParameters } from "@lab/model";
import type { Contents } from "../contents.ts";
import type { NdArray } from "../numpy/ndarray.ts";
import {
  fits,
  gatesOf,
  namesOf,
  namesText,
  type Numbers,
  numbersAt,
  type Reading,
  readingOf,
} from "./reading.ts";

const HIDDEN_WEIGHT = /weight_hh(_l0)?$/;

function fail(rule: string): never {
  throw new TypeError(`Cannot read PyTorch's model as ${rule}`);
}

const biasName = (weight: string): string => weight.replace(/weight$/, "bias");

function quote(names: readonly string[]): string {
  return names.length === 0 ? "none" : `'${names.join("', '")}'`;
}

function checkOneLayer(names: readonly string[], prefix: string): void {
  const other = names.find((name) =>
    name.startsWith(prefix) && /_l[1-9]\d*(_reverse)?$|_reverse$/.test(name)
  );
  if (other !== undefined) fail(`it must have one layer in one direction: it has '${other}'`);
  const recurrent = names.filter((name) => HIDDEN_WEIGHT.test(name));
  if (recurrent.length > 1) fail(`it must have one recurrent layer: it has ${quote(recurrent)}`);
}

function matrix(contents: Contents, name: string): Numbers {
  const array = numbersAt(contents, name);
  if (array?.shape.length === 2) return array;
  return fail(
    `'${name}' must be a matrix of numbers: it is ${contents.has(name) ? "not" : "missing"}`,
  );
}

/** Throws unless a hidden weight is of the plain kind. */
function checkPlain(contents: Contents, name: string): void {
  const [rows, H] = matrix(contents, name).shape;
  if (rows !== H) {
    fail(`'${name}' must be square: its shape is [${rows}, ${H}]${gatesOf([rows, H])}`);
  }
}

/** Of the two readings of a linear layer and an embedding, the one that shapes, biases or names tell. */
function chooseLayers(contents: Contents, readings: readonly Reading[]): Reading {
  const fitting = readings.filter((reading) => fits(contents, reading));
  // An embedding has no bias.
  const biased = readings.filter(({ by, embedding }) =>
    by.length > 0 && !contents.has(biasName(embedding!))
  );
  const named = readings.filter(({ embedding, Why }) =>
    /emb|enc/i.test(embedding!) && !/emb|enc/i.test(Why.name)
  );
  const only = [fitting, biased, named].find(({ length }) => length === 1);
  if (only !== undefined) return only[0];
  const choices = readings.map((reading) => `--names "${namesText(namesOf(reading))}"`);
  return fail(`it must be clear which layer is the embedding: say it with ${choices.join(" or ")}`);
}

/**
 * Where PyTorch's model has its parameters.
 * @param contents what is in the file
 * @returns the reading, or undefined when no name is that of a recurrent layer's weight
 * @throws {TypeError} when the model is not one plain recurrent layer with one linear layer
 */
export function torchReading(contents: Contents): Reading | undefined {
  const names = [...contents.keys()];
  const hidden = names.find((name) => HIDDEN_WEIGHT.test(name));
  if (hidden === undefined) return undefined;
  const [ending, layer = ""] = HIDDEN_WEIGHT.exec(hidden)!;
  const prefix = hidden.slice(0, -ending.length);
  checkOneLayer(names, prefix);
  checkPlain(contents, hidden);
  const input = `${prefix}weight_ih${layer}`;
  matrix(contents, input);
  const weights = names.filter((name) => /(^|\.)weight$/.test(name));
  const present = (names: string[]): string[] => names.filter((name) => contents.has(name));
  const bh = present([`${prefix}bias_ih${layer}`, `${prefix}bias_hh${layer}`]);
  const withLinear = (linear: string): Reading =>
    readingOf([input, hidden, linear], bh, present([biasName(linear)]));
  const [first, second] = weights;
  if (weights.length === 1) return withLinear(first);
  if (weights.length === 2) {
    return chooseLayers(contents, [
      { ...withLinear(first), embedding: second },
      { ...withLinear(second), embedding: first },
    ]);
  }
  return fail(
    `it must have one linear layer, and at most an embedding before it: it has ${quote(weights)}`,
  );
}

/**
 * PyTorch's names and shapes for the parameters: `rnn.weight_ih_l0` … `linear.bias`, as in a module
 * with `self.rnn = nn.RNN(V, H)` and `self.linear = nn.Linear(H, V)`. The hidden bias goes to
 * `rnn.bias_ih_l0`; `rnn.bias_hh_l0` is zero.
 * @param parameters what to name
 * @param toArray makes an array of a shape from numbers
 * @returns the arrays by PyTorch's names
 */
export function toTorchNames(
  parameters: ModelParameters,
  toArray: (data: Float64Array, shape: number[]) => NdArray,
): Record<string, NdArray> {
  const { hiddenSize: H, vocabularySize: V } = parameters;
  return {
    "rnn.weight_ih_l0": toArray(parameters.Wxh, [H, V]),
    "rnn.weight_hh_l0": toArray(parameters.Whh, [H, H]),
    "rnn.bias_ih_l0": toArray(parameters.bh, [H]),
    "rnn.bias_hh_l0": toArray(new Float64Array(H), [H]),
    "linear.weight": toArray(parameters.Why, [V, H]),
    "linear.bias": toArray(parameters.by, [V]),
  };
}

/**
 * PyTorch's names: `nn.RNN` (one layer, tanh) or `nn.RNNCell` with `nn.Linear` behind it and perhaps
 * `nn.Embedding` in front of it. H: hidden units, V: characters, E: size of the embedding.
 */
import type { ModelParameters } from "@lab/model";
import type { Contents } from "../contents.ts";
import type { NdArray } from "../numpy/ndarray.ts";
import {
  gatesOf,
  type Numbers,
  numbersAt,
  type Reading,
  readingOf,
  vectorLength,
} from "./reading.ts";

const HIDDEN_WEIGHT = /weight_hh(_l0)?$/;

function fail(rule: string): never {
  throw new TypeError(`Cannot read PyTorch's model as ${rule}`);
}

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

/** The linear layer and the embedding; they can have the same shape, but only one has a bias. */
function splitLayers(contents: Contents, weights: string[]): [linear: string, embedding?: string] {
  if (weights.length === 1) return [weights[0]];
  const hasBias = (name: string): boolean => {
    const bias = numbersAt(contents, name.replace(/weight$/, "bias"));
    return bias !== undefined && vectorLength(bias) === matrix(contents, name).shape[0];
  };
  const linear = weights.filter(hasBias);
  const others = weights.filter((name) => !hasBias(name));
  if (weights.length === 2 && linear.length === 1) return [linear[0], others[0]];
  const embedding = weights.filter((name) => /emb|enc/i.test(name));
  if (weights.length === 2 && embedding.length === 1) {
    return [weights.find((name) => name !== embedding[0])!, embedding[0]];
  }
  return fail(
    `it must have one linear layer, and at most an embedding before it: it has ${quote(weights)}`,
  );
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
  const weights = names.filter((name) => /(^|\.)weight$/.test(name));
  const [linear, embedding] = splitLayers(contents, weights);
  const present = (names: string[]): string[] => names.filter((name) => contents.has(name));
  const reading = readingOf(
    [`${prefix}weight_ih${layer}`, hidden, linear],
    present([`${prefix}bias_ih${layer}`, `${prefix}bias_hh${layer}`]),
    present([linear.replace(/weight$/, "bias")]),
  );
  matrix(contents, reading.Wxh.name);
  return embedding === undefined ? reading : { ...reading, embedding };
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

/**
 * PyTorch's names: `nn.RNN` (one layer, tanh) or `nn.RNNCell` with `nn.Linear` behind it and perhaps
 * `nn.Embedding` in front of it. H: hidden units, V: characters, E: size of the embedding.
 */
import type { ModelParameters } from "@lab/model";
import type { Contents } from "../contents.ts";
import type { NdArray } from "../numpy/ndarray.ts";
import { fits, namesOf, namesText, type Reading, readingOf } from "./reading.ts";

const HIDDEN_WEIGHT = /weight_hh(_l0)?$/;

function fail(rule: string): never {
  throw new TypeError(`Cannot read PyTorch's model as ${rule}`);
}

const biasName = (weight: string): string => weight.replace(/weight$/, "bias");

function checkOneLayer(names: readonly string[], prefix: string): void {
  const other = names.find((name) =>
    name.startsWith(prefix) && /_l[1-9]\d*(_reverse)?$|_reverse$/.test(name)
  );
  if (other !== undefined) fail(`it must have one layer in one direction: it has '${other}'`);
  const recurrent = names.filter((name) => HIDDEN_WEIGHT.test(name));
  if (recurrent.length > 1) {
    fail(`it must have one recurrent layer: it has '${recurrent.join("', '")}'`);
  }
}

/** Of readings of a linear layer and an embedding, the one that biases, shapes or names tell. */
function chooseLayers(contents: Contents, readings: readonly Reading[]): Reading {
  // An embedding has no bias.
  const possible = readings.filter(({ embedding }) => !contents.has(biasName(embedding!)));
  const fitting = possible.filter((reading) => fits(contents, reading));
  const named = possible.filter(({ embedding, Why }) =>
    /emb|enc/i.test(embedding!) && !/emb|enc/i.test(Why.name)
  );
  const only = [possible, fitting, named].find(({ length }) => length === 1);
  if (only !== undefined) return only[0];
  if (possible.length === 0) return failLayers(readings.map(({ Why }) => Why.name));
  const choices = possible.map((reading) => `--names "${namesText(namesOf(reading))}"`);
  return fail(`it must be clear which layer is the embedding: say it with ${choices.join(" or ")}`);
}

function failLayers(weights: readonly string[]): never {
  const found = weights.length === 0 ? "none" : `'${weights.join("', '")}'`;
  fail(`it must have one linear layer, and at most an embedding before it: it has ${found}`);
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
  const input = `${prefix}weight_ih${layer}`;
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
  return failLayers(weights);
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

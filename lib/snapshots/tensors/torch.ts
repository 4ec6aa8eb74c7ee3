/**
 * PyTorch's names: `nn.RNN` (one layer, tanh) with `nn.Linear` behind it, in both directions.
 * H: hidden units, V: characters.
 */
import type { ModelParameters } from "@lab/model";
import { isNumeric, type NdArray } from "../numpy/ndarray.ts";

/** What a file's arrays and values are called. */
export type Contents = ReadonlyMap<string, unknown>;

const HIDDEN_WEIGHT = "weight_hh_l0";

function fail(rule: string): never {
  throw new TypeError(`Cannot read PyTorch's model as ${rule}`);
}

/**
 * Whether names are those of a recurrent module.
 * @param contents what is in the file
 * @returns true when one ends like a recurrent layer's weight
 */
export function hasTorchNames(contents: Contents): boolean {
  return [...contents.keys()].some((name) => name.endsWith(HIDDEN_WEIGHT));
}

function checkOneLayer(names: readonly string[], prefix: string): void {
  const other = names.find((name) =>
    name.startsWith(prefix) && /_l[1-9]\d*(_reverse)?$|_reverse$/.test(name)
  );
  if (other !== undefined) fail(`it must have one layer in one direction: it has '${other}'`);
  const recurrent = names.filter((name) => name.endsWith(HIDDEN_WEIGHT));
  if (recurrent.length > 1) {
    fail(`it must have one recurrent layer: it has '${recurrent.join("', '")}'`);
  }
}

function numbers(contents: Contents, name: string, shape: string): NdArray {
  const array = contents.get(name) as NdArray | undefined;
  if (array === undefined) return fail(`it must have '${name}' ${shape}: it is missing`);
  return isNumeric(array) ? array : fail(`'${name}' must hold numbers: it does not`);
}

/** PyTorch keeps two biases that are only ever added; either may be absent. */
function sumOfBiases(contents: Contents, prefix: string, hiddenSize: number): NdArray {
  const sum = new Float64Array(hiddenSize);
  for (const name of [`${prefix}bias_ih_l0`, `${prefix}bias_hh_l0`]) {
    if (!contents.has(name)) continue;
    const { data, shape } = numbers(contents, name, "[H]");
    if (shape.length !== 1 || shape[0] !== hiddenSize) {
      fail(`'${name}' must have the shape [${hiddenSize}]: its shape is [${shape.join(", ")}]`);
    }
    for (let i = 0; i < hiddenSize; i++) sum[i] += Number(data[i]);
  }
  return { dtype: "f8", shape: [hiddenSize], data: sum };
}

/**
 * The five parameters under their usual names, from PyTorch's. The two hidden biases are added.
 * @param contents what is in the file; whatever the linear layer is called, it is the one other weight
 * @returns the same contents with `Wxh Whh Why bh by` in place of PyTorch's arrays
 * @throws {TypeError} when the model is not one recurrent layer with one linear layer
 */
export function fromTorchNames(contents: Contents): Map<string, unknown> {
  const names = [...contents.keys()];
  const hidden = names.find((name) => name.endsWith(HIDDEN_WEIGHT))!;
  const prefix = hidden.slice(0, -HIDDEN_WEIGHT.length);
  checkOneLayer(names, prefix);
  const Whh = numbers(contents, hidden, "[H, H]");
  const [rows, hiddenSize] = Whh.shape;
  if (Whh.shape.length !== 2 || rows !== hiddenSize) {
    const gates = rows / hiddenSize;
    const kind = gates === 4 ? ", as in an LSTM" : gates === 3 ? ", as in a GRU" : "";
    fail(`'${hidden}' must be square: its shape is [${Whh.shape.join(", ")}]${kind}`);
  }
  const linear = names.filter((name) =>
    name.endsWith(".weight") && !name.startsWith(prefix || "\0")
  );
  if (linear.length !== 1) {
    fail(
      `it must have one linear layer: it has ${
        linear.length ? `'${linear.join("', '")}'` : "none"
      }`,
    );
  }
  const linearBias = linear[0].replace(/weight$/, "bias");
  const input = `${prefix}weight_ih_l0`;
  const Why = numbers(contents, linear[0], "[V, H]");
  const zeros = { dtype: "f8", shape: [Why.shape[0]], data: new Float64Array(Why.shape[0]) };
  const result = new Map<string, unknown>([
    ["Wxh", numbers(contents, input, "[H, V]")],
    ["Whh", Whh],
    ["Why", Why],
    ["bh", sumOfBiases(contents, prefix, hiddenSize)],
    ["by", contents.has(linearBias) ? numbers(contents, linearBias, "[V]") : zeros],
  ]);
  const taken = new Set([
    input,
    hidden,
    linear[0],
    linearBias,
    `${prefix}bias_ih_l0`,
    `${prefix}bias_hh_l0`,
  ]);
  for (const [name, value] of contents) if (!taken.has(name)) result.set(name, value);
  return result;
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

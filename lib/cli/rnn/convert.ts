/** `rnn convert`: a snapshot from one format into another. */
import { chooseEngine } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { evaluate } from "@lab/sampling";
import { saveSnapshot, type StoredType } from "@lab/snapshots";
import { readArguments, UsageError } from "../command.ts";
import { checkWritable } from "./files.ts";
import { loadNetwork, NETWORK_OPTIONS, NETWORK_USAGE, warnIfWorseThanChance } from "./inputs.ts";
import { encodeFor, type NamedText, readText } from "./texts.ts";

const USAGE = `deno task rnn convert IN OUT [options]

  IN                .npz, .npy, .pkl or .safetensors; nothing in it is run
  OUT               .npz or .safetensors
  --type TYPE       float16, float32 or float64, which keeps every bit (float64)
  --no-memory       leave out what only going on with the training needs
  --compress        deflate the arrays of a .npz
  --pytorch         PyTorch's names (rnn.weight_ih_l0 ...) in a .safetensors
  --text FILE       a text to score, to see whether order and orientation are right
${NETWORK_USAGE}`;

const TYPES: readonly string[] = ["float16", "float32", "float64"] satisfies StoredType[];

/** Prints how well a network predicts a text, and warns when it does not. */
async function scoreText(text: NamedText, snapshot: CharacterModel): Promise<void> {
  const { parameters, vocabulary, h } = snapshot;
  const indices = await encodeFor(text, vocabulary);
  const engine = chooseEngine("auto", "fastest");
  const { natsPerChar } = evaluate(parameters, indices, { h, engine });
  console.log(`${text.title}: ${natsPerChar.toFixed(4)} nats per character`);
  warnIfWorseThanChance(natsPerChar, vocabulary.size);
}

async function run(args: string[]): Promise<void> {
  const { values, positionals: [from, to] } = readArguments(args, {
    type: { type: "string", default: "float64" },
    "no-memory": { type: "boolean" },
    compress: { type: "boolean" },
    pytorch: { type: "boolean" },
    text: { type: "string" },
    ...NETWORK_OPTIONS,
  }, 2);
  if (to === undefined) throw new UsageError("Cannot convert as IN and OUT must be given");
  if (!TYPES.includes(values.type as string)) {
    throw new UsageError(`'--type' must be one of ${TYPES.join(", ")}: it is '${values.type}'`);
  }
  await checkWritable(to, [".npz", ".safetensors"]);
  if (values.pytorch && !to.endsWith(".safetensors")) {
    throw new UsageError("'--pytorch' must go with an OUT that ends in .safetensors");
  }
  const snapshot = await loadNetwork(from, values);
  const text = values.text as string | undefined;
  if (text !== undefined) await scoreText(await readText(text, values), snapshot);
  await saveSnapshot(to, snapshot, {
    type: values.type as StoredType,
    memory: values["no-memory"] !== true,
    compress: values.compress === true,
    names: values.pytorch ? "pytorch" : "numpy",
  });
  const { size } = await Deno.stat(to);
  console.log(`Wrote ${to}: ${size} bytes, from ${snapshot.format}`);
}

/** `rnn convert`. */
export const convertCommand = {
  summary: "a snapshot from one format into another",
  usage: USAGE,
  run,
};

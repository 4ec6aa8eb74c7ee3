/** `rnn convert`: a snapshot from one format into another. */
import { loadSnapshot, saveSnapshot, type StoredType } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { readArguments, UsageError } from "../command.ts";
import { checkWritable, forFile, readText } from "./inputs.ts";

const USAGE = `deno task rnn convert IN OUT [options]

  IN            .npz, .npy, .pkl or .safetensors; nothing in it is run
  OUT           .npz or .safetensors
  --type TYPE   float16, float32 or float64, which keeps every bit (float64)
  --no-memory   leave Adagrad's memory out
  --compress    deflate the arrays of a .npz
  --pytorch     PyTorch's names (rnn.weight_ih_l0 ...) in a .safetensors
  --text FILE   whose sorted characters are the vocabulary, for a file that has none`;

const TYPES: readonly string[] = ["float16", "float32", "float64"] satisfies StoredType[];

async function run(args: string[]): Promise<void> {
  const { values, positionals: [from, to] } = readArguments(args, {
    type: { type: "string", default: "float64" },
    "no-memory": { type: "boolean" },
    compress: { type: "boolean" },
    pytorch: { type: "boolean" },
    text: { type: "string" },
  }, 2);
  if (to === undefined) throw new UsageError("Cannot convert as IN and OUT must be given");
  if (!TYPES.includes(values.type as string)) {
    throw new UsageError(`'--type' must be one of ${TYPES.join(", ")}: it is '${values.type}'`);
  }
  await checkWritable(to, [".npz", ".safetensors"]);
  if (values.pytorch && !to.endsWith(".safetensors")) {
    throw new UsageError("'--pytorch' must go with an OUT that ends in .safetensors");
  }
  const vocabulary = values.text === undefined
    ? undefined
    : Vocabulary.of((await readText(values.text as string)).text);
  const snapshot = await forFile(from, () => loadSnapshot(from, { vocabulary }));
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

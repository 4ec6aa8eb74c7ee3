/** `rnn inspect`: what is in a file. */
import { formatNumber } from "@lab/figures";
import { inspectContents, type InspectedValue, readContents } from "@lab/snapshots";
import { alignColumns, histogramText } from "@lab/text";
import { type OptionValues, readArguments, UsageError } from "../command.ts";
import { forFile } from "./files.ts";
import { loadNetwork, NETWORK_OPTIONS, NETWORK_USAGE } from "./inputs.ts";

const USAGE = `deno task rnn inspect FILE [options]

  FILE              .npz, .npy, .pkl or .safetensors; nothing in it is run
  --json            the same as JSON
${NETWORK_USAGE}

For each array its shape, type, range and histogram; then whether it is a complete snapshot.`;

function row(value: InspectedValue): string[] {
  const { name, shape, type, min, max, histogram, preview } = value;
  const range = min === undefined ? "" : `${formatNumber(min)} to ${formatNumber(max!)}`;
  const content = histogram === undefined ? preview ?? "" : histogramText(histogram);
  return [name, shape.length === 0 ? "" : `[${shape.join(", ")}]`, type, range, content];
}

/** Whether the file is a complete snapshot, in a line, and what was read as what where it is not plain. */
async function verdict(path: string, values: OptionValues): Promise<string> {
  try {
    const { parameters, memory, vocabulary, names } = await loadNetwork(path, values);
    const others = Object.entries(names).filter(([role, name]) => role !== name);
    return `A complete snapshot: H = ${parameters.hiddenSize}, V = ${vocabulary.size}, ` +
      `${memory ? "with" : "without"} Adagrad's memory` +
      (others.length > 0 ? `, read as ${others.map((pair) => pair.join("=")).join(",")}` : "");
  } catch (error) {
    return `Not a complete snapshot: ${(error as Error).message.replace(`${path}: `, "")}`;
  }
}

async function run(args: string[]): Promise<void> {
  const { values, positionals: [path] } = readArguments(args, {
    json: { type: "boolean" },
    ...NETWORK_OPTIONS,
  }, 1);
  if (path === undefined) throw new UsageError("Cannot inspect as FILE must be given");
  const contents = await forFile(path, () => readContents(path));
  const inspected = inspectContents(contents.values);
  const summary = await verdict(path, values);
  if (values.json) {
    const { format } = contents;
    return console.log(JSON.stringify({ file: path, format, values: inspected, summary }));
  }
  console.log(`${path}: ${contents.format}, ${contents.byteLength} bytes\n`);
  const heads = ["name", "shape", "type", "range", "histogram or content"];
  for (const line of alignColumns([heads, ...inspected.map(row)])) console.log(line);
  console.log(`\n${summary}`);
}

/** `rnn inspect`. */
export const inspectCommand = {
  summary: "what is in a snapshot: names, shapes, types, ranges, histograms",
  usage: USAGE,
  run,
};

/** `rnn sample`: let a snapshot continue a text. */
import { chooseEngine, type Engine } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { continueText, encode, evaluate } from "@lab/sampling";
import { numberOption, readArguments, requiredOption } from "../command.ts";
import { printResult } from "../terminal.ts";
import {
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  START_OPTIONS,
  startOf,
  warnIfWorseThanChance,
} from "./inputs.ts";
import { encodeFor, type NamedText, readText, unknownOption } from "./texts.ts";

const USAGE = `deno task rnn sample --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --after FILE      a text that the network reads first; it is not printed
  --prefix TEXT     what to continue (nothing)
  --from-zero       begin from a zero state, not from the one that the network's training reached; from
                    there, as from a file without it, some networks, the course's among them, write
                    nonsense unless the prefix begins as their own text does: chapter 5 says why
  --unknown WORD    skip (when left out) characters of --after that the network does not know, or stop
  --length N        how many characters to write (400)
  --temperature X   below 1 safer, above 1 more daring (1)
  --seed N          seed of the draws (1)
${NETWORK_USAGE}`;

/** The state after a text. */
async function stateAfter(
  text: NamedText,
  { parameters, vocabulary, h }: CharacterModel,
  engine: Engine,
  unknown: "skip" | "stop",
): Promise<Float64Array> {
  const indices = await encodeFor(text, vocabulary, unknown);
  if (indices.length < 2) return encode(parameters, indices, { h, engine });
  const read = evaluate(parameters, indices, { h, engine });
  warnIfWorseThanChance(read.natsPerChar, vocabulary.size);
  return encode(parameters, indices.subarray(-1), { h: read.h, engine });
}

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    after: { type: "string" },
    prefix: { type: "string", default: "" },
    length: { type: "string" },
    temperature: { type: "string" },
    seed: { type: "string" },
    ...START_OPTIONS,
    ...NETWORK_OPTIONS,
  });
  const file = requiredOption(values, "snapshot");
  const loaded = await loadNetwork(file, values);
  const snapshot = values["from-zero"] ? { ...loaded, h: undefined } : loaded;
  const prefix = values.prefix as string;
  const after = values.after as string | undefined;
  const unknown = unknownOption(values);
  const engine = chooseEngine("auto", "fastest");
  const h = after === undefined
    ? snapshot.h
    : await stateAfter(await readText(after, values), snapshot, engine, unknown);
  console.error(
    `Begins from ${after === undefined ? startOf(loaded, values) : `the state after ${after}`}`,
  );
  await printResult(
    prefix + continueText(snapshot, prefix, {
      length: numberOption(values, "length", 400),
      temperature: numberOption(values, "temperature", 1),
      seed: numberOption(values, "seed", 1),
      engine,
      h,
    }),
  );
}

/** `rnn sample`. */
export const sampleCommand = {
  summary: "let a snapshot continue a text",
  usage: USAGE,
  run,
};

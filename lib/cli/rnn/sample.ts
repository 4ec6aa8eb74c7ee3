/** `rnn sample`: let a snapshot continue a text. */
import { chooseEngine, type Engine } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { continueText, encode, evaluate } from "@lab/sampling";
import { numberOption, readArguments, requiredOption } from "../command.ts";
import {
  forFile,
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  readText,
  warnIfWorseThanChance,
} from "./inputs.ts";

const USAGE = `deno task rnn sample --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --after FILE      a text that the network reads first; it is not printed
  --prefix TEXT     what to continue (nothing); without --after, some networks, the course's among
                    them, write nonsense unless it begins as their own text does: chapter 5 says why
  --length N        how many characters to write (400)
  --temperature X   below 1 safer, above 1 more daring (1)
  --seed N          seed of the draws (1)
${NETWORK_USAGE}`;

/** The state after the text of a file. */
async function stateAfter(
  path: string,
  { parameters, vocabulary }: CharacterModel,
  engine: Engine,
): Promise<Float64Array> {
  const { text } = await readText(path);
  const indices = await forFile(path, () => vocabulary.encode(text));
  if (indices.length < 2) return encode(parameters, indices, { engine });
  const { natsPerChar, h } = evaluate(parameters, indices, { engine });
  warnIfWorseThanChance(natsPerChar, vocabulary.size);
  return encode(parameters, indices.subarray(-1), { h, engine });
}

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    after: { type: "string" },
    prefix: { type: "string" },
    length: { type: "string" },
    temperature: { type: "string" },
    seed: { type: "string" },
    ...NETWORK_OPTIONS,
  });
  const file = requiredOption(values, "snapshot");
  const snapshot = await loadNetwork(file, values);
  const prefix = (values.prefix as string | undefined) ?? "";
  const after = values.after as string | undefined;
  const engine = chooseEngine("auto", "fastest");
  console.log(
    prefix + continueText(snapshot, prefix, {
      length: numberOption(values, "length", 400),
      temperature: numberOption(values, "temperature", 1),
      seed: numberOption(values, "seed", 1),
      engine,
      h: after === undefined ? undefined : await stateAfter(after, snapshot, engine),
    }),
  );
}

/** `rnn sample`. */
export const sampleCommand = {
  summary: "let a snapshot continue a text",
  usage: USAGE,
  run,
};

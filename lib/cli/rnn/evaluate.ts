/** `rnn evaluate`: how well a snapshot predicts a text. */
import { chooseEngine } from "@lab/engines";
import { evaluate } from "@lab/sampling";
import { readArguments, requiredOption } from "../command.ts";
import {
  forFile,
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  readText,
  warnIfWorseThanChance,
} from "./inputs.ts";

const USAGE = `deno task rnn evaluate --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --text FILE       what to predict; the course's text or the bundled play when left out
  --json            one line of JSON
${NETWORK_USAGE}

One pass from left to right, the state carried from zero: nats and bits per character.`;

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    text: { type: "string" },
    json: { type: "boolean" },
    ...NETWORK_OPTIONS,
  });
  const file = requiredOption(values, "snapshot");
  const { parameters, vocabulary } = await loadNetwork(file, values);
  const { text, title } = await readText(values.text as string | undefined);
  const indices = await forFile(title, () => vocabulary.encode(text));
  const { characters, natsPerChar, bitsPerChar } = evaluate(parameters, indices, {
    engine: chooseEngine("auto", "fastest"),
  });
  warnIfWorseThanChance(natsPerChar, vocabulary.size);
  if (values.json) {
    return console.log(JSON.stringify({ text: title, characters, natsPerChar, bitsPerChar }));
  }
  console.log(
    `${title}: ${natsPerChar.toFixed(4)} nats, ${
      bitsPerChar.toFixed(4)
    } bits per character, over ` +
      `${characters} characters`,
  );
}

/** `rnn evaluate`. */
export const evaluateCommand = {
  summary: "how well a snapshot predicts a text, in nats and bits per character",
  usage: USAGE,
  run,
};

/** `rnn evaluate`: how well a snapshot predicts a text. */
import { chooseEngine } from "@lab/engines";
import { evaluateInParts, type Evaluation } from "@lab/sampling";
import { readArguments, requiredOption } from "../command.ts";
import { forFile } from "./files.ts";
import {
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  progress,
  START_OPTIONS,
  startOf,
  warnIfWorseThanChance,
} from "./inputs.ts";
import { encodeFor, readText } from "./texts.ts";

const USAGE = `deno task rnn evaluate --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --text FILE       what to predict; the course's text or the bundled play when left out
  --from-zero       begin from a zero state in any case
  --unknown WORD    skip (when left out) characters that the network does not know, or stop
  --json            one line of JSON
${NETWORK_USAGE}

One pass from left to right: nats and bits per character. It begins from the state that the network's
training reached, where the file has it, else from zero. Ctrl-C ends it early.`;

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    text: { type: "string" },
    json: { type: "boolean" },
    ...START_OPTIONS,
    ...NETWORK_OPTIONS,
  });
  const file = requiredOption(values, "snapshot");
  const snapshot = await loadNetwork(file, values);
  const { parameters, vocabulary } = snapshot;
  const named = await readText(values.text as string | undefined, values);
  const indices = await encodeFor(named, vocabulary, values.unknown as string | undefined);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  Deno.addSignalListener("SIGINT", onInterrupt);
  const score = (): Promise<Evaluation> =>
    evaluateInParts(parameters, indices, {
      h: values["from-zero"] ? undefined : snapshot.h,
      engine: chooseEngine("auto", "fastest"),
      signal: stop.signal,
      onProgress: (scored, of) => progress(`scoring: ${Math.floor(100 * scored / of)} %`),
    });
  const { characters, natsPerChar, bitsPerChar } = await forFile(named.title, score);
  Deno.removeSignalListener("SIGINT", onInterrupt);
  progress("");
  warnIfWorseThanChance(natsPerChar, vocabulary.size);
  const from = startOf(snapshot, values);
  const { title } = named;
  if (values.json) {
    const scored = { text: title, characters, natsPerChar, bitsPerChar, from };
    return console.log(JSON.stringify(scored));
  }
  console.log(
    `${title}: ${natsPerChar.toFixed(4)} nats, ${
      bitsPerChar.toFixed(4)
    } bits per character, over ` +
      `${characters} characters, from ${from}`,
  );
}

/** `rnn evaluate`. */
export const evaluateCommand = {
  summary: "how well a snapshot predicts a text, in nats and bits per character",
  usage: USAGE,
  run,
};

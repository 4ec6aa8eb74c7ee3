/** `rnn evaluate`: how well a snapshot predicts a text. */
import { chooseEngine } from "@lab/engines";
import { standingOf } from "@lab/baselines";
import { encode, evaluateInParts, type Evaluation, surprisals } from "@lab/sampling";
import type { Snapshot } from "@lab/snapshots";
import type { CharacterNumbers } from "@lab/text";
import { readArguments, requiredOption } from "../command.ts";
import { forFile } from "./files.ts";
import { sayStanding } from "./hold_out.ts";
import {
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  progress,
  START_OPTIONS,
  startOf,
  warnIfWorseThanChance,
} from "./inputs.ts";
import { encodeFor, readText, unknownOption } from "./texts.ts";

const USAGE = `deno task rnn evaluate --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --text FILE       what to predict; the course's text or the bundled play when left out
  --from-zero       begin from a zero state in any case
  --unknown WORD    skip (when left out) characters that the network does not know, or stop
  --json            one line of JSON
${NETWORK_USAGE}

One pass from left to right: nats and bits per character. It begins from the state that the network's
training reached, where the file has it, else from zero. Ctrl-C ends it early. On the text's last
tenth the score is put beside n-gram models that counted the rest, so that one sees whether it is good.`;

/** Texts with fewer characters than this give n-gram models too little to count. */
const ENOUGH = 2000;
/** No more than this of a text's end is compared, so that long texts take no long time. */
const MOST_COMPARED = 2_000_000;

/** The network beside n-gram models on the end of a text, in a line; nothing for a short text. */
function lineOnStanding(snapshot: Snapshot, indices: CharacterNumbers): string | undefined {
  if (indices.length < ENOUGH) return;
  const { parameters, vocabulary } = snapshot;
  const end = indices.subarray(-MOST_COMPARED);
  const cut = Math.floor(0.9 * end.length);
  const engine = chooseEngine("auto", "fastest");
  const h = encode(parameters, end.subarray(Math.max(0, cut - 1000), cut), {
    h: snapshot.h,
    engine,
  });
  const scored = end.subarray(cut);
  const standing = standingOf(surprisals(parameters, scored, { h, engine }), {
    before: end.subarray(0, cut),
    scored,
    vocabularySize: vocabulary.size,
  });
  return `On the last ${scored.length} of them, beside n-grams that counted the others: ` +
    `${
      sayStanding(standing)
    }; a network that trained on this text has the advantage of having read it`;
}

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
  const indices = await encodeFor(named, vocabulary, unknownOption(values));
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
  const line = stop.signal.aborted ? undefined : lineOnStanding(snapshot, indices);
  if (line !== undefined) console.log(line);
}

/** `rnn evaluate`. */
export const evaluateCommand = {
  summary: "how well a snapshot predicts a text, in nats and bits per character",
  usage: USAGE,
  run,
};

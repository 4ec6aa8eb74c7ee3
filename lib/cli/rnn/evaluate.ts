/** `rnn evaluate`: how well a snapshot predicts a text. */
import { chooseEngine } from "@lab/engines";
import { sayStanding, standingOf } from "@lab/baselines";
import { encode, evaluateInParts, type Evaluation, surprisals } from "@lab/sampling";
import type { Snapshot } from "@lab/snapshots";
import type { CharacterNumbers } from "@lab/text";
import { readArguments, requiredOption } from "../command.ts";
import { forFile } from "./files.ts";
import { sayFit } from "./fit.ts";
import { score as scoreParts, trainedPart } from "./hold_out.ts";
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
training reached, where the file has it, else from zero. Ctrl-C ends it early. Where the text begins
with what the file says the network was trained on, the rest is put beside n-gram models that counted
that, and over- and underfitting are told, as rnn train does; else the text's last tenth is put beside
n-gram models that counted the text before it.`;

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
    }; a network that trained on this text has the advantage of having read it. Whether it ` +
    `underfits or overfits shows on a text that begins with what it was trained on`;
}

/** How the network stands and fits, in lines: what can be said of it with this text. */
async function standingLines(
  snapshot: Snapshot,
  text: string,
  indices: CharacterNumbers,
  signal: AbortSignal,
): Promise<string[]> {
  const parts = await trainedPart(snapshot, text);
  if (parts === undefined) return [lineOnStanding(snapshot, indices) ?? []].flat();
  const options = { signal, onProgress: progress, onLine: () => {} };
  const { numbers, standing, fit } = await scoreParts(snapshot, ...parts, options);
  progress("");
  if (fit === undefined) {
    return signal.aborted
      ? []
      : ["It was trained on all of this text, which does not show whether it overfits"];
  }
  return [
    `It was trained on the text's beginning: ${numbers.trainedNatsPerChar.toFixed(4)} there, ` +
    `${numbers.heldOutNatsPerChar.toFixed(4)} over the ${numbers.heldOutCharacters} that follow`,
    `On what was held out: ${sayStanding(standing)}`,
    sayFit(fit),
  ];
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
  progress("");
  warnIfWorseThanChance(natsPerChar, vocabulary.size);
  const from = startOf(snapshot, values);
  const { title } = named;
  if (values.json) {
    const scored = { text: title, characters, natsPerChar, bitsPerChar, from };
    Deno.removeSignalListener("SIGINT", onInterrupt);
    return console.log(JSON.stringify(scored));
  }
  console.log(
    `${title}: ${natsPerChar.toFixed(4)} nats, ${
      bitsPerChar.toFixed(4)
    } bits per character, over ` +
      `${characters} characters, from ${from}`,
  );
  if (!stop.signal.aborted) {
    const begun = values["from-zero"] ? { ...snapshot, h: undefined, position: 0 } : snapshot;
    const lines = await standingLines(begun, named.text, indices, stop.signal);
    for (const line of lines) console.log(line);
  }
  Deno.removeSignalListener("SIGINT", onInterrupt);
}

/** `rnn evaluate`. */
export const evaluateCommand = {
  summary: "how well a snapshot predicts a text, in nats and bits per character",
  usage: USAGE,
  run,
};

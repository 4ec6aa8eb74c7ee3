/** `rnn train`: train a network on a text and write it to a snapshot. */
import { encode, evaluate } from "@lab/sampling";
import { saveSnapshot } from "@lab/snapshots";
import { train, type TrainingProgress, type TrainingResult } from "@lab/training";
import { numberOption, type OptionValues, readArguments } from "../command.ts";
import { checkWritable, readText } from "./inputs.ts";

const USAGE = `deno task rnn train [options]

  --text FILE          what to read; the course's text or the bundled play when left out
  --hidden N           hidden units (100)
  --sequence N         characters an iteration back-propagates through (25)
  --learning-rate X    Adagrad's learning rate (0.1)
  --temperature X      what divides the logits in training (1)
  --iterations N       how long to train (100000)
  --seed N             seed of the initial weights (1)
  --hold-out X         keep this share of the text's end out of the training, and score it (0)
  --out FILE.npz       where to write the trained network
  --json               one line of JSON for each report, and a last one with the result

Ctrl-C ends the training early; what was learned so far is written.`;

/** A bar, the loss, the speed and the time left, for a terminal. */
function progressLine(progress: TrainingProgress): string {
  const { iteration, iterations, smoothedLossNats, iterationsPerSecond, secondsLeft } = progress;
  const filled = Math.round(24 * iteration / Math.max(1, iterations));
  return `${"█".repeat(filled)}${"░".repeat(24 - filled)} ${iteration}/${iterations}  loss ` +
    `${smoothedLossNats.toFixed(2)}  ${Math.round(iterationsPerSecond)}/s  ` +
    `${Math.ceil(secondsLeft)} s left`;
}

function reporter(json: boolean): (progress: TrainingProgress) => void {
  const encoder = new TextEncoder();
  if (json) {
    return ({ curve: _, ...progress }) => console.log(JSON.stringify(progress));
  }
  if (!Deno.stdout.isTerminal()) return () => {};
  return (progress) => {
    Deno.stdout.writeSync(encoder.encode(`\r\x1b[K${progressLine(progress)}`));
  };
}

function options(values: OptionValues): Parameters<typeof train>[1] {
  return {
    hiddenSize: numberOption(values, "hidden", 100),
    sequenceLength: numberOption(values, "sequence", 25),
    learningRate: numberOption(values, "learning-rate", 0.1),
    temperature: numberOption(values, "temperature", 1),
    iterations: numberOption(values, "iterations", 100_000),
    seed: numberOption(values, "seed", 1),
  };
}

/** A character is a code point, here as in the vocabulary. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * A text in two parts: what to train on, and what to score afterwards.
 * @param text the whole text
 * @param share how much of its end to hold out, 0 or more and less than 1
 * @returns the two parts
 * @throws {RangeError} when the share is out of range, or the held-out part has a character of its own
 * or is too short to be scored
 * @example
 * ```ts
 * import { holdOut } from "./train.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(holdOut("abcabcabab", 0.2), ["abcabcab", "ab"]);
 * ```
 */
export function holdOut(text: string, share: number): [trained: string, heldOut: string] {
  if (!(share >= 0 && share < 1)) {
    throw new RangeError(
      `Cannot train as '--hold-out' must be >= 0 and < 1: current value is ${share}`,
    );
  }
  if (share === 0) return [text, ""];
  const at = Math.floor(text.length * (1 - share));
  // Not between the two halves of a character beyond U+FFFF.
  const cut = (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
  const [trained, heldOut] = [text.slice(0, cut), text.slice(cut)];
  if (countCharacters(heldOut) < 2) {
    throw new RangeError(
      `Cannot train as the held-out part must have at least 2 characters: it has ` +
        countCharacters(heldOut),
    );
  }
  const known = new Set(trained);
  const unknown = [...heldOut].find((character) => !known.has(character));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot train as the held-out part must have no characters of its own: it has ` +
        JSON.stringify(unknown),
    );
  }
  return [trained, heldOut];
}

/**
 * Nats per character over what was trained on, and over what was held out, which is read on from the
 * state after the rest.
 */
function scores(
  { parameters, vocabulary }: TrainingResult,
  trained: string,
  heldOut: string,
): Record<string, number> {
  if (heldOut === "") return {};
  const indices = vocabulary.encode(trained);
  const seen = evaluate(parameters, indices);
  const h = encode(parameters, indices.subarray(-1), { h: seen.h });
  return {
    heldOutCharacters: countCharacters(heldOut),
    trainedNatsPerChar: seen.natsPerChar,
    heldOutNatsPerChar: evaluate(parameters, vocabulary.encode(heldOut), { h }).natsPerChar,
  };
}

/** What a snapshot says of how it was trained. */
function metadata(
  run: TrainingResult,
  title: string,
  scored: Record<string, number>,
): Record<string, string | number> {
  return {
    ...scored,
    text: title,
    iterations: run.iterations,
    smoothedLossNats: run.smoothedLossNats,
    engine: run.engine,
    date: new Date().toISOString().slice(0, 10),
    ...run.settings,
  };
}

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    text: { type: "string" },
    hidden: { type: "string" },
    sequence: { type: "string" },
    "learning-rate": { type: "string" },
    temperature: { type: "string" },
    iterations: { type: "string" },
    seed: { type: "string" },
    "hold-out": { type: "string" },
    out: { type: "string" },
    json: { type: "boolean" },
  });
  const out = values.out as string | undefined;
  const json = values.json === true;
  if (out !== undefined) await checkWritable(out, [".npz", ".safetensors"]);
  const { text, title } = await readText(values.text as string | undefined);
  const [trained, heldOut] = holdOut(text, numberOption(values, "hold-out", 0));
  if (!json) console.log(`Text: ${title}, ${countCharacters(trained)} characters`);

  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  Deno.addSignalListener("SIGINT", onInterrupt);
  const result = await train(trained, {
    ...options(values),
    signal: stop.signal,
    onProgress: reporter(json),
    progressIntervalMs: json ? 1000 : 200,
  });
  if (!json && Deno.stdout.isTerminal()) console.log();

  const scored = scores(result, trained, heldOut);
  if (out !== undefined) {
    await saveSnapshot(out, {
      parameters: result.parameters,
      memory: result.state.memory,
      vocabulary: result.vocabulary,
      metadata: metadata(result, title, scored),
    });
  }
  // Only now: a second Ctrl-C while the network is scored must not lose it.
  Deno.removeSignalListener("SIGINT", onInterrupt);
  const seconds = result.durationMs / 1000;
  if (json) {
    const { iterations, iterationsPerSecond, smoothedLossNats, engine, stopped } = result;
    const summary = {
      iterations,
      seconds,
      iterationsPerSecond,
      smoothedLossNats,
      engine,
      stopped,
      ...scored,
    };
    return console.log(JSON.stringify(summary));
  }
  console.log(
    `${result.stopped ? "Stopped after" : "Trained for"} ${result.iterations} iterations in ` +
      `${seconds.toFixed(1)} s (${Math.round(result.iterationsPerSecond)} per second, ` +
      `${result.engine}): smoothed loss ${result.smoothedLossNats.toFixed(3)} nats`,
  );
  if (heldOut !== "") {
    console.log(
      `Nats per character: ${scored.trainedNatsPerChar.toFixed(4)} over what was trained on, ` +
        `${scored.heldOutNatsPerChar.toFixed(4)} over the ${scored.heldOutCharacters} held out`,
    );
  }
  if (out !== undefined) console.log(`Wrote ${out}`);
}

/** `rnn train`. */
export const trainCommand = {
  summary: "train a network on a text and write it to a snapshot",
  usage: USAGE,
  run,
};

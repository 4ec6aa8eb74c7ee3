/** Scoring a network after its training: on what was held out, and on what it was trained on. */
import { chooseEngine, type Engine } from "@lab/engines";
import type { Fit } from "@lab/analysis";
import { type Standing, standingOf } from "@lab/baselines";
import type { CharacterModel } from "@lab/model";
import type { Snapshot } from "@lab/snapshots";
import { encode, evaluate, evaluateInParts, surprisals } from "@lab/sampling";
import { fitOf, MOST_SCORED } from "./fit.ts";
import type { CharacterNumbers } from "@lab/text";
import { countCharacters, sayUnknown } from "./texts.ts";

/**
 * A text in two parts: what to train on, and what to score afterwards.
 * @param text the whole text
 * @param share how much of its end to hold out, 0 or more and less than 1
 * @returns the two parts
 * @throws {RangeError} when the share is out of range or the held-out part is too short to be scored
 * @example
 * ```ts
 * import { holdOut } from "./hold_out.ts";
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
  return [trained, heldOut];
}

/**
 * A text that begins with what a network was trained on, in two parts.
 * @param snapshot the network, whose file may say what it was trained on
 * @param text the whole text
 * @returns what was trained on and what follows it; undefined where the text does not begin with it, or
 * the file does not say
 */
export async function trainedPart(
  { streams, trainedOn = streams?.trainedOn }: Snapshot,
  text: string,
): Promise<[trained: string, heldOut: string] | undefined> {
  if (trainedOn === undefined || trainedOn.characters > text.length) return undefined;
  let at = 0;
  for (let n = 0; n < trainedOn.characters && at < text.length; n++) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  const trained = text.slice(0, at);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(trained));
  const isSame = new Uint8Array(digest).toHex() === trainedOn.sha256;
  return isSame ? [trained, text.slice(at)] : undefined;
}

/** How to score, and who is told. */
export interface ScoreOptions {
  /** Ends the scoring; what was scored so far counts. */
  signal: AbortSignal;
  /** Told how far it is, in words. */
  onProgress: (line: string) => void;
  /** Told what was skipped. */
  onLine: (line: string) => void;
}

/**
 * Characters that are read before a part, to come from the training's state to there; and how many are read
 * at most to come there as the training itself would.
 */
const [APPROACH, MOST_READ] = [1000, 1_000_000];

/** What is scored: a network, the characters that it was trained on, and an engine. */
interface Scored {
  run: CharacterModel & { readonly position?: number };
  seen: CharacterNumbers;
  engine: Engine;
}

/**
 * A state in which a network finds into the beginning of what it was trained on: zero, from which a reading
 * begins, or the one that its training reached. One that has not read for long from zero, or not there, may
 * lose the thread.
 */
function beginning({ run: { parameters, h }, seen, engine }: Scored): Float64Array | undefined {
  const [zero, reached] = [undefined, h].map((h) =>
    evaluate(parameters, seen.subarray(0, APPROACH + 1), { h, engine }).natsPerChar
  );
  return reached < zero ? h : undefined;
}

/**
 * A network's state at a place of what it was trained on: the one that its training would have there, which
 * reads on from where it stood, or has come there from the beginning. A training on streams has many.
 */
function stateAt(scored: Scored, at: number): Float64Array | undefined {
  const { run: { parameters, h, position }, seen, engine } = scored;
  if (at === 0) return beginning(scored);
  const goesOn = position !== undefined && 0 < position && position <= at;
  const from = goesOn ? position : 0;
  if (position === undefined || at - from > MOST_READ) {
    return encode(parameters, seen.subarray(Math.max(0, at - APPROACH), at), { h, engine });
  }
  return encode(parameters, seen.subarray(from, at), { h: goesOn ? h : beginning(scored), engine });
}

/** N-gram models count no more than this of what was trained on, and are scored on no more than that. */
const [MOST_COUNTED, MOST_COMPARED] = [2_000_000, 200_000];

/** The scores of a trained network by name, and how it stands beside n-gram models. */
export interface Scores {
  /** Numbers for the snapshot's metadata and for programs; those that a signal left out are missing. */
  numbers: Record<string, number>;
  /** How the network stands; nothing where nothing was held out or a signal came before. */
  standing: Standing[];
  /** Whether it learned too little or too much by heart; left out where `standing` is empty. */
  fit?: Fit;
}

/**
 * Nats per character over what was held out and over what was trained on. Both begin from a state
 * that the training would have there, in which the network finds into the text. Characters that only the held-out part has are skipped and told.
 * @param run the trained network
 * @param trained what it was trained on
 * @param heldOut what was held out; empty when nothing was
 * @param options a signal, and who is told
 * @returns the scores by name, and how the network stands beside n-gram models on what was held out
 */
export async function score(
  run: Scored["run"],
  trained: string,
  heldOut: string,
  options: ScoreOptions,
): Promise<Scores> {
  const nothing = { numbers: {}, standing: [] };
  if (heldOut === "") return nothing;
  const { parameters, vocabulary } = run;
  const engine = chooseEngine("auto", "fastest");
  const { indices, skipped } = vocabulary.encodeLong(heldOut, "skip");
  if (skipped.size > 0) options.onLine(sayUnknown("The held-out part", skipped));
  if (indices.length < 2) return nothing;
  const { indices: seen } = vocabulary.encodeLong(trained);
  const over = (name: string): { onProgress: (scored: number, of: number) => void } => ({
    onProgress: (scored, of) =>
      options.onProgress(`scoring ${name}: ${Math.floor(100 * scored / of)} %`),
  });
  const { signal } = options;
  const scored: Scored = { run, seen, engine };
  const h = stateAt(scored, seen.length);
  const held = await evaluateInParts(parameters, indices, {
    ...{ h, engine, signal },
    ...over("what was held out"),
  });
  const scores = { heldOutCharacters: held.characters + 1, heldOutNatsPerChar: held.natsPerChar };
  if (signal.aborted) return { numbers: scores, standing: [] };
  const before = await evaluateInParts(parameters, seen, {
    ...{ h: beginning(scored), engine, signal },
    ...over("what was trained on"),
  });
  const numbers = { ...scores, trainedNatsPerChar: before.natsPerChar };
  if (signal.aborted) return { numbers, standing: [] };
  options.onProgress("counting n-grams");
  // The first held-out character is predicted by neither score.
  const compared = indices.subarray(1, MOST_COMPARED + 1);
  const first = encode(parameters, indices.subarray(0, 1), { h, engine });
  const nats = surprisals(parameters, compared, { h: first, engine });
  const counted = Int32Array.from([...seen.subarray(-MOST_COUNTED), indices[0]]);
  const standing = standingOf(nats, {
    before: counted,
    scored: compared,
    vocabularySize: vocabulary.size,
  });

  for (const { name, natsPerChar } of standing) {
    Object.assign(numbers, {
      [`${name === "Kneser-Ney" ? "kneserNey" : "wittenBell"}NatsPerChar`]: natsPerChar,
    });
  }
  const fitFrom = Math.max(0, seen.length + 1 - MOST_SCORED);
  const fit = fitOf(run, {
    ...{ seen: counted, heldOut: compared, nats },
    h: stateAt(scored, fitFrom),
  });
  return { numbers, standing, fit };
}

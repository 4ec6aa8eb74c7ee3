/** Scoring a network after its training: on what was held out, and on what it was trained on. */
import { chooseEngine } from "@lab/engines";
import { encode, evaluateInParts } from "@lab/sampling";
import type { TrainingResult } from "@lab/training";
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

/** How to score, and who is told. */
export interface ScoreOptions {
  /** Ends the scoring; what was scored so far counts. */
  signal: AbortSignal;
  /** Told how far it is, in words. */
  onProgress: (line: string) => void;
  /** Told what was skipped. */
  onLine: (line: string) => void;
}

/** Characters that are read before what was held out, to come from the training's state to there. */
const APPROACH = 1000;

/**
 * Nats per character over what was held out and over what was trained on. Both begin
 * from the state that the training reached, which the network knows; from a zero state it may not find
 * into the text. Characters that only the held-out part has are skipped and told.
 * @param run the trained network
 * @param trained what it was trained on
 * @param heldOut what was held out; empty when nothing was
 * @param options a signal, and who is told
 * @returns the scores by name; those that a signal left out are missing
 */
export async function score(
  run: TrainingResult,
  trained: string,
  heldOut: string,
  options: ScoreOptions,
): Promise<Record<string, number>> {
  if (heldOut === "") return {};
  const { parameters, vocabulary } = run;
  const engine = chooseEngine("auto", "fastest");
  const { indices, skipped } = vocabulary.encodeLong(heldOut, "skip");
  if (skipped.size > 0) options.onLine(sayUnknown("The held-out part", skipped));
  if (indices.length < 2) return {};
  const { indices: seen } = vocabulary.encodeLong(trained);
  const over = (name: string): { onProgress: (scored: number, of: number) => void } => ({
    onProgress: (scored, of) =>
      options.onProgress(`scoring ${name}: ${Math.floor(100 * scored / of)} %`),
  });
  const { signal } = options;
  const h = encode(parameters, seen.subarray(-APPROACH), { h: run.h, engine });
  const held = await evaluateInParts(parameters, indices, {
    ...{ h, engine, signal },
    ...over("what was held out"),
  });
  const scores = { heldOutCharacters: held.characters + 1, heldOutNatsPerChar: held.natsPerChar };
  if (signal.aborted) return scores;
  const before = await evaluateInParts(parameters, seen, {
    ...{ h: run.h, engine, signal },
    ...over("what was trained on"),
  });
  return { ...scores, trainedNatsPerChar: before.natsPerChar };
}

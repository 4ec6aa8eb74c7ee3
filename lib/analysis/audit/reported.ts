/** The numbers that the report prints: what its claims are measured against. Loss in nats summed over T. */

import type { LossPoint } from "@lab/model";

/** The numbers in the report. */
export interface Reported {
  /** How many characters its text has. */
  readonly characters: number;
  /** How many of them are different. */
  readonly symbols: number;
  /** η, the learning rate. */
  readonly learningRate: number;
  /** The losses that it prints, at τ = 1 and at τ = 2. */
  readonly losses: readonly [one: readonly LossPoint[], two: readonly LossPoint[]];
  /** How many characters it prints as written by encoder and decoder, as scanned. */
  readonly printedCharacters: number;
}

/** Losses printed every 10,000 iterations, from the first. */
const every10000 = (...losses: number[]): LossPoint[] =>
  losses.map((smoothedLossNats, n) => ({ iteration: 10_000 * n, smoothedLossNats }));

/** What the report prints. */
export const REPORTED: Reported = Object.freeze({
  characters: 268_330,
  symbols: 62,
  learningRate: 0.1,
  losses: [
    every10000(103.178369, 55.910944, 53.47733, 55.78555, 52.068458, 50.806486),
    every10000(
      ...[103.178357, 53.34045, 48.27121, 46.931193, 46.218963, 45.382919],
      ...[45.292573, 43.784209, 42.62118, 42.60555, 42.330884],
    ),
  ] as const,
  printedCharacters: 1027,
});

/**
 * A loss that the report prints.
 * @param reported the report's numbers
 * @param temperature τ, 1 or 2
 * @param iteration a multiple of 10,000 up to the last that it prints
 * @returns the smoothed loss, in nats summed over T
 * @throws {RangeError} when it prints none there
 * @example
 * ```ts
 * import { printedLoss, REPORTED } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(printedLoss(REPORTED, 2, 10_000), 53.34045);
 * ```
 */
export function printedLoss(
  { losses }: Reported,
  temperature: 1 | 2,
  iteration: number,
): number {
  const found = losses[temperature - 1].find((loss) => loss.iteration === iteration);
  if (found !== undefined) return found.smoothedLossNats;
  throw new RangeError(
    `Cannot read a printed loss as the report must print one at τ = ${temperature} and 'iteration': ` +
      `current value is ${iteration}`,
  );
}

/** A behaviour in words: what is asked, where, and what it is measured by. */
import type { Behaviour } from "@lab/analysis";
import { formatNumber, formatShare } from "@lab/figures";
import { inWords } from "@lab/text";

/** A sentence's first letter as a capital. */
export const capital = (sentence: string): string => sentence[0].toUpperCase() + sentence.slice(1);

/**
 * What a behaviour is measured by, in words.
 * @param asked which characters, against which
 * @returns such as "P(space or line break)" or "logit of “u” over that of space"
 * @example
 * ```ts
 * import { measureName } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(measureName({ targets: [" "], against: [] }), "P(space)");
 * assertEquals(
 *   measureName({ targets: ["u"], against: [" "] }),
 *   "logit of “u” over that of space",
 * );
 * ```
 */
export function measureName(
  { targets, against }: Pick<Behaviour, "targets" | "against">,
): string {
  return against.length === 0
    ? `P(${inWords(targets)})`
    : `logit of ${inWords(targets)} over that of ${inWords(against)}`;
}

/**
 * What a behaviour is measured by, and where.
 * @param behaviour which characters, against which, where
 * @returns such as "P(space or line break) after “:”"
 * @example
 * ```ts
 * import { eventName } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const asked = { targets: ["\n"], against: [], label: "closing a line" };
 * assertEquals(eventName(asked), "P(line break) closing a line");
 * ```
 */
export function eventName(
  behaviour: Pick<Behaviour, "targets" | "against" | "label">,
): string {
  return `${measureName(behaviour)} ${behaviour.label}`;
}

/**
 * A value of a behaviour's measure, as sentences give it.
 * @param value P(targets), or the lead in nats
 * @param asked against which characters
 * @returns such as "84 %", or "3.20 nats"
 * @example
 * ```ts
 * import { measureInWords } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(measureInWords(0.84, { against: [] }), "84 %");
 * assertEquals(measureInWords(3.2, { against: ["a"] }), "3.20 nats");
 * ```
 */
export function measureInWords(value: number, { against }: Pick<Behaviour, "against">): string {
  return against.length === 0 ? formatShare(value) : `${formatNumber(value, 2)} nats`;
}

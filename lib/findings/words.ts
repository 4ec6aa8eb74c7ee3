/** Words and numbers that several findings write alike. */
import { formatNumber } from "@lab/figures";

/** A name such as "the open snapshot", as a sentence begins. */
export const capitalised = (words: string): string => words[0].toUpperCase() + words.slice(1);

/** A distance as it is drawn: below a tenth of a millionth of a millionth, rounding is all that is left. */
export const visible = (distance: number): number => Math.max(distance, 1e-13);

/** How many characters, in words that fit one, too. */
export const characters = (n: number): string =>
  `${formatNumber(n)} character${n === 1 ? "" : "s"}`;

/** What several findings about dynamics need. */

/** A name such as "the open snapshot", as a sentence begins. */
export const capitalised = (words: string): string => words[0].toUpperCase() + words.slice(1);

/** A distance as it is drawn: below a tenth of a millionth of a millionth, rounding is all that is left. */
export const visible = (distance: number): number => Math.max(distance, 1e-13);

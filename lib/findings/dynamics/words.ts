/** Words that several findings about dynamics need. */

/** A name such as "the open snapshot", as a sentence begins. */
export const capitalised = (words: string): string => words[0].toUpperCase() + words.slice(1);

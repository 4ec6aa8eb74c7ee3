/** How wide a text will be in Helvetica or Arial, without a screen to measure it on. */

/** Advance widths in thousandths of the font size; characters of one group are equally wide. */
const GROUPS: readonly (readonly [characters: string, width: number])[] = [
  ["'|ijl", 222],
  [" !,./:;I[]\\ft·", 278],
  ['"()`-r', 333],
  ["*", 389],
  ["{}", 334],
  ["Jckvsxyz", 500],
  ["+<=>~−×÷±", 584],
  ["FTZ", 611],
  ["ABEKPSVXY&", 667],
  ["CDHNRUw", 722],
  ["GOQ", 778],
  ["Mm", 833],
  ["%", 889],
  ["W", 944],
  ["@—…", 1000],
];

const WIDTHS: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap(([characters, width]) => [...characters].map((c) => [c, width] as const)),
);

/**
 * The approximate width of a line of text. System fonts differ by about a tenth, so 5 % are added.
 * @param text one line
 * @param fontSize in pixels
 * @returns in pixels
 * @see "Helvetica" in the Adobe Core 14 AFM files (advance widths)
 */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Letters and digits not listed are 556 wide; ideographs and symbols fill the square.
    units += WIDTHS.get(character) ?? (code >= 0x2e80 ? 1000 : 556);
  }
  return 1.05 * units * fontSize / 1000;
}

/** Breaks a text into lines at its spaces. */

/**
 * Lines of at most `width` characters; a longer word stands alone.
 * @param text the text
 * @param width in characters, ≥ 1
 * @returns at least one line
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && [...longer].length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The text forms of protocol 0: Python 2's quoted `str`, and raw-unicode-escape. */

const BACKSLASH = 92, LETTER_X = 120;

/** What stands for each escaped letter, by the letter's code. */
const ESCAPES = new Map<number, number>(
  [
    ["\\", 92],
    ["'", 39],
    ['"', 34],
    ["a", 7],
    ["b", 8],
    ["f", 12],
    ["n", 10],
    ["r", 13],
    ["t", 9],
    [
      "v",
      11,
    ],
  ].map(([letter, code]) => [(letter as string).charCodeAt(0), code as number]),
);

/** The value of a hexadecimal digit, by its code; NaN for anything else. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : NaN;
}

/**
 * The bytes of a quoted Python string.
 * @param line with its quotes
 * @returns the bytes, or undefined when it is not such a string
 */
export function unquote(line: Uint8Array): Uint8Array | undefined {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 32 || line[end - 1] === 13)) end--;
  const quote = line[0];
  if (end < 2 || (quote !== 39 && quote !== 34) || line[end - 1] !== quote) return undefined;
  const last = end - 2; // of what stands between the quotes
  const result = new Uint8Array(last);
  let length = 0;
  for (let i = 1; i <= last; i++) {
    if (line[i] === quote) return undefined;
    if (line[i] !== BACKSLASH) {
      result[length++] = line[i];
      continue;
    }
    let code = ESCAPES.get(line[++i]);
    if (line[i] === LETTER_X) {
      code = 16 * hexDigit(line[i + 1]) + hexDigit(line[i + 2]);
      i += 2;
    }
    // Python's repr writes no other escape; a backslash must not take the closing quote either.
    if (code === undefined || Number.isNaN(code) || i > last) return undefined;
    result[length++] = code;
  }
  return result.subarray(0, length);
}

/**
 * The text of a raw-unicode-escape: Latin-1 with `\u` and four hexadecimal digits, or `\U` and eight.
 * @param line in Latin-1
 * @returns the text, or undefined when an escape is no character
 */
export function unescape(line: string): string | undefined {
  let isValid = true;
  const pattern = /\\u([0-9a-fA-F]{0,4})|\\U([0-9a-fA-F]{0,8})/g;
  const text = line.replace(pattern, (_, short?: string, long?: string) => {
    const digits = short ?? long ?? "";
    const code = parseInt(digits, 16);
    if (digits.length === (short === undefined ? 8 : 4) && code <= 0x10ffff) {
      return String.fromCodePoint(code);
    }
    isValid = false;
    return "";
  });
  return isValid ? text : undefined;
}

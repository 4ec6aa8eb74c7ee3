/** Bytes as text: which encoding they are in, and where and why they can't be read. */

/**
 * Bytes that are no text in the encoding that they should be in.
 * @example
 * ```ts
 * import { decodeText, TextDecodingError } from "@lab/text";
 * import { assertEquals, assertThrows } from "@std/assert";
 * const bytes = Uint8Array.of(0x6e, 0x65, 0xe9, 0x0a);
 * const error = assertThrows(() => decodeText(bytes), TextDecodingError, "0xE9 at offset 2 (line 1)");
 * assertEquals(error.likely, "windows-1252");
 * ```
 */
export class TextDecodingError extends SyntaxError {
  /** Always `"TextDecodingError"`. */
  override readonly name: string = "TextDecodingError";
  /** Where the first byte is that can't be read, 0-based. */
  readonly offset: number;
  /** The encoding that the bytes are likely in; undefined when nothing speaks for any. */
  readonly likely: string | undefined;

  /**
   * Makes the error.
   * @param message what can't be read, and why
   * @param offset where the first byte is that can't be read, 0-based
   * @param likely the encoding that the bytes are likely in
   */
  constructor(message: string, offset: number, likely?: string) {
    super(message);
    this.offset = offset;
    this.likely = likely;
  }
}

/** Byte order marks. UTF-32's little-endian one begins as UTF-16's does. */
const MARKS: readonly [encoding: string, ...bytes: number[]][] = [
  ["utf-32", 0xff, 0xfe, 0, 0],
  ["utf-32", 0, 0, 0xfe, 0xff],
  ["utf-8", 0xef, 0xbb, 0xbf],
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
];

/** Bytes that are looked at to guess an encoding, and that are decoded at a time to find a fault. */
const PART = 65_536;

/** UTF-16 without a mark, where it is plain: every other byte of most characters is zero. */
function plainUtf16(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const looked = Math.min(bytes.length & ~1, PART);
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at & 1]++;
  const [even, odd] = zeros;
  if (Math.min(even, odd) > 0 || 4 * (even + odd) <= looked) return undefined;
  return even > 0 ? "utf-16be" : "utf-16le";
}

/** The first byte that is not of an encoding, and its line; after `bytewise` bytes are tried one by one. */
function scan(
  bytes: Uint8Array,
  encoding: string,
  bytewise: number,
): { offset: number; line: number } | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let [offset, line] = [0, 1];
  try {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + (at < bytewise ? PART : 1));
      const text = decoder.decode(part, { stream: true });
      at += part.length;
      // A character whose bytes are not all there yet begins where the one before it ended.
      if (text !== "") offset = at;
      line += text.split("\n").length - 1;
    }
    decoder.decode();
    return undefined;
  } catch {
    return { offset, line };
  }
}

/** Letters and signs between ASCII: of Western and of Central Europe. */
const WESTERN = /(?<!\P{ASCII})[à-öø-ÿœß‘’“”–—…«»](?!\P{ASCII})/gu;
const CENTRAL = /(?<!\P{ASCII})[ąćęłńóśźżáčďéěíňřšťúůýžäöüőű](?!\P{ASCII})/gu;

/** Small Cyrillic letters in words. */
const CYRILLIC = /(?<=\P{ASCII})[а-яё]|[а-яё](?=\P{ASCII})/gu;

/** What most of the characters beyond ASCII are, or a good part, in texts that are in an encoding. */
const EVERYDAY: readonly [encoding: string, characters: RegExp][] = [
  ["windows-1252", WESTERN],
  ["windows-1250", CENTRAL],
  ["macintosh", WESTERN],
  ["windows-1251", CYRILLIC],
  ["koi8-r", CYRILLIC],
  ["shift_jis", /[ぁ-んァ-ヶー、。]/g],
  ["euc-jp", /[ぁ-んァ-ヶー、。]/g],
  ["euc-kr", /[이다는의에을가고를은로하기지도한사서어리]/g],
  ["gb18030", /[的一是不了在人有我他这为之大来以个中上们，。]/g],
  ["big5", /[的一是不了在人有我他這為之大來以個中上們，。]/g],
];

/** Below this share of everyday characters nothing speaks for an encoding. */
const LEAST_SHARE = 0.1;

/** Whether bytes have control characters that no text of bytes has: all but white space and escape. */
const isBinary = (bytes: Uint8Array): boolean =>
  bytes.some((byte) => byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b);

/** The encoding in which the most of what is not ASCII is everyday writing. */
function likelyEncoding(bytes: Uint8Array): string | undefined {
  if (isBinary(bytes)) return undefined;
  let likely: string | undefined;
  let most = LEAST_SHARE;
  for (const [encoding, everyday] of EVERYDAY) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
      const others = text.match(/\P{ASCII}/gu)?.length ?? 0;
      const share = (text.match(everyday)?.length ?? 0) / Math.max(1, others);
      if (share > most) [likely, most] = [encoding, share];
    } catch {
      // Not in this one.
    }
  }
  return likely;
}

/** The error for bytes that can't be read, or undefined when they can. */
function fault(bytes: Uint8Array, encoding: string): TextDecodingError | undefined {
  const rough = scan(bytes, encoding, Infinity);
  const first = rough && scan(bytes, encoding, rough.offset - PART);
  if (first === undefined) return undefined;
  const { offset, line } = first;
  const start = bytes.lastIndexOf(0x0a, offset) + 1;
  const likely = likelyEncoding(bytes.subarray(Math.max(start, offset - PART), offset + PART));
  const byte = bytes[offset].toString(16).toUpperCase().padStart(2, "0");
  return new TextDecodingError(
    `it must be ${encoding.replace("utf", "UTF")}: byte 0x${byte} at offset ${offset} (line ` +
      `${line}) is not${
        likely !== undefined
          ? `; ${likely} would read it`
          : isBinary(bytes.subarray(0, PART))
          ? "; by its control characters it is UTF-16 or no text at all"
          : ""
      }`,
    offset,
    likely,
  );
}

/** Bytes with a line break alone for each line end: of a long text, far less to keep than its strings. */
function withLineBreaks(bytes: Uint8Array, encoding: string): Uint8Array {
  const width = encoding.startsWith("utf-16") ? 2 : 1;
  const low = encoding === "utf-16be" ? 1 : 0;
  const is = (at: number, code: number): boolean =>
    bytes[at + low] === code && (width === 1 || bytes[at + 1 - low] === 0);
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += width) {
    const returns = is(at, 0x0d);
    if (returns && is(at + width, 0x0a)) continue;
    for (let i = 0; i < width; i++) {
      kept[length++] = returns && i === low ? 0x0a : bytes[at + i];
    }
  }
  return kept.subarray(0, length);
}

/** How to read a text. */
export interface DecodeOptions {
  /** A name that `TextDecoder` knows, for bytes without a byte order mark; UTF-8 when left out. */
  encoding?: string;
  /** `"lf"`: a line break alone for each line end of Windows and of old Macs; as they are when left out. */
  lineEnds?: "lf";
}

/**
 * Bytes as text. A byte order mark says which encoding they are in, and is dropped; UTF-16 without one is
 * recognised where it is plain.
 * @param bytes the bytes
 * @param options their encoding, and what becomes of line ends
 * @returns the text
 * @throws {RangeError} when there is no encoding of this name, or the text is longer than a string can be
 * @throws {TextDecodingError} when a byte is not of the encoding, with its offset and line
 * @example
 * ```ts
 * import { decodeText } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "a");
 * assertEquals(decodeText(Uint8Array.of(0x61, 0, 0xe9, 0)), "aé");
 * assertEquals(decodeText(Uint8Array.of(0x61, 0xe9), { encoding: "latin1" }), "aé");
 * assertEquals(decodeText(Uint8Array.of(0x61, 13, 10), { lineEnds: "lf" }), "a\n");
 * ```
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): string {
  const [marked] = MARKS.find(([, ...mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [];
  if (marked === "utf-32") {
    throw new TextDecodingError("it is UTF-32, which can't be read: save it as UTF-8", 0);
  }
  const decoder = new TextDecoder(marked ?? options.encoding ?? plainUtf16(bytes) ?? "utf-8");
  const { encoding } = decoder;
  const read = options.lineEnds === "lf" ? withLineBreaks(bytes, encoding) : bytes;
  const text = decoder.decode(read);
  // Only with this sign can anything be wrong; decoding so takes less memory than being strict does.
  const error = text.includes("\ufffd") ? fault(bytes, encoding) : undefined;
  if (error !== undefined) throw error;
  return text;
}

/**
 * Which line ends a text has, other than a line break alone.
 * @param text any text
 * @returns in words, or undefined for a text with line breaks alone
 * @example
 * ```ts
 * import { sayLineEnds } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(sayLineEnds("a\r\nb\r\n"), "Windows line ends (\\r\\n)");
 * assertEquals(sayLineEnds("a\nb\n"), undefined);
 * ```
 */
export function sayLineEnds(text: string): string | undefined {
  if (!text.includes("\r")) return undefined;
  if (text.includes("\r\n")) return "Windows line ends (\\r\\n)";
  return text.includes("\n") ? "carriage returns (\\r)" : "old Mac line ends (\\r)";
}

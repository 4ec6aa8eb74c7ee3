/** Texts in the encodings that people have; the bytes are Python's `text.encode(name)`. */
import { decodeText, sayLineEnds, TextDecodingError, Vocabulary } from "@lab/text";
import { assert, assertEquals, assertThrows } from "@std/assert";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (digits: string): Uint8Array => Uint8Array.fromHex(digits.replaceAll(" ", ""));

/** UTF-16, big- or little-endian. */
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
};

const TEXT = "To be, or nöt to be:\nthat is the questiön. 🎭\n";

Deno.test("decodeText() drops byte order marks, and recognises UTF-16 with and without one", () => {
  assertEquals(decodeText(utf8(TEXT)), TEXT);
  assertEquals(decodeText(utf8(`\ufeff${TEXT}`)), TEXT);
  for (const littleEndian of [true, false]) {
    assertEquals(decodeText(utf16(TEXT, littleEndian)), TEXT);
    assertEquals(decodeText(utf16(`\ufeff${TEXT}`, littleEndian)), TEXT);
    assertEquals(decodeText(utf16(`\ufeff${TEXT}`, littleEndian), { encoding: "latin1" }), TEXT);
  }
  assertEquals(decodeText(utf16("字", false), { encoding: "utf-16be" }), "字");
  assertEquals(decodeText(new Uint8Array(0)), "");
  // Zeros, but not in every other place: no UTF-16.
  assertEquals(decodeText(utf8("\0\0a\0bc")), "\0\0a\0bc");
  assertEquals(decodeText(utf8("abc\0d")), "abc\0d");
  assertThrows(() => decodeText(hex("fffe0000 61000000")), TextDecodingError, "it is UTF-32");
});

for (
  const [encoding, sample, begins] of [
    ["windows-1252", "566f696ce0206c27e974e9203a206c657320e96ce87665732072e9766973656e74", "Voilà"],
    [
      "windows-1252",
      "dc62657220646965204272fc636b652067656874206465722067726fdf652042e472",
      "Über",
    ],
    [
      "windows-1250",
      "4b61bf647920637ab36f7769656b206d6120707261776f20646f20bf796369612c20776f6c6e6f9c6369",
      "Każdy człowiek",
    ],
    ["macintosh", "566f696c88206c278e748e203a206c6573208e6c8f76657320728e766973656e74", "Voilà"],
    ["windows-1251", "c1f3f0ff20ece3ebeefe20ede5e1ee20eaf0eee5f22c20e2e8f5f0e820f1ede5", "Буря"],
    ["koi8-r", "e2d5d2d120cdc7cccfc020cec5c2cf20cbd2cfc5d42c20d7c9c8d2c920d3cec5", "Буря"],
    ["shift_jis", "8ce1947982cd944c82c582a082e9814296bc914f82cd82dc82be96b382a28142", "吾輩は猫"],
    ["euc-jp", "b8e3c7daa4cfc7ada4c7a4a2a4eba1a3ccbec1b0a4cfa4dea4c0ccb5a4a4a1a3", "吾輩は猫"],
    ["euc-kr", "b3aab4c220b0edbee7c0ccb4d92e20c0ccb8a7c0ba20bec6c1f720bef8b4d92e", "나는 고양이다"],
    ["gb18030", "d5e2cac7d2bbb8f6c8cbb5c4b9cacac2a3accbfbb2bbd4dabcd2a3acced2c3c7", "这是一个人"],
    ["big5", "b36fac4fa440add3a448aabaac47a8c6a141a54ca4a3a662ae61a141a7daadcca662", "這是一個人"],
  ]
) {
  Deno.test(`decodeText() finds that ${encoding} is likely where UTF-8 fails: ${begins}`, () => {
    const bytes = Uint8Array.of(...utf8("# title\n"), ...hex(sample), 0x0a);
    const error = assertThrows(() => decodeText(bytes), TextDecodingError);
    assertEquals(error.likely, encoding);
    const at = bytes[error.offset].toString(16).toUpperCase();
    assertEquals(
      error.message,
      `it must be UTF-8: byte 0x${at} at offset ${error.offset} (line 2) is not; ${encoding} ` +
        "would read it",
    );
    assert(decodeText(bytes, { encoding }).startsWith(`# title\n${begins}`));
  });
}

Deno.test("decodeText() names no encoding for bytes with control characters: a gzip file is no text", () => {
  const sample = hex("c1f3f0ff20ece3ebeefe20ede5e1ee20eaf0eee5f22c20e2e8f5f0e820f1ede5"); // windows-1251
  for (const bytes of [Uint8Array.of(0x1f, ...sample), Uint8Array.of(...sample, 0x02)]) {
    const error = assertThrows(() => decodeText(bytes), TextDecodingError);
    assertEquals(error.likely, undefined);
    assert(error.message.endsWith("it is UTF-16 or no text at all"), error.message);
  }
  const escaped = assertThrows(() => decodeText(Uint8Array.of(0x1b, ...sample)), TextDecodingError);
  assertEquals(escaped.likely, "windows-1251");
});

Deno.test("decodeText() tells the offset and the line of the first byte that can't be read", () => {
  const lines = "naïve 字🎭\n".repeat(20_000); // more than is decoded at a time
  const start = utf8(lines);
  for (
    const [tail, offset] of [
      ["ff", 0],
      ["6180", 1],
      ["e5ad20", 0], // a character that breaks off
      ["e5ad97e5", 3], // ... at the end of the text
      ["eda080", 0], // half of a pair
      ["c0af", 0], // longer than need be
    ] as const
  ) {
    const error = assertThrows(
      () => decodeText(new Uint8Array([start, hex(tail)].flatMap((bytes) => [...bytes]))),
      TextDecodingError,
      `offset ${start.length + offset} (line 20001)`,
    );
    assertEquals(error.offset, start.length + offset);
  }
  const early = utf8(lines);
  early[2] = 0xff;
  assertThrows(() => decodeText(early), TextDecodingError, "byte 0xFF at offset 2 (line 1)");
  assertThrows(
    () => decodeText(hex("efbbbfff")),
    TextDecodingError,
    "byte 0xFF at offset 3 (line 1)",
  );
  assertThrows(
    () => decodeText(hex("8182 0a 81"), { encoding: "shift_jis" }),
    TextDecodingError,
    "be shift_jis",
  );
  assertEquals(decodeText(utf8(`${lines}\ufffd`)), `${lines}\ufffd`); // the sign itself is a character
});

Deno.test("sayLineEnds() and decodeText() know Windows', old Macs' and mixed line ends", () => {
  assertEquals(sayLineEnds("a\nb"), undefined);
  assertEquals(sayLineEnds("a\nb\r\n"), "Windows line ends (\\r\\n)");
  assertEquals(sayLineEnds("a\rb\r"), "old Mac line ends (\\r)");
  assertEquals(sayLineEnds("a\nb\rc"), "carriage returns (\\r)");
  const lf = (text: string): string => decodeText(utf8(text), { lineEnds: "lf" });
  assertEquals(lf("a\r\n\r\nb\rc\n\r"), "a\n\nb\nc\n\n");
  assertEquals(decodeText(utf16("\ufeffa\r\nb\r", false), { lineEnds: "lf" }), "a\nb\n");
  // Longer than the parts that are decoded at a time, at whose ends a line end or a character may lie.
  const long = "ö\r\n字\r🎭\n\r".repeat(20_000);
  assertEquals(lf(long), "ö\n字\n🎭\n\n".repeat(20_000));
});

Deno.test("Vocabulary.encodeLong() takes the smallest array that holds the numbers", () => {
  for (
    const [size, type] of [[256, Uint8Array], [257, Uint16Array], [65_537, Int32Array]] as const
  ) {
    const characters = Array.from({ length: size }, (_, i) => String.fromCodePoint(0x10000 + i));
    const vocabulary = new Vocabulary(characters.toReversed());
    const text = characters[1] + characters[0] + characters[size - 1];
    const { indices, skipped } = vocabulary.encodeLong(`${text}a${text}`, "skip");
    const expected = [size - 2, size - 1, 0];
    assertEquals(indices, type.from([...expected, ...expected]));
    assertEquals(skipped, new Map([["a", 1]]));
    assertEquals(vocabulary.encode(text), Int32Array.from(expected));
    assertThrows(() => vocabulary.encodeLong(`${text}a`), RangeError, 'character 3 is "a"');
  }
});

/** Eight texts in eight scripts or kinds, made from seeds, with a little structure to be found and learned. */
import { Random } from "@lab/numerics";

/** A text of one kind. */
export interface OwnText {
  /** The file's name. */
  name: string;
  /** The file's bytes. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The options that its bytes need. */
  options?: string[];
}

type Pick = <T>(from: readonly T[]) => T;

const letters = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, k) => String.fromCodePoint(from + k));

/** Invented words: the first ones come most often. */
function words(
  alphabet: readonly string[],
  count: number,
  longest: number,
  random: Random,
): string[] {
  return Array.from({ length: count }, () => {
    const length = 1 + random.integer(longest);
    return Array.from(
      { length },
      () => alphabet[Math.floor(alphabet.length * random.uniform() ** 2)],
    ).join("");
  });
}

/** Sentences of invented words until there is enough text; a mark at the end, a break now and then. */
function sentences(
  lexicon: readonly string[],
  marks: { space: string; comma: string; stops: readonly string[]; breaks: string },
  length: number,
  random: Random,
): string {
  let text = "";
  while (text.length < length) {
    const count = 3 + random.integer(9);
    for (let k = 0; k < count; k++) {
      const word = lexicon[Math.floor(lexicon.length * random.uniform() ** 3)];
      const last = k === count - 1;
      text += word + (last ? "" : random.uniform() < 0.15 ? marks.comma : marks.space);
    }
    text += marks.stops[random.integer(marks.stops.length)];
    text += random.uniform() < 0.3 ? marks.breaks : marks.space;
  }
  return text;
}

function chinese(length: number, random: Random): string {
  const alphabet = letters(0x4e00, 2000);
  const lexicon = [...alphabet, ...words(alphabet, 2000, 3, random)];
  const marks = { space: "", comma: "，", stops: ["。", "。", "？", "！"], breaks: "\n" };
  const said = sentences(lexicon, marks, length, random);
  // A name and a colon before some lines: the quotation mark after a colon is the text's rule.
  return said.split("\n").map((line, k) => k % 2 === 0 ? `${lexicon[k % 40]}：“${line}”` : line)
    .join("\n");
}

function dialogue(
  alphabet: readonly string[],
  names: number,
  length: number,
  random: Random,
): string {
  const lexicon = words(alphabet, 400, 7, random);
  const marks = { space: " ", comma: ", ", stops: [".", ".", ";", "!"], breaks: "\n\n" };
  const said = sentences(lexicon, marks, length, random);
  const speaker = words(alphabet, names, 6, random);
  return said.split("\n\n").map((line) =>
    `${speaker[random.integer(names)]}:${random.uniform() < 0.5 ? " " : "\n"}${line}`
  )
    .join("\n\n");
}

function arabic(length: number, random: Random): string {
  const lexicon = words(letters(0x0627, 36), 500, 6, random);
  return sentences(
    lexicon,
    { space: " ", comma: "، ", stops: [".", "؟", "؛"], breaks: "\n" },
    length,
    random,
  );
}

function code(length: number, random: Random): string {
  const names = words(letters(0x61, 26), 60, 6, random);
  const pick: Pick = (from) => from[Math.floor(from.length * random.uniform() ** 2)];
  const call = (): string =>
    `${pick(names)}(${pick(names)}, ${pick(["0", "1", "2", "x", '"text"', "[]"])})`;
  let text = "";
  while (text.length < length) {
    text += `export function ${pick(names)}(${pick(names)}: number): string {\n`;
    for (let k = random.integer(5); k >= 0; k--) {
      text += pick([
        `  const ${pick(names)} = ${call()};\n`,
        `  if (${pick(names)} > ${random.integer(9)}) return ${call()};\n`,
        `  ${call()};\n`,
        `  for (const ${pick(names)} of ${call()}) {\n    ${call()};\n  }\n`,
      ]);
    }
    text += `  return "${pick(names)}";\n}\n\n`;
  }
  return text;
}

function music(length: number, random: Random): string {
  let text = "";
  for (let tune = 1; text.length < length; tune++) {
    text += `X:${tune}\nT:Tune ${tune}\nM:${["4/4", "6/8", "3/4"][random.integer(3)]}\nL:1/8\nK:${
      "CDGA"[random.integer(4)]
    }\n`;
    let note = 4;
    for (let bar = 1; bar <= 16; bar++) {
      for (let k = 0; k < 8; k++) {
        note = Math.max(0, Math.min(13, note + random.integer(5) - 2));
        text += "CDEFGABcdefgab"[note] + (random.uniform() < 0.15 ? "2" : "");
        if (k === 3) text += " ";
      }
      text += bar % 4 === 0 ? (bar % 8 === 0 ? " :|\n" : " |\n") : " | ";
    }
    text += "\n";
  }
  return text;
}

/** Four letters in lines of 60: what follows hangs on the two letters before, and G is rare after C. */
function dna(length: number, random: Random): string {
  const next: Record<string, string> = { A: "AATTCG", C: "TTTAAAACG", G: "GGCCTA", T: "TGGGGCAT" };
  let [text, last] = ["", "A"];
  for (let n = 1; text.length < length; n++) {
    last = next[last][random.integer(next[last].length)];
    text += n % 60 === 0 ? `${last}\n` : last;
  }
  return text;
}

function emoji(length: number, random: Random): string {
  const faces = letters(0x1f600, 60);
  const lexicon = [...words(letters(0x61, 26), 200, 5, random), ...words(faces, 80, 3, random)];
  const marks = { space: " ", comma: "🎭 ", stops: ["💬", "❗", "🎭"], breaks: "\n" };
  return sentences(lexicon, marks, length, random);
}

/** CR LF at every line's end, in one byte per character. */
function windows(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    [...text.replaceAll("\n", "\r\n")].map((c) => c === "œ" ? 0x9c : c.charCodeAt(0)),
  );
}

function utf16(text: string): Uint8Array<ArrayBuffer> {
  const units = Uint16Array.from(`\ufeff${text}`, (_, k) => `\ufeff${text}`.charCodeAt(k));
  return new Uint8Array(units.buffer);
}

/**
 * The eight texts.
 * @param length about how long each is, in UTF-16 units
 * @returns files by name and bytes
 */
export function ownTexts(length: number): OwnText[] {
  const random = new Random(20);
  const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const latin = [...letters(0x61, 26), ..."éèàçêœùî"];
  return [
    { name: "chinese.txt", bytes: utf8(chinese(length, random)) },
    { name: "greek-utf16.txt", bytes: utf16(dialogue(letters(0x3b1, 25), 12, length, random)) },
    { name: "arabic.txt", bytes: utf8(arabic(length, random)) },
    { name: "code.ts", bytes: utf8(code(length, random)) },
    { name: "tunes.abc", bytes: utf8(music(length, random)) },
    { name: "genome.txt", bytes: utf8(dna(length, random)) },
    { name: "emoji.txt", bytes: utf8(emoji(length, random)) },
    {
      name: "windows-1252.txt",
      bytes: windows(dialogue(latin, 9, length, random)),
      options: ["--encoding", "windows-1252"],
    },
  ];
}

/** A text and where it is from; places in it are counted in characters, so that no cut goes through one. */

/** What a text is, beside its characters. */
export interface TextDescription {
  /** The text itself. */
  readonly text: string;
  /** The text's title, for readers. */
  readonly title: string;
  /** The name of the text's file. */
  readonly name: string;
  /** Where the text's file lies. */
  readonly url: URL;
  /** `"course"` for the course's Shakespeare, `"bundled"` for the play that ships, `"own"` for one's own. */
  readonly origin: "course" | "bundled" | "own";
}

/** Whether a string has characters beyond 16 bits, which it counts as two. */
const hasPairs = (text: string): boolean => /[\ud800-\udfff]/.test(text);

/**
 * A text to train on, and where it is from.
 *
 * Places are counted in characters as the vocabulary counts them: code points. `text.slice` could cut
 * an emoji in two; `slice` of this class can't.
 * @example
 * ```ts
 * import { TextSource } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const url = new URL("file:///masks.txt");
 * const masks = new TextSource({ text: "a🎭b🎭", title: "Masks", name: "masks.txt", url, origin: "own" });
 * assertEquals([masks.length, masks.slice(1, 3), masks.slice(-1)], [4, "🎭b", "🎭"]);
 * assertEquals([masks.at(2), masks.indexOf("🎭", 2)], ["b", 3]);
 * ```
 */
export class TextSource implements TextDescription {
  /** The text as a string. */
  readonly text: string;
  /** What readers are told that the text is. */
  readonly title: string;
  /** The file's name. */
  readonly name: string;
  /** Where the file lies. */
  readonly url: URL;
  /** Whether the text is the course's, the bundled play or one's own. */
  readonly origin: TextDescription["origin"];
  /** The characters one by one, where the string counts otherwise. */
  readonly #characters: readonly string[] | undefined;

  /**
   * Keeps the text.
   * @param description the text and where it is from
   */
  constructor({ text, title, name, url, origin }: TextDescription) {
    this.text = text;
    this.title = title;
    this.name = name;
    this.url = url;
    this.origin = origin;
    if (hasPairs(text)) this.#characters = [...text];
  }

  /** How many characters the text has. */
  get length(): number {
    return this.#characters?.length ?? this.text.length;
  }

  /**
   * A part of the text.
   * @param from the first character's place, from 0; from the end where it is negative
   * @param to the place after the last character's; the end when left out
   * @returns the characters from `from` to before `to`
   */
  slice(from: number, to?: number): string {
    return this.#characters?.slice(from, to).join("") ?? this.text.slice(from, to);
  }

  /**
   * One character.
   * @param place its place, from 0
   * @returns the character; undefined beyond the text's end
   */
  at(place: number): string | undefined {
    return (this.#characters ?? this.text)[place];
  }

  /**
   * Where a character stands.
   * @param character the character
   * @param from the place where the search begins
   * @returns the place of the first one from there on; −1 where there is none
   */
  indexOf(character: string, from = 0): number {
    return (this.#characters ?? this.text).indexOf(character, Math.max(0, from));
  }
}

/** The header of a .npy file: a Python dict literal of strings, booleans and tuples of integers. */
import { SnapshotFormatError } from "../errors.ts";

/** What a header's entry may be. */
export type HeaderValue = string | boolean | number[];

const TOKEN = /\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False)\b|(\d+)L?|([{}():,[\]]))/y;

/** What each group of `TOKEN` is. */
const KINDS = ["string", "string", "boolean", "integer", "sign"] as const;

interface Token {
  readonly text: string;
  readonly kind: typeof KINDS[number];
}

class HeaderParser {
  readonly #text: string;
  readonly #start: number;
  #at = 0;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
  }

  fail(rule: string): never {
    throw new SnapshotFormatError("npy", rule, this.#start + this.#at);
  }

  next(): Token {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match === null) return this.fail("its header must be a dict of simple values: it is not");
    this.#at = TOKEN.lastIndex;
    const group = match.findIndex((text, i) => i > 0 && text !== undefined);
    return { text: match[group], kind: KINDS[group - 1] };
  }

  /** Whether a token is a sign, and not a string that looks like it. */
  is(token: Token, sign: string): boolean {
    return token.kind === "sign" && token.text === sign;
  }

  integers(): number[] {
    const shape: number[] = [];
    while (true) {
      const length = this.next();
      if (this.is(length, ")")) return shape;
      const value = Number(length.text);
      if (length.kind !== "integer" || !Number.isSafeInteger(value)) {
        this.fail(`a shape must consist of integers below 2**53: one is ${length.text}`);
      }
      shape.push(value);
      const separator = this.next();
      if (this.is(separator, ")")) return shape;
      if (!this.is(separator, ",")) this.fail("a shape must be a tuple of integers: it is not");
    }
  }

  value(): HeaderValue {
    const token = this.next();
    if (token.kind === "string") return token.text;
    if (token.kind === "boolean") return token.text === "True";
    if (this.is(token, "(")) return this.integers();
    return this.fail("its header must hold simple types (records are not read here)");
  }

  dict(): Map<string, HeaderValue> {
    const result = new Map<string, HeaderValue>();
    if (!this.is(this.next(), "{")) this.fail("its header must be a dict: it is not");
    while (true) {
      const key = this.next();
      if (this.is(key, "}")) break;
      if (key.kind !== "string" || !this.is(this.next(), ":")) {
        this.fail("its header must have strings as keys: it has not");
      }
      result.set(key.text, this.value());
      const separator = this.next();
      if (this.is(separator, "}")) break;
      if (!this.is(separator, ",")) this.fail("its header's entries must be separated by commas");
    }
    if (this.#text.slice(this.#at).trim() !== "") {
      this.fail("its header must end after the dict: it goes on");
    }
    return result;
  }
}

/**
 * Reads a header.
 * @param text the header
 * @param start where it starts in the file, for errors
 * @returns its entries
 * @throws {SnapshotFormatError} when it is anything but a dict of simple values
 */
export function parseHeader(text: string, start: number): Map<string, HeaderValue> {
  return new HeaderParser(text, start).dict();
}

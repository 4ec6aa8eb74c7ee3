/** The bytes of a pickle: fixed-width numbers, lengths, lines. */
import type { Budget } from "../budget.ts";
import { SnapshotFormatError } from "../errors.ts";
import { latin1 } from "../latin1.ts";

/** More decimal digits than any number needs; reading them takes more than linear time. */
const MOST_DIGITS = 100_000;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The smallest exact form of an integer. */
export function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Reads forward through a pickle. */
export class PickleInput {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;
  readonly budget: Budget;
  #at = 0;
  /** Where the current instruction starts. */
  start = 0;

  /**
   * @param bytes the pickle
   * @param budget what may be allocated
   * @param base where the pickle starts in its file, for errors
   */
  constructor(bytes: Uint8Array, budget: Budget, base: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#base = base;
    this.budget = budget;
  }

  /** Where the current instruction starts in the file. */
  get offset(): number {
    return this.#base + this.start;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  fail(rule: string): never {
    throw new SnapshotFormatError("pickle", rule, this.offset);
  }

  /** To be called before something is allocated. */
  charge(bytes: number): void {
    this.budget.charge(bytes, "pickle", this.offset);
  }

  /** The next instruction's code. */
  instruction(): number {
    this.start = this.#at;
    return this.uint8();
  }

  #advance(length: number): number {
    if (!(length <= this.left)) {
      this.fail(`it must hold what it announces: ${length} bytes are due, ${this.left} are left`);
    }
    const at = this.#at;
    this.#at += length;
    return at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A length of eight bytes; one beyond 2⁵³ is beyond the file as well. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Eight bytes, the highest first. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** A length that Python 2 wrote with a sign. */
  length32(): number {
    const length = this.int32();
    if (length < 0) this.fail(`a length must be >= 0: it is ${length}`);
    return length;
  }

  /** Bytes in the file's own memory. */
  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  utf8(length: number): string {
    const bytes = this.bytes(length);
    this.charge(2 * length);
    try {
      return UTF8.decode(bytes);
    } catch {
      return this.fail("text must be UTF-8: it is not");
    }
  }

  /** The bytes up to the next line feed. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) this.fail("a line must end with a line feed: none is left");
    const line = this.bytes(end - this.#at);
    this.#at = end + 1;
    return line;
  }

  #digits(line: string): bigint {
    if (!/^\s*[+-]?\d+$/.test(line)) {
      this.fail(`a number must consist of digits: it is ${JSON.stringify(line.slice(0, 40))}`);
    }
    if (line.length > MOST_DIGITS) {
      this.fail(`a number must have at most ${MOST_DIGITS} digits: it has ${line.length}`);
    }
    return BigInt(line.replace("+", ""));
  }

  /** An int in decimal; `00` and `01` are False and True. */
  decimalInt(): number | bigint | boolean {
    const line = latin1(this.line());
    if (line === "00" || line === "01") return line === "01";
    return integer(this.#digits(line));
  }

  /** A long in decimal, with an `L` behind. */
  decimalLong(): number | bigint {
    return integer(this.#digits(latin1(this.line()).replace(/L$/, "")));
  }

  decimalFloat(): number {
    const line = latin1(this.line()).trim();
    if (/^[+-]?(inf|nan)$/.test(line)) {
      return line.endsWith("nan") ? NaN : line.startsWith("-") ? -Infinity : Infinity;
    }
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(line)) {
      this.fail(`a float must be a decimal number: it is ${JSON.stringify(line.slice(0, 40))}`);
    }
    return Number(line);
  }

  /** An integer of any size: two's complement, the lowest byte first. */
  binaryLong(length: number): number | bigint {
    const bytes = this.bytes(length);
    if (length === 0) return 0;
    this.charge(3 * length);
    return integer(BigInt.asIntN(8 * length, BigInt(`0x${bytes.toReversed().toHex()}`)));
  }
}

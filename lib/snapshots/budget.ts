/** How much memory a file may ask for while it is read. */
import { type InputFormat, SnapshotFormatError } from "./errors.ts";

/** What a file may ask for, by default: so many times its length, and for any length so many bytes. */
const LIMIT = { times: 4, smallest: 4 * 2 ** 20 };

/** The same for a deflated file: weights that are mostly zeros unpack to many times their size. */
const DEFLATED_LIMIT = { times: 32, smallest: 48 * 2 ** 20 };

/** What the readers of this folder understand. */
export interface ReadOptions {
  /**
   * What a Python 2 `str` becomes: its bytes (default), or the text in which each byte is one
   * character, as `encoding=` chooses in Python.
   */
  readonly encoding?: "bytes" | "latin1";
  /**
   * How many bytes the unpacked values may take; more is refused before it is allocated. By default
   * four times the input and at least 4 MiB, for a .npz 32 times and at least 48 MiB.
   */
  readonly maxBytes?: number;
}

/** Counts what is allocated, and refuses what goes beyond the limit. */
export class Budget {
  /** In bytes. */
  readonly limit: number;
  #used = 0;

  /** @param limit in bytes */
  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * The budget for an input.
   * @param inputLength in bytes
   * @param options may set the limit
   * @param limit how the limit depends on the length when it is not set
   * @returns a new budget
   * @throws {RangeError} when the option is not a number ≥ 0
   */
  static for(inputLength: number, options: ReadOptions, { times, smallest } = LIMIT): Budget {
    const limit = options.maxBytes ?? Math.max(times * inputLength, smallest);
    if (!(limit >= 0)) {
      throw new RangeError(
        `Cannot read as 'maxBytes' must be a number >= 0: current value is ${limit}`,
      );
    }
    return new Budget(limit);
  }

  /** The budget for a deflated input, with the parameters of {@linkcode Budget.for}. */
  static forDeflated(inputLength: number, options: ReadOptions): Budget {
    return Budget.for(inputLength, options, DEFLATED_LIMIT);
  }

  /** In bytes. */
  get used(): number {
    return this.#used;
  }

  /**
   * To be called before something is allocated.
   * @param bytes how much
   * @param format what is being read
   * @param offset where
   * @throws {SnapshotFormatError} when the limit is passed
   */
  charge(bytes: number, format: InputFormat, offset: number): void {
    this.#used += bytes;
    if (this.#used > this.limit) {
      throw new SnapshotFormatError(
        format,
        `its values must take at most ${this.limit} bytes of memory (option 'maxBytes'): they ` +
          `take ${this.#used} or more`,
        offset,
      );
    }
  }
}

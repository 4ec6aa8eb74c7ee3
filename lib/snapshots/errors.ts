/** What is thrown for a file that can't be read. */

/** The kinds of input that are read here. */
export type InputFormat = "npz" | "npy" | "pickle" | "safetensors";

/**
 * The bytes are not what the format prescribes, or they ask for something that is refused.
 *
 * A file with a readable format whose arrays don't fit together throws `TypeError` (types, shapes)
 * or `RangeError` (values) instead.
 * @example
 * ```ts
 * import { readNpy, SnapshotFormatError } from "@lab/snapshots";
 * import { assertThrows } from "@std/assert";
 * assertThrows(() => readNpy(new Uint8Array(3)), SnapshotFormatError, "(byte 0)");
 * ```
 */
export class SnapshotFormatError extends SyntaxError {
  /** Always `"SnapshotFormatError"`. */
  override readonly name = "SnapshotFormatError";
  /** Where reading stopped, in bytes from the start of the file, or of the entry. */
  readonly offset: number;
  /** Which format was being read; `"snapshot"` when it can't be told. */
  readonly format: InputFormat | "snapshot";
  /** The name of the archive's entry that `offset` counts from, when it is inside one. */
  readonly entry?: string;
  /** The rule that the bytes break, and what was found instead. */
  readonly rule: string;

  /**
   * Makes the error.
   * @param format which format was being read
   * @param rule what the bytes must be, and what they are
   * @param offset in bytes from the start of the file or entry
   * @param entry the name of the archive's entry
   */
  constructor(format: InputFormat | "snapshot", rule: string, offset: number, entry?: string) {
    const where = entry === undefined ? "" : ` in '${entry}'`;
    super(`Cannot read ${format} data${where} as ${rule} (byte ${offset})`);
    this.format = format;
    this.rule = rule;
    this.offset = offset;
    this.entry = entry;
  }

  /**
   * This error, said of an entry of an archive.
   * @param entry the entry's name
   * @returns a new error
   */
  inEntry(entry: string): SnapshotFormatError {
    return new SnapshotFormatError(this.format, this.rule, this.offset, entry);
  }
}

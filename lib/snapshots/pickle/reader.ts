/** Reads Python's pickles as data: nothing in the file is ever run. */
import { Budget, type ReadOptions } from "../budget.ts";
import { PickleInput } from "./input.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import { PickleMachine } from "./machine.ts";
import type { PickleValue } from "./values.ts";

const STOP = 46;

function checkEncoding(encoding: unknown): void {
  if (encoding === "bytes" || encoding === "latin1") return;
  throw new RangeError(
    `Cannot read a pickle as 'encoding' must be "bytes" or "latin1": current value is ` +
      JSON.stringify(encoding),
  );
}

/** Runs the machine from one pickle's beginning to its end. */
function readOne(input: PickleInput, { encoding = "bytes" }: ReadOptions): PickleValue {
  checkEncoding(encoding);
  const machine = new PickleMachine(input, encoding === "bytes");
  while (true) {
    const code = input.instruction();
    if (code === STOP) return machine.result();
    const instruction = INSTRUCTIONS[code];
    if (instruction === undefined) {
      input.fail(`an instruction must be known: 0x${code.toString(16).padStart(2, "0")} is not`);
    }
    instruction!(machine);
  }
}

/**
 * Reads a pickle within a budget that is shared with others.
 * @param bytes the pickle
 * @param budget what may be allocated
 * @param options how to read Python 2 `str`
 * @param base where the pickle starts in its file, for errors
 * @returns its value
 * @throws {SnapshotFormatError} when it is not a pickle of data
 */
export function readPickleWithin(
  bytes: Uint8Array,
  budget: Budget,
  options: ReadOptions,
  base = 0,
): PickleValue {
  const input = new PickleInput(bytes, budget, base);
  const value = readOne(input, options);
  if (input.left > 0) {
    input.fail(`a pickle must end where it stops: ${input.left} bytes follow`);
  }
  return value;
}

/**
 * Reads the pickles that were dumped into a file one after the other.
 * @param bytes the file
 * @param options limits, and how to read Python 2 `str`
 * @returns their values, at least one
 * @throws {SnapshotFormatError} when they are not pickles of data
 */
export function readPickles(bytes: Uint8Array, options: ReadOptions): PickleValue[] {
  const input = new PickleInput(bytes, Budget.for(bytes.length, options), 0);
  const values = [readOne(input, options)];
  while (input.left > 0) values.push(readOne(input, options));
  return values;
}

/**
 * Reads a pickle as data: protocols 0 to 5, from Python 2 and 3.
 *
 * `None`, bool, int, float, text, bytes, list, tuple, set, dict, and NumPy's arrays and scalars of
 * numbers, bool, bytes, text and objects are read, as NumPy 1 and 2 write them. An object of any other
 * class becomes an {@linkcode OpaqueValue}; a global that would act, such as `os.system`, is refused
 * by name. What is read is bounded: memory by
 * `options.maxBytes`, lengths by the file, nesting at 1000 marks and 65,536 open values.
 * @param bytes the pickle; bytes and arrays stay in this memory where they can
 * @param options limits, and how to read Python 2 `str`
 * @returns the value
 * @throws {SnapshotFormatError} when it is not a pickle of data, with the position
 * @throws {RangeError} when an option is out of range
 * @see https://docs.python.org/3/library/pickle.html
 * @example
 * ```ts
 * import { readPickle, SnapshotFormatError } from "@lab/snapshots";
 * import { assertEquals, assertThrows } from "@std/assert";
 * const encode = (text: string) => new TextEncoder().encode(text);
 * assertEquals(readPickle(encode("(lp0\nI1\naF0.5\na.")), [1, 0.5]);
 * const attack = encode("cos\nsystem\n(S'echo ran'\ntR.");
 * assertThrows(() => readPickle(attack), SnapshotFormatError, "the global 'os.system'");
 * ```
 */
export function readPickle(bytes: Uint8Array, options: ReadOptions = {}): PickleValue {
  return readPickleWithin(bytes, Budget.for(bytes.length, options), options);
}

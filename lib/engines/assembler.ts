/**
 * As much of WebAssembly's binary format as kernels that are written at load time need: functions of 32-bit
 * integers and vectors of four float32, on an imported memory.
 */

/** Bytes of a program, or of a part of one. */
export type Code = readonly number[];

/** An unsigned number as LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value >>>= 7) bytes.push(value & 127 | 128);
  return [...bytes, value];
}

/** A signed 32-bit number as LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (; value < -64 || value > 63; value >>= 7) bytes.push(value & 127 | 128);
  return [...bytes, value & 127];
}

/** Its length, then the thing itself. */
const sized = (bytes: Code): number[] => unsigned(bytes.length).concat(bytes);
/** How many there are, then each of them. */
const list = (items: readonly Code[]): number[] => unsigned(items.length).concat(items.flat());
const text = (value: string): number[] => sized([...new TextEncoder().encode(value)]);
const vector = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

const I32 = 0x7f;
const V128 = 0x7b;
const NO_RESULT = 0x40;

/** A function's local variable: a parameter, an integer or a vector. */
export interface Local {
  /** Its value. */
  readonly get: Code;
  /** Gives it a value. */
  set(value: Code): Code;
}

/** The instructions, each with what it takes. */
export const emit = {
  integer: (value: number): Code => [0x41, ...signed(value)],
  plus: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  minus: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  /** The vector at `address` + `offset` bytes; unaligned ones are allowed. */
  load: (address: Code, offset = 0): Code => [...address, ...vector(0), 2, ...unsigned(offset)],
  /** The number at `address`, four times. */
  splat: (address: Code): Code => [...address, ...vector(9), 2, 0],
  store: (address: Code, offset: number, value: Code): Code => [
    ...address,
    ...value,
    ...vector(11),
    2,
    ...unsigned(offset),
  ],
  add: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe4)],
  subtract: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe5)],
  multiply: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe6)],
  divide: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe7)],
  root: (a: Code): Code => [...a, ...vector(0xe3)],
  smaller: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xea)],
  larger: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xeb)],
  /** One lane of a, four times. A shuffle, unlike a load, needs no check of an address. */
  lane: (a: Code, index: number): Code => [
    ...a,
    ...a,
    ...vector(13),
    ...Array.from({ length: 16 }, (_, byte) => 4 * index + byte % 4),
  ],
  /** a · b + c with one rounding, of relaxed SIMD. */
  fused: (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, ...vector(0x105)],
  /** Calls the module's function number `index`. */
  call: (index: number, values: readonly Code[]): Code => [
    ...values.flat(),
    0x10,
    ...unsigned(index),
  ],
  /** Does `body` when `condition` is not zero, and `otherwise` when it is. */
  when: (condition: Code, body: Code, otherwise: Code = []): Code => [
    ...condition,
    0x04,
    NO_RESULT,
    ...body,
    ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
    0x0b,
  ],
  /** Does `body`, and again as long as `condition` is then not zero. */
  repeat: (body: Code, condition: Code): Code => [
    0x03,
    NO_RESULT,
    ...body,
    ...condition,
    0x0d,
    0,
    0x0b,
  ],
};

/** A function that a module exports: integers in, nothing out. */
export class FunctionBuilder {
  /** What it is exported as. */
  readonly name: string;
  readonly #parameters: number;
  readonly #locals: number[] = [];
  readonly #code: number[] = [];

  constructor(name: string, parameters: number) {
    this.name = name;
    this.#parameters = parameters;
  }

  /** The function's parameters. */
  parameters(): Local[] {
    return Array.from({ length: this.#parameters }, (_, index) => local(index));
  }

  /** A new variable for a vector. */
  vector(): Local {
    return this.#local(V128);
  }

  /** A new variable for an integer. */
  integer(): Local {
    return this.#local(I32);
  }

  #local(type: number): Local {
    this.#locals.push(type);
    return local(this.#parameters + this.#locals.length - 1);
  }

  /** Appends instructions. */
  do(...codes: Code[]): void {
    for (const code of codes) for (const byte of code) this.#code.push(byte);
  }

  /** Its type: how many integers it takes. */
  type(): Code {
    return [0x60, ...list(Array(this.#parameters).fill([I32])), 0];
  }

  /** Its body: the types of its variables and its instructions. */
  body(): Code {
    return sized(list(this.#locals.map((type) => [1, type])).concat(this.#code, 0x0b));
  }
}

function local(index: number): Local {
  const number = unsigned(index);
  return { get: [0x20, ...number], set: (value) => [...value, 0x21, ...number] };
}

/**
 * A module of functions on a memory that it imports as `env.memory`.
 * @param functions what it exports
 * @param isShared whether threads share the memory
 * @returns the module's bytes
 */
export function assemble(
  functions: readonly FunctionBuilder[],
  isShared: boolean,
): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): number[] => [id, ...sized(content)];
  const memory = isShared ? [2, 3, 1, ...unsigned(65_536)] : [2, 0, 1];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(functions.map((each) => each.type()))),
    ...section(2, list([[...text("env"), ...text("memory"), ...memory]])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, list(functions.map((each) => each.body()))),
  ]);
}

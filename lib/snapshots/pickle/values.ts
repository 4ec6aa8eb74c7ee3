/** What a pickle's values become, and the few globals that may be named in one. */
import type { ElementType, NdArray } from "../numpy/ndarray.ts";

/**
 * A value from a pickle.
 *
 * `None` is null; an int is a number, or a bigint beyond 2⁵³; bytes, and by default Python 2's
 * `str`, are `Uint8Array`; lists are arrays and tuples frozen arrays. A dict is a `Map`; its keys that
 * are bytes appear as text, one character a byte.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | NdArray
  | readonly PickleValue[]
  | ReadonlyMap<PickleValue, PickleValue>
  | ReadonlySet<PickleValue>;

/** An element type while it is built: its byte order comes with its state. */
export class PickledType {
  /** @param type as its name says, still without the byte order */
  constructor(public type: ElementType) {}
}

/** What the globals that are understood do; each is carried out here, none is called. */
export type GlobalName =
  | "array"
  | "reconstruct"
  | "frombuffer"
  | "dtype"
  | "scalar"
  | "encode"
  | "bytes"
  | "bytearray"
  | "set"
  | "dict";

/** A global that was named: data like the rest. */
export class PickledGlobal {
  /**
   * @param name what it does
   * @param source as the pickle names it
   */
  constructor(readonly name: GlobalName, readonly source: string) {}
}

const GLOBALS: ReadonlyMap<string, GlobalName> = new Map<string, GlobalName>([
  ["numpy.ndarray", "array"],
  ["numpy.dtype", "dtype"],
  ...["numpy.core", "numpy._core"].flatMap((core): [string, GlobalName][] => [
    [`${core}.multiarray._reconstruct`, "reconstruct"],
    [`${core}.multiarray.scalar`, "scalar"],
    [`${core}.numeric._frombuffer`, "frombuffer"],
  ]),
  ["_codecs.encode", "encode"],
  ...["builtins", "__builtin__"].flatMap((builtins): [string, GlobalName][] => [
    [`${builtins}.bytes`, "bytes"],
    [`${builtins}.bytearray`, "bytearray"],
    [`${builtins}.set`, "set"],
    [`${builtins}.frozenset`, "set"],
  ]),
  ["collections.OrderedDict", "dict"],
]);

/**
 * Looks up a global.
 * @param module its module
 * @param name its name
 * @returns what it does, or undefined when it is refused
 */
export function findGlobal(module: string, name: string): PickledGlobal | undefined {
  const source = `${module}.${name}`;
  const known = GLOBALS.get(source);
  return known && new PickledGlobal(known, source);
}

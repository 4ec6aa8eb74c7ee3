/** What a pickle's values become, and the few globals that may be named in one. */
import type { ElementType, NdArray } from "../numpy/ndarray.ts";

/**
 * A value from a pickle.
 *
 * `None` is null; an int is a number, or a bigint beyond 2⁵³; bytes, and by default Python 2's
 * `str`, are `Uint8Array`; lists are arrays and tuples frozen arrays. A dict is a `Map`; its keys that
 * are bytes appear as text, one character a byte. Of an object of any other class, only its name and
 * its attributes are known.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | NdArray
  | OpaqueValue
  | readonly PickleValue[]
  | ReadonlyMap<PickleValue, PickleValue>
  | ReadonlySet<PickleValue>;

/**
 * An object, function or class that is shown by its name and never built: nothing of it is run.
 * @example
 * ```ts
 * import { OpaqueValue, readPickle } from "@lab/snapshots";
 * import { assert, assertEquals } from "@std/assert";
 * const value = readPickle(new TextEncoder().encode("cdatetime\ndate\n(I2019\nI5\nI1\ntR."));
 * assert(value instanceof OpaqueValue);
 * assertEquals(value.className, "datetime.date");
 * ```
 */
export class OpaqueValue {
  /** The name, with its module. */
  readonly className: string;
  /** What the pickle would set on the object, by name: data like the rest. */
  readonly attributes: Map<PickleValue, PickleValue> = new Map();

  /**
   * Notes the name.
   * @param className the name, with its module
   */
  constructor(className: string) {
    this.className = className;
  }
}

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
  | "dict"
  | "defaultdict"
  | "reconstructor"
  | "type";

/** A global that was named: data like the rest. */
export class PickledGlobal {
  /**
   * @param name what it does
   * @param source as the pickle names it
   */
  constructor(readonly name: GlobalName, readonly source: string) {}
}

/** Built-in types, which appear as arguments: bases of classes, what a defaultdict makes. */
const TYPES = "object list dict tuple int long float complex str unicode range xrange slice".split(
  " ",
);

const GLOBALS: ReadonlyMap<string, GlobalName> = new Map<string, GlobalName>([
  ["numpy.ndarray", "array"],
  ["numpy.matrix", "array"], // an array but for what * means; the same in the file
  ["numpy.matrixlib.defmatrix.matrix", "array"],
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
    ...TYPES.map((type): [string, GlobalName] => [`${builtins}.${type}`, "type"]),
  ]),
  ["collections.OrderedDict", "dict"],
  ["collections.defaultdict", "defaultdict"],
  ["copyreg._reconstructor", "reconstructor"],
  ["copy_reg._reconstructor", "reconstructor"],
]);

/**
 * Modules that nothing of belongs in data. Naming one is as harmless here as naming any other, since
 * nothing is run; but in Python it would act, so a file that does is not to be passed on unseen.
 */
const ACTING = new Set(
  ("os posix nt subprocess commands popen2 sys builtins __builtin__ importlib runpy shutil " +
    "socket pty ctypes webbrowser pip numpy torch").split(" "),
);

/** Of NumPy and PyTorch, what is found beside arrays: types, generators of random numbers, tanh. */
const HARMLESS =
  /^(numpy\.((random|ma|polynomial)\..+|(u?int|float|bool|str|bytes)[\d_]*|tanh)|torch\.(device|Size|b?float\d*))$/;

/**
 * Looks up a global.
 * @param module its module
 * @param name its name
 * @returns what it does; for one that is not known, its name, opaque; undefined when it is refused
 */
export function findGlobal(module: string, name: string): PickledGlobal | OpaqueValue | undefined {
  const source = `${module}.${name}`;
  const known = GLOBALS.get(source);
  if (known !== undefined) return new PickledGlobal(known, source);
  // A name with dots reaches into what its module has imported.
  const parts = [module.split(".")[0], ...(name.includes(".") ? name.split(".") : [])];
  const isRefused = parts.some((part) => ACTING.has(part)) && !HARMLESS.test(source);
  return isRefused ? undefined : new OpaqueValue(source);
}

/** What the few known globals do, carried out as data: no global is ever called. */
import { checkExtent, decodeArray, type Origin, toRowMajor } from "../numpy/array_bytes.ts";
import { type ElementType, type NdArray, parseElementType } from "../numpy/ndarray.ts";
import { integer } from "./input.ts";
import type { PickleMachine, StackValue } from "./machine.ts";
import { OpaqueValue, PickledGlobal, PickledType, type PickleValue } from "./values.ts";

function toBytes(machine: PickleMachine, value: StackValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string") return machine.fail("an array's elements must be bytes");
  machine.input.charge(value.length);
  const bytes = new Uint8Array(value.length);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code > 255) machine.fail("bytes given as text must be Latin-1: they are not");
    bytes[i] = code;
  }
  return bytes;
}

function toShape(machine: PickleMachine, value: StackValue): number[] {
  const shape = Array.isArray(value) ? value : [value];
  if (!shape.every((n) => typeof n === "number")) {
    machine.fail("a shape must be a tuple of integers: it is not");
  }
  return [...shape] as number[];
}

function elementType(machine: PickleMachine, value: StackValue): ElementType {
  if (!(value instanceof PickledType)) return machine.fail("an array's type must be a dtype");
  return value.type;
}

function origin(machine: PickleMachine): Origin {
  return { format: "pickle", offset: machine.input.offset, budget: machine.input.budget };
}

function newType(machine: PickleMachine, args: readonly StackValue[]): PickledType {
  const name = machine.text(args[0], "a type's name");
  const type = parseElementType(name);
  if (type !== undefined) return new PickledType(type);
  return machine.fail(
    `an array's type must be of real numbers, bool, bytes, text or objects: it is ${
      JSON.stringify(name.slice(0, 40))
    }`,
  );
}

function scalar(machine: PickleMachine, args: readonly StackValue[]): PickleValue {
  const type = elementType(machine, args[0]);
  if (type.dtype === "O") return machine.fail("a NumPy scalar must not be an object: it is one");
  const bytes = toBytes(machine, args[1]);
  if (type.dtype[0] === "S") return bytes;
  const value = decodeArray(bytes, type, [], false, origin(machine)).data[0];
  if (type.dtype === "b1") return value !== 0;
  return typeof value === "bigint" ? integer(value) : value as number | string;
}

function fromBuffer(machine: PickleMachine, args: readonly StackValue[]): NdArray {
  const columnMajor = machine.text(args[3] ?? "C", "an array's order") === "F";
  const type = elementType(machine, args[1]);
  if (type.dtype === "O") machine.fail("a buffer must not hold objects: it does");
  const shape = toShape(machine, args[2]);
  return decodeArray(toBytes(machine, args[0]), type, shape, columnMajor, origin(machine));
}

/** `codecs.encode(text, "latin1")`: how Python 3 writes bytes for Python 2 to read. */
function encode(machine: PickleMachine, args: readonly StackValue[]): Uint8Array {
  const encoding = machine.text(args[1] ?? "", "an encoding");
  if (!/^latin-?1$/.test(encoding) || typeof args[0] !== "string") {
    machine.fail("only text may be encoded, and only as latin1: it is something else");
  }
  return toBytes(machine, args[0]);
}

function newBytes(machine: PickleMachine, args: readonly StackValue[]): Uint8Array {
  if (args.length === 0) return new Uint8Array(0);
  if (typeof args[0] === "string") return encode(machine, args);
  const bytes = toBytes(machine, args[0]);
  machine.input.charge(bytes.length);
  return bytes.slice();
}

function pairs(machine: PickleMachine, value: StackValue): StackValue[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return machine.fail("an OrderedDict must be made from pairs");
  return value.flatMap((pair) =>
    Array.isArray(pair) && pair.length === 2 ? pair : machine.fail("a pair must hold two values")
  );
}

/** Replaces a global and its arguments, the last two values on the stack, by what they stand for. */
export function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  const global = machine.pop();
  if (!Array.isArray(args)) {
    return machine.fail("only a global may be applied, and to a tuple: it is something else");
  }
  construct(machine, global, args);
}

/** `copyreg._reconstructor(class, base, what the base holds)`: how protocols 0 and 1 make objects. */
function reconstruct(machine: PickleMachine, args: readonly StackValue[]): void {
  const [type, , contents] = args;
  if (!(type instanceof OpaqueValue)) return machine.fail("only a class can have instances");
  machine.newOpaque(type.className);
  if (contents instanceof Map) machine.setItems([...contents].flat() as StackValue[]);
}

/** Pushes what a global stands for when it is applied to arguments. */
export function construct(
  machine: PickleMachine,
  global: StackValue,
  args: readonly StackValue[],
): void {
  if (global instanceof OpaqueValue) return machine.newOpaque(global.className);
  if (!(global instanceof PickledGlobal)) {
    return machine.fail("only a global may be applied: it is another value");
  }
  switch (global.name) {
    case "reconstruct":
      return machine.newArray();
    case "frombuffer":
      return machine.newArray(fromBuffer(machine, args));
    case "dtype":
      return machine.push(newType(machine, args));
    case "scalar":
      return machine.push(scalar(machine, args));
    case "encode":
      return machine.push(encode(machine, args));
    case "bytes":
    case "bytearray":
      return machine.push(newBytes(machine, args));
    case "set":
      if (args.length > 0 && !Array.isArray(args[0])) {
        machine.fail("a set must be made from a list");
      }
      return machine.newSet((args[0] ?? []) as StackValue[]);
    case "dict":
      return machine.newDict(pairs(machine, args[0]));
    case "defaultdict":
      return machine.newDict();
    case "reconstructor":
      return reconstruct(machine, args);
    case "type":
      return machine.newOpaque(global.source);
    case "array":
      return machine.fail("an array must be made by _reconstruct: it is made directly");
  }
}

function buildType(
  machine: PickleMachine,
  target: PickledType,
  state: readonly StackValue[],
): void {
  const [, order, subtype, names] = state;
  if ((subtype ?? null) !== null || (names ?? null) !== null) {
    machine.fail("an array's type must be simple: it is a record or has a shape of its own");
  }
  const letter = machine.text(order, "a type's byte order");
  target.type = { ...target.type, bigEndian: letter === ">" };
}

function buildArray(machine: PickleMachine, target: NdArray, state: readonly StackValue[]): void {
  // (version, shape, dtype, whether column-major, elements); the version was left out long ago.
  const [shapeValue, typeValue, order, elements] = state.length === 5 ? state.slice(1) : state;
  const type = elementType(machine, typeValue);
  const shape = toShape(machine, shapeValue);
  const columnMajor = order === true || order === 1;
  if (type.dtype !== "O") {
    const bytes = toBytes(machine, elements);
    Object.assign(target, decodeArray(bytes, type, shape, columnMajor, origin(machine)));
    return;
  }
  if (!Array.isArray(elements)) return machine.fail("an array of objects must be given as a list");
  const count = checkExtent(type, shape, 0, origin(machine));
  if (count !== elements.length) {
    machine.fail(
      `an array of ${count} objects must be given as many: there are ${elements.length}`,
    );
  }
  const data = columnMajor ? toRowMajor(elements, shape, origin(machine)) : elements;
  Object.assign(target, { dtype: "O", shape, data });
}

/** Notes the attributes that an object would be given: a dict, or one with another of its slots. */
function noteAttributes(machine: PickleMachine, state: StackValue): void {
  for (const part of Array.isArray(state) ? state.slice(0, 2) : [state]) {
    if (part instanceof Map) machine.setItems([...part].flat() as StackValue[]);
  }
}

/** Gives the value below it the state on top of the stack. */
export function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  if (target instanceof OpaqueValue) return noteAttributes(machine, state);
  if (!Array.isArray(state) || state.length < 4 || state.length > 16) {
    return machine.fail("a state must be a tuple for an array or its type: it is not");
  }
  if (target instanceof PickledType) return buildType(machine, target, state);
  if (machine.isArray(target)) return buildArray(machine, target, state);
  return machine.fail(
    "a state must be given to an array or its type: it is given to another value",
  );
}

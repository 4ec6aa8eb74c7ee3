/**
 * The instructions of pickle protocols 0 to 5.
 * @see https://docs.python.org/3/library/pickletools.html
 */
import { latin1 } from "../latin1.ts";
import type { PickleMachine } from "./machine.ts";
import { build, construct, reduce } from "./reduce.ts";
import { unescape, unquote } from "./text.ts";
import { findGlobal, OpaqueValue } from "./values.ts";

type Instruction = (machine: PickleMachine) => void;

function python2Text(machine: PickleMachine, bytes: Uint8Array): void {
  if (machine.keepsBytes) return machine.push(bytes);
  machine.input.charge(bytes.length);
  machine.push(latin1(bytes));
}

function quoted(machine: PickleMachine): void {
  const line = machine.input.line();
  machine.input.charge(line.length);
  const bytes = unquote(line);
  if (bytes === undefined) return machine.fail("a string must be quoted as Python does: it is not");
  python2Text(machine, bytes);
}

function escaped(machine: PickleMachine): void {
  const line = machine.input.line();
  machine.input.charge(2 * line.length);
  const text = unescape(latin1(line));
  machine.push(text ?? machine.fail("text must have valid escapes: it has not"));
}

/** Names a global: what would act in Python is refused here, before anything is done with it. */
function pushGlobal(machine: PickleMachine, module: string, name: string): void {
  const global = findGlobal(module, name);
  if (global instanceof OpaqueValue) return machine.newOpaque(global.className);
  if (global !== undefined) return machine.push(global);
  const source = JSON.stringify(`${module}.${name}`.slice(0, 100)).slice(1, -1);
  const hint = module.startsWith("torch") ? " (save PyTorch models as .safetensors)" : "";
  machine.fail(`data must not name the global '${source}', which is refused, not run${hint}`);
}

function globalFromLines(machine: PickleMachine): void {
  const module = latin1(machine.input.line());
  pushGlobal(machine, module, latin1(machine.input.line()));
}

function globalFromStack(machine: PickleMachine): void {
  const name = machine.text(machine.pop(), "a global's name");
  pushGlobal(machine, machine.text(machine.pop(), "a global's module"), name);
}

/** A class and its arguments above a mark. */
function instance(machine: PickleMachine): void {
  const [global, ...args] = machine.popToMark();
  construct(machine, global, args);
}

function instanceFromLines(machine: PickleMachine): void {
  const args = machine.popToMark();
  globalFromLines(machine);
  construct(machine, machine.pop(), args);
}

function refuse(what: string): Instruction {
  return (machine) => machine.fail(`data must not refer to ${what}, which is refused`);
}

function protocol(machine: PickleMachine): void {
  const version = machine.input.uint8();
  if (version > 5) machine.fail(`its protocol must be 0 to 5: it is ${version}`);
}

/** A frame only says how much to read ahead; still, it must not go beyond the file. */
function frame(machine: PickleMachine): void {
  const length = machine.input.uint64();
  if (length > machine.input.left) {
    machine.fail(
      `a frame must end in the file: ${length} bytes are due, ${machine.input.left} are left`,
    );
  }
}

function tupleOf(length: number): Instruction {
  return (machine) => {
    const items = Array.from({ length }, () => machine.pop());
    machine.newTuple(items.reverse());
  };
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  machine.setItems([machine.pop(), value]);
}

const BY_NAME: Readonly<Record<string, Instruction>> = {
  // Numbers and constants.
  N: (m) => m.push(null),
  "\x88": (m) => m.push(true),
  "\x89": (m) => m.push(false),
  I: (m) => m.push(m.input.decimalInt()),
  L: (m) => m.push(m.input.decimalLong()),
  F: (m) => m.push(m.input.decimalFloat()),
  J: (m) => m.push(m.input.int32()),
  K: (m) => m.push(m.input.uint8()),
  M: (m) => m.push(m.input.uint16()),
  G: (m) => m.push(m.input.float64()),
  "\x8a": (m) => m.push(m.input.binaryLong(m.input.uint8())),
  "\x8b": (m) => m.push(m.input.binaryLong(m.input.length32())),
  // Python 2's str, text, bytes.
  S: quoted,
  T: (m) => python2Text(m, m.input.bytes(m.input.length32())),
  U: (m) => python2Text(m, m.input.bytes(m.input.uint8())),
  V: escaped,
  X: (m) => m.push(m.input.utf8(m.input.uint32())),
  "\x8c": (m) => m.push(m.input.utf8(m.input.uint8())),
  "\x8d": (m) => m.push(m.input.utf8(m.input.uint64())),
  B: (m) => m.push(m.input.bytes(m.input.uint32())),
  C: (m) => m.push(m.input.bytes(m.input.uint8())),
  "\x8e": (m) => m.push(m.input.bytes(m.input.uint64())),
  "\x96": (m) => m.push(m.input.bytes(m.input.uint64())),
  // Lists, tuples, sets, dicts.
  "]": (m) => m.newList(),
  l: (m) => m.newList(m.popToMark()),
  a: (m) => m.append([m.pop()]),
  e: (m) => m.append(m.popToMark()),
  ")": (m) => m.newTuple([]),
  t: (m) => m.newTuple(m.popToMark()),
  "\x85": tupleOf(1),
  "\x86": tupleOf(2),
  "\x87": tupleOf(3),
  "\x8f": (m) => m.newSet(),
  "\x90": (m) => m.addItems(m.popToMark()),
  "\x91": (m) => m.newSet(m.popToMark()),
  "}": (m) => m.newDict(),
  d: (m) => m.newDict(m.popToMark()),
  s: setItem,
  u: (m) => m.setItems(m.popToMark()),
  // The stack and the memo.
  "(": (m) => m.mark(),
  "0": (m) => m.drop(),
  "1": (m) => void m.popToMark(),
  "2": (m) => m.push(m.top()),
  p: (m) => m.remember(Number(m.input.decimalInt())),
  q: (m) => m.remember(m.input.uint8()),
  r: (m) => m.remember(m.input.uint32()),
  "\x94": (m) => m.rememberNext(),
  g: (m) => m.recall(Number(m.input.decimalInt())),
  h: (m) => m.recall(m.input.uint8()),
  j: (m) => m.recall(m.input.uint32()),
  // Globals, and what is made with them.
  c: globalFromLines,
  "\x93": globalFromStack,
  R: reduce,
  "\x81": reduce,
  i: instanceFromLines,
  o: instance,
  b: build,
  // What leads out of the file.
  P: refuse("an object stored elsewhere (a persistent id)"),
  Q: refuse("an object stored elsewhere (a persistent id)"),
  "\x82": refuse("the registry of extensions"),
  "\x83": refuse("the registry of extensions"),
  "\x84": refuse("the registry of extensions"),
  "\x92": refuse("a class with named arguments"),
  "\x97": refuse("a buffer outside the pickle"),
  "\x98": refuse("a buffer outside the pickle"),
  // The frame of the whole.
  "\x80": protocol,
  "\x95": frame,
};

/** What each byte does, except `.`, which stops. */
export const INSTRUCTIONS: readonly (Instruction | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => BY_NAME[String.fromCharCode(code)],
);

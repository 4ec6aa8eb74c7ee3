/** The state of a pickle's machine: a stack with marks, and the memo. */
import type { NdArray } from "../numpy/ndarray.ts";
import { latin1 } from "../latin1.ts";
import type { PickleInput } from "./input.ts";
import { OpaqueValue, PickledGlobal, PickledType, type PickleValue } from "./values.ts";

/** What lies on the stack: values, finished or not, and globals. */
export type StackValue = PickleValue | PickledType | PickledGlobal;

/** More values waiting on the stack, or more marks, than any sensible pickle needs. */
const HIGHEST_STACK = 65_536;
const MOST_MARKS = 1000;

/** What values cost in memory, roughly, in bytes. */
const COST = { slot: 16, list: 64, set: 256, dict: 256, entry: 64, array: 128 } as const;

/** The stack, the marks on it and the memo of a pickle that is being read. */
export class PickleMachine {
  readonly input: PickleInput;
  /** Whether Python 2's `str` is kept as bytes. */
  readonly keepsBytes: boolean;
  readonly #stack: StackValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, StackValue>();
  /** Arrays, which get their state after they may have been referred to. */
  readonly #arrays = new WeakSet<object>();
  /** Tuples that carry globals or element types, as their arguments travel; never part of a result. */
  readonly #carriers = new WeakSet<object>();

  /**
   * @param input where the instructions come from
   * @param keepsBytes whether Python 2's `str` is kept as bytes
   */
  constructor(input: PickleInput, keepsBytes: boolean) {
    this.input = input;
    this.keepsBytes = keepsBytes;
  }

  fail(rule: string): never {
    return this.input.fail(rule);
  }

  push(value: StackValue): void {
    this.input.charge(COST.slot);
    if (this.#stack.length >= HIGHEST_STACK) {
      this.fail(`at most ${HIGHEST_STACK} values may be open at once: there is one more`);
    }
    this.#stack.push(value);
  }

  /** How many values lie above the last mark. */
  get #open(): number {
    return this.#stack.length - (this.#marks.at(-1) ?? 0);
  }

  pop(): StackValue {
    if (this.#open < 1) {
      this.fail("an instruction must find its values on the stack: none is there");
    }
    return this.#stack.pop()!;
  }

  top(): StackValue {
    if (this.#open < 1) {
      this.fail("an instruction must find its values on the stack: none is there");
    }
    return this.#stack.at(-1)!;
  }

  mark(): void {
    this.input.charge(COST.slot);
    if (this.#marks.length >= MOST_MARKS) {
      this.fail(`values may be nested at most ${MOST_MARKS} deep: they go deeper`);
    }
    this.#marks.push(this.#stack.length);
  }

  popToMark(): StackValue[] {
    const start = this.#marks.pop();
    if (start === undefined) return this.fail("an instruction must find a mark: none is there");
    this.input.charge(8 * (this.#stack.length - start));
    return this.#stack.splice(start);
  }

  /** Drops a value, or a mark with nothing above it. */
  drop(): void {
    if (this.#marks.length > 0 && this.#open === 0) this.#marks.pop();
    else this.pop();
  }

  remember(index: number): void {
    this.input.charge(COST.entry);
    this.#memo.set(index, this.top());
  }

  /** Remembers under the next number. */
  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) this.fail(`the memo must have an entry ${index}: it has none`);
    this.push(value!);
  }

  /** Text, from text or bytes. */
  text(value: StackValue, what: string): string {
    if (typeof value === "string") return value;
    if (value instanceof Uint8Array && value.length <= 1000) return String.fromCharCode(...value);
    return this.fail(`${what} must be text: it is not`);
  }

  /** A finished value: no global and no element type. */
  plain(value: StackValue): PickleValue {
    if (value instanceof PickledGlobal) {
      return this.fail(`a value must be data: it is the global '${value.source}'`);
    }
    if (value instanceof PickledType) return value.type.dtype;
    if (Array.isArray(value) && this.#carriers.has(value)) {
      return this.fail("a value must be data: it is a tuple with a global or an element type");
    }
    return value;
  }

  newList(items: StackValue[] = []): void {
    this.input.charge(COST.list + 8 * items.length);
    this.push(items.map((item) => this.plain(item)));
  }

  newTuple(items: StackValue[]): void {
    this.input.charge(COST.list + 8 * items.length);
    const carries = items.some((item) =>
      item instanceof PickledGlobal || item instanceof PickledType ||
      (Array.isArray(item) && this.#carriers.has(item))
    );
    const tuple = Object.freeze(items) as readonly PickleValue[];
    if (carries) this.#carriers.add(tuple);
    this.push(tuple);
  }

  append(items: StackValue[]): void {
    const list = this.top();
    if (list instanceof OpaqueValue) return;
    if (!Array.isArray(list) || Object.isFrozen(list)) {
      return this.fail("items must be appended to a list: it is none");
    }
    this.input.charge(8 * items.length);
    for (const item of items) list.push(this.plain(item));
  }

  newSet(items: readonly StackValue[] = []): void {
    this.input.charge(COST.set);
    this.push(new Set<PickleValue>());
    this.addItems(items);
  }

  addItems(items: readonly StackValue[]): void {
    const set = this.top();
    if (set instanceof OpaqueValue) return;
    if (!(set instanceof Set)) return this.fail("items must be added to a set: it is none");
    this.input.charge(COST.entry * items.length);
    for (const item of items) set.add(this.plain(item));
  }

  newDict(items: readonly StackValue[] = []): void {
    this.input.charge(COST.dict);
    this.push(new Map<PickleValue, PickleValue>());
    this.setItems(items);
  }

  #key(value: StackValue): PickleValue {
    if (!(value instanceof Uint8Array)) return this.plain(value);
    this.input.charge(value.length);
    return latin1(value);
  }

  /** Keys and values in turn. */
  setItems(items: readonly StackValue[]): void {
    const top = this.top();
    const dict = top instanceof OpaqueValue ? top.attributes : top;
    if (!(dict instanceof Map)) return this.fail("items must be set in a dict: it is none");
    if (items.length % 2 !== 0) this.fail("a dict must be given keys and values: one is missing");
    this.input.charge(COST.entry * items.length / 2);
    for (let i = 0; i < items.length; i += 2) {
      const key = this.#key(items[i]);
      if (dict.has(key) && dict === top) {
        this.fail("a dict must hold each key once: one comes twice");
      }
      dict.set(key, this.plain(items[i + 1]));
    }
  }

  /** Something that only its name is known of. */
  newOpaque(className: string): void {
    this.input.charge(COST.dict);
    this.push(new OpaqueValue(className));
  }

  /** An array, empty until its state comes. */
  newArray(contents: NdArray = { dtype: "i1", shape: [0], data: new Int8Array(0) }): void {
    this.input.charge(COST.array);
    const array = { ...contents };
    this.#arrays.add(array);
    this.push(array);
  }

  isArray(value: StackValue): value is NdArray {
    return typeof value === "object" && value !== null && this.#arrays.has(value);
  }

  /** The value of a pickle, when it stops. */
  result(): PickleValue {
    const value = this.plain(this.pop());
    if (this.#stack.length > 0 || this.#marks.length > 0) {
      this.fail("a pickle must end with one value: more are left on the stack");
    }
    return value;
  }
}

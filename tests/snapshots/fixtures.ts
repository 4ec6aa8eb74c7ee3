/** Reads the files under tests/reference/snapshots and what they hold. */
import type { NdArray } from "@lab/snapshots";

const FOLDER = new URL("../reference/snapshots/", import.meta.url);

/** The bytes of a file that Python wrote. */
export function fixture(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`files/${name}`, FOLDER));
}

/** The names of all of them. */
export function fixtureNames(): string[] {
  return [...Deno.readDirSync(new URL("files/", FOLDER))].map((entry) => entry.name).sort();
}

/** The bytes of a file as another program than the course's keeps its network or its characters. */
export function other(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`others/${name}`, FOLDER));
}

/** The names of all of them. */
export function others(): string[] {
  return [...Deno.readDirSync(new URL("others/", FOLDER))].map((entry) => entry.name).sort();
}

/** A JSON file beside the programs. */
export async function json(name: string): Promise<unknown> {
  return JSON.parse(await Deno.readTextFile(new URL(name, FOLDER)));
}

const TYPED: Record<string, { from(values: never[]): NdArray["data"] }> = {
  f2: Float16Array,
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: { from: (values: unknown[]) => BigInt64Array.from(values.map((v) => BigInt(v as number))) },
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: { from: (values: unknown[]) => BigUint64Array.from(values.map((v) => BigInt(v as number))) },
  b1: { from: (values: unknown[]) => Uint8Array.from(values.map(Number)) },
};

function float(text: string): number {
  return { inf: Infinity, "-inf": -Infinity, nan: NaN }[text] ?? Number(text);
}

function integer(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

/** A value from the JSON that `tagged` in fixtures.py writes, as the readers give it. */
// deno-lint-ignore no-explicit-any
export function untag(x: any): any {
  if (Array.isArray(x)) return x.map(untag);
  if (x === null || typeof x !== "object") return x;
  if ("int" in x) return integer(x.int);
  if ("float" in x) return float(x.float);
  if ("bytes" in x) return Uint8Array.from(x.bytes);
  if ("set" in x) return new Set(x.set.map(untag));
  if ("dict" in x) {
    return new Map(x.dict.map(([key, value]: [unknown, unknown]) => {
      const name = untag(key);
      return [name instanceof Uint8Array ? String.fromCharCode(...name) : name, untag(value)];
    }));
  }
  const [dtype, shape, data] = x.array;
  const values = data.map(untag);
  if (dtype[0] === "S") {
    return { dtype, shape, data: values.map((v: Uint8Array) => String.fromCharCode(...v)) };
  }
  return { dtype, shape, data: TYPED[dtype]?.from(values as never[]) ?? values };
}

/** What the files hold, by the names that fixtures.py gives. */
export async function expected(): Promise<
  Record<"arrays" | "model" | "values", Map<string, unknown>>
> {
  const file = await json("expected.json") as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(file).map(([name, value]) => [name, untag(value)]),
  ) as Awaited<ReturnType<typeof expected>>;
}

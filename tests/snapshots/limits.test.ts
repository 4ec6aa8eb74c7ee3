/** Limits from both sides: what just fits is read, one more is refused. */
import { Buffer } from "node:buffer";
import {
  inspectContents,
  type NdArray,
  readContents,
  readNpy,
  readNpz,
  type ReadOptions,
  readPickle,
  readSafetensors,
  SnapshotFormatError,
  writeNpz,
  writeSafetensors,
} from "@lab/snapshots";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";

/** One byte a character. */
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

/** A pickle with a count in it is read at the limit, and refused one beyond. */
function assertLimit(most: number, pickle: (count: number) => string, message: string): void {
  readPickle(bytes(pickle(most)));
  assertThrows(() => readPickle(bytes(pickle(most + 1))), SnapshotFormatError, message);
}

Deno.test("readPickle() reads what is nested 1000 deep, 65536 open values, 100000 digits, no more", () => {
  assertLimit(1000, (n) => `${"(".repeat(n)}${"t".repeat(n)}.`, "at most 1000 deep");
  assertLimit(65_536, (n) => `(${"N".repeat(n)}l.`, "at most 65536 values");
  assertLimit(100_000, (n) => `I${"9".repeat(n)}\n.`, "at most 100000 digits");
});

Deno.test("readPickle() takes 4 MiB of memory, or four times the file where that is more", () => {
  // An empty tuple costs 80 bytes, None costs 16; bytes in the file's own memory cost 16.
  assertLimit(52_428, (n) => `${")0".repeat(n)}N.`, "at most 4194304 bytes");
  const filler = `B\x80\x4f\x12\x00${" ".repeat(1_200_000)}0`;
  assertLimit(600_000, (n) => `${filler}${"N0".repeat(n)}N.`, "at most 9600040 bytes");
});

Deno.test("readPickle() keeps within 'maxBytes', which may be 0 but not below and not NaN", () => {
  const read = (options: ReadOptions) => (): unknown => readPickle(bytes("N."), options);
  assertEquals(read({ maxBytes: 16 })(), null);
  assertThrows(read({ maxBytes: 15 }), SnapshotFormatError, "at most 15 bytes of memory");
  assertThrows(read({ maxBytes: 0 }), SnapshotFormatError, "they take 16 or more");
  assertThrows(read({ maxBytes: -1 }), RangeError, "'maxBytes' must be a number >= 0");
  assertThrows(read({ maxBytes: NaN }), RangeError, "current value is NaN");
});

Deno.test("readPickle() reads hexadecimal digits of either case, and no neighbour of theirs", () => {
  assertEquals(readPickle(bytes("S'\\x09\\xaf\\xAF\\xf0'\n.")), Uint8Array.of(9, 175, 175, 240));
  for (const digits of ["0/", "0:", "0@", "0G", "0`", "0g", "/0", "g0"]) {
    assertThrows(() => readPickle(bytes(`S'\\x${digits}'\n.`)), SnapshotFormatError, "as Python");
  }
});

Deno.test("readPickle() reads integers up to 2**53 - 1 as numbers and larger ones whole", () => {
  assertEquals(readPickle(bytes("I9007199254740991\n.")), 2 ** 53 - 1);
  assertEquals(readPickle(bytes("I9007199254740992\n.")), 2n ** 53n);
  assertEquals(readPickle(bytes("L-9007199254740992L\n.")), -(2n ** 53n));
  assertEquals(readPickle(bytes("\x8a\x02\x00\x80.")), -(2 ** 15));
  assertEquals(readPickle(bytes("\x8a\x03\x00\x80\x00.")), 2 ** 15);
});

Deno.test("readPickle() reads quoted text whose line ends in spaces or a carriage return", () => {
  for (const end of ["", " ", "\r", " \r"]) {
    assertEquals(readPickle(bytes(`S'a'${end}\n.`)), Uint8Array.of(97));
  }
});

Deno.test("readPickle() reads escapes up to the last code point, whole ones only", () => {
  assertEquals(readPickle(bytes("V\\U0010ffff\\u00e9\n.")), "\u{10ffff}é");
  for (const escape of ["\\U00110000", "\\U10ffff", "\\u0e9"]) {
    assertThrows(() => readPickle(bytes(`V${escape}\n.`)), SnapshotFormatError, "valid escapes");
  }
});

Deno.test("readContents() says at which byte of the file the last of its pickles is wrong", async () => {
  const { offset } = await assertRejects(
    () => readContents(bytes("(dVa\nI1\ns.(dVa\nIx\ns.")),
    SnapshotFormatError,
    "must consist of digits",
  );
  assertEquals(offset, 15);
});

Deno.test("readPickle() quotes 40 characters of a number that is none", () => {
  for (const code of ["I", "F"]) {
    const rule = `it is "${"x".repeat(40)}" (byte 0)`;
    assertThrows(
      () => readPickle(bytes(`${code}${"x".repeat(50)}\n.`)),
      SnapshotFormatError,
      rule,
    );
  }
});

/** A .npy file of one type and shape, its header as long as asked for. */
function npy(descr: string, shape: string, payload: readonly number[], length = 0): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}}`;
  const header = text.padEnd(length - 1) + "\n";
  const size = String.fromCharCode(header.length % 256, header.length >> 8);
  return Uint8Array.of(...bytes(`\x93NUMPY\x01\x00${size}${header}`), ...payload);
}

Deno.test("readNpy() reads 64 axes, a header of 10000 bytes and the last code point, no more", () => {
  const axes = (n: number): Uint8Array => npy("<u1", `(${"1, ".repeat(n)})`, [7]);
  assertEquals(readNpy(axes(64)).shape.length, 64);
  assertThrows(() => readNpy(axes(65)), SnapshotFormatError, "at most 64 axes");
  assertEquals(readNpy(npy("<u1", "(1,)", [7], 10_000)).data, Uint8Array.of(7));
  assertThrows(
    () => readNpy(npy("<u1", "(1,)", [7], 10_001)),
    SnapshotFormatError,
    "at most 10000",
  );
  assertEquals(readNpy(npy("<U1", "(1,)", [0xff, 0xff, 0x10, 0])).data, ["\u{10ffff}"]);
  assertEquals(readNpy(npy(">U1", "(1,)", [0, 0x10, 0xff, 0xff])).data, ["\u{10ffff}"]);
  assertThrows(
    () => readNpy(npy("<U2", "(1,)", [65, 0, 0, 0, 0, 0, 0x11, 0])),
    SnapshotFormatError,
    "one is 0x110000",
  );
});

Deno.test("inspectContents() shortens what has more than 40 characters", () => {
  const preview = (value: unknown): string | undefined =>
    inspectContents(new Map([["x", value]]))[0].preview;
  assertEquals(preview(10n ** 39n), "1" + "0".repeat(39));
  assertEquals(preview(10n ** 40n), "1" + "0".repeat(38) + "…");
  const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i % 3);
  assertEquals(preview(numbers(14)), numbers(14).join(", "));
  assertEquals(preview(numbers(15)), numbers(15).join(", ").slice(0, 39) + "…");
  const entries = (size: number): Map<number, string> =>
    new Map(numbers(size).map((i) => [i, "z"]));
  assertEquals(preview(entries(2)), '0: "z", 1: "z"');
});

Deno.test("inspectContents() counts into as many equal steps as asked for, the largest in the last", () => {
  const data = Float64Array.of(-1, -0.5, 0, 0.5, 1, NaN, 1);
  const histogram = (bins: number): unknown =>
    inspectContents(new Map([["x", { dtype: "f8", shape: [7], data }]]), bins)[0];
  const described = { name: "x", shape: [7], type: "float64", min: -1, max: 1 };
  assertEquals(histogram(1), { ...described, histogram: [6] });
  assertEquals(histogram(2), { ...described, histogram: [2, 4] });
  assertEquals(histogram(4), { ...described, histogram: [1, 1, 1, 3] });
  assertThrows(() => histogram(1.5), RangeError, "'bins'");
});

Deno.test("readNpz() charges an array's .npy file, with its header of 128 bytes, and 64 for its entry", async () => {
  const a: NdArray = { dtype: "u1", shape: [1000], data: new Uint8Array(1000) };
  const archive = await writeNpz({ a }, { compress: true });
  assertEquals((await readNpz(archive, { maxBytes: 1000 + 192 })).get("a"), a);
  await assertRejects(
    () => readNpz(archive, { maxBytes: 1000 + 191 }),
    SnapshotFormatError,
    "'maxBytes'",
  );
});

Deno.test("readContents() names what is nested 32 deep, and keeps what lies deeper as it is", async () => {
  const array = "cnumpy.core.multiarray\n_reconstruct\n(tR(I1\n(I1\nt" +
    "cnumpy\ndtype\n(S'f8'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntb" +
    "I00\nS'\\x00\\x00\\x00\\x00\\x00\\x00\\x00@'\ntb";
  const nested = async (depth: number): Promise<ReadonlyMap<string, unknown>> => {
    const pickle = `${"(dVa\n".repeat(depth)}${array}${"s".repeat(depth)}.`;
    return (await readContents(bytes(pickle))).values;
  };
  const { data } = (await nested(32)).get(Array(32).fill("a").join(".")) as NdArray;
  assertEquals(data, Float64Array.of(2));
  assertEquals([...await nested(33)].map(([name, value]) => [name, value instanceof Map]), [
    ["a", true],
  ]);
});

Deno.test("readSafetensors() charges 48 bytes for each value of the header before it reads it", () => {
  // {"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}} begins or goes on to a value seven times.
  const file = writeSafetensors({ a: { dtype: "u1", shape: [0], data: new Uint8Array(0) } });
  assertEquals(readSafetensors(file, { maxBytes: 7 * 48 }).arrays.size, 1);
  assertThrows(
    () => readSafetensors(file, { maxBytes: 7 * 48 - 1 }),
    SnapshotFormatError,
    "they take 336 or more",
  );
});

/** The .safetensors format: what the reference library wrote, and files that break its rules. */
import {
  type NdArray,
  readSafetensors,
  SnapshotFormatError,
  writeSafetensors,
} from "@lab/snapshots";
import { assertEquals, assertThrows } from "@std/assert";
import { fixture, json } from "./fixtures.ts";

Deno.test("readSafetensors() reads what PyTorch's library wrote", async () => {
  const { arrays: wanted } = await json("torch.json") as {
    arrays: Record<string, Record<string, number[]>>;
  };
  for (const [type, tensors] of Object.entries(wanted)) {
    const { arrays, metadata } = readSafetensors(await fixture(`torch-${type}.safetensors`));
    assertEquals(metadata, { format: "pt" });
    assertEquals([...arrays.keys()].sort(), Object.keys(tensors).sort());
    for (const [name, values] of Object.entries(tensors)) {
      assertEquals([...arrays.get(name)!.data], values, `${type} ${name}`);
    }
  }
});

Deno.test("readSafetensors() reads float16, integers, bool, single values and empty arrays", async () => {
  const { arrays, metadata } = readSafetensors(await fixture("torch-types.safetensors"));
  assertEquals(metadata, {});
  assertEquals(Object.fromEntries(arrays), {
    F16: { dtype: "f2", shape: [1, 3], data: Float16Array.of(0.5, -2, 65504) },
    I64: { dtype: "i8", shape: [2], data: BigInt64Array.of(-(2n ** 62n), 3n) },
    U8: { dtype: "u1", shape: [2], data: Uint8Array.of(0, 255) },
    BOOL: { dtype: "b1", shape: [3], data: Uint8Array.of(1, 0, 1) },
    scalar: { dtype: "f4", shape: [], data: Float32Array.of(0.25) },
    empty: { dtype: "f4", shape: [0, 3], data: new Float32Array(0) },
  });
});

/** A file with a given header and so many bytes of data. */
function file(header: unknown, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (start: number, end: number, change = {}): object => ({
  dtype: "F64",
  shape: [(end - start) / 8],
  data_offsets: [start, end],
  ...change,
});

Deno.test("readSafetensors() refuses headers that break the format's rules", () => {
  readSafetensors(file({ a: entry(0, 8), b: entry(8, 24) }, 24));
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(3), "a length of 8 bytes"],
    [Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 0x7b), "its header must fit"],
    [file("{", 0), "its header must be JSON"],
    [file("[]", 0), "must be a JSON object"],
    [file({ a: 1 }, 0), "in 'a' as an entry must be an object"],
    [file({ a: entry(0, 8, { dtype: "F8_E4M3" }) }, 8), "in 'a' as an entry's type must be one of"],
    [file({ a: entry(0, 8, { dtype: "toString" }) }, 8), "type must be one of"],
    [file({ a: entry(0, 8, { shape: [-1] }) }, 8), "shape must consist of integers"],
    [file({ a: entry(0, 8, { shape: [2] }) }, 8), "in 'a' as an array of shape [2]"],
    [file({ a: entry(0, 8, { data_offsets: [0] }) }, 8), "data_offsets must be two integers"],
    [file({ a: entry(0, 8), b: entry(0, 8) }, 8), "in 'b' as entries must follow each other"],
    [file({ a: entry(0, 8), b: entry(16, 24) }, 24), "should start at 8 spans [16, 24]"],
    [file({ a: entry(0, 16) }, 8), "within 8 bytes"],
    [file({ a: entry(0, 8) }, 9), "must fill 9 bytes: they fill 8"],
    [file({ __metadata__: { a: 1 } }, 0), "__metadata__ must consist of texts"],
    [file(`{"a":${"[".repeat(400_000)}`, 0), "'maxBytes'"],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => readSafetensors(bytes), SnapshotFormatError, message);
  }
});

Deno.test("writeSafetensors() refuses text and objects", () => {
  const chars: NdArray = { dtype: "U1", shape: [1], data: ["a"] };
  assertThrows(() => writeSafetensors({ chars }), TypeError, "Cannot write 'chars'");
});

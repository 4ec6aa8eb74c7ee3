/** Files made to do harm: they are refused within set limits, and nothing in them runs. */
import { Buffer } from "node:buffer";
import { readNpy, readNpz, readPickle, SnapshotFormatError, writeNpz } from "@lab/snapshots";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { fastest } from "../fastest.ts";
import { askPython } from "./python.ts";

/** One byte a character. */
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

function refused(pickle: string | Uint8Array, message: string): SnapshotFormatError {
  const input = typeof pickle === "string" ? bytes(pickle) : pickle;
  return assertThrows(() => readPickle(input), SnapshotFormatError, message);
}

Deno.test("readPickle() refuses os.system by its name and place, in every way to name it", () => {
  const error = refused(
    "cos\nsystem\n(S'echo ran'\ntR.",
    "the global 'os.system', which is refused",
  );
  assertEquals(error.offset, 0);
  assertEquals(error.format, "pickle");
  assertEquals(refused("(lp0\ncposix\nsystem\n.", "'posix.system'").offset, 5);
  refused("(S'echo ran'\nios\nsystem\n.", "'os.system'");
  refused("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x01a\x85R.", "'os.system'");
  refused("\x80\x02cos\nsystem\nU\x01a\x85\x81.", "'os.system'");
  for (const name of ["eval", "exec", "getattr", "__import__", "open", "list", "object"]) {
    refused(`cbuiltins\n${name}\n.`, `'builtins.${name}'`);
    refused(`c__builtin__\n${name}\n.`, `'__builtin__.${name}'`);
  }
  refused("cnumpy\nload\n.", "'numpy.load'");
  refused("cnumpy.core.multiarray\nfromfile\n.", "'numpy.core.multiarray.fromfile'");
  refused("ctorch._utils\n_rebuild_tensor_v2\n.", "save PyTorch models as .safetensors");
});

Deno.test("readPickle() refuses the attack that Python's own pickle would run", async () => {
  const answer = await askPython(
    ["pickle"],
    `
import json, os, pickle
class Attack:
    def __reduce__(self):
        return os.system, ("echo ran > /dev/null",)
class Slow:
    def __reduce__(self):
        return eval, ("print('ran')",)
print(json.dumps([list(pickle.dumps(x, p)) for x in (Attack(), [Slow()]) for p in range(6)]))`,
  ) as number[][] | undefined;
  for (const pickle of answer ?? []) {
    const error = refused(Uint8Array.from(pickle), "which is refused");
    assert(/'(posix|nt|builtins|__builtin__)\.(system|eval)'/.test(error.message), error.message);
  }
});

Deno.test("readPickle() refuses to apply what is no global, and globals to what they don't take", () => {
  refused("I1\n(tR.", "only a global may be applied");
  refused("cnumpy\ndtype\nI1\nR.", "only a global may be applied");
  refused("cnumpy\nndarray\n(tR.", "made by _reconstruct");
  refused("cnumpy\ndtype\n(S'V8'\ntR.", "must be of real numbers");
  refused("cnumpy\ndtype\n(S'c16'\ntR.", "must be of real numbers");
  refused("c_codecs\nencode\n(Va\nS'rot13'\ntR.", "only as latin1");
  refused("c__builtin__\nset\n(I1\ntR.", "made from a list");
  refused("ccollections\nOrderedDict\n.", "it is the global");
  refused("(cnumpy\nndarray\nt.", "it is a tuple with a global");
  refused("((cnumpy\nndarray\ntt.", "it is a tuple with a global");
  refused("(lp0\n(cnumpy\nndarray\nta.", "it is a tuple with a global");
  refused("I1\n(I1\nI2\nI3\nI4\ntb.", "given to another value");
  refused("(I1\nta.", "on the stack");
  refused("(t(lp0\n0I1\na.", "items must be appended to a list");
});

Deno.test("readPickle() refuses what leads out of the file", () => {
  refused("Psomewhere\n.", "a persistent id");
  refused("I1\nQ.", "a persistent id");
  refused("\x82\x01.", "the registry of extensions");
  refused("\x97.", "a buffer outside the pickle");
  refused("\x92.", "a class with named arguments");
});

Deno.test("readPickle() refuses pickles that are cut, unknown, or go on", () => {
  refused("", "1 bytes are due, 0 are left");
  refused("I1\n", "1 bytes are due");
  refused("I1", "a line must end");
  refused("Ix\n.", "must consist of digits");
  refused("F0x1\n.", "must be a decimal number");
  refused("\xff", "0xff is not");
  refused("\x80\x06.", "its protocol must be 0 to 5");
  refused("\x95\xff\0\0\0\0\0\0\0N.", "a frame must end in the file");
  refused("N.N.", "2 bytes follow");
  refused("NN.", "more are left on the stack");
  refused("(N.", "more are left on the stack");
  refused(".", "on the stack");
  refused("g5\n.", "the memo must have an entry 5");
  refused("a.", "on the stack");
  refused("}(I1\nu.", "one is missing");
  refused("}(I1\nI1\nI1\nI1\nu.", "each key once");
  refused("S'a\n.", "quoted as Python does");
  refused("S'\\q'\n.", "quoted as Python does");
  refused("S'\\x1'\n.", "quoted as Python does");
  refused("V\\u12\n.", "valid escapes");
  refused("\x8c\x01\xff.", "must be UTF-8");
});

Deno.test("readPickle() refuses lengths beyond the file before it allocates them", () => {
  refused("X\xff\xff\xff\xff.", "4294967295 bytes are due");
  refused("T\xff\xff\xff\xff.", "a length must be >= 0");
  refused("T\xff\xff\xff\x7f.", "2147483647 bytes are due");
  refused("\x8b\xff\xff\xff\x7f.", "2147483647 bytes are due");
  for (const code of ["\x8d", "\x8e", "\x96"]) {
    refused(`${code}\xff\xff\xff\xff\xff\xff\xff\xff.`, "bytes are due");
  }
});

Deno.test("readPickle() refuses deep nesting and heaps of values, each in under a second", async () => {
  const many = 2_000_000;
  const cases: [string, string][] = [
    ["(".repeat(many), "nested at most 1000 deep"],
    ["]".repeat(many), "at most 65536 values"],
    ["}".repeat(many), "'maxBytes'"],
    ["\x8f".repeat(many), "'maxBytes'"],
    [")".repeat(many), "at most 65536 values"],
    [`]q\x00${"h\x00".repeat(many)}`, "at most 65536 values"],
    [`]q\x00${"h\x000".repeat(many)}`, "'maxBytes'"],
    [`]${"]a".repeat(many)}`, "'maxBytes'"],
    [`N${Array.from({ length: 200_000 }, (_, i) => `p${i}\n`).join("")}`, "'maxBytes'"],
    [`I${"9".repeat(many)}\n.`, "at most 100000 digits"],
  ];
  for (const [pickle, message] of cases) {
    const input = bytes(pickle); // not part of what is timed
    assert(await fastest(1000, () => refused(input, message)) < 1000, message);
  }
});

Deno.test("readPickle() keeps a memo bomb as small as its file", () => {
  // Each list holds the one before it twice: unfolded it would have 2**200 elements.
  let pickle = "]q\x00";
  for (let i = 0; i < 200; i++) {
    pickle += `0](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${
      String.fromCharCode(i + 1)
    }`;
  }
  let value = readPickle(bytes(`${pickle}.`)) as unknown[][];
  for (let i = 0; i < 200; i++) {
    assert(value.length === 2 && value[0] === value[1]);
    value = value[0] as unknown[][];
  }
  assertEquals(value, []);
});

Deno.test("readPickle() charges every copy that one array's bytes are asked to give", () => {
  const data = "x".repeat(80_000);
  const start = "cnumpy.core.multiarray\n_reconstruct\np0\n0cnumpy\ndtype\n(S'>f8'\nI0\nI1\ntR" +
    "(I3\nS'>'\nNNNI-1\nI-1\nI0\ntbp1\n0" + `S'${data}'\np2\n0(`;
  const array = "g0\n(tR(I1\n(I10000\ntg1\nI00\ng2\ntb";
  readPickle(bytes(`${start}${array}t.`));
  refused(`${start}${array.repeat(200)}t.`, "'maxBytes'");
});

/** A .npy file with a given header. */
function npy(header: string, payload = 0): Uint8Array {
  const text = `${header}\n`;
  const start = bytes(
    `\x93NUMPY\x01\x00${String.fromCharCode(text.length % 256, text.length >> 8)}${text}`,
  );
  const file = new Uint8Array(start.length + payload);
  file.set(start);
  return file;
}

Deno.test("readNpy() refuses headers that are no simple dict, and arrays that don't fit", () => {
  const header = (descr: string, shape: string): string =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}}`;
  assertEquals(readNpy(npy(header("'<f8'", "(2L, 1L)"), 16)).shape, [2, 1]);
  const cases: [Uint8Array, string][] = [
    [npy(header("'<f8'", "(2,)"), 15), "must hold 16 bytes: there are 15"],
    [npy(header("'<f8'", "(2,)"), 17), "must hold 16 bytes: there are 17"],
    [npy(header("'<f8'", "(9007199254740993,)")), "integers below 2**53"],
    [npy(header("'<f8'", "(94906267, 94906267)")), "integers >= 0"],
    [npy(header("'<f8'", "(-1,)")), "must be a dict of simple values"],
    [npy(header("'<f8'", "3")), "simple types"],
    [npy(header("'<U0'", "(999999999,)")), "'maxBytes'"],
    [npy(header("'<c16'", "(1,)"), 16), "it is '<c16'"],
    [npy(header("'<f3'", "(1,)"), 3), "it is '<f3'"],
    [npy(header("[('a', '<f8')]", "(1,)"), 8), "records are not read"],
    [npy(header("'<f8'", "(2,)") + "x", 16), "must end after the dict"],
    [npy("{'descr': '<f8'}"), "'fortran_order' must be"],
    [npy("__import__('os').system('x')"), "must be a dict"],
    [npy(header("'<f8'", `(${"1, ".repeat(65)})`), 8), "at most 64 axes"],
    [npy(header("'<U1'", "(1,)") + " ".repeat(10_001), 4), "at most 10000 bytes"],
    [npy(header("'|O'", "()"), 3), "0x00 is not"],
    [bytes("\x93NUMPY\x04\x00"), "its version must be 1, 2 or 3"],
    [bytes("\x93NUMPY\x02\x00\xff\xff\xff\x7f"), "at most 10000 bytes"],
  ];
  for (const [file, message] of cases) {
    assertThrows(() => readNpy(file), SnapshotFormatError, message);
  }
});

async function zip(entries: Record<string, Uint8Array>, level = 9): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { level, dataDescriptor: false });
  for (const [name, content] of Object.entries(entries)) {
    await writer.add(name, new Uint8ArrayReader(content));
  }
  return await writer.close();
}

Deno.test("readNpz() refuses a deflate bomb, announced or not, before it unpacks", async () => {
  const shape = 2 ** 23;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape},)}`;
  const bomb = await zip({ "Wxh.npy": npy(header, 8 * shape) });
  assert(bomb.length < 80_000);
  const error = await assertRejects(() => readNpz(bomb), SnapshotFormatError, "'maxBytes'");
  assertEquals(error.entry, "Wxh.npy");
  assertEquals((await readNpz(bomb, { maxBytes: 2 ** 28 })).get("Wxh")!.data.length, shape);

  // The same, announced as 1000 bytes both in the entry and in the directory.
  const liar = bomb.slice();
  const view = new DataView(liar.buffer);
  for (let i = 0; i < liar.length - 4; i++) {
    const signature = view.getUint32(i, true);
    if (signature === 0x04034b50) view.setUint32(i + 22, 1000, true);
    if (signature === 0x02014b50) view.setUint32(i + 24, 1000, true);
  }
  const before = Deno.memoryUsage().external;
  await assertRejects(
    () => readNpz(liar),
    SnapshotFormatError,
    "in 'Wxh.npy' as it must be a sound zip",
  );
  assert(Deno.memoryUsage().external - before < 2 ** 24);
});

Deno.test("readNpz() refuses archives that are unsound or hold other files", async () => {
  const array = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", 16);
  await readNpz(await zip({ "a.npy": array }));
  const flipped = await zip({ "a.npy": array }, 0);
  flipped[flipped.indexOf(0x93) + 8] ^= 1;
  const cases: [Uint8Array, string][] = [
    [flipped, "in 'a.npy' as it must be a sound zip archive"],
    [(await zip({ "a.npy": array })).subarray(0, 60), "sound zip archive"],
    [await zip({ "a.txt": array }), "a zip archive without .npy files"],
    [await zip({ "../a.npy": array }), "sound zip archive"],
    [await zip({ "a.npy": array.subarray(0, 40) }), "in 'a.npy' as its header must fit"],
  ];
  for (const [archive, message] of cases) {
    const error = await assertRejects(() => readNpz(archive), SnapshotFormatError, message);
    assert(!/: undefined|, undefined/.test(error.message), error.message);
  }
});

Deno.test("readNpz() refuses entries that share bytes", async () => {
  const data = new Float64Array(1000);
  const archive = await writeNpz({
    a: { dtype: "f8", shape: [1000], data },
    b: { dtype: "f8", shape: [1000], data },
  });
  const view = new DataView(archive.buffer);
  const entries: number[] = [];
  for (let i = 0; i < archive.length - 4; i++) {
    if (view.getUint32(i, true) === 0x02014b50) entries.push(i);
  }
  view.setUint32(entries[1] + 42, view.getUint32(entries[0] + 42, true), true); // b starts where a does
  await assertRejects(() => readNpz(archive), SnapshotFormatError, "sound zip archive");
});

/** What is written here, read back here and by Python. */
import { initialParameters, PARAMETER_NAMES } from "@lab/model";
import { Random } from "@lab/numerics";
import {
  loadSnapshot,
  type NdArray,
  readNpy,
  readNpz,
  readSafetensors,
  saveSnapshot,
  type Snapshot,
  snapshotToNpz,
  snapshotToSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "../property.ts";
import { expected } from "./fixtures.ts";
import { askPython } from "./python.ts";

const DIMENSIONS = { hiddenSize: 7, vocabularySize: 5 };

function makeSnapshot(): Snapshot {
  const memory = initialParameters(DIMENSIONS, new Random(2));
  for (const name of PARAMETER_NAMES) memory[name].forEach((x, i) => memory[name][i] = x * x);
  return {
    parameters: initialParameters(DIMENSIONS, new Random(1)),
    memory,
    vocabulary: new Vocabulary(["\n", "a", "π", "😀", "\0"]),
    metadata: { text: "a play", iterations: 30000, natsPerChar: 1.5, note: "", ünique: "ü" },
  };
}

/** Every array that fixtures.py describes, without those of objects. */
async function plainArrays(): Promise<Record<string, NdArray>> {
  const { arrays } = await expected() as { arrays: Map<string, NdArray> };
  return Object.fromEntries([...arrays].filter(([, array]) => array.dtype !== "O"));
}

async function inFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, bytes);
  return await use(path).finally(() => Deno.remove(path));
}

/** Prints type, shape and bytes of every array, and metadata where there is some. */
const DESCRIBE = `
import json, sys
import numpy as np
def describe(a):
    a = np.ascontiguousarray(a) if a.ndim else a
    return [a.dtype.kind + str(a.dtype.itemsize // (4 if a.dtype.kind == "U" else 1)),
            list(a.shape), a.astype(a.dtype.newbyteorder("<")).tobytes().hex()]
`;

const hex = (array: NdArray): string => {
  const file = writeNpy(array);
  return file.subarray(10 + file[8] + 256 * file[9]).toHex();
};

Deno.test("writeNpz() writes what numpy.load opens without pickles, bit for bit", async () => {
  const arrays = await plainArrays();
  for (const compress of [false, true]) {
    const answer = await inFile(await writeNpz(arrays, { compress }), (path) =>
      askPython(
        ["numpy"],
        `${DESCRIBE}
z = np.load(sys.argv[1], allow_pickle=False)
print(json.dumps({name: describe(z[name]) for name in z.files}))`,
        path,
      ));
    if (answer === undefined) return;
    const wanted = Object.entries(arrays).map((
      [name, array],
    ) => [name, [array.dtype, array.shape, hex(array)]]);
    assertEquals(answer, Object.fromEntries(wanted));
  }
});

Deno.test("writeSafetensors() writes what the reference library opens, bit for bit", async () => {
  const arrays = Object.fromEntries(
    Object.entries(await plainArrays()).filter(([, array]) => !"SU".includes(array.dtype[0])),
  );
  const bytes = writeSafetensors(arrays, { text: "ä play" });
  assertEquals([...readSafetensors(bytes).arrays].sort(), Object.entries(arrays).sort());
  const answer = await inFile(bytes, (path) =>
    askPython(
      ["numpy", "safetensors"],
      `${DESCRIBE}
import safetensors
f = safetensors.safe_open(sys.argv[1], "numpy")
print(json.dumps([f.metadata(), {k: describe(f.get_tensor(k)) for k in f.keys()}]))`,
      path,
    ));
  if (answer === undefined) return;
  const wanted = Object.entries(arrays).map((
    [name, array],
  ) => [name, [array.dtype, array.shape, hex(array)]]);
  assertEquals(answer, [{ text: "ä play" }, Object.fromEntries(wanted)]);
});

Deno.test("snapshotToNpz() and loadSnapshot() give back every bit", async () => {
  const snapshot = makeSnapshot();
  const { format, arrays, names: _n, ...read } = await loadSnapshot(await snapshotToNpz(snapshot));
  assertEquals(read, snapshot);
  assertEquals(format, "npz");
  assertEquals(arrays.get("bh")?.shape, [7, 1]);
  assertEquals(await snapshotToNpz(snapshot), await snapshotToNpz(snapshot));
});

Deno.test("snapshotToSafetensors() and loadSnapshot() give back every bit", async () => {
  const { memory, ...snapshot } = makeSnapshot();
  const bytes = snapshotToSafetensors({ ...snapshot, memory });
  const { format: _f, arrays: _a, names: _n, ...read } = await loadSnapshot(bytes);
  assertEquals(read, { ...snapshot, memory });
  const torch = snapshotToSafetensors({ ...snapshot, memory }, { names: "pytorch" });
  const { format: _g, arrays: _b, names: _m, metadata, ...model } = await loadSnapshot(torch);
  assertEquals({ ...model, metadata }, {
    ...snapshot,
    metadata: { ...snapshot.metadata, format: "pt" },
  });
});

Deno.test("snapshots give back every text and number of their metadata, and halves of pairs", async () => {
  const metadata = { a: NaN, b: Infinity, c: -Infinity, d: -0, e: "\ud800 \udc00", f: "nan", g: 0 };
  const characters = ["\ud83d", "\ude00", "a", "\udc00", "b"]; // the first two would join
  const snapshot = { ...makeSnapshot(), metadata, vocabulary: new Vocabulary(characters) };
  for (const bytes of [await snapshotToNpz(snapshot), snapshotToSafetensors(snapshot)]) {
    const { format: _f, arrays: _a, names: _n, ...read } = await loadSnapshot(bytes);
    assertEquals(read, snapshot);
    assert(Object.is(read.metadata.d, -0));
  }
  const answer = await inFile(snapshotToSafetensors(snapshot), (path) =>
    askPython(
      ["safetensors"],
      `
import json, sys, safetensors
metadata = safetensors.safe_open(sys.argv[1], "numpy").metadata()
print(json.dumps([float(json.loads(metadata["metadata"])["b"]["float"]) > 1e308, json.loads(metadata["chars"])]))`,
      path,
    ));
  if (answer !== undefined) assertEquals(answer, [true, characters]);
});

Deno.test("loadSnapshot() opens what snapshotToNpz() deflates: H = 1000, 90% to all of it zeros", async () => {
  const dimensions = { hiddenSize: 1000, vocabularySize: 62 };
  const vocabulary = Vocabulary.of(
    String.fromCharCode(...Array.from({ length: 62 }, (_, i) => 40 + i)),
  );
  for (const share of [0.1, 0.01, 0]) {
    const random = new Random(3);
    const parameters = initialParameters(dimensions, random);
    for (const name of PARAMETER_NAMES) {
      parameters[name].forEach((_, i) => {
        if (random.uniform() >= share) parameters[name][i] = 0;
      });
    }
    const memory = { ...parameters };
    for (const name of PARAMETER_NAMES) memory[name] = parameters[name].map((x) => x * x);
    const snapshot = { parameters, memory, vocabulary, metadata: {} };
    const bytes = await snapshotToNpz(snapshot, { compress: true });
    assert(bytes.length < 2_500_000);
    assertEquals((await loadSnapshot(bytes)).memory!.Whh, memory.Whh);
  }
});

Deno.test("snapshotToNpz() rounds to the nearest float32 and float16, and drops the memory when told", async () => {
  const snapshot = makeSnapshot();
  for (const [type, round] of [["float32", Math.fround], ["float16", Math.f16round]] as const) {
    const read = await loadSnapshot(await snapshotToNpz(snapshot, { type, memory: false }));
    assertEquals(read.parameters.Whh, snapshot.parameters.Whh.map(round));
    assertEquals(read.memory, undefined);
  }
});

Deno.test("snapshotToNpz() keeps the shipped size: H = 250, V = 62 in float32 within 600 KB", async () => {
  const parameters = initialParameters({ hiddenSize: 250, vocabularySize: 62 }, new Random(1));
  const vocabulary = new Vocabulary(
    Array.from({ length: 62 }, (_, i) => String.fromCharCode(40 + i)),
  );
  const bytes = await snapshotToNpz({ parameters, vocabulary, metadata: {} }, { type: "float32" });
  assert(bytes.length < 400_000);
});

Deno.test("a snapshot written for PyTorch runs there as it does here", async () => {
  const { forward } = await import("@lab/model");
  const snapshot = makeSnapshot();
  const inputs = [0, 3, 1, 4, 2, 2, 0];
  const bytes = snapshotToSafetensors(snapshot, { names: "pytorch" });
  const answer = await inFile(bytes, (path) =>
    askPython(
      ["torch", "safetensors"],
      `
import json, sys, torch
from safetensors.torch import load_file
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.RNN(5, 7)
        self.linear = torch.nn.Linear(7, 5)
model = Model().double()
model.load_state_dict(load_file(sys.argv[1]))
x = torch.nn.functional.one_hot(torch.tensor(${JSON.stringify(inputs)}), 5).double()
print(json.dumps(model.linear(model.rnn(x)[0]).flatten().tolist()))`,
      path,
    )) as number[] | undefined;
  if (answer === undefined) return;
  const { logits } = forward(snapshot.parameters, inputs, new Float64Array(7));
  for (const [i, logit] of logits.entries()) assert(Math.abs(logit - answer[i]) < 1e-14);
});

Deno.test("saveSnapshot() writes whole files and leaves nothing else behind", async () => {
  const folder = await Deno.makeTempDir();
  const snapshot = makeSnapshot();
  for (const name of ["a.npz", "a.safetensors"]) {
    await saveSnapshot(`${folder}/${name}`, snapshot);
    const { format: _f, arrays: _a, names: _n, ...read } = await loadSnapshot(`${folder}/${name}`);
    assertEquals(read, snapshot);
    assertEquals((await loadSnapshot(new URL(`file://${folder}/${name}`))).vocabulary.size, 5);
  }
  await assertRejects(
    () => saveSnapshot(`${folder}/a.pkl`, snapshot),
    RangeError,
    "must end in .npz or .safetensors",
  );
  await assertRejects(() => saveSnapshot(`${folder}/no/where.npz`, snapshot), Deno.errors.NotFound);
  assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name).sort(), [
    "a.npz",
    "a.safetensors",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("snapshotToNpz() refuses what could not be read back", async () => {
  const snapshot = makeSnapshot();
  const entries = [["Wxh", 1], ["chars", "x"], ["a\ud800", 1], ["a", "x\0"], ["", 1]];
  for (const [name, value] of entries) {
    const metadata = { [name]: value };
    await assertRejects(() => snapshotToNpz({ ...snapshot, metadata }), RangeError, "metadata");
  }
  const vocabulary = Vocabulary.of("abc");
  await assertRejects(() => snapshotToNpz({ ...snapshot, vocabulary }), TypeError, "V = 5");
  const parameters = { ...snapshot.parameters, by: new Float64Array(5).fill(1e300) };
  await assertRejects(
    () => snapshotToNpz({ ...snapshot, parameters }, { type: "float32" }),
    RangeError,
    "'by' must fit float32",
  );
});

Deno.test("writeNpy() and readNpy() give back every array of numbers", () => {
  const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
  fc.assert(fc.property(shape, fc.infiniteStream(fc.double()), (shape, numbers) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const data = Float64Array.from({ length: count }, () => numbers.next().value!);
    const array = { dtype: "f8", shape, data };
    assertEquals(readNpy(writeNpy(array)), array);
  }));
});

Deno.test("writeNpz() and readNpz() give back text of any script", async () => {
  const character = fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
  await fc.assert(fc.asyncProperty(fc.array(character), async (data) => {
    const text = data.filter((c) => c !== "\0");
    const array = { dtype: "U1", shape: [text.length], data: text };
    assertEquals((await readNpz(await writeNpz({ array }))).get("array"), array);
  }));
});

Deno.test("writeNpy() refuses objects, wrong lengths, other typed arrays and long strings", () => {
  const data = Float64Array.of(1, 2);
  assertThrows(
    () => writeNpy({ dtype: "O", shape: [1], data: [1] }),
    TypeError,
    "its type must be",
  );
  assertThrows(() => writeNpy({ dtype: "f8", shape: [3], data }), TypeError, "must hold [3] = 3");
  assertThrows(() => writeNpy({ dtype: "f4", shape: [2], data }), TypeError, "Float32Array");
  assertThrows(() => writeNpy({ dtype: "S1", shape: [1], data: ["ab"] }), RangeError, "bytes (1)");
  assertThrows(() => writeNpy({ dtype: "S1", shape: [1], data: ["π"] }), RangeError, "bytes (1)");
});

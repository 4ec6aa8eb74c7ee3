/** Snapshots of every format, and what is said of those that don't fit together. */
import { PARAMETER_NAMES } from "@lab/model";
import {
  detectFormat,
  loadSnapshot,
  type NdArray,
  readContents,
  SnapshotFormatError,
  writeNpz,
  writeSafetensors,
} from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { expected, fixture, fixtureNames, json } from "./fixtures.ts";

const MODELS = fixtureNames().filter((name) => name.startsWith("model-"));

for (const name of MODELS) {
  Deno.test(`loadSnapshot() opens ${name}`, async () => {
    const { model } = await expected() as { model: Map<string, NdArray> };
    const snapshot = await loadSnapshot(await fixture(name));
    for (const parameter of PARAMETER_NAMES) {
      assertEquals(snapshot.parameters[parameter], model.get(parameter)!.data);
      assertEquals(snapshot.memory![parameter], model.get(`m${parameter}`)!.data);
    }
    assertEquals(snapshot.vocabulary.characters.join(""), "\n aéb");
    assertEquals(snapshot.metadata, { data_size: 268330, vocab_size: 5 });
    assertEquals(snapshot.format, name.endsWith(".pkl") ? "pickle" : name.split(".").at(-1));
  });
}

Deno.test("loadSnapshot() needs no memory, and only one of the three ways to keep a vocabulary", async () => {
  const { values } = await readContents(await fixture("model-numpy2-4.pkl"));
  const arrays = Object.fromEntries(
    PARAMETER_NAMES.map((name) => [name, values.get(name) as NdArray]),
  );
  const chars = values.get("chars") as NdArray;
  const snapshot = await loadSnapshot(await writeNpz({ ...arrays, chars }));
  assertEquals(snapshot.memory, undefined);
  const vocabulary = Vocabulary.of("abcde");
  assertEquals((await loadSnapshot(await writeNpz(arrays), { vocabulary })).vocabulary, vocabulary);
  await assertRejects(async () => loadSnapshot(await writeNpz(arrays)), TypeError, "vocabulary");
});

const f8 = (shape: number[], value = 0.5): NdArray => ({
  dtype: "f8",
  shape,
  data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
});

function good(): Record<string, NdArray> {
  return {
    Wxh: f8([7, 5]),
    Whh: f8([7, 7]),
    Why: f8([5, 7]),
    bh: f8([7]),
    by: f8([5, 1]),
    chars: { dtype: "U1", shape: [5], data: [..."abcde"] },
  };
}

Deno.test("loadSnapshot() says which array does not fit, and what was expected", async () => {
  await loadSnapshot(await writeNpz(good()));
  const cases: [Record<string, NdArray | undefined>, RegExp][] = [
    [{ Why: f8([7, 5]) }, /'Why' must have the shape \[5, 7\].*its shape is \[7, 5\]/],
    [{ Wxh: f8([5, 7]) }, /'Wxh' must have the shape \[7, V\].*its shape is \[5, 7\]/],
    [{ Whh: f8([7, 5]) }, /'Whh' must be square.*its shape is \[7, 5\]/],
    [{ bh: f8([2, 7]) }, /'bh' must have the shape \[7\], \[7, 1\] or \[1, 7\]/],
    [{ by: f8([7]) }, /'by' must have the shape \[5\], \[5, 1\] or \[1, 5\]/],
    [{ by: undefined }, /must have the array 'by': it has Wxh \[7, 5\], Whh \[7, 7\], /],
    [{ by: { dtype: "U1", shape: [5], data: [..."abcde"] } }, /'by' must be an array of numbers/],
    [{ mWxh: f8([7, 5]) }, /must have the array 'mWhh'/],
    [{ chars: { dtype: "U1", shape: [4], data: [..."abcd"] } }, /V = 5 characters.*it has 4/],
    [{ chars: { dtype: "U2", shape: [5], data: ["ab", ..."cdef"] } }, /'chars' must.*"ab"/],
    [{ vocab_size: { dtype: "i8", shape: [], data: BigInt64Array.of(6n) } }, /'vocab_size' must/],
  ];
  for (const [change, message] of cases) {
    const arrays = Object.entries({ ...good(), ...change }).filter(([, array]) => array);
    const bytes = await writeNpz(Object.fromEntries(arrays) as Record<string, NdArray>);
    const error = await assertRejects(() => loadSnapshot(bytes), TypeError);
    assert(message.test(error.message), error.message);
  }
});

Deno.test("loadSnapshot() keeps single values as metadata, a truth value as its word", async () => {
  const values: Record<string, NdArray> = {
    isBest: { dtype: "b1", shape: [], data: Uint8Array.of(1) },
    rate: { dtype: "f8", shape: [], data: Float64Array.of(0.25) },
    many: { dtype: "u8", shape: [], data: BigUint64Array.of(2n ** 60n) },
    few: { dtype: "i8", shape: [], data: BigInt64Array.of(-3n) },
    text: { dtype: "U3", shape: [], data: ["abc"] },
    list: f8([2]),
  };
  const { metadata } = await loadSnapshot(await writeNpz({ ...good(), ...values }));
  assertEquals(metadata, {
    isBest: "true",
    rate: 0.25,
    many: "1152921504606846976",
    few: -3,
    text: "abc",
  });
});

Deno.test("loadSnapshot() refuses numbers that float32 cannot add up and memories below 0", async () => {
  const load = async (change: Record<string, NdArray>): Promise<unknown> =>
    await loadSnapshot(await writeNpz({ ...good(), ...change }));
  await assertRejects(
    () => load({ by: f8([5], NaN) }),
    RangeError,
    "'by' must be from -1e+30 to 1e+30: number 0 is NaN",
  );
  for (const value of [Infinity, -Infinity, 1e39, -1.1e30]) {
    await assertRejects(() => load({ by: f8([5], value) }), RangeError, "'by' must be from");
  }
  await load({ by: f8([5], 1e30) });
  const memory = Object.fromEntries(
    PARAMETER_NAMES.map((name) => [`m${name}`, f8(good()[name].shape as number[], -1)]),
  );
  await assertRejects(() => load(memory), RangeError, "'mWxh' must be from 0 to 1e+30");
});

Deno.test("loadSnapshot() checks the three ways to keep a vocabulary against each other", async () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const pickle = (dict: string): Uint8Array =>
    encode(`(dp0\nS'chars'\n(lp1\nS'a'\naS'b'\nas${dict}.`);
  const { values } = await readContents(pickle("S'ix_to_char'\n(dI0\nS'a'\nsI1\nS'b'\nss"));
  assertEquals(values.get("ix_to_char"), new Map([[0, encode("a")], [1, encode("b")]]));
  const arrays = {
    ...good(),
    Wxh: f8([7, 2]),
    Why: f8([2, 7]),
    by: f8([2]),
    chars: { dtype: "U1", shape: [2], data: ["a", "b"] },
  };
  const { snapshotFrom } = await import("../../lib/snapshots/snapshot.ts");
  const load = (name: string, dict: Map<unknown, unknown>): unknown =>
    snapshotFrom(new Map<string, unknown>([...Object.entries(arrays), [name, dict]]));
  await load("ix_to_char", new Map([[1, "b"], [0, "a"]]));
  await load("char_to_ix", new Map([["b", 1], ["a", 0]]));
  const cases: [string, Map<unknown, unknown>, RegExp][] = [
    ["ix_to_char", new Map([[0, "b"], [1, "a"]]), /'ix_to_char' must agree with 'chars', where/],
    ["char_to_ix", new Map([["a", 0]]), /'char_to_ix' must agree with 'chars', where number 1/],
    ["char_to_ix", new Map([["a", 0], ["b", 2]]), /from 0 to 1: one is 2/],
    ["char_to_ix", new Map([["a", 0], ["b", 0]]), /each number once: 0 comes twice/],
  ];
  for (const [name, dict, message] of cases) {
    await assertRejects(async () => await load(name, dict), TypeError).then((error) =>
      assert(message.test(error.message), error.message)
    );
  }
});

Deno.test("loadSnapshot() opens PyTorch's nn.RNN with nn.Linear, and computes what PyTorch does", async () => {
  const { forward } = await import("@lab/model");
  const { inputs, logits } = await json("torch.json") as { inputs: number[]; logits: number[] };
  const vocabulary = Vocabulary.of("abcde");
  for (const [type, tolerance] of [["F64", 1e-14], ["F32", 1e-6], ["BF16", 5e-2]] as const) {
    const { parameters, format } = await loadSnapshot(await fixture(`torch-${type}.safetensors`), {
      vocabulary,
    });
    assertEquals(format, "safetensors");
    const pass = forward(parameters, inputs, new Float64Array(7));
    const error = Math.max(...logits.map((logit, i) => Math.abs(logit - pass.logits[i])));
    assert(error < tolerance, `${type}: ${error}`);
  }
});

Deno.test("loadSnapshot() refuses PyTorch's models of other kinds, and says why", async () => {
  const rnn = (gates: number): Record<string, NdArray> => ({
    "rnn.weight_ih_l0": f8([7 * gates, 5]),
    "rnn.weight_hh_l0": f8([7 * gates, 7]),
    "rnn.bias_ih_l0": f8([7 * gates]),
    "rnn.bias_hh_l0": f8([7 * gates]),
  });
  const linear = { "fc.weight": f8([5, 7]), "fc.bias": f8([5]) };
  const vocabulary = Vocabulary.of("abcde");
  const load = async (arrays: Record<string, NdArray>): Promise<unknown> =>
    await loadSnapshot(writeSafetensors(arrays), { vocabulary });
  await load({ ...rnn(1), ...linear });
  await load({ ...rnn(1), "a.weight": f8([5, 7]), "b.weight": f8([5, 5]) }); // b: [V, E]
  const cases: [Record<string, NdArray>, string][] = [
    [{ ...rnn(4), ...linear }, "its shape is [28, 7], as in an LSTM"],
    [{ ...rnn(3), ...linear }, "as in a GRU"],
    [{ ...rnn(1), ...linear, "rnn.weight_hh_l1": f8([7, 7]) }, "one layer in one direction"],
    [{ ...rnn(1), ...linear, "rnn.weight_hh_l0_reverse": f8([7, 7]) }, "one direction"],
    [{ ...rnn(1) }, "an embedding before it: it has none"],
    [{ ...rnn(1), ...linear, "a.weight": f8([5, 5]), "b.weight": f8([5, 5]) }, "'fc.weight', 'a"],
    [{ ...rnn(1), ...linear, "emb.weight": f8([5, 3]) }, "'emb.weight' must have the shape [V, 5]"],
    [
      {
        "w.weight_ih": f8([7, 7]),
        "w.weight_hh": f8([7, 7]),
        "a.weight": f8([5, 7]),
        "b.weight": f8([5, 7]),
      },
      'say it with --names "Wxh=w.weight_ih,Whh=w.weight_hh,Why=a.weight,embedding=b.weight" or ' +
      '--names "Wxh=w.weight_ih,Whh=w.weight_hh,Why=b.weight,embedding=a.weight"',
    ],
    [
      { ...rnn(1), ...linear, "a.weight": f8([5, 5]), "a.bias": f8([5]) },
      "'fc.weight', 'a.weight'",
    ],
    [{ ...rnn(1), ...linear, "norm.weight": f8([7]) }, "'norm.weight' must have two axes"],
    [{ ...rnn(1), ...linear, "fc.weight": f8([7, 5]) }, "'fc.weight' must have the shape [5, 7]"],
  ];
  for (const [arrays, message] of cases) {
    await assertRejects(() => load(arrays), TypeError, message);
  }
});

Deno.test("detectFormat() tells the format from the content", async () => {
  for (const name of fixtureNames()) {
    const ending = name.split(".").at(-1)!.replace("pkl", "pickle");
    assertEquals(detectFormat(await fixture(name)), ending, name);
  }
});

Deno.test("loadSnapshot() names what a file is that can't be a snapshot", async () => {
  const cases: [string | Uint8Array, string][] = [
    ["", "must not be empty"],
    ["<!DOCTYPE html><title>404</title>", "an HTML page"],
    ["version https://git-lfs.github.com/spec/v1\n", "Git LFS"],
    [Uint8Array.of(0x1f, 0x8b, 8, 0), "gzip"],
    ["First Citizen:\nBefore we proceed", "like none of them"],
  ];
  for (const [content, message] of cases) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await assertRejects(() => loadSnapshot(bytes), SnapshotFormatError, message);
  }
});

Deno.test("loadSnapshot() reads from a path, a file URL and a web server", async () => {
  const bytes = await writeNpz(good());
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, bytes);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) =>
      request.url.endsWith("/model.npz")
        ? new Response(bytes.slice())
        : new Response("", { status: 404 }),
  );
  const address = `http://127.0.0.1:${server.addr.port}`;
  for (
    const source of [
      path,
      new URL(`file://${path}`),
      `${address}/model.npz`,
      new URL(`${address}/model.npz`),
    ]
  ) {
    assertEquals((await loadSnapshot(source)).vocabulary.size, 5);
  }
  await assertRejects(() => loadSnapshot(`${address}/other.npz`), Error, "it answers 404");
  await assertRejects(
    () => loadSnapshot(`${path}.no`),
    Deno.errors.NotFound,
    "there is no such file",
  );
  await server.shutdown();
  await Deno.remove(path);
});

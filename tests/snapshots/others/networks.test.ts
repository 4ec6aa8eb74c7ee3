/** Other people's networks: each is loaded, and scores what NumPy or PyTorch says. */
import { evaluate } from "@lab/sampling";
import { type ArrayNames, loadSnapshot, type NdArray, writeNpz } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { json, other } from "../fixtures.ts";

const { text, characters, cases } = await json("others.json") as {
  text: string;
  characters: string[];
  cases: Record<string, { natsPerChar: number; names?: ArrayNames }>;
};
const torch = await json("others_torch.json") as {
  indices: number[];
  natsPerChar: Record<string, number>;
};

for (const [name, { natsPerChar, names }] of Object.entries(cases)) {
  Deno.test(`loadSnapshot() opens ${name} and scores what NumPy does`, async () => {
    const { parameters, vocabulary, names: read } = await loadSnapshot(await other(name), {
      names,
    });
    assertEquals(vocabulary.characters, characters);
    assertEquals((await loadSnapshot(await other(name), { names: read })).parameters, parameters);
    const score = evaluate(parameters, vocabulary.encode(text)).natsPerChar;
    assertAlmostEquals(score, natsPerChar, 1e-12);
  });
}

for (const [name, natsPerChar] of Object.entries(torch.natsPerChar)) {
  Deno.test(`loadSnapshot() opens ${name} and scores what PyTorch does`, async () => {
    const vocabulary = Vocabulary.of("abcde");
    const { parameters } = await loadSnapshot(await other(name), { vocabulary });
    assertAlmostEquals(evaluate(parameters, torch.indices).natsPerChar, natsPerChar, 1e-12);
  });
}

const f8 = (...shape: number[]): NdArray => ({
  dtype: "f8",
  shape,
  data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
});
const chars: NdArray = { dtype: "U1", shape: [5], data: [..."abcde"] };

Deno.test("loadSnapshot() asks where names and shapes allow two readings, with what to type", async () => {
  const cases: [Record<string, NdArray>, string][] = [
    [
      { U: f8(5, 5), W: f8(5, 5), V: f8(5, 5), b: f8(5), c: f8(5) },
      '--names "Wxh=U,Whh=W,Why=V,bh=b,by=c" or --names "Wxh=U.T,Whh=W.T,Why=V.T,bh=b,by=c"',
    ],
    [
      { W_xh: f8(5, 5), W_hh: f8(5, 5), W_hq: f8(5, 5) },
      '--names "Wxh=W_xh,Whh=W_hh,Why=W_hq" or --names "Wxh=W_xh.T,Whh=W_hh.T,Why=W_hq.T"',
    ],
    [
      { arr_0: f8(5, 5), arr_1: f8(5, 5), arr_2: f8(5, 5), arr_3: f8(5, 1), arr_4: f8(5, 1) },
      '--names "Wxh=arr_0,Whh=arr_1,Why=arr_2,bh=arr_3,by=arr_4" or --names "Wxh=arr_0.T',
    ],
    [
      { first: f8(5, 7), second: f8(7, 7), third: f8(7, 5) },
      '--names "Wxh=first.T,Whh=second.T,Why=third.T" or --names "Wxh=third,Whh=second,Why=first"',
    ],
  ];
  for (const [arrays, message] of cases) {
    const bytes = await writeNpz({ ...arrays, chars });
    await assertRejects(() => loadSnapshot(bytes), TypeError, message);
    for (const [, list] of message.matchAll(/"(.*?)"/g)) { // what is offered is taken
      const names = Object.fromEntries(list.split(",").map((pair) => pair.split("=")));
      assertEquals((await loadSnapshot(bytes, { names })).vocabulary.size, 5);
    }
  }
});

Deno.test("loadSnapshot() refuses names that are not in the file or not complete", async () => {
  const bytes = await writeNpz({ U: f8(7, 5), W: f8(7, 7), V: f8(5, 7), b: f8(7), chars });
  await assertRejects(() => loadSnapshot(bytes), TypeError, "must have the array 'Whh', or others");
  const wide = await writeNpz({ U: f8(7, 5), W: f8(28, 7), V: f8(5, 7), chars });
  await assertRejects(() => loadSnapshot(wide), TypeError, "U [7, 5], W [28, 7], V [5, 7]");
  const single = await writeNpz({ n: { ...f8(1), shape: [] }, U: f8(7, 5), W: f8(7, 7) });
  await assertRejects(
    () => loadSnapshot(single, { names: { Wxh: "U", Whh: "W", Why: "X" } }),
    RangeError,
    "it has no 'X', but n, U [7, 5], W [7, 7]",
  );
  const uneven = await writeNpz({
    U: f8(7, 5),
    W: f8(7, 7),
    V: f8(5, 7),
    b: f8(7),
    c: f8(7),
    chars,
  });
  await assertRejects(
    () => loadSnapshot(uneven),
    TypeError,
    "must have the array 'Whh', or others",
  );
  const cases: [ArrayNames, string][] = [
    [{ Wxh: "U", Whh: "W", Why: "X" }, "it has no 'X', but U [7, 5], W [7, 7], V [5, 7], b [7]"],
    [{ Wxh: "U", Whh: "W", Why: "V", embedding: "E" }, "it has no 'E'"],
    [{ Wxh: "U", Whh: "W" }, "must say which array is 'Why'"],
    [{ Wxh: "U", Whh: "W", Why: "V", bx: "b" }, "one is given for 'bx'"],
    [{ Wxh: "U", Whh: "W", Why: "V", by: "b" }, "'b' must have the shape [5]"],
    [{ Wxh: "U", Whh: "V", Why: "W" }, "'V' must be square"],
    [{ Wxh: "U.T", Whh: "W", Why: "V" }, "'U.T' must have the shape [7, V]"],
    [{ Wxh: "U", Whh: "W", Why: "chars" }, "'chars' must be an array of numbers"],
  ];
  for (const [names, message] of cases) {
    const error = await assertRejects(() => loadSnapshot(bytes, { names }));
    assert((error as Error).message.includes(message), String(error));
  }
});

Deno.test("loadSnapshot() turns all weights where no .T is given, and none where one is", async () => {
  const bytes = await writeNpz({ U: f8(5, 7), W: f8(7, 7), V: f8(7, 5), chars });
  const { parameters } = await loadSnapshot(bytes, { names: { Wxh: "U", Whh: "W", Why: "V" } });
  assertEquals([parameters.hiddenSize, parameters.vocabularySize], [7, 5]);
  const embedded = await writeNpz({ U: f8(3, 7), W: f8(7, 7), V: f8(7, 5), E: f8(5, 3), chars });
  const names = { Wxh: "U", Whh: "W", Why: "V", embedding: "E" };
  const { Wxh } = (await loadSnapshot(embedded, { names })).parameters;
  assertEquals(Wxh, new Float64Array(7 * 5).fill(3 * 0.5 * 0.5));
  const half = await writeNpz({ U: f8(5, 7), W: f8(7, 7), V: f8(5, 7), chars });
  for (const names of [{ Wxh: "U", Whh: "W", Why: "V.T" }, { Wxh: "U", Whh: "W.T", Why: "V" }]) {
    await assertRejects(() => loadSnapshot(half, { names }), TypeError, "must have the shape");
  }
});

Deno.test("loadSnapshot() takes a name with .T as it is, where the file has it so", async () => {
  const [U, W, V] = [f8(7, 5), f8(7, 7), f8(5, 7)];
  const other = { ...U, data: new Float64Array(35).fill(0.25) };
  const bytes = await writeNpz({ U, "U.T": other, W, V, chars });
  const { parameters } = await loadSnapshot(bytes, { names: { Wxh: "U.T", Whh: "W", Why: "V" } });
  assertEquals(parameters.Wxh, other.data);
});

Deno.test("loadSnapshot() tells two vectors without known names apart by their lengths, not three", async () => {
  const arrays = { k: f8(7, 5), l: f8(7, 7), m: f8(5, 7), chars };
  const two = await writeNpz({ ...arrays, p: f8(5), q: f8(7) });
  await assertRejects(() => loadSnapshot(two), TypeError, '"Wxh=k,Whh=l,Why=m,bh=q,by=p" or');
  const three = await writeNpz({ ...arrays, q: f8(7), p: f8(5), r: f8(5) });
  await assertRejects(() => loadSnapshot(three), TypeError, "must have the array 'Whh', or others");
});

Deno.test("loadSnapshot() recognises networks of a single unit", async () => {
  const bytes = await writeNpz({ U: f8(1, 5), W: f8(1, 1), V: f8(5, 1), chars });
  assertEquals((await loadSnapshot(bytes)).parameters.hiddenSize, 1);
});

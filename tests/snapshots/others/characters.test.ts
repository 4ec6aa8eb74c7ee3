/** Vocabularies in files of their own. */
import { evaluate } from "@lab/sampling";
import { loadSnapshot, loadVocabulary, type NdArray, writeNpz } from "@lab/snapshots";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { charactersOf } from "../../../lib/snapshots/characters/list.ts";
import { json, other } from "../fixtures.ts";

const { text, characters, vocabularies, natsPerChar } = await json("others.json") as {
  text: string;
  characters: string[];
  vocabularies: string[];
  natsPerChar: number;
};

Deno.test("loadSnapshot() takes the characters from a second file, in that file's order", async () => {
  const bare = await other("bare.npz");
  for (const name of vocabularies) {
    const { parameters, vocabulary } = await loadSnapshot(bare, { vocabulary: await other(name) });
    assertEquals(vocabulary.characters, characters, name);
    const score = evaluate(parameters, vocabulary.encode(text)).natsPerChar;
    assertAlmostEquals(score, natsPerChar, 1e-12);
  }
});

Deno.test("loadVocabulary() takes lines for a list where their number fits, codes, and pickles that are texts", async () => {
  const read = async (text: string, size?: number): Promise<readonly string[]> =>
    (await loadVocabulary(new TextEncoder().encode(text), { size })).characters;
  assertEquals(await read("b\na", 2), ["b", "a"]);
  assertEquals(await read("b\na", 3), ["b", "\n", "a"]);
  assertEquals(await read("b\r\na\r\nc\r\n"), ["b", "a", "c"]);
  assertEquals(await read("[98, 1114111]"), ["b", "\u{10ffff}"]);
  await assertRejects(() => read("[98, 1114112]"), TypeError, "entry 1 is 1114112");
  assertEquals(await read("(lp0\nVb\np1\naVa\np2\na."), ["b", "a"], "a pickle that is also a text");
});

Deno.test("loadVocabulary() passes over an empty list without a name", async () => {
  const texts = (...data: string[]): NdArray => ({ dtype: "U1", shape: [data.length], data });
  const archive = await writeNpz({ arr_0: texts(), arr_1: texts("b", "a") });
  assertEquals((await loadVocabulary(archive)).characters, ["b", "a"]);
});

Deno.test("loadVocabulary() refuses what does not say which character has which number", async () => {
  const cases: [unknown, string][] = [
    ["First Citizen:\nBefore we proceed\n", "some come twice"],
    [["a", "bc"], 'entry 1 is "bc"'],
    [["a", null], "entry 1 is None"],
    [{ a: 0, b: 2 }, "from 0 to 1: one is 2"],
    [{ a: 0, b: 0 }, "each number once: 0 comes twice"],
    [{ char_to_ix: { a: 0, b: 1 }, ix_to_char: { 0: "b", 1: "a" } }, "must agree with"],
    [{ 0: "a", 1: "a" }, "each character must occur once"],
    [[0x110000], "entry 0 is 1114112"],
    [{ vocab: 3 }, "number its characters from 0 to 0: one is 3"],
  ];
  for (const [value, message] of cases) {
    const content = typeof value === "string" ? value : JSON.stringify(value);
    const error = await assertRejects(() => loadVocabulary(new TextEncoder().encode(content)));
    assert(error instanceof TypeError || error instanceof RangeError, String(error));
    assert(error.message.includes(message), error.message);
  }
  // Codes that are themselves 0 … n − 1 may stand on either side.
  const codes = { dtype: "O", shape: [], data: [new Map([[0, 1], [1, 0]])] };
  assertEquals(charactersOf(codes, "ix_to_char"), ["\x01", "\0"]);
  await assertRejects(async () => await charactersOf(codes, "map"), TypeError, "which side counts");
});

Deno.test("loadVocabulary() reads characters one on each line, as bytes, and as the highest code", async () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const cases: [string, number | undefined, string[]][] = [
    ["c\na\nb\n", undefined, ["c", "a", "b"]],
    ["b\r\na\r\n", 2, ["b", "a"]],
    ["b\na", 2, ["b", "a"]],
    ["b\na", 3, ["b", "\n", "a"]],
    ["ba\n", undefined, ["b", "a", "\n"]],
    ["ba\n", 2, ["b", "a"]],
    ["(dp0\nS'vocab'\nS'ba'\ns.", undefined, ["b", "a"]],
    ["[1114111, 0]", undefined, ["\u{10ffff}", "\0"]],
  ];
  for (const [content, size, characters] of cases) {
    assertEquals((await loadVocabulary(encode(content), { size })).characters, characters, content);
  }
});

Deno.test("loadVocabulary() passes over lists without names that hold no characters", async () => {
  // (['adam', 'a'], [3, 7], {'b': 0, 'a': 1}, 'sgd') as a pickle
  const pickle = "((lp0\nS'adam'\naS'a'\na(lp1\nI3\naI7\na(dp2\nS'b'\nI0\nsS'a'\nI1\nsS'sgd'\nt.";
  assertEquals((await loadVocabulary(new TextEncoder().encode(pickle))).characters, ["b", "a"]);
});

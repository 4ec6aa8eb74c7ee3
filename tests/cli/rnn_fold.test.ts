/** `rnn fold` as a user meets it. */
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { loadSnapshot, saveSnapshot } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "./support.ts";

const vocabulary = Vocabulary.of(TEXT);
const parameters = initialParameters(
  { hiddenSize: 5, vocabularySize: vocabulary.size },
  new Random(1),
  0.4,
);
parameters.bh.set([25, 25, 25]);
parameters.Why.forEach((weight, k) => parameters.Why[k] = weight / 2);
vocabulary.encode(TEXT).forEach((k) => parameters.by[k] += 1 / 200); // common characters are likelier

Deno.test("rnn fold writes a smaller network that is opened like any other", async () => {
  await withFolder(async (folder) => {
    const [file, text, out] = ["model.npz", "text.txt", "small.npz"].map((f) => `${folder}/${f}`);
    const h = Float64Array.of(1, 1, 1, 0.5, -0.5);
    await saveSnapshot(file, { parameters, vocabulary, h, metadata: {} });
    await Deno.writeTextFile(text, TEXT);
    const fold = ["fold", "--snapshot", file, "--out", out, "--text", text];
    const found = await rnn(...fold);
    assertEquals([found.code, found.error], [0, ""]);
    assertStringIncludes(found.out, "Kept 2 of 5 units, chosen on 840 characters of");
    assertStringIncludes(found.out, "nats per character, 0.00000 more than all units");
    const { parameters: small, vocabulary: { characters }, h: state, metadata } =
      await loadSnapshot(out);
    assertEquals([small.hiddenSize, characters], [2, vocabulary.characters]);
    assertEquals([...state!].map(Math.abs), [0.5, 0.5]);
    assertEquals(metadata.foldedFrom, 5);
    assertEquals((await rnn("evaluate", "--snapshot", out, "--text", text)).code, 0);

    const one = await rnn(...fold, "--units", "1", "--from-zero");
    assertStringIncludes(one.out, "Kept 1 of 5 units");
    assertStringIncludes(one.error, "The smaller network is not within 0.001 nats per character");
    const wide = await rnn(...fold, "--tolerance", "2");
    assertEquals([wide.code, wide.error], [0, ""]);
  });
});

Deno.test("rnn fold ends with one clear line when it can't", async () => {
  const shipped = "data/snapshots/the-book-of-yesterdays.npz";
  const out = `${await Deno.makeTempDir()}/a.npz`;
  const cases: [string[], number, string][] = [
    [["fold", "--out", "a.npz"], 2, "'--snapshot' must be given"],
    [["fold", "--snapshot", shipped], 2, "'--out' must be given"],
    [["fold", "--snapshot", shipped, "--out", "a.pkl"], 1, "must end in .npz or .safetensors"],
    [
      ["fold", "--snapshot", shipped, "--out", out, "--units", "0"],
      1,
      "an integer from 1 to 250",
    ],
  ];
  for (const [args, status, message] of cases) {
    const { code, error } = await rnn(...args);
    assertStringIncludes(error, message);
    assertEquals([code, error.trim().split("\n").length], [status, 1]);
  }
});

/** The snapshot that ships, and the choice between it and the course's. */
import { loadBundledText } from "@lab/data";
import { encode, evaluate, surprisals } from "@lab/sampling";
import { loadTrainedSnapshot, SHIPPED_SNAPSHOT } from "@lab/snapshots";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

/** A folder without the course's files. */
const NOWHERE = new URL(".", import.meta.url).pathname;

Deno.test("SHIPPED_SNAPSHOT is small, in float32, and says how it was trained", async () => {
  const { size } = await Deno.stat(SHIPPED_SNAPSHOT);
  assert(size <= 600_000, `${size} bytes`);
  const { arrays, metadata, parameters, format, origin } = await loadTrainedSnapshot(NOWHERE);
  assertEquals([format, origin, arrays.get("Whh")?.dtype], ["npz", "shipped", "f4"]);
  assertEquals([parameters.hiddenSize, parameters.vocabularySize], [250, 62]);
  assertEquals(metadata.text, "data/texts/the-book-of-yesterdays.txt");
  for (const name of ["iterations", "seed", "learningRate", "sequenceLength", "engine", "date"]) {
    assert(name in metadata, name);
  }
});

Deno.test("loadTrainedSnapshot() takes the course's snapshot where its text is there too", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const originOf = async (): Promise<string[]> => {
      const { origin, text, url } = await loadTrainedSnapshot(folder);
      return [origin, text.origin, url.pathname.split("/").at(-1)!];
    };
    const shipped = ["shipped", (await loadBundledText()).origin, "the-book-of-yesterdays.npz"];
    assertEquals(await originOf(), shipped);
    await Deno.copyFile(SHIPPED_SNAPSHOT, `${folder}/char-rnn-snapshot.npz`);
    assertEquals(await originOf(), shipped);
    await Deno.writeTextFile(`${folder}/shakespeare_train.txt`, "First Citizen:\n");
    assertEquals(await originOf(), ["course", "course", "char-rnn-snapshot.npz"]);
    await Deno.remove(`${folder}/char-rnn-snapshot.npz`);
    assertEquals(await originOf(), shipped);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SHIPPED_SNAPSHOT scores what its card says, on what it was trained on and on the rest", async () => {
  const { parameters, vocabulary, metadata, text: { text } } = await loadTrainedSnapshot(NOWHERE);
  const engine = "fast";
  const indices = vocabulary.encode(text);
  const cut = indices.length - Number(metadata.heldOutCharacters);
  const trained = evaluate(parameters, indices.subarray(0, cut), { engine });
  assertAlmostEquals(trained.natsPerChar, Number(metadata.trainedNatsPerChar), 1e-4);
  const h = encode(parameters, indices.subarray(cut - 1, cut), { h: trained.h });
  const heldOut = evaluate(parameters, indices.subarray(cut), { engine, h });
  assertAlmostEquals(heldOut.natsPerChar, Number(metadata.heldOutNatsPerChar), 1e-4);
  assert(heldOut.natsPerChar < 1.6, `${heldOut.natsPerChar}`);
});

Deno.test("SHIPPED_SNAPSHOT finds into its text, whatever character it begins with", async () => {
  const { parameters, vocabulary, text: { text } } = await loadTrainedSnapshot(NOWHERE);
  const passage = vocabulary.encode(text.slice(1000, 1200));
  for (const character of vocabulary.characters) {
    const h = encode(parameters, vocabulary.encode(character));
    const late = surprisals(parameters, passage, { h }).slice(100);
    const mean = late.reduce((sum, x) => sum + x, 0) / late.length;
    assert(mean < 2.2, `${JSON.stringify(character)}: ${mean}`);
  }
});

Deno.test("loadTrainedSnapshot() takes the course's where its snapshot and its text are", async () => {
  const folder = Deno.env.get("CHAR_RNN_DATA") || undefined;
  if (folder === undefined) return console.log("skipped: CHAR_RNN_DATA is not set");
  const { origin, text, parameters } = await loadTrainedSnapshot();
  assertEquals([origin, text.origin, parameters.hiddenSize], ["course", "course", 250]);
});

/** The snapshots that ship, and the choice between them and the course's. */
import {
  ablate,
  beginningTraps,
  collectBehaviour,
  compareBeginnings,
  unitStatistics,
  varyingUnits,
} from "@lab/analysis";
import { loadBundledText, sha256 } from "@lab/data";
import { encode, evaluate } from "@lab/sampling";
import {
  loadStrongCurve,
  loadTrainedSnapshot,
  SHIPPED_SNAPSHOTS,
  type ShippedName,
} from "@lab/snapshots";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";

const NAMES: readonly ShippedName[] = ["open", "saturated"];

/** What is stored of each: the type of its numbers, H, and how long its training was. */
const STORED: Readonly<Record<ShippedName, [type: string, H: number, length: string]>> = {
  open: ["f4", 250, "iterations"],
  saturated: ["f4", 250, "iterations"],
  strong: ["f2", 512, "epochs"],
};

Deno.test("SHIPPED_SNAPSHOTS are small, say how they were trained, and have a card", async () => {
  const card = await Deno.readTextFile(new URL("README.md", SHIPPED_SNAPSHOTS.open));
  const table = await Deno.readTextFile(new URL("../README.md", SHIPPED_SNAPSHOTS.open));
  for (const name of Object.keys(STORED) as ShippedName[]) {
    const [type, H, length] = STORED[name];
    const bytes = await Deno.readFile(SHIPPED_SNAPSHOTS[name]);
    assert(bytes.length <= 900_000, `${bytes.length} bytes`);
    for (const readme of [card, table]) {
      assertStringIncludes(readme, await sha256(bytes));
      assertStringIncludes(readme, `${bytes.length.toLocaleString("en")} bytes`);
    }
    const { arrays, metadata, parameters, format, origin } = await loadTrainedSnapshot(name);
    assertEquals([format, origin, arrays.get("Whh")?.dtype], ["npz", "shipped", type]);
    assertEquals([parameters.hiddenSize, parameters.vocabularySize], [H, 62]);
    assertEquals(metadata.text, "data/texts/the-book-of-yesterdays.txt");
    for (const key of [length, "seed", "learningRate", "sequenceLength", "engine", "date"]) {
      assert(arrays.has(key), `${name}: ${key}`);
    }
  }
});

Deno.test("loadTrainedSnapshot() refuses a name that nothing shipped has", async () => {
  await assertRejects(
    () => loadTrainedSnapshot("closed" as ShippedName),
    RangeError,
    "Cannot load a shipped snapshot as its name must be open, saturated or strong: current value is closed",
  );
});

Deno.test("loadTrainedSnapshot() takes no file for the course's that is only called so", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const originOf = async (): Promise<string[]> => {
      const { origin, text, url } = await loadTrainedSnapshot(undefined, folder);
      return [origin, text.origin, url.pathname.split("/").at(-1)!];
    };
    const shipped = ["shipped", (await loadBundledText()).origin, "the-book-of-yesterdays.npz"];
    assertEquals(await originOf(), shipped);
    await Deno.copyFile(SHIPPED_SNAPSHOTS.open, `${folder}/char-rnn-snapshot.npz`);
    assertEquals(await originOf(), shipped);
    await Deno.writeTextFile(`${folder}/shakespeare_train.txt`, "First Citizen:\n");
    assertEquals(await originOf(), shipped);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SHIPPED_SNAPSHOTS score what their cards say, on what they were trained on and on the rest", async () => {
  for (const name of NAMES) {
    const { parameters, vocabulary, metadata, text } = await loadTrainedSnapshot(name);
    const engine = "fast";
    const indices = vocabulary.encode(text.text);
    const cut = indices.length - Number(metadata.heldOutCharacters);
    const trained = evaluate(parameters, indices.subarray(0, cut), { engine });
    assertAlmostEquals(trained.natsPerChar, Number(metadata.trainedNatsPerChar), 1e-4);
    const h = encode(parameters, indices.subarray(cut - 1, cut), { h: trained.h });
    const heldOut = evaluate(parameters, indices.subarray(cut), { engine, h });
    assertAlmostEquals(heldOut.natsPerChar, Number(metadata.heldOutNatsPerChar), 1e-4);
    const card = await Deno.readTextFile(new URL("README.md", SHIPPED_SNAPSHOTS.open));
    assertStringIncludes(card, `${trained.natsPerChar.toFixed(4)} nats`);
    assertStringIncludes(card, `${heldOut.natsPerChar.toFixed(4)} nats`);
  }
});

Deno.test("the strong snapshot scores what its card and its curve say, 0.03 below Kneser-Ney at least", async () => {
  const { parameters, vocabulary, metadata, h, text } = await loadTrainedSnapshot("strong");
  const indices = vocabulary.encode(text.text);
  const cut = indices.length - Number(metadata.heldOutCharacters);
  const approached = encode(parameters, indices.subarray(cut - 1000, cut), { h, engine: "fast" });
  const options = { engine: "fast", h: approached } as const;
  const { natsPerChar } = evaluate(parameters, indices.subarray(cut), options);
  assertAlmostEquals(natsPerChar, Number(metadata.heldOutNatsPerChar), 1e-4);
  assert(natsPerChar < 1.27 && natsPerChar < Number(metadata.kneserNeyNatsPerChar) - 0.03);
  const { updates, heldOutNatsPerChar, trainedNatsPerChar } = await loadStrongCurve();
  assertEquals([updates.length, trainedNatsPerChar.length, updates[31]], [32, 32, 32 * 241]);
  assertAlmostEquals(heldOutNatsPerChar[31], natsPerChar, 1e-4);
  const card = await Deno.readTextFile(new URL("README.md", SHIPPED_SNAPSHOTS.strong));
  assertStringIncludes(card, `${natsPerChar.toFixed(4)} nats`);
});

Deno.test("the open snapshot has no constant unit and no trap, the saturated one has both", async () => {
  const [open, saturated] = await Promise.all(NAMES.map(async (name) => {
    const model = await loadTrainedSnapshot(name);
    const { text } = model.text;
    const passage = text.slice(1000, 1400);
    const { trapped, opposite } = beginningTraps(
      compareBeginnings(model, text.slice(0, 1000), passage),
    );
    const statistics = unitStatistics(model, text.slice(0, 10_000));
    const colons = collectBehaviour(model, text.slice(0, 20_000), { after: ":", targets: " \n" });
    const beyond = statistics.units.filter(({ inMask }) => inMask > 0.99).length;
    const { full } = ablate(colons, { units: [0] });
    return { varying: varyingUnits(statistics).length, trapped, opposite, beyond, full };
  }));
  assertEquals([open.varying, open.trapped.length, open.opposite], [250, 0, 0]);
  assert(open.beyond < 25, `${open.beyond} units beyond 0.5 nearly everywhere`);
  assert(saturated.varying < 75 && saturated.varying > 25, `${saturated.varying} units vary`);
  assert(saturated.beyond > 200, `${saturated.beyond} units beyond 0.5 nearly everywhere`);
  assert(saturated.trapped.length >= 5, `${saturated.trapped.length} traps`);
  assertEquals(saturated.opposite, saturated.trapped.length);
  for (const { full } of [open, saturated]) assert(full > 0.95, `P(space or line break): ${full}`);
});

Deno.test("loadTrainedSnapshot() takes the course's where its snapshot and its text are", async () => {
  const folder = Deno.env.get("CHAR_RNN_DATA") || undefined;
  if (folder === undefined) return console.log("skipped: CHAR_RNN_DATA is not set");
  const { origin, text, parameters } = await loadTrainedSnapshot();
  assertEquals([origin, text.origin, parameters.hiddenSize], ["course", "course", 250]);
});

/** A folded network is an ordinary one: saved, opened, scored, sampled, put into a page. */
import { foldConstantUnits } from "@lab/analysis";
import { JUPYTER_DISPLAY } from "@lab/figures";
import { playground, PLAYGROUND_TYPE, type PlaygroundData, unpackNetwork } from "@lab/playground";
import { continueText, evaluate } from "@lab/sampling";
import { loadSnapshot, saveSnapshot } from "@lab/snapshots";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const model = randomModel(12);
for (const unit of [0, 3, 4, 8, 9, 10]) model.parameters.bh[unit] = 30;
const text = randomText(model, 6001, 4);
const folded = foldConstantUnits(model, text, { sizes: [], units: 5 });
const small = folded.model;

Deno.test("a folded network is scored and sampled as the full one", () => {
  assertEquals([small.parameters.hiddenSize, folded.held], [5, "within"]);
  const indices = model.vocabulary.encode(text);
  const [full, own] = [model, small].map((one) => evaluate(one.parameters, indices).natsPerChar);
  assertAlmostEquals(own, full, 1e-3);
  const options = { length: 200, seed: 5 };
  const prefix = text.slice(0, 60);
  assertEquals(continueText(small, prefix, options), continueText(model, prefix, options));
});

Deno.test("a folded network is saved with its characters and opened again", async () => {
  const file = await Deno.makeTempFile({ suffix: ".npz" });
  await saveSnapshot(file, { ...small, metadata: {} });
  const opened = await loadSnapshot(file);
  await Deno.remove(file);
  assertEquals(opened.parameters, small.parameters);
  assertEquals(opened.vocabulary.characters, small.vocabulary.characters);
});

Deno.test("a folded network runs in a page", async () => {
  const block = playground(small, { title: "Five units", text: "ab:", length: 30, seed: 2 });
  const bundle = await block[JUPYTER_DISPLAY]();
  const data = bundle[PLAYGROUND_TYPE] as unknown as PlaygroundData;
  const { model: { parameters } } = unpackNetwork(data.network);
  assertEquals(parameters.Whh, Float64Array.from(Float32Array.from(small.parameters.Whh)));
});

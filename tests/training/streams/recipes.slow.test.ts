/** What the recipes reach on the bundled play: the stored curve, computed once more, takes some minutes. */
import { chooseEngine } from "@lab/engines";
import { evaluate } from "@lab/sampling";
import { loadStrongCurve, loadTrainedSnapshot } from "@lab/snapshots";
import { train } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("train() by the strong recipe gives the stored curve, and a network as good as the one that ships", async () => {
  const { text: { text }, metadata } = await loadTrainedSnapshot("strong");
  const cut = text.length - Number(metadata.heldOutCharacters);
  const stored = await loadStrongCurve();
  const engine = chooseEngine("auto", "fastest");
  const heldOut: number[] = [];
  const { streams } = await train(text.slice(0, cut), {
    recipe: "strong",
    onEpoch({ parameters, vocabulary, h }): void {
      const indices = vocabulary.encode(text.slice(cut));
      heldOut.push(evaluate(parameters, indices, { h, engine }).natsPerChar);
    },
  });
  assertEquals(heldOut.length, 32);
  const windows = streams.losses.length / 32;
  // The same bits on the same kind of processor; elsewhere relaxed SIMD may round differently.
  for (let k = 0; k < 32; k++) {
    const losses = streams.losses.slice(k * windows, (k + 1) * windows);
    const trained = losses.reduce((sum, loss) => sum + loss, 0) / windows;
    assertAlmostEquals(trained, stored.trainedNatsPerChar[k], 0.01, `reading ${k + 1}`);
    assertAlmostEquals(heldOut[k], stored.heldOutNatsPerChar[k], 0.03, `reading ${k + 1}`);
  }
  assert(heldOut[31] < 1.275, `${heldOut[31]}`);
});

Deno.test("train() by the quick recipe predicts the play's last tenth better than Witten-Bell does", async () => {
  const { text: { text }, metadata } = await loadTrainedSnapshot("strong");
  const cut = text.length - Number(metadata.heldOutCharacters);
  const { parameters, vocabulary, h } = await train(text.slice(0, cut), { recipe: "quick" });
  const options = { h, engine: chooseEngine("auto", "fastest") };
  const { natsPerChar } = evaluate(parameters, vocabulary.encode(text.slice(cut)), options);
  assert(natsPerChar < Number(metadata.wittenBellNatsPerChar) - 0.03, `${natsPerChar}`);
});

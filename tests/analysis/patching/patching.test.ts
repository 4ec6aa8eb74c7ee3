/** The state of one text put into another, some characters before its end. */
import { patchByDepth } from "@lab/analysis";
import { outputLogits } from "@lab/model";
import { softmax } from "@lab/numerics";
import { encode } from "@lab/sampling";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomModel } from "../models.ts";

Deno.test("patchByDepth() starts at the one text and, patching all the way back, ends near the other", () => {
  const model = randomModel(13);
  for (let k = 0; k < 121; k++) model.parameters.Whh[k] *= 0.2;
  const into = "a bad bed: a dead bee:";
  const { depths } = patchByDepth(model, { from: "dad:\n", into, targets: " " });
  assertEquals(depths.length, into.length + 1);
  assertEquals(depths[0].klFromSource, 0);
  assert(depths[0].klFromUnpatched > 0.01);
  assert(depths.at(-1)!.klFromUnpatched < 1e-6, "a network that forgets has forgotten the patch");
  const one = patchByDepth(model, { from: "dad:\n", into, targets: " ", units: [4], maxDepth: 0 });
  assert(
    one.depths[0].klFromUnpatched < depths[0].klFromUnpatched && one.depths[0].klFromSource > 0,
  );
});

Deno.test("patchByDepth() puts the units of the one state into the other, then reads the rest", () => {
  const model = randomModel(5);
  const { parameters, vocabulary } = model;
  const [from, into] = ["dad:", "abe"].map((text) => vocabulary.encode(text));
  const source = encode(parameters, from);
  const units = [2, 7];
  const { depths } = patchByDepth(model, { from: "dad:", into: "abe", targets: " ", units });
  assertEquals(depths.map(({ depth, read }) => [depth, read]), [
    [0, ""],
    [1, "e"],
    [2, "be"],
    [3, "abe"],
  ]);
  for (const { depth, targets } of depths) {
    const h = encode(parameters, into.subarray(0, 3 - depth));
    for (const unit of units) h[unit] = source[unit];
    const end = encode(parameters, into.subarray(3 - depth), { h });
    const probs = softmax(outputLogits(parameters, end));
    assertAlmostEquals(targets[0].probability, probs[vocabulary.indexOf(" ")], 1e-12);
  }
});

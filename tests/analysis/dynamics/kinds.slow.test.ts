/** Twenty-four networks trained here: do traps go with a largest eigenvalue that holds? */
import { exploreSides, trapsByKind } from "@lab/analysis";
import { loadBundledText } from "@lab/data";
import { trainMany } from "@lab/training";
import { assert, assertEquals } from "@std/assert";

Deno.test("trapsByKind() finds traps where the largest eigenvalue holds, over two sizes and 24 seeds", async () => {
  const { text } = await loadBundledText();
  const settings = [100, 150].flatMap((hiddenSize) =>
    Array.from({ length: 12 }, (_, k) => ({ hiddenSize, seed: k + 1, iterations: 3000 }))
  );
  const networks = await trainMany(text, settings);
  const found = trapsByKind(networks.map((one) => exploreSides(one, text, { each: 6 })));
  console.log(found);
  assertEquals(found.holding.networks + found.others.networks, 24);
  assert(found.chance < 0.02 && found.verdict === "traps go with holding", `${found.chance}`);
});

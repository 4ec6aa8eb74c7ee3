/** A short run over mutated files; the long one is in fuzz.slow.test.ts. */
import { assert } from "@std/assert";
import { fuzz } from "./fuzz.ts";

Deno.test("loadSnapshot() and the readers read or refuse 1,000 mutated files as declared", async () => {
  const { read, loaded, refused } = await fuzz(1000, 20260101);
  assert(read > 30 && loaded > 15 && refused > 300, `${read}, ${loaded}, ${refused}`);
});

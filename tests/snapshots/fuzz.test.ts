/** A short run over mutated files; the long one is in fuzz.slow.test.ts. */
import { assert } from "@std/assert";
import { fuzz } from "./fuzz.ts";

Deno.test("loadSnapshot() and the readers read or refuse 1,000 mutated files as declared", async () => {
  // The long run holds each file to one second; this one runs beside other tests.
  const { read, loaded, refused } = await fuzz(1000, 20260101, 20_000);
  assert(read > 30 && loaded > 15 && refused > 300, `${read}, ${loaded}, ${refused}`);
});

/** The long run over mutated files. */
import { assert } from "@std/assert";
import { fuzz } from "./fuzz.ts";

Deno.test("loadSnapshot() and the readers read or refuse 25,000 mutated files as declared", async () => {
  const { read, loaded, refused, slowestMs, largestExcess } = await fuzz(25_000, 20260102, 1000);
  console.log(
    `${read} read, ${loaded} used, ${refused} refused; slowest ${
      slowestMs.toFixed(0)
    } ms; at most ` +
      `${(largestExcess / 2 ** 20).toFixed(1)} MiB beyond the readers' limit`,
  );
  assert(read > 500 && refused > 5000);
});

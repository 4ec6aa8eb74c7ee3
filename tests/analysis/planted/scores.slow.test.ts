/** The methods that take longer find the planted units that they can see, and no others. */
import { assertEquals } from "@std/assert";
import { assertFound, SCORED_ON, scoreKind } from "./scores.ts";

for (const kind of ["latch", "delay line", "bracket counter"] as const) {
  Deno.test(`searchUnits() and ablateThroughTime() find what they can see in 20 planted circuits (${kind})`, async () => {
    await assertFound(kind, "search");
    await assertFound(kind, "ablation through time");
  });
}

Deno.test("searchUnits() finds one backup, which is enough, and ablateThroughTime() none, as the others stand in", async () => {
  const search = await scoreKind("backups", "search", SCORED_ON);
  assertEquals(search.precision, 1);
  assertEquals(search.each.map(({ found }) => found), SCORED_ON.map(() => 1));
  const time = await scoreKind("backups", "ablation through time", SCORED_ON);
  assertEquals(time.each.map(({ found }) => found), SCORED_ON.map(() => 0));
});

/** Slices of work, and the turns that the event loop gets between them. */
import { assert, assertEquals } from "@std/assert";
import { Turns } from "../../lib/training/turns.ts";

Deno.test("Turns doubles a slice at most, and keeps it to 40 ms and to one piece of work", async () => {
  const turns = new Turns();
  const slices = [turns.slice];
  // Each slice by how long the one before it took, in ms.
  for (const duration of [0, 1, 16, 8, 16, 160, 79, 81]) {
    await turns.next(duration);
    slices.push(turns.slice);
  }
  assertEquals(slices, [1, 2, 4, 8, 16, 32, 8, 4, 1]);
  await turns.end();
});

Deno.test("Turns lets the event loop have its turn after 20 ms of work", async () => {
  let isHeard = false;
  const timer = setTimeout(() => isHeard = true);
  const turns = new Turns();
  const start = performance.now();
  while (performance.now() - start < 15) { /* work */ }
  await turns.next(15);
  if (performance.now() - start < 19) assertEquals(isHeard, false, "no turn within 20 ms");
  while (performance.now() - start < 25) { /* work */ }
  await turns.next(25);
  assert(isHeard);
  clearTimeout(timer);
  await turns.end();
});

/** The conditions of the public Kernel Testbed, all at one kernel. */
import { assertEquals } from "@std/assert";
import { CONDITIONS } from "./conformance.ts";
import { FrontEnd } from "./front_end.ts";

Deno.test("serveKernel() keeps the 27 conditions of the public Kernel Testbed", async (t) => {
  assertEquals(Object.keys(CONDITIONS).length, 27);
  const front = await FrontEnd.start();
  for (const [name, keeps] of Object.entries(CONDITIONS)) await t.step(name, () => keeps(front));
  await front.close();
});

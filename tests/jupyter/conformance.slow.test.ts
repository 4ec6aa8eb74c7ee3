/** The conditions of the public Kernel Testbed, kept every time. */
import { assertEquals } from "@std/assert";
import { CONDITIONS } from "./conformance.ts";
import { FrontEnd } from "./front_end.ts";

const RUNS = 20;

/** Outputs that come after their request's "idle". */
function late({ published }: FrontEnd): string[] {
  const ended = new Set<string>();
  const found: string[] = [];
  for (const { type, parentId = "", content } of published) {
    if (ended.has(parentId) && type !== "status") found.push(type);
    if (content.execution_state === "idle") ended.add(parentId);
  }
  return found;
}

Deno.test(`serveKernel() keeps all conditions in ${RUNS} runs of ${RUNS}, without a late output`, async () => {
  for (let run = 0; run < RUNS; run++) {
    const front = await FrontEnd.start();
    for (const keeps of Object.values(CONDITIONS)) await keeps(front);
    assertEquals(late(front), []);
    await front.close();
  }
});

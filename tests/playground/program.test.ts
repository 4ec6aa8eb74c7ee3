/** The program that exported pages carry is made from the sources beside it. */
import { PLAYGROUND_PROGRAM } from "@lab/playground";
import { assertEquals } from "@std/assert";
import { bundleProgram } from "../../lib/cli/build/playground.ts";

Deno.test("program.js is what `deno task playground` writes", async () => {
  assertEquals(PLAYGROUND_PROGRAM, await bundleProgram());
});

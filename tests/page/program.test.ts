/** The program that exported pages carry is made from the sources beside it. */
import { PAGE_PROGRAM } from "@lab/page";
import { assertEquals } from "@std/assert";
import { bundlePage } from "../../lib/cli/page.ts";

Deno.test("program.js is what `deno task page` writes", async () => {
  assertEquals(PAGE_PROGRAM, await bundlePage());
});

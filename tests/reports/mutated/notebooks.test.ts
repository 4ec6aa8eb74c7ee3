/** A short run over mutated notebooks; the long one is in notebooks.slow.test.ts. */
import { assert } from "@std/assert";
import { mutateNotebooks } from "./notebooks.ts";

Deno.test("parseNotebook() and exportNotebook() refuse or show 150 mutated notebooks as declared", async () => {
  const { refused, shown, failed } = await mutateNotebooks(150, 20260101);
  assert(refused > 30 && shown > 30, `${refused}, ${shown}, ${failed}`);
});

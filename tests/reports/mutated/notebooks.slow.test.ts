/** The long run over mutated notebooks. */
import { assert } from "@std/assert";
import { mutateNotebooks } from "./notebooks.ts";

Deno.test("parseNotebook() and exportNotebook() refuse or show 5,000 mutated notebooks as declared", async () => {
  const { refused, shown, failed, slowestMs } = await mutateNotebooks(5000, 20260102);
  console.log(
    `${refused} refused, ${shown} shown, ${failed} failed with their cell; slowest ${
      slowestMs.toFixed(0)
    } ms`,
  );
  assert(refused > 1000 && shown > 1000);
  assert(slowestMs < 5000, `${slowestMs} ms for one notebook`);
});

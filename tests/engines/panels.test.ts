/** How the fast engine deals a matrix out to panels. */
import { assert, assertEquals } from "@std/assert";
import { deal } from "../../lib/engines/fast/panels.ts";

Deno.test("deal() gives each vector one place, in panels that fit the registers and begin even", () => {
  for (const most of [12, 2]) {
    for (let vectors = 1; vectors <= 300; vectors++) {
      const panels = deal(vectors, most);
      let next = 0;
      for (const { first, held, used } of panels) {
        assertEquals(first, next);
        assert(first % 2 === 0 && held % 2 === 0 && used >= 1 && used <= most + 1);
        assert(held - used === (first + used === vectors ? vectors % 2 : 0));
        next += used;
      }
      assertEquals(next, vectors);
      // No fewer panels would do, and none is much smaller than another.
      assertEquals(panels.length, Math.max(1, Math.ceil((vectors - vectors % 2) / most)));
      const sizes = panels.map(({ held }) => held);
      assert(Math.max(...sizes) - Math.min(...sizes) <= 2);
    }
  }
});

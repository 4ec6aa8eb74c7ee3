/**
 * Small faults in the sources make the fast tests of their room fail: a fixed sample of mutants, spread
 * over all files of six rooms. What survives stands in equivalent.json with the reason.
 *
 * While working, for a room or a file, with more mutants of each file, or with others:
 *
 *     deno test -A tests/mutations/mutations.slow.test.ts -- lib/findings/masks.ts --each 40 --salt b
 */
import { assert, assertEquals } from "@std/assert";
import { parseArgs } from "node:util";
import equivalent from "./equivalent.json" with { type: "json" };
import { keyOf, type Mutant, mutantsOf, placeOf, sample } from "./mutants.ts";
import { ROOMS, sourcesOf, survivorsOf } from "./rooms.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  options: { each: { type: "string" }, salt: { type: "string" } },
  allowPositionals: true,
});
const [path = "lib/"] = positionals;

/** All mutants of the sources that were asked for, a list for each file. */
async function mutantsByFile(room: string): Promise<Mutant[][]> {
  const sources = await sourcesOf(room);
  return sources.filter(({ file }) => file.startsWith(path))
    .map(({ file, source }) => mutantsOf(file, source));
}

const sampled = async (room: string): Promise<Mutant[]> =>
  (await mutantsByFile(room)).flatMap((mutants) =>
    sample(mutants, Number(values.each ?? ROOMS[room].each), values.salt)
  );

const rooms = Object.keys(ROOMS).filter((room) =>
  `lib/${room}/`.startsWith(path) || path.startsWith(`lib/${room}`)
);

for (const room of rooms) {
  Deno.test(`small faults in lib/${room} fail its fast tests`, async () => {
    const mutants = await sampled(room);
    const start = performance.now();
    const survivors = await survivorsOf(room, mutants);
    const seconds = (performance.now() - start) / 1000;
    const caught = mutants.length - survivors.length;
    console.log(`${room}: ${caught} of ${mutants.length} caught in ${seconds.toFixed(0)} s`);
    const listed = new Set(equivalent.map(keyOf));
    assertEquals(survivors.filter((mutant) => !listed.has(keyOf(mutant))).map(placeOf), []);
    assert(caught >= 0.95 * mutants.length, "at least 95% are caught");
  });
}

Deno.test("the sample holds 120 mutants or more, and what is listed as equivalent is there", async () => {
  const all = (await Promise.all(rooms.map(mutantsByFile))).flat(2);
  const keys = new Set(all.map(keyOf));
  const gone = equivalent.filter(({ file }) => file.startsWith(path)).map(keyOf);
  assertEquals(gone.filter((key) => !keys.has(key)), []);
  if (positionals.length > 0 || values.each !== undefined) return;
  const counts = await Promise.all(rooms.map(async (room) => (await sampled(room)).length));
  assert(counts.reduce((sum, count) => sum + count) >= 120, `${counts}`);
});

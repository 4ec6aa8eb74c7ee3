/** Files in a few words. */
import { inspectContents, readContents } from "@lab/snapshots";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fixture } from "./fixtures.ts";

Deno.test("inspectContents() gives name, shape, type, range and histogram of a file's arrays", async () => {
  const { values } = await readContents(await fixture("arrays-numpy2.npz"));
  const byName = new Map(inspectContents(values, 4).map((value) => [value.name, value]));
  assertEquals(byName.get("column_3d"), {
    name: "column_3d",
    shape: [2, 3, 5],
    type: "int32",
    min: 0,
    max: 29,
    histogram: [8, 7, 7, 8],
  });
  assertEquals(byName.get("f2")?.max, 65504); // what is not finite is left out
  assertEquals(byName.get("f2")?.histogram?.reduce((a, b) => a + b), 4);
  assertEquals(byName.get("u8")?.max, 2 ** 64);
  assertEquals(byName.get("empty")?.histogram, undefined);
  const previews = [...byName].filter(([, value]) => value.preview !== undefined);
  assertEquals(Object.fromEntries(previews.map(([name, value]) => [name, value.preview])), {
    zero_axes: "0.1",
    b1: "1, 0, 1",
    S3: '"abc", "d", "ÿ\\u0000e", ""',
    U2: '"ab", "π", "😀!", ""',
    big_U2: '"ab", "π"',
    column_S1: '"a", "b", "c", "d", "e", "f"',
    objects: 'None, "x", 2, …',
    a_dict: '"a": 0, "π": 1',
  });
});

Deno.test("inspectContents() tells the values of any pickle, however they are nested", async () => {
  for (const name of ["values-python2-0.pkl", "values-numpy2-5.pkl"]) {
    const { values } = await readContents(await fixture(name));
    for (const { preview, histogram } of inspectContents(values)) {
      assert(histogram !== undefined || [...preview ?? ""].length <= 40, preview);
    }
  }
  const types = inspectContents(
    new Map<string, unknown>([
      ["a", null],
      ["b", true],
      ["c", 2n ** 80n],
      ["d", Uint8Array.of(65)],
      ["e", Object.freeze([1])],
      ["f", new Set()],
    ]),
  ).map(({ type, preview }) => [type, preview]);
  assertEquals(types, [
    ["None", "None"],
    ["bool", "true"],
    ["number", "1208925819614629174706176"],
    ["bytes", 'b"A"'],
    ["tuple", "1"],
    ["set", ""],
  ]);
});

Deno.test("inspectContents() refuses a histogram without steps", () => {
  assertThrows(() => inspectContents(new Map(), 0), RangeError, "'bins' must be an integer >= 1");
});

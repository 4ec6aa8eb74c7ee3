/** Files that Python 2 and 3 wrote with NumPy 1.16, 1.26 and 2.4. */
import { type NdArray, readNpy, readNpz, readPickle } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { expected, fixture } from "./fixtures.ts";

/** In one order, as a dict's order is no part of what is compared. */
function sorted(map: ReadonlyMap<string, unknown>): [string, unknown][] {
  return [...map].sort(([a], [b]) => a < b ? -1 : 1);
}

for (const tag of ["python2", "numpy1", "numpy2", "deflated"]) {
  Deno.test(`readNpz() reads every type, order and shape that ${tag} wrote`, async () => {
    const arrays = await readNpz(await fixture(`arrays-${tag}.npz`));
    assertEquals(sorted(arrays), sorted((await expected()).arrays));
  });
}

for (const [tag, highest] of [["python2", 2], ["numpy1", 5], ["numpy2", 5]] as const) {
  for (let protocol = 0; protocol <= highest; protocol++) {
    Deno.test(`readPickle() reads every value that ${tag} wrote with protocol ${protocol}`, async () => {
      const values = readPickle(await fixture(`values-${tag}-${protocol}.pkl`)) as Map<
        string,
        unknown
      >;
      const { values: wanted } = await expected();
      for (const [name, value] of values) assertEquals(value, wanted.get(name), name);
      assertEquals(values.size, wanted.size);
    });
  }
}

Deno.test("readPickle() gives shared values once, and tuples that can't be changed", async () => {
  const values = readPickle(await fixture("values-numpy2-4.pkl")) as Map<string, unknown[]>;
  const [first, second] = values.get("shared")!;
  assert(first === second);
  assert(values.get("tuples")!.every(Object.isFrozen) && !Object.isFrozen(values.get("lists")));
});

Deno.test("readPickle() reads Python 2's str as text where 'encoding' is latin1", async () => {
  for (const protocol of [0, 1, 2]) {
    const bytes = await fixture(`values-python2-${protocol}.pkl`);
    const values = readPickle(bytes, { encoding: "latin1" }) as Map<string, unknown>;
    const { values: wanted } = await expected();
    const asText = (wanted.get("bytes") as Uint8Array[]).map((b) => String.fromCharCode(...b));
    assertEquals(values.get("bytes"), asText);
    assertEquals(values.get("text"), wanted.get("text"));
    assertEquals(values.get("arrays"), wanted.get("arrays"));
  }
});

Deno.test("readNpy() reads versions 1, 2 and 3", async () => {
  for (const version of [1, 2, 3]) {
    const array: NdArray = readNpy(await fixture(`version-${version}.npy`));
    assertEquals(array, { dtype: "f4", shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) });
  }
});

Deno.test("readNpz() reads zip64 sizes", async () => {
  const { arrays } = await expected();
  const read = await readNpz(await fixture("zip64.npz"));
  assertEquals([...read], [["f8", arrays.get("f8")], ["i4", arrays.get("i4")]]);
});

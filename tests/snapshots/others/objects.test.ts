/** What other people's files hold beside networks, and what is refused. */
import {
  inspectContents,
  loadSnapshot,
  type NdArray,
  OpaqueValue,
  readContents,
  SnapshotFormatError,
  writeNpz,
  writeSafetensors,
} from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assertEquals, assertRejects } from "@std/assert";
import { other } from "../fixtures.ts";

const f8 = (...shape: number[]): NdArray => ({
  dtype: "f8",
  shape,
  data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
});

Deno.test("loadSnapshot() names networks with gates, and refuses them", async () => {
  const vocabulary = Vocabulary.of("abcde");
  for (const [name, kind] of [["lstm", "as in an LSTM"], ["gru", "as in a GRU"]]) {
    const bytes = await other(`torch-${name}.safetensors`);
    await assertRejects(() => loadSnapshot(bytes, { vocabulary }), TypeError, kind);
  }
  const cell = { "cell.weight_ih": f8(28, 5), "cell.weight_hh": f8(28, 7), "fc.weight": f8(5, 7) };
  const bytes = writeSafetensors(cell);
  await assertRejects(() => loadSnapshot(bytes, { vocabulary }), TypeError, "as in an LSTM");
  const gates = await writeNpz({ Wf: f8(7, 12), Wi: f8(7, 12), Wc: f8(7, 12), Wo: f8(7, 12) });
  await assertRejects(
    () => loadSnapshot(gates, { vocabulary }),
    TypeError,
    "an LSTM, which is not",
  );
});

Deno.test("loadSnapshot() says of other programs' archives what they are, and the way out", async () => {
  const cases = [
    ["torch-zip.pth", "PyTorch's own archive; in PyTorch, write its state_dict with safetensors"],
    ["torch-module.pt", "PyTorch's own archive"],
    ["torch-legacy.pth", "PyTorch's own archive"],
    ["keras-weights.h5", "HDF5; in Keras, write numpy.savez('model.npz', *model.get_weights())"],
    ["keras-model.keras", "Keras's own archive; in Keras, write numpy.savez("],
    ["map.json", "JSON; in Python, write numpy.savez("],
    ["list.json", "JSON"],
  ];
  for (const [name, message] of cases) {
    const bytes = await other(name);
    const error = await assertRejects(() => loadSnapshot(bytes), SnapshotFormatError, message);
    assertEquals(error.message.split("\n").length, 1);
  }
});

Deno.test("readContents() shows what it does not build, by its name, with what was noted for it", async () => {
  for (let protocol = 0; protocol <= 5; protocol++) {
    const { values } = await readContents(await other(`beside-${protocol}.pkl`));
    const shown = inspectContents(values).filter(({ type }) => type === "opaque");
    const previews = Object.fromEntries(shown.map(({ name, preview }) => [name, preview]));
    if (protocol >= 2) {
      assertEquals(previews.slotted, "__main__.Slotted");
      delete previews.slotted;
    }
    delete previews.path; // where it lives differs between versions of Python
    delete previews.random;
    const builtins = protocol < 3 ? "__builtin__" : "builtins";
    assertEquals(previews, {
      counts: "collections.Counter",
      when: "datetime.datetime",
      point: "__main__.Point",
      type: "numpy.float32",
      class: "__main__.Network",
      complex: `${builtins}.complex`,
      range: `${builtins}.${protocol < 3 ? "xrange" : "range"}`,
      masked: "numpy.ma.core._mareconstruct",
      settings: "__main__.Settings",
      deque: "collections.deque",
    });
    const settings = values.get("settings") as OpaqueValue;
    assertEquals([...settings.attributes].sort(), [["lr", 0.1], ["note", "x"]]);
    assertEquals(values.get("default"), new Map([["a", 1]]));
    assertEquals((values.get("matrix") as NdArray).shape, [7, 5]);
  }
});

Deno.test("readContents() opens what is no snapshot: single values, lists, two dumps in a file", async () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  assertEquals((await readContents(encode("I1\n."))).values, new Map([["value", 1]]));
  const two = await readContents(encode("(lp0\nI1\na.(dp0\nS'a'\nI2\ns."));
  assertEquals(two.values, new Map<string, unknown>([["0", [1]], ["1", new Map([["a", 2]])]]));
  const { values } = await readContents(await other("chars-array.npy"));
  assertEquals((values.get("value") as NdArray).shape, [5]);
  const saved = await other("two-saves.npy");
  assertEquals([...(await readContents(saved)).values.keys()], ["0", "1", "2", "3", "4", "5"]);
  const date = await readContents(encode("cdatetime\ndate\n(I1\ntR."));
  assertEquals(date.values, new Map([["value", new OpaqueValue("datetime.date")]]));
  // A list that holds itself beside an array has an end.
  const cyclic = encode("(lp0\nI1\nag0\na.");
  assertEquals((await readContents(cyclic)).values.size, 2);
});

Deno.test("readContents() shows objects of Python 2's old classes too", async () => {
  for (const instance of ["(i__main__\nOld\n", "(c__main__\nOld\no"]) {
    const pickle = `(dp0\nS'x'\n${instance}(dp1\nS'a'\nI1\nsbs.`;
    const { values } = await readContents(new TextEncoder().encode(pickle));
    const { className, attributes } = values.get("x") as OpaqueValue;
    assertEquals([className, [...attributes]], ["__main__.Old", [["a", 1]]]);
  }
});

Deno.test("readContents() takes lists apart that lie up to 32 deep", async () => {
  const array =
    "cnumpy.core.multiarray\n_reconstruct\n(tR(I1\n(I1\ntcnumpy\ndtype\n(S'u1'\ntRI00\nS'a'\ntb";
  for (const [depth, name] of [[32, "0" + ".0".repeat(31)], [33, "0"]] as const) {
    const pickle = "(l".repeat(depth) + array + "a".repeat(depth) + ".";
    const { values } = await readContents(new TextEncoder().encode(pickle));
    assertEquals([...values.keys()], [name]);
  }
});

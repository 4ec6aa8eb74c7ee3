/** The one option that says which engine computes. */
import { chooseEngine, fastEngine, openNetwork, packedEngine, referenceEngine } from "@lab/engines";
import { Random } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { randomNetwork } from "./support.ts";

Deno.test("chooseEngine() knows each engine by its name and gives back one that was made", () => {
  assertEquals(chooseEngine("reference"), referenceEngine);
  assertEquals(chooseEngine("packed"), packedEngine);
  assertEquals(chooseEngine("fast").name, fastEngine().name);
  const own = { ...referenceEngine, name: "own" };
  assertEquals(chooseEngine(own), own);
});

Deno.test("chooseEngine() takes auto for the packed engine, or for the fast one where speed counts", () => {
  assertEquals(chooseEngine(), packedEngine);
  assertEquals(chooseEngine("auto"), packedEngine);
  assertEquals(chooseEngine("auto", "fastest").name, fastEngine().name);
  assertEquals(chooseEngine("reference", "fastest"), referenceEngine);
});

Deno.test("chooseEngine() rejects a name that it does not know", () => {
  assertThrows(
    () => chooseEngine("quick" as "fast"),
    RangeError,
    "'engine' must be auto, fast, packed, reference or an engine: current value is quick",
  );
});

Deno.test("openNetwork() refuses a state that does not fit", () => {
  const parameters = randomNetwork(5, 7, new Random(1));
  assertThrows(() => openNetwork(parameters, { h: new Float64Array(4) }), TypeError, "[5]");
});

Deno.test("chooseEngine() falls back to the reference where WebAssembly has no SIMD, and says why", async () => {
  // A process of its own, whose WebAssembly knows no SIMD; the packed engine still gives the same bits.
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", "-"],
    cwd: new URL("../../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const program = `import { chooseEngine } from "@lab/engines";
    import { initialParameters } from "@lab/model";
    import { Random } from "@lab/numerics";
    WebAssembly.validate = () => false;
    console.log(chooseEngine("auto", "fastest").name);
    try { chooseEngine("fast"); } catch (error) { console.log("refused", error.message); }
    const parameters = initialParameters({ hiddenSize: 9, vocabularySize: 5 }, new Random(1));
    for (const name of ["packed", "reference"]) {
      const network = chooseEngine(name).network(parameters);
      network.read(new Int32Array(40));
      console.log(network.state().join());
    }`;
  await new Blob([program]).stream().pipeTo(child.stdin);
  const { stdout, stderr } = await child.output();
  const [name, refused, packed, reference] = new TextDecoder().decode(stdout).split("\n");
  assert(
    name === "reference (float64): Cannot run the fast engine as WebAssembly has no SIMD here",
    name + new TextDecoder().decode(stderr),
  );
  assert(refused.startsWith("refused Cannot run the fast engine"), refused);
  assert(packed.length > 9 && packed === reference);
});

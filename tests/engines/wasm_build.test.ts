/** The builds themselves, their tanh and exp, and the network that reads and draws. */
import { fastExp, FastNetwork, fastTanh, type Kernels, loadKernels } from "@lab/engines";
import { Random } from "@lab/numerics";
import { encode, evaluate, generate } from "@lab/sampling";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { compileKernels } from "../../lib/cli/build/wasm.ts";
import { randomIndices, randomNetwork, relativeDifference, rounded } from "./support.ts";

const BUILDS: Kernels[] = [await loadKernels(), await loadKernels({ simd: "plain" })];
const FOLDER = new URL("../../lib/engines/", import.meta.url);

Deno.test("compileKernels() gives the committed bytes again", async () => {
  const files = await compileKernels();
  assertEquals([...files.keys()].sort(), [
    "packed/products_wasm.ts",
    "wasm/rnn-relaxed.wasm",
    "wasm/rnn.wasm",
  ]);
  for (const [name, bytes] of files) {
    const committed = await Deno.readFile(new URL(name, FOLDER));
    assert(
      committed.length === bytes.length && committed.every((byte, i) => byte === bytes[i]),
      `${name} is not what its source compiles to: run deno task wasm`,
    );
  }
});

Deno.test("loadKernels() takes plain SIMD where the relaxed build does not validate", async () => {
  const unknown = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 1, 255);
  assertEquals((await loadKernels({ relaxed: unknown })).simd, "plain");
  const { simd } = await loadKernels({ simd: "plain" });
  assertEquals(simd, "plain");
});

Deno.test("loadKernels() says so where there is no SIMD", async () => {
  const unknown = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 1, 255);
  await assertRejects(
    () => loadKernels({ relaxed: unknown, plain: unknown }),
    Error,
    "Cannot load the fast kernels as WebAssembly has no SIMD here",
  );
});

/** Every sign and exponent that float32 has, and many mantissas of each. */
function allScales(): Float32Array {
  const bits = new Uint32Array(2 ** 18);
  for (let i = 0; i < bits.length; i++) bits[i] = (i << 14) + (i * 2654435761 >>> 18);
  return new Float32Array(bits.buffer).filter(Number.isFinite);
}

for (const kernels of BUILDS) {
  Deno.test(`fastTanh() is within 4e-7 of tanh, relative to it (${kernels.simd})`, () => {
    const values = allScales().filter((x) => Math.abs(x) > 1e-30);
    const got = fastTanh(kernels, values);
    let worst = 0;
    values.forEach((x, i) => {
      const wanted = Math.tanh(x);
      worst = Math.max(worst, Math.abs(got[i] - wanted) / Math.abs(wanted));
      assert(Math.abs(got[i]) <= 1);
    });
    assert(worst < 4e-7, `${worst}`);
    assert(worst > 1e-8, "float32 can't be this exact: the measurement is wrong");
  });

  Deno.test(`fastExp() is within 3e-7 of exp, relative to it, and 0 far below (${kernels.simd})`, () => {
    const values = Float32Array.from({ length: 200_001 }, (_, i) => -i * 80 / 200_000);
    const got = fastExp(kernels, values);
    let worst = 0;
    values.forEach((x, i) => {
      if (x > -80) worst = Math.max(worst, Math.abs(got[i] / Math.exp(x) - 1));
    });
    assert(worst < 3e-7, `${worst}`);
    assert(worst > 1e-8, "float32 can't be this exact: the measurement is wrong");
    assertEquals(fastExp(kernels, [-81, -1e30, -Infinity, 0]), Float32Array.of(0, 0, 0, 1));
  });

  Deno.test(`FastNetwork.read() gives the reference's state (${kernels.simd})`, () => {
    const random = new Random(1);
    const parameters = rounded(randomNetwork(37, 11, random, 0.2));
    const indices = randomIndices(5000, 11, random);
    const network = new FastNetwork(kernels, parameters);
    network.read(indices);
    assert(relativeDifference(network.h, encode(parameters, indices)) < 1e-5);
  });

  Deno.test(`FastNetwork.crossEntropy() gives the reference's score (${kernels.simd})`, () => {
    const random = new Random(2);
    const parameters = rounded(randomNetwork(23, 13, random, 0.3));
    for (const length of [2, 3, 31, 32, 33, 34, 65, 1001]) {
      const indices = randomIndices(length, 13, random);
      const wanted = evaluate(parameters, indices, { temperature: 0.7 });
      const nats = new FastNetwork(kernels, parameters).crossEntropy(indices, 0.7);
      assert(Math.abs(nats / (length - 1) - wanted.natsPerChar) < 1e-5);
    }
  });

  Deno.test(`FastNetwork.sample() draws what the reference draws (${kernels.simd})`, () => {
    const parameters = rounded(randomNetwork(29, 17, new Random(3), 0.4));
    for (const temperature of [0.2, 1, 3]) {
      const network = new FastNetwork(kernels, parameters);
      const drawn = network.sample(new Random(4), 6000, temperature);
      const h = new Float64Array(29);
      const wanted = generate(parameters, { h, length: 6000, temperature, random: new Random(4) });
      // A draw within float32's rounding of a border may fall on the other side and change all after it.
      const same = drawn.findIndex((index, n) => index !== wanted.indices[n]);
      assert(same === -1 || same > 1000, `first difference at ${same}`);
    }
  });
}

Deno.test("FastNetwork.sample() draws each character as often as its probability says", () => {
  // Without hidden units that matter, every draw has the distribution softmax(by).
  const parameters = randomNetwork(1, 6, new Random(5), 0);
  parameters.by.set([0, 1, 2, -1, -80, 0.5].map(Number));
  const count = 100_000;
  const drawn = new FastNetwork(BUILDS[0], parameters).sample(new Random(6), count, 1);
  const exps = [...parameters.by].map(Math.exp);
  const total = exps.reduce((sum, e) => sum + e);
  exps.forEach((e, v) => {
    const p = e / total;
    const seen = drawn.filter((index) => index === v).length;
    const deviation = Math.sqrt(count * p * (1 - p));
    assert(Math.abs(seen - count * p) <= 4.5 * deviation + 1e-9, `${v}: ${seen} of ${count * p}`);
  });
});

Deno.test("FastNetwork carries its state from call to call and takes one that is set", () => {
  const random = new Random(8);
  const parameters = randomNetwork(9, 5, random);
  const indices = randomIndices(20, 5, random);
  const whole = new FastNetwork(BUILDS[0], parameters);
  whole.read(indices);
  const parts = new FastNetwork(BUILDS[0], parameters);
  parts.read(indices.subarray(0, 7));
  const other = new FastNetwork(BUILDS[0], parameters);
  other.h = parts.h;
  other.read(indices.subarray(7));
  assertEquals(other.h, whole.h);
});

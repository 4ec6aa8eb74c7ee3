/** The fast engine's builds, and their tanh and exp. */
import { fastEngine, type Simd } from "@lab/engines";
import { zeroParameters } from "@lab/model";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { compileModules } from "../../lib/cli/build/wasm.ts";
import { compiledModule } from "../../lib/engines/compiled.ts";
import { Instance } from "../../lib/engines/fast/instance.ts";
import { PLAIN, RELAXED } from "../../lib/engines/modules.ts";

const UNKNOWN = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 1, 255).toBase64();

Deno.test("compileModules() gives the committed bytes again", async () => {
  const committed = await Deno.readTextFile(
    new URL("../../lib/engines/modules.ts", import.meta.url),
  );
  assert(
    await compileModules() === committed,
    "modules.ts is not what its source compiles to: run deno task wasm",
  );
});

Deno.test("fastEngine() takes plain SIMD where the relaxed build does not validate", () => {
  const plain = "fast (float32, WebAssembly with plain SIMD)";
  assertEquals(fastEngine("plain").name, plain);
  assertEquals(fastEngine("relaxed", { relaxed: UNKNOWN, plain: PLAIN }).name, plain);
});

Deno.test("fastEngine() says so where there is no SIMD", () => {
  assertThrows(
    () => fastEngine("relaxed", { relaxed: UNKNOWN, plain: UNKNOWN }),
    Error,
    "Cannot run the fast engine as WebAssembly has no SIMD here",
  );
});

/** The engine's own exp of some numbers. */
function exp(simd: Simd, values: ArrayLike<number>): Float32Array {
  const module = compiledModule({ relaxed: RELAXED, plain: PLAIN }[simd])!;
  const tokens = 4 * Math.ceil(values.length / 4);
  const sizes = { hiddenSize: 1, vocabularySize: 1, steps: 1, numbers: 1 };
  const build = { module, isRelaxed: simd === "relaxed" };
  const instance = new Instance(build, { ...sizes, tokens }, false);
  const floats = instance.floats(tokens);
  floats.set(values);
  instance.exports.mapExp(tokens);
  return floats.slice(0, values.length);
}

/** The engine's own tanh: the states of units that see nothing but their bias. */
function tanh(simd: Simd, values: Float32Array): Float64Array {
  const [hiddenSize, vocabularySize] = [values.length / 256, 256];
  const parameters = zeroParameters({ hiddenSize, vocabularySize });
  parameters.Wxh.set(values);
  const network = fastEngine(simd).network(parameters);
  const got = new Float64Array(values.length);
  for (let character = 0; character < vocabularySize; character++) {
    network.step(character);
    network.state().forEach((h, i) => got[i * vocabularySize + character] = h);
  }
  return got;
}

/** Every sign and exponent that float32 has, and many mantissas of each. */
function allScales(): Float32Array {
  const bits = new Uint32Array(2 ** 18);
  for (let i = 0; i < bits.length; i++) bits[i] = (i << 14) + (i * 2654435761 >>> 18);
  return new Float32Array(bits.buffer).filter(Number.isFinite);
}

for (const simd of ["relaxed", "plain"] as const) {
  Deno.test(`The fast tanh is within 4e-7 of tanh, relative to it (${simd})`, () => {
    const values = allScales().filter((_, i) => i % 2 === 0);
    const got = tanh(simd, values.slice(0, values.length & ~255));
    let worst = 0;
    got.forEach((_, i) => {
      const x = values[i];
      if (Math.abs(x) < 1e-30) return;
      const wanted = Math.tanh(x);
      worst = Math.max(worst, Math.abs(got[i] - wanted) / Math.abs(wanted));
      assert(Math.abs(got[i]) <= 1);
    });
    assert(worst < 4e-7, `${worst}`);
    assert(worst > 1e-8, "float32 can't be this exact: the measurement is wrong");
  });

  Deno.test(`The fast exp is within 3e-7 of exp, relative to it, and 0 far below (${simd})`, () => {
    const values = Float32Array.from({ length: 200_001 }, (_, i) => -i * 80 / 200_000);
    const got = exp(simd, values);
    let worst = 0;
    values.forEach((x, i) => {
      if (x > -80) worst = Math.max(worst, Math.abs(got[i] / Math.exp(x) - 1));
    });
    assert(worst < 3e-7, `${worst}`);
    assert(worst > 1e-8, "float32 can't be this exact: the measurement is wrong");
    assertEquals(exp(simd, [-81, -1e30, -Infinity, 0]), Float32Array.of(0, 0, 0, 1));
  });
}

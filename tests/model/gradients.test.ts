/** Gradients against central differences, and the proof that this check sees a broken backward pass. */
import {
  backward,
  clipGradients,
  type GradientError,
  gradientErrors,
  initialParameters,
  type ModelParameters,
  PARAMETER_NAMES,
  type TrainingCase,
} from "@lab/model";
import { Random } from "@lab/numerics";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";

/** A random small network with weights large enough to reach tanh's bend, and a case for it. */
function randomCase(seed: number): { parameters: ModelParameters; example: TrainingCase } {
  const random = new Random(seed);
  const hiddenSize = 2 + random.integer(6);
  const vocabularySize = 2 + random.integer(6);
  const steps = 1 + random.integer(8);
  const parameters = initialParameters({ hiddenSize, vocabularySize }, random, 0.6);
  for (const bias of [parameters.bh, parameters.by]) {
    for (let i = 0; i < bias.length; i++) bias[i] = 0.4 * random.normal();
  }
  const characters = (): number[] =>
    Array.from({ length: steps }, () => random.integer(vocabularySize));
  const example = {
    inputs: characters(),
    targets: characters(),
    hPrev: Float64Array.from({ length: hiddenSize }, () => 1.8 * random.uniform() - 0.9),
    temperature: seed % 3 === 0 ? 1 : 0.5 + 2 * random.uniform(),
  };
  return { parameters, example };
}

const worstOf = (errors: GradientError[]): number =>
  Math.max(...errors.map((error) => error.relativeError));

Deno.test("backward() agrees with central differences to 1e-6 on 40 random networks", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { parameters, example } = randomCase(seed);
    for (const error of gradientErrors(parameters, example)) {
      assert(
        error.relativeError < 1e-6,
        `seed ${seed}, d${error.name}[${error.index}]: ${error.analytic} and ${error.numeric}`,
      );
    }
  }
});

/** What to leave out of backward.ts, as it stands in the file, and the seeds that can show it. */
const MUTATIONS = [
  {
    name: "dhNext left out",
    source: "dhNext = addTransposedMatVec(Whh, dhRaw, new Float64Array(H));",
    mutant: "dhNext = new Float64Array(H);",
  },
  { name: "1 − h² left out", source: "dhi * (1 - h[i] * h[i])", mutant: "dhi + 0 * h[i] + 0 * i" },
  { name: "1/τ left out", source: "dy[k] /= pass.temperature", mutant: "dy[k] /= 1" },
  { name: "target left out", source: "dy[targets[t]] -= 1;", mutant: "" },
  {
    name: "h_t for h_{t−1}",
    source: "hsBefore.push(hBefore)",
    mutant: "hsBefore.push(h); void hBefore",
  },
  {
    name: "hPrev taken for zero",
    source: "t === 0 ? pass.hPrev",
    mutant: "t === 0 ? new Float64Array(H)",
  },
  { name: "dby left out", source: "gradients.by[k] += dy[k]", mutant: "gradients.by[k] += 0" },
  {
    name: "dbh left out",
    source: "gradients.bh[i] += dhRaw[i]",
    mutant: "gradients.bh[i] += 0",
  },
  {
    name: "Whh not transposed",
    source: "dhNext = addTransposedMatVec(Whh, dhRaw",
    mutant: "dhNext = addMatVec(Whh, dhRaw",
  },
];

/** The backward pass of a mutated copy of backward.ts, loaded as a module of its own. */
async function mutated(source: string, mutant: string): Promise<typeof backward> {
  const url = new URL("../../lib/model/backward.ts", import.meta.url);
  const original = await Deno.readTextFile(url);
  assertEquals(original.split(source).length, 2, `'${source}' occurs once in backward.ts`);
  const code = original.replace(source, mutant)
    .replace("import { addOuters", "import { addMatVec, addOuters")
    .replace(/from "\.\//g, `from "${new URL("./", url)}`)
    .replace(/from "@lab\/numerics"/g, `from "${new URL("../numerics/mod.ts", url)}"`);
  const module = await import(`data:application/typescript,${encodeURIComponent(code)}`);
  return module.backward;
}

for (const { name, source, mutant } of MUTATIONS) {
  Deno.test(`gradientErrors() sees a backward pass with ${name}`, async () => {
    const broken = await mutated(source, mutant);
    let worst = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { parameters, example } = randomCase(seed);
      worst = Math.max(
        worst,
        worstOf(gradientErrors(parameters, example, {
          backwardPass: broken,
        })),
      );
    }
    assert(!(worst < 1e-2), `the largest relative error is only ${worst}`);
  });
}

Deno.test("gradientErrors() accepts an unmutated copy of the backward pass", async () => {
  const copy = await mutated("dy[targets[t]] -= 1;", "dy[targets[t]] -= 1.0;");
  const { parameters, example } = randomCase(5);
  assert(worstOf(gradientErrors(parameters, example, { backwardPass: copy })) < 1e-6);
});

Deno.test("clipGradients() limits every entry of all five gradients and leaves small ones", () => {
  const random = new Random(3);
  const gradients = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, random, 10);
  const before = structuredClone(gradients);
  assertStrictEquals(clipGradients(gradients, 5), gradients);
  for (const name of PARAMETER_NAMES) {
    for (const [i, g] of gradients[name].entries()) {
      assertEquals(
        g,
        Math.abs(before[name][i]) <= 5 ? before[name][i] : 5 * Math.sign(before[name][i]),
      );
    }
  }
  gradients.by.set([Infinity, -Infinity, NaN]);
  assertEquals([...clipGradients(gradients, 2).by], [2, -2, NaN]);
  assertThrows(() => clipGradients(gradients, 0), RangeError, "'limit' must be > 0");
});

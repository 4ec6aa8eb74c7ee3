/** Compares the dynamics of a network with what tests/reference/analysis/dynamics.py computed. */
import {
  cycleMultipliers,
  differenceLife,
  exploreSides,
  findFixedPoints,
  followCharacter,
  lyapunovExponents,
  principalComponents,
  probeMemory,
  recordActivations,
  RESIDUAL,
  stabilityAgrees,
} from "@lab/analysis";
import type { CharacterModel } from "@lab/model";
import { eigen } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import stored from "../../reference/analysis/dynamics.json" with { type: "json" };

type Stored = typeof stored["small"];

/** Sizes and real parts of eigenvalues, the largest first. */
const bySize = ({ real, imaginary }: { real: Float64Array; imaginary: Float64Array }): number[][] =>
  Array.from(real, (re, k) => [Math.hypot(re, imaginary[k]), re]);

const norm = (h: Float64Array): number => Math.sqrt(h.reduce((sum, x) => sum + x * x, 0));
const total = (h: Float64Array): number => h.reduce((sum, x) => sum + x, 0);

function near(found: readonly number[][], wanted: readonly number[][], tolerance: number): void {
  for (const [k, pair] of wanted.entries()) {
    for (const i of [0, 1]) assertAlmostEquals(found[k][i], pair[i], tolerance);
  }
}

/** The states that dynamics.py starts from. */
function startsOf(model: CharacterModel, text: string): Float64Array[] {
  const { hiddenSize: H } = model.parameters;
  const hs = recordActivations(model, text.slice(0, 450)).values.h!;
  const at = (t: number): Float64Array => Float64Array.from(hs.subarray(t * H, (t + 1) * H));
  const mirrored = (t: number): Float64Array => at(t).map((x) => -x);
  return [new Float64Array(H), at(300), at(400), mirrored(300), mirrored(400)];
}

/** Defines the tests for one network. */
export function compareDynamics(
  network: keyof typeof stored,
  model: CharacterModel,
  wholeText: string,
): void {
  const values = stored[network] as unknown as Stored;
  const { sizes, fixedPoints, orbits, lyapunov } = values;
  const text = wholeText.slice(0, 4000);
  const test = (name: string, body: () => void): void => Deno.test(`${network}: ${name}`, body);

  test("eigen() gives NumPy's eigenvalues of Whh", () => {
    near(bySize(eigen(model.parameters.Whh)), values.eigenvalues, 1e-11);
  });

  for (const [character, wanted] of Object.entries(fixedPoints)) {
    test(`findFixedPoints() finds each of NumPy's for ${JSON.stringify(character)} from near it`, () => {
      const starts = wanted.map(({ start }) => Float64Array.from(start));
      const { points, reached } = findFixedPoints(model, character, starts);
      assertEquals([points.length, reached], [wanted.length, wanted.length]);
      assert(stabilityAgrees(points) && points.every(({ pushed }) => pushed !== "undecided"));
      for (const { norm: length, sum, eigenvalues, unstable } of wanted) {
        const point = points.find(({ h }) => Math.abs(total(h) - sum) < 1e-9)!;
        assert(point.residual < RESIDUAL, `${point.residual}`);
        assertAlmostEquals(norm(point.h), length, 1e-9);
        near(bySize(point.eigenvalues), eigenvalues, 1e-9);
        assertAlmostEquals(point.radius, eigenvalues[0][0], 1e-9);
        assertEquals(point.unstable, unstable);
      }
    });
  }

  for (const [character, wanted] of Object.entries(orbits)) {
    test(`followCharacter() settles as in NumPy when fed ${JSON.stringify(character)}`, () => {
      const { attractors, starts } = followCharacter(model, character, startsOf(model, text), {
        steps: 3000,
      });
      assertEquals(starts, wanted.length);
      for (const [start, { period, sum, multiplier }] of wanted.entries()) {
        const end = attractors.find(({ from }) => from.includes(start))!;
        assertEquals(end.period, period);
        if (period === 0) continue;
        assert(end.residual < RESIDUAL, `${end.residual}`);
        assertAlmostEquals(Math.max(...end.states.map(total)), sum, 1e-5);
        assertAlmostEquals(bySize(cycleMultipliers(model, end.states))[0][0], multiplier, 1e-6);
      }
    });
  }

  test("lyapunovExponents() are those of Householder's QR, with their errors", () => {
    const read = text.slice(0, sizes.lyapunov);
    const { exponents } = lyapunovExponents(model, read, { skip: 100, stretch: 50 });
    for (const [k, { mean, error }] of exponents.entries()) {
      assertAlmostEquals(mean, lyapunov.mean[k], 1e-9);
      assertAlmostEquals(error, lyapunov.error[k], 1e-9);
    }
  });

  test("exploreSides() catches the starts that NumPy catches, and predicts as many", () => {
    const [before, passage, each] = sizes.sides;
    const { sides, basins } = exploreSides(model, text, { before, passage, each });
    const { size, real, followed, outweighed } = values.sides;
    assertAlmostEquals(sides.eigenvalue.size, size, 1e-11);
    assertAlmostEquals(sides.eigenvalue.real, real, 1e-11);
    assertAlmostEquals(sides.followed, followed, 1e-12);
    assertEquals(sides.outweighed, outweighed);
    for (const [k, { caught, traps, predicted, byLikeness, fates }] of basins.entries()) {
      const wanted = values.sides.basins[k];
      assertEquals(
        { caught, traps, predicted, byLikeness },
        {
          caught: wanted.caught,
          traps: wanted.traps,
          predicted: wanted.predicted,
          byLikeness: wanted.byLikeness,
        },
      );
      const nats = fates.reduce((sum, fate) => sum + fate.natsPerChar, 0) / fates.length;
      assertAlmostEquals(nats, wanted.nats, 1e-6);
    }
  });

  test("differenceLife() follows NumPy's pairs", () => {
    const { median, high, merged, halfLife } = values.differences;
    const found = differenceLife(model, text.slice(0, sizes.differences), {
      pairs: 40,
      steps: 120,
    });
    for (const [k, t] of [0, 1, 2, 5, 10].entries()) {
      assertAlmostEquals(found.distances[t].median, median[k], 1e-8);
      assertAlmostEquals(found.distances[t].high, high[k], 1e-8);
    }
    assertEquals([found.merged, found.halfLife], [merged, halfLife]);
  });

  test("principalComponents() have the shares of the singular values", () => {
    const hs = recordActivations(model, text.slice(0, 450)).values.h!;
    const { shares } = principalComponents(hs, model.parameters.hiddenSize, 3);
    for (const [k, share] of values.components.entries()) {
      assertAlmostEquals(shares[k], share, 1e-11);
    }
  });

  test("probeMemory() names as many as least squares on stacked rows does", () => {
    const [maxLag, train, test] = sizes.probe;
    const { lags } = probeMemory(model, text, { maxLag, train, test });
    for (const [k, wanted] of values.probe.entries()) {
      assertAlmostEquals(lags[k].accuracy.mean, wanted.accuracy, 1e-9);
      assertAlmostEquals(lags[k].control.mean, wanted.control, 1e-9);
      assertEquals([lags[k].majority, lags[k].fromLast], [wanted.majority, wanted.fromLast]);
    }
  });
}

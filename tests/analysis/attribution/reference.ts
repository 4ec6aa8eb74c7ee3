/** Compares behaviours, cuts, paths, weights and integrals with what attribution.py computed. */
import {
  type Behaviour,
  type BehaviourOptions,
  circuitOf,
  collectBehaviour,
  cutInputs,
  edgeEffects,
  edgeShares,
  type IntegratedGradients,
  integrateInputs,
  integrateState,
  measureOf,
  pathTable,
  placesIn,
} from "@lab/analysis";
import { type CharacterModel, outputLogits } from "@lab/model";
import { softmax } from "@lab/numerics";
import { assert, assertEquals } from "@std/assert";

interface StoredIntegral {
  total: number;
  reference: number;
  terms: number[];
}

interface StoredQuestion {
  occurrences: number;
  meanPrev: number;
  measure: number;
  cuts: { name: string; value: number; error: number }[];
  paths: {
    total: number;
    reference: number;
    input: number[];
    recurrent: number[];
    bend: number[];
  };
  edges: {
    lead: number;
    reference: number;
    strongest: { coordinates: string; effect: number; error: number }[];
    sizes: number[];
    explained: number;
    measures: number[];
    shares: { size: number; kept: number; halfWidth: number; lost: number; measures: number[] }[];
  };
  integrated: { state: StoredIntegral; inputs: StoredIntegral };
  leftOut: number;
}

/** One network's results, as JSON holds them. */
export interface StoredAttribution {
  prefix: string;
  pool: number[];
  "after a colon": StoredQuestion;
  "closing a line": StoredQuestion;
}

/** The behaviours as attribution.py asks for them. */
const QUESTIONS: Readonly<Record<"after a colon" | "closing a line", BehaviourOptions>> = {
  "after a colon": { after: ":", targets: " \n" },
  "closing a line": { after: (text, t) => text[t + 1] === "\n", targets: "\n", against: " " },
};

/**
 * Defines the tests for one network.
 * @param name what the tests are about
 * @param model the network
 * @param text its text
 * @param stored NumPy's results
 * @param tolerance the largest difference, relative to 1 or to the larger value
 */
export function compareAttribution(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredAttribution,
  tolerance: number,
): void {
  const close = (
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    what: string,
    within = tolerance,
  ): void => {
    assertEquals(actual.length, expected.length, what);
    for (let i = 0; i < expected.length; i++) {
      const limit = within * Math.max(1, Math.abs(expected[i]));
      const difference = Math.abs(actual[i] - expected[i]);
      assert(difference <= limit, `${what}[${i}] is ${actual[i]}, NumPy has ${expected[i]}`);
    }
  };
  for (const [question, options] of Object.entries(QUESTIONS)) {
    const wanted = stored[question as keyof typeof QUESTIONS];
    let collected: Behaviour | undefined;
    const get = (): Behaviour =>
      collected ??= collectBehaviour(model, text, { ...options, pool: stored.pool });
    const test = (sentence: string, run: () => void): void =>
      Deno.test(`${sentence} (${name}, ${question})`, run);

    test("collectBehaviour() and measureOf() agree with NumPy", () => {
      const behaviour = get();
      const { hs, mean, meanPrev, positions } = behaviour;
      const H = mean.length;
      assertEquals([...positions], placesIn(text, options.after));
      assertEquals(positions.length, wanted.occurrences);
      close([meanPrev.reduce((a, b) => a + b)], [wanted.meanPrev], "meanPrev");
      const measure = measureOf(behaviour);
      const values = Array.from(positions, (_, t) => {
        const logits = outputLogits(model.parameters, hs.subarray(t * H, (t + 1) * H));
        return measure(softmax(logits).map(Math.log));
      });
      close([values.reduce((a, b) => a + b) / values.length], [wanted.measure], "measure");
    });

    test("cutInputs() agrees with NumPy, standard errors included", () => {
      const rows = cutInputs(get());
      assertEquals(rows.map(({ cut, by }) => `${cut} ${by}`), wanted.cuts.map((row) => row.name));
      close(rows.map(({ value }) => value), wanted.cuts.map(({ value }) => value), "value");
      const errors = wanted.cuts.map(({ error }) => error);
      close(rows.map(({ error }) => error), errors, "error");
    });

    test("pathTable() agrees with NumPy for every unit", () => {
      const behaviour = get();
      const H = behaviour.mean.length;
      const { total, reference, paths } = pathTable(model, behaviour.hPrevs.slice(0, H), {
        input: model.vocabulary.characters[behaviour.indices[0]],
        output: behaviour.targets[0],
        reference: behaviour,
      });
      close([total, reference], [wanted.paths.total, wanted.paths.reference], "logits");
      for (const source of ["input", "recurrent", "bend"] as const) {
        const sums = new Float64Array(H);
        for (const path of paths) if (path.source === source) sums[path.unit] += path.contribution;
        close(sums, wanted.paths[source], source);
      }
    });

    test("edgeEffects() and edgeShares() agree with NumPy's masked matrices", () => {
      const behaviour = get();
      const { edges, lead, reference } = edgeEffects(behaviour);
      const { strongest, sizes, shares, explained } = wanted.edges;
      close([lead, reference], [wanted.edges.lead, wanted.edges.reference], "lead");
      const first = edges.slice(0, strongest.length);
      assertEquals(
        first.map(({ from, to }) => from === "input" ? `Wxh[${to}, :]` : `Whh[${to}, ${from}]`),
        strongest.map(({ coordinates }) => coordinates),
      );
      close(first.map(({ effect }) => effect), strongest.map(({ effect }) => effect), "effect");
      close(first.map(({ error }) => error), strongest.map(({ error }) => error), "error", 1e-6);
      const sums = new Float64Array(sizes.length);
      for (const { to, effect } of edges) sums[to] += Math.abs(effect);
      close(sums, sizes, "sizes");
      const found = edgeShares(behaviour, edges, {
        sizes: shares.map(({ size }) => size),
        randomSets: 1,
      });
      close([found.explained], [explained], "explained");
      close([found.full, found.floor], wanted.edges.measures, "measures");
      for (const [k, { kept, halfWidth, lost, measures }] of shares.entries()) {
        const point = found.points[k];
        close([point.kept.share, point.lost.share], [kept, lost], `share ${k}`, 10 * tolerance);
        close([point.keptMeasure, point.lostMeasure], measures, `measures ${k}`);
        close([point.kept.interval[1] - point.kept.share], [halfWidth], `interval ${k}`, 1e-6);
      }
    });

    test("integrateState() and integrateInputs() agree with NumPy's complex step", () => {
      const behaviour = get();
      const options = { targets: behaviour.targets.join(""), reference: behaviour };
      const compare = (
        found: IntegratedGradients,
        expected: StoredIntegral,
        what: string,
      ): void => {
        close([found.total, found.reference], [expected.total, expected.reference], what);
        close(found.terms, expected.terms, what, 1e-5);
      };
      const h = behaviour.hs.slice(0, behaviour.mean.length);
      compare(integrateState(model, h, options), wanted.integrated.state, "state");
      const inputs = integrateInputs(model, stored.prefix, options);
      compare(inputs, wanted.integrated.inputs, "inputs");
    });

    test("circuitOf() agrees with NumPy about what it leaves out", () => {
      close([circuitOf(get(), [1, 4]).leftOut.share], [wanted.leftOut], "leftOut");
    });
  }
}

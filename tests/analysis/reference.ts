/** Compares every analysis with what tests/reference/analysis/analyses.py computed. */
import type { CharacterModel } from "@lab/model";
import {
  activationMasks,
  attributeLogits,
  beginningTraps,
  type Behaviour,
  BehaviourRecorder,
  circuitOf,
  compareBeginnings,
  countNeighboursAt,
  cutInputs,
  findHalving,
  gradientFlow,
  leastSurprising,
  nearestStates,
  observe,
  otherInputs,
  patchByDepth,
  patchReach,
  rankUnits,
  recordActivations,
  saliency,
  strongestCharacter,
  sweepThresholds,
  unitsForHalf,
  UnitStatistics,
  type UnitStatisticsResult,
} from "@lab/analysis";
import { encode, evaluate } from "@lab/sampling";
import { assert, assertEquals } from "@std/assert";

/** The results of analyses.py, as JSON holds them. */
export interface StoredAnalyses {
  after: string;
  targets: string;
  prefix: string;
  source: string;
  pool: number[];
  flow: { characters: number; maxLag: number; samples: number };
  occurrences: number;
  masks: { before: number[]; after: number[]; outputs: string[]; probs: number[] };
  sweep: { threshold: number; before: number; after: number; outputs: number }[];
  halving: number | null;
  statistics: {
    inMask: number[];
    saturated: number[];
    mean: number[];
    variance: number[];
    nearlyAlways: number;
    constant: number;
  };
  attribution: {
    contributions: number[];
    total: number;
  };
  cuts: { cut: string; by: string; probability: number; klBits: number }[];
  ranking: { order: number[]; contributions: number[] };
  beginnings: {
    before: string;
    passage: string;
    natsPerChar: number[];
    similarity: number[];
    trapped: string[];
    opposite: number;
    verdict: string;
  };
  temperatures: {
    text: string;
    taus: number[];
    natsPerChar: number[];
    best: number;
    place: string;
  };
  causes: {
    unitsForHalf: { units: number[]; givenNats: number; positiveNats: number };
    circuits: {
      units: number[];
      hAtOccurrences: number[];
      hOverText: number[];
      input: number[];
      recurrent: number[];
      bias: number[];
      weights: number[][];
      carries: number[][];
    }[];
  };
  gradientFlow: { mean: number[]; median: number[]; horizon: number | null };
  saliency: { gradient: number[]; occlusion: number[]; strongest: number };
  patches: { klFromUnpatched: number; targets: number[] }[];
  settledDepth: number | null;
  nearest: number[];
  cosines: number[];
  neighboursAt: number;
}

/** One pass over the text for all that needs one. */
interface Collected {
  behaviour: Behaviour;
  statistics: UnitStatisticsResult;
}

function collect(model: CharacterModel, text: string, stored: StoredAnalyses): Collected {
  const { after, targets, pool } = stored;
  const recorder = new BehaviourRecorder(model, { after, targets, pool });
  const statistics = new UnitStatistics(model);
  observe(model, text, [recorder, statistics]);
  return {
    behaviour: recorder.result(),
    statistics: statistics.result(),
  };
}

/**
 * Defines one test for each analysis.
 * @param name what the tests are about
 * @param model the network
 * @param text its text
 * @param stored NumPy's results
 * @param tolerance the largest difference, relative to 1 or to the larger value
 */
export function compareWithNumPy(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredAnalyses,
  tolerance: number,
): void {
  const { after, targets, prefix } = stored;
  let collected: Collected | undefined;
  const get = (): Collected => collected ??= collect(model, text, stored);
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void => {
    assertEquals(actual.length, expected.length, what);
    for (let i = 0; i < expected.length; i++) {
      const limit = tolerance * Math.max(1, Math.abs(expected[i]));
      const difference = Math.abs(actual[i] - expected[i]);
      assert(difference <= limit, `${what}[${i}] is ${actual[i]}, NumPy has ${expected[i]}`);
    }
  };
  const test = (sentence: string, run: () => void): void => Deno.test(`${sentence} (${name})`, run);

  test("activationMasks(), sweepThresholds() and findHalving() agree with NumPy", () => {
    const masks = activationMasks(model, prefix, { refeedLast: true });
    assertEquals(masks.before.units, stored.masks.before);
    assertEquals(masks.after.units, stored.masks.after);
    assertEquals(masks.outputs.characters, stored.masks.outputs);
    close(masks.probs, stored.masks.probs, "probs");
    const rows = sweepThresholds(model, prefix, stored.sweep.map((row) => row.threshold), {
      refeedLast: true,
    });
    assertEquals(
      rows.map(({ threshold, before, after, outputs }) => ({ threshold, before, after, outputs })),
      stored.sweep,
    );
    const { verdict, threshold } = findHalving(rows);
    assertEquals(verdict === "falls below half" ? threshold : null, stored.halving);
  });

  test("UnitStatistics agrees with NumPy", () => {
    const { units, mean, nearlyAlways, constant } = get().statistics;
    close(units.map((unit) => unit.inMask), stored.statistics.inMask, "inMask");
    close(units.map((unit) => unit.saturated), stored.statistics.saturated, "saturated");
    close(mean, stored.statistics.mean, "mean");
    close(units.map((unit) => unit.variance), stored.statistics.variance, "variance");
    assertEquals(nearlyAlways, stored.statistics.nearlyAlways);
    assertEquals(constant, stored.statistics.constant);
  });

  test("attributeLogits() agrees with NumPy for every unit", () => {
    const indices = model.vocabulary.encode(prefix);
    const h = encode(model.parameters, indices);
    const parts = attributeLogits(model, h, { of: targets, reference: get().behaviour.mean });
    close(parts.units.map((u) => u.contribution), stored.attribution.contributions, "unit");
    close([parts.total], [stored.attribution.total], "total");
  });

  test("cutInputs() agrees with NumPy", () => {
    const [, ...rows] = cutInputs(get().behaviour);
    assertEquals(
      rows.map((row) => `${row.cut} ${row.by}`),
      stored.cuts.map((c) => `${c.cut} ${c.by}`),
    );
    close(rows.map((r) => r.value), stored.cuts.map((c) => c.probability), "probability");
    close(rows.map((row) => row.klBits), stored.cuts.map((row) => row.klBits), "klBits");
    const { otherText, otherCharacter } = otherInputs(cutInputs(get().behaviour));
    const [text, character] = ["Whh", "Wxh"].map((cut) =>
      stored.cuts.find((row) => row.cut === cut && row.by === "resample")!.probability
    );
    close([otherText.value, otherCharacter.value], [text, character], "other inputs");
  });

  test("rankUnits() and unitsForHalf() agree with NumPy", () => {
    const { behaviour } = get();
    const ranked = rankUnits(behaviour);
    assertEquals(ranked.map(({ unit }) => unit), stored.ranking.order);
    close(ranked.map((unit) => unit.contribution), stored.ranking.contributions, "contribution");
    const { units, of, ...nats } = unitsForHalf(ranked);
    const half = stored.causes.unitsForHalf;
    assertEquals([units, of], [half.units, model.parameters.hiddenSize]);
    close([nats.givenNats, nats.positiveNats], [half.givenNats, half.positiveNats], "half");
  });

  test("circuitOf() agrees with NumPy", () => {
    for (const expected of stored.causes.circuits) {
      const { units, edges } = circuitOf(get().behaviour, expected.units);
      for (const key of ["hAtOccurrences", "hOverText", "input", "recurrent", "bias"] as const) {
        close(units.map((unit) => unit[key]), expected[key], key);
      }
      const [inward, outward] = [edges.slice(0, units.length), edges.slice(units.length)];
      close(inward.map((edge) => edge.weight), expected.input, "Wxh");
      close(inward.map((edge) => edge.carries), expected.input, "carried to the units");
      close(outward.map((edge) => edge.weight), expected.weights.flat(), "Why");
      close(outward.map((edge) => edge.carries), expected.carries.flat(), "carried to the targets");
    }
  });

  test("compareBeginnings() and beginningTraps() agree with NumPy", () => {
    const { before, passage, natsPerChar, similarity, ...finding } = stored.beginnings;
    const beginnings = compareBeginnings(model, before, passage);
    close(beginnings.tried.map((one) => one.natsPerChar), natsPerChar, "natsPerChar");
    close(beginnings.tried.map((one) => one.similarity), similarity, "similarity");
    const { trapped, opposite, verdict } = beginningTraps(beginnings);
    assertEquals(
      { trapped: trapped.map(({ character }) => character), opposite, verdict },
      finding,
    );
  });

  test("leastSurprising() agrees with NumPy", () => {
    const { text, taus, natsPerChar, best, place } = stored.temperatures;
    const indices = model.vocabulary.encode(text);
    const scores = taus.map((temperature) => ({
      temperature,
      ...evaluate(model.parameters, indices, { temperature }),
    }));
    close(scores.map((score) => score.natsPerChar), natsPerChar, "natsPerChar");
    const found = leastSurprising(scores);
    assertEquals([found.temperature, found.place], [best, place]);
  });

  test("gradientFlow() and gradientHorizon() agree with NumPy", () => {
    const { characters, maxLag, samples } = stored.flow;
    const { lags, horizon } = gradientFlow(model, text.slice(0, characters), { maxLag, samples });
    close(lags.map((lag) => lag.mean), stored.gradientFlow.mean, "mean");
    close(lags.map((lag) => lag.median), stored.gradientFlow.median, "median");
    assertEquals(horizon, stored.gradientFlow.horizon);
  });

  test("saliency() and strongestCharacter() agree with NumPy's complex step and with leaving inputs out", () => {
    const salient = saliency(model, prefix, { targets });
    const { characters } = salient;
    close(characters.map((c) => c.gradient), stored.saliency.gradient, "gradient");
    close(characters.map((c) => c.occlusion), stored.saliency.occlusion, "occlusion");
    const { position, fromEnd } = strongestCharacter(salient);
    assertEquals(position, stored.saliency.strongest);
    assertEquals(fromEnd, prefix.length - 1 - position);
  });

  test("patchByDepth() and patchReach() agree with NumPy", () => {
    const patch = patchByDepth(model, { from: stored.source, into: prefix, targets });
    const { depths } = patch;
    const { verdict, depth } = patchReach(patch);
    assertEquals(verdict === "settles" ? depth : null, stored.settledDepth);
    close(
      depths.map((d) => d.klFromUnpatched),
      stored.patches.map((p) => p.klFromUnpatched),
      "klFromUnpatched",
    );
    close(
      depths.flatMap((depth) => depth.targets.map(({ probability }) => probability)),
      stored.patches.flatMap((patch) => patch.targets),
      "targets",
    );
  });

  test("nearestStates() and countNeighboursAt() agree with NumPy", () => {
    const { behaviour } = get();
    const H = model.parameters.hiddenSize;
    const recorded = recordActivations(model, text, { at: after });
    assertEquals(recorded.values.h, behaviour.hs);
    const found = nearestStates(recorded, text, behaviour.hs.subarray(0, H), { count: 5 });
    assertEquals(found.map(({ position }) => position), stored.nearest);
    close(found.map(({ cosine }) => cosine), stored.cosines, "cosine");
    const begun = text.slice(0, stored.flow.characters);
    const h = behaviour.hs.subarray(0, H);
    const near = nearestStates(recordActivations(model, begun), begun, h);
    assertEquals(countNeighboursAt(near, after), stored.neighboursAt);
  });
}

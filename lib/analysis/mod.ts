/**
 * Which weights decide what a network writes. Each file says what its method claims and leaves out.
 *
 * - what the network does: `walk`, `observe`, `recordActivations`, `unitStatistics`, `classMeans`,
 *   `nearestStates`
 * - which units vary at all, and the network without the others: `varyingUnits`, `foldConstantUnits`
 * - the report's masks and what they are worth: `activationMasks`, `sweepThresholds`, `testMasks`,
 *   `summariseMasks`, `overlapMasks`
 * - exact parts of logits and pre-activations, relative to the mean over a text: `attributeLogits`,
 *   `attributePreActivation`, `pathTable`; of log P: `integrateState`, `integrateInputs`
 * - single weights across one step, and what they carry together: `edgeEffects`, `edgeShares`
 * - a behaviour, any places of a text and any characters: `collectBehaviour`, `placesIn`, `measureOf`
 * - rules that a text follows, and what the chapters ask of it: `findRules`, `questionsFor`
 * - causes: `ablate`, `rankUnits`, `circuitOf`, `cutInputs`; what counts there: `unitsForHalf`
 * - sets of units: `ablationCurves`, `searchUnits`, `searchPurposes`, `scoreSet`, `specificity`; what
 *   counts there: `judgeSet`, `enoughAndNeeded`, `areasBesideChance`
 * - causes on the way to a decision: `ablateThroughTime`, `patchScan`,
 *   `pairPlaces`, `carriersIn`, `mainCarriersIn`, `scoreCarriers`, `patchByDepth`
 * - where in the state a decision sits, and how early: `whereDecisionSits`, `decisionByDepth`
 * - networks with a known mechanism, to score methods on: `plantCircuit`, `scoreMethods`
 * - what context is worth: `contextInformation`, `contextInformationAfter`, `rankInformation`
 * - how far back a prediction reaches: `gradientFlow`, `saliency`
 * - what a wrong beginning, text, gradient or temperature does: `beginningTraps`, `trapTendency`, `misreadingCost`,
 *   `secondFeeds`, `compareGradients`, `writingTrend`, `leastSurprising`, `compareTrainedAt`
 * - where states go: `followCharacter`, `findFixedPoints`, `lyapunovExponents`, `findSides`, `exploreSides`,
 *   `compareFreeing`, `principalComponents`, `differenceLife`, `probeMemory`
 * - when mask and rules appear in training: `takeSnapshot`, `compareArrivals`
 * - the report's claims: `decideContext`; all of them beside what was measured: `auditClaims`
 *
 * Everything runs in float64 and in a browser; observers share one pass over a text.
 * @module
 */
export * from "./audit/audit.ts";
export * from "./audit/claims.ts";
export * from "./audit/reported.ts";
export * from "./audit/softmax_rounding.ts";
export {
  ablate,
  type AblationErrors,
  type AblationOptions,
  type AblationResult,
  type Replacement,
  type TargetEffect,
} from "./causes/ablation.ts";
export * from "./causes/ablation_through_time.ts";
export * from "./walk/activations.ts";
export * from "./walk/alphabet.ts";
export * from "./walk/classes.ts";
export * from "./attribution/attribution.ts";
export * from "./context/beginnings.ts";
export * from "./context/traps.ts";
export * from "./causes/behaviour.ts";
export * from "./causes/measure.ts";
export * from "./causes/occurrences.ts";
export * from "./attribution/circuit.ts";
export * from "./attribution/edge_shares.ts";
export {
  type Edge,
  type EdgeEffect,
  type EdgeEffects,
  edgeEffects,
  type EdgeOptions,
} from "./attribution/edges.ts";
export * from "./attribution/integrated.ts";
export * from "./context/context.ts";
export * from "./decision/decision.ts";
export * from "./decision/depth.ts";
export type { Controls, PartKind } from "./decision/parts.ts";
export type { PlacePair, WayOptions, Ways } from "./decision/ways.ts";
export * from "./causes/cuts.ts";
export * from "./context/distributions.ts";
export * from "./emergence/arrival.ts";
export * from "./emergence/snapshots.ts";
export * from "./context/misreading.ts";
export * from "./context/own_temperatures.ts";
export * from "./context/temperatures.ts";
export * from "./context/ranking.ts";
export * from "./walk/gradient_comparison.ts";
export * from "./walk/gradients.ts";
export * from "./masks/activation_masks.ts";
export * from "./masks/mask_test.ts";
export * from "./masks/mask_findings.ts";
export * from "./masks/thresholds.ts";
export * from "./walk/neighbours.ts";
export { placesIn, type Where, whereInWords } from "./walk/places.ts";
export * from "./fold/constants.ts";
export * from "./fold/fold.ts";
export type { FoldPoint } from "./fold/folder.ts";
export { type FoldScore, type FoldScoreOptions, scoreFolded } from "./fold/scores.ts";
export { varyingUnits } from "./fold/varying.ts";
export * from "./patching/carriers.ts";
export * from "./patching/pairs.ts";
export * from "./patching/patch_scan.ts";
export * from "./patching/patching.ts";
export * from "./planted/method_scores.ts";
export * from "./planted/planted_circuit.ts";
export * from "./causes/ranking.ts";
export * from "./rules/questions.ts";
export * from "./rules/rules.ts";
export * from "./attribution/paths.ts";
export * from "./attribution/saliency.ts";
export * from "./scores/calibration.ts";
export * from "./scores/fit.ts";
export * from "./scores/growth.ts";
export * from "./scores/mixtures.ts";
export * from "./scores/partitions.ts";
export * from "./scores/side_by_side.ts";
export * from "./scores/two_changes.ts";
export * from "./sets/areas.ts";
export { type Matched, type RandomSetOptions, randomSets } from "./sets/controls.ts";
export * from "./sets/curves.ts";
export {
  GOALS,
  judgeSet,
  scoreSet,
  type SearchGoals,
  type SearchPurpose,
  type SetScores,
  type SetVerdict,
} from "./sets/goals.ts";
export type { SearchProgress, SearchWatch } from "./sets/one_search.ts";
export * from "./sets/search.ts";
export * from "./sets/specificity.ts";
export * from "./walk/statistics.ts";
export * from "./walk/steps.ts";
export * from "./walk/words.ts";
export * from "./verdicts.ts";
export { stepJacobian } from "./dynamics/constant_input.ts";
export {
  findFixedPoints,
  type FixedPoint,
  type FixedPointSearch,
  type Pushed,
  RESIDUAL,
  stabilityAgrees,
} from "./dynamics/fixed_points.ts";
export * from "./dynamics/lyapunov.ts";
export * from "./dynamics/orbit_counts.ts";
export * from "./dynamics/orbits.ts";
export * from "./dynamics/differences.ts";
export * from "./dynamics/basins.ts";
export * from "./dynamics/freeing.ts";
export { findSides, type Sides } from "./dynamics/sides.ts";
export * from "./dynamics/space.ts";
export * from "./dynamics/probe.ts";

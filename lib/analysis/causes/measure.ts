/**
 * What a behaviour is measured by: P(targets), or, where the targets are compared with other
 * characters, their lead in logits. H: hidden units, V: characters.
 */
import type { Behaviour } from "./behaviour.ts";

/**
 * `[V]` the weights whose sum over the logits is the targets' lead: 1/n for each of the n targets,
 * −1/m for each of the m characters of `against`, or of all others where nothing is compared. They
 * sum to 0, so that log-probabilities have the same lead as logits.
 * @param behaviour which characters
 * @returns `[V]` the weights
 * @example
 * ```ts
 * import { leadWeights } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const [space, colon, a] = leadWeights({ model, targets: [" "], against: [] });
 * assertEquals([space, colon, a], [1, -0.5, -0.5]);
 * assertEquals([...leadWeights({ model, targets: [" "], against: ["a"] })], [1, 0, -1]);
 * ```
 */
export function leadWeights(
  { model, targets, against }: Pick<Behaviour, "model" | "targets" | "against">,
): Float64Array {
  const { characters } = model.vocabulary;
  const others = against.length > 0 ? against : characters.filter((c) => !targets.includes(c));
  return Float64Array.from(characters, (character) => {
    if (targets.includes(character)) return 1 / targets.length;
    return others.includes(character) ? -1 / others.length : 0;
  });
}

/**
 * The measure of a behaviour, as a function of the next character's distribution.
 * @param behaviour which characters, and against which
 * @returns a function of `[V]` log-probabilities: P(targets) without `against`; with it the targets'
 * mean logit less that of `against`, in nats
 * @example
 * ```ts
 * import { measureOf } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const logs = Float64Array.of(0.5, 0.25, 0.25).map(Math.log);
 * assertAlmostEquals(measureOf({ model, targets: [" "], against: [] })(logs), 0.5, 1e-12);
 * assertAlmostEquals(measureOf({ model, targets: [" "], against: ["a"] })(logs), Math.LN2, 1e-12);
 * ```
 */
export function measureOf(
  behaviour: Pick<Behaviour, "model" | "targets" | "against">,
): (logProbabilities: Float64Array) => number {
  if (behaviour.against.length > 0) {
    const weights = leadWeights(behaviour);
    return (logs) => weights.reduce((sum, w, k) => w === 0 ? sum : sum + w * logs[k], 0);
  }
  const rows = behaviour.targets.map((character) => behaviour.model.vocabulary.indexOf(character));
  return (logs) => rows.reduce((sum, k) => sum + Math.exp(logs[k]), 0);
}

/**
 * The one character that was read at every occurrence.
 * @param behaviour the behaviour with its occurrences
 * @returns the character; undefined where they differ
 * @example
 * ```ts
 * import { collectBehaviour, inputOf } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * assertEquals(inputOf(collectBehaviour(model, "a: a: ", { after: ":", targets: " " })), ":");
 * assertEquals(inputOf(collectBehaviour(model, "a: a: ", { after: [0, 1], targets: " " })), undefined);
 * ```
 */
export function inputOf({ model, indices }: Behaviour): string | undefined {
  const [first] = indices;
  return indices.every((index) => index === first) ? model.vocabulary.characters[first] : undefined;
}

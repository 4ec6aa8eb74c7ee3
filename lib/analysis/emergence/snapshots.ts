/**
 * A network at one moment of its training, by what is said of trained ones: how full the mask is, how
 * many units vary, which rules are there. H: hidden units, V: characters.
 *
 * A rule is "at these places the network writes one of these characters". Its strength is not P at the
 * places alone, as an untrained network that writes spaces everywhere would have the rule: it is how
 * much of the way from P everywhere to 1 is done, `(P − base) / (1 − base)`; 0 where the places make no
 * difference.
 *
 * What it leaves out: a rule of another kind than this, and whether the places are told apart by the
 * right cause.
 */
import type { NetworkOptions } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { inWords } from "@lab/text";
import { checkCharacters, checkModel, checkText } from "../checks.ts";
import { varyingUnits } from "../fold/varying.ts";
import { placesIn, type Where, whereInWords } from "../walk/places.ts";
import { UnitStatistics } from "../walk/statistics.ts";
import { observe, type Observer, type Step } from "../walk/steps.ts";

/** What is asked: at which places a network should write which characters. */
export interface Rule {
  /** At which places: after `":"`, at time steps, or by a predicate over the text. */
  readonly after: Where;
  /** The characters that count, such as `" \n"`. */
  readonly targets: string;
  /** How sentences name it; from places and characters when left out. */
  readonly label?: string;
  /** A text of its own, for places that are rare; the snapshot's text when left out. */
  readonly text?: string;
}

/** How far a rule is there. */
export interface RuleStrength {
  /** How sentences name it. */
  readonly label: string;
  /** How many places there are. */
  readonly places: number;
  /** The mean of P(targets) at the places. */
  readonly probability: number;
  /** The mean of P(targets) at all steps of the text: what it is worth without the places. */
  readonly base: number;
  /** How much of the way from `base` to 1 the places make, at most 1; below 0 where they hinder. */
  readonly strength: number;
  /** What the places' contexts say about which of the targets follows, in bits. */
  readonly whichTarget: number;
}

/** A network at one moment of its training. */
export interface TrainingSnapshot {
  /** Iterations done. */
  readonly iteration: number;
  /** The share of all units and steps with |h| > 0.5. */
  readonly inMask: number;
  /** How many units vary. */
  readonly varying: number;
  /** The cross-entropy over the text, in nats per character. */
  readonly natsPerChar: number;
  /** One for each rule that was asked. */
  readonly rules: readonly RuleStrength[];
}

/** The mean surprisal of each character but the first. */
class Surprise implements Observer {
  #nats = 0;
  #scored = 0;
  #probs?: Float64Array;

  observe({ index, probs }: Step): void {
    if (this.#probs === undefined) this.#probs = probs.slice();
    else {
      this.#nats -= Math.log(this.#probs[index]);
      this.#scored++;
      this.#probs.set(probs);
    }
  }

  get natsPerChar(): number {
    return this.#nats / this.#scored;
  }
}

/** `mass · H(p | targets)`: the entropy among the targets in bits, times their probability. */
function entropyAmong(targets: ArrayLike<number>): number {
  let [mass, bits] = [0, 0];
  for (let k = 0; k < targets.length; k++) {
    mass += targets[k];
    if (targets[k] > 0) bits -= targets[k] * Math.log2(targets[k]);
  }
  return mass > 0 ? bits + mass * Math.log2(mass) : 0;
}

/** Sums P of the targets, at the places of a rule and everywhere. */
class RuleTally implements Observer {
  readonly #label: string;
  readonly #places: ReadonlySet<number>;
  readonly #targets: readonly number[];
  readonly #sums: Float64Array;
  #everywhere = 0;
  #steps = 0;
  #among = 0;

  constructor({ vocabulary }: CharacterModel, rule: Rule, text: string) {
    const targets = checkCharacters(rule.targets, vocabulary, "targets", "ask for a rule");
    const places = placesIn(text, rule.after);
    this.#label = rule.label ?? `${inWords(targets)} ${whereInWords(rule.after)}`;
    if (places.length === 0) {
      throw new RangeError(
        `Cannot ask for a rule as the text must have at least one of its places: current rule is ` +
          this.#label,
      );
    }
    this.#places = new Set(places);
    this.#targets = targets.map((target) => vocabulary.indexOf(target));
    this.#sums = new Float64Array(targets.length);
  }

  observe({ position, probs }: Step): void {
    const p = this.#targets.map((target) => probs[target]);
    this.#everywhere += p.reduce((a, b) => a + b);
    this.#steps++;
    if (!this.#places.has(position)) return;
    p.forEach((share, k) => this.#sums[k] += share);
    this.#among += entropyAmong(p);
  }

  result(): RuleStrength {
    const n = this.#places.size;
    const means = this.#sums.map((sum) => sum / n);
    const probability = means.reduce((a, b) => a + b);
    const base = this.#everywhere / this.#steps;
    return {
      label: this.#label,
      places: n,
      probability,
      base,
      strength: (probability - base) / (1 - base),
      whichTarget: entropyAmong(means) - this.#among / n,
    };
  }
}

/**
 * Measures a network at one moment of its training.
 * @param model parameters, vocabulary, iterations done, and the state that its training reached
 * @param text at least 2 characters that it has not been trained on
 * @param rules what to ask for
 * @param options the state before the text, the network's own when left out, and who computes
 * @returns share in the mask, varying units, nats per character, and each rule's strength
 * @throws {RangeError} when the text is too short, has none of a rule's places, or has a character that
 * the vocabulary lacks
 * @example
 * ```ts
 * import { takeSnapshot } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const network = { parameters, vocabulary: Vocabulary.of("a: "), iterations: 0 };
 * const { inMask, rules: [rule] } = takeSnapshot(network, "a: a: ", [{ after: ":", targets: " " }]);
 * assertEquals([inMask, rule.places, rule.label], [0, 2, "space after “:”"]);
 * ```
 */
export function takeSnapshot(
  model: CharacterModel & { readonly iterations: number },
  text: string,
  rules: readonly Rule[],
  options: NetworkOptions = {},
): TrainingSnapshot {
  checkModel(model, "take a snapshot");
  checkText(text, "take a snapshot");
  const start = { ...options, h: options.h ?? model.h };
  const [statistics, surprise] = [new UnitStatistics(model), new Surprise()];
  const tallies = rules.map((rule) => new RuleTally(model, rule, rule.text ?? text));
  const inText = tallies.filter((_, k) => rules[k].text === undefined);
  const steps = observe(model, text, [statistics, surprise, ...inText], start);
  if (steps < 2) {
    throw new RangeError(
      `Cannot take a snapshot as the text must have at least 2 characters: current length is ${steps}`,
    );
  }
  for (const [k, { text: own }] of rules.entries()) {
    if (own !== undefined) observe(model, own, [tallies[k]], start);
  }
  const units = statistics.result();
  return {
    iteration: model.iterations,
    inMask: units.inMask,
    varying: varyingUnits(units).length,
    natsPerChar: surprise.natsPerChar,
    rules: tallies.map((tally) => tally.result()),
  };
}

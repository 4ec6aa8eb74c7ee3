/**
 * How far a smaller network is from the full one, both reading the same text, each from its own states.
 * H: hidden units, V: characters.
 *
 * Claim: of the text that was read. The divergence compares all that the two would have written, the
 * difference in nats only what the text has. What it leaves out: texts that the two write themselves.
 */
import { max, sum } from "d3-array";
import { chooseEngine, type EngineOption, type Network, openNetwork } from "@lab/engines";
import type { ModelParameters } from "@lab/model";
import { logSumExp, meanOverText, type MeanWithError } from "@lab/numerics";

/** A smaller network beside the full one, over a text. */
export interface FoldScore {
  /** How many hidden units the smaller network has. */
  readonly size: number;
  /** How many characters both predicted. */
  readonly characters: number;
  /** What the smaller network needs, in nats per character. */
  readonly natsPerChar: number;
  /** What the full network needs, in nats per character. */
  readonly fullNatsPerChar: number;
  /** What the smaller network needs more, in nats per character; its error is over ten stretches or more. */
  readonly difference: MeanWithError;
  /** The mean divergence of the smaller network's predictions from the full one's, in nats, likewise. */
  readonly klNats: MeanWithError;
  /** The largest divergence at any character, in nats. */
  readonly klMaxNats: number;
  /** At which share of the characters both find the same next character likeliest, 0 … 1. */
  readonly sameTop: number;
}

/** A state that went astray may stay so for some hundreds of characters. Short texts have shorter stretches. */
const [STRETCH, FEWEST_STRETCHES] = [1000, 10];
/** So many characters are heard at once; at V = 62 what is said of them takes 10 MB. */
const PART = 10_000;

/** What a network says over a part of a text. */
export interface Said {
  /** `[n + 1]` the characters: each is read, but the last; each is predicted, but the first. */
  readonly indices: ArrayLike<number>;
  /** `[n, V]` log p of the next character. */
  readonly logs: Float64Array;
  /** `[n, V]` p of the next character. */
  readonly probabilities: Float64Array;
}

/** Reads all characters but the last; writes log p `[V]` of the next one to `out` after each. */
function read(
  network: Network,
  indices: ArrayLike<number>,
  out: Float64Array,
  each: (t: number) => void,
): void {
  for (let t = 0; t + 1 < indices.length; t++) {
    network.step(indices[t]);
    network.logits(out);
    const total = logSumExp(out);
    for (let k = 0; k < out.length; k++) out[k] -= total;
    each(t);
  }
}

/** What a network says over a part of a text; its state is carried on. */
export function listen(network: Network, indices: ArrayLike<number>, vocabularySize: number): Said {
  const logs = new Float64Array((indices.length - 1) * vocabularySize);
  const out = new Float64Array(vocabularySize);
  read(network, indices, out, (t) => logs.set(out, t * vocabularySize));
  return { indices, logs, probabilities: logs.map(Math.exp) };
}

/** Sums of what a {@link FoldScore} averages. */
export class FoldTally {
  readonly #full: number[] = [];
  readonly #extra: number[] = [];
  readonly #kl: number[] = [];
  #sameTop = 0;

  /** Reads a part with the smaller network and compares it with what the full one said. */
  add(network: Network, { indices, logs, probabilities }: Said): void {
    const V = logs.length / (indices.length - 1);
    const q = new Float64Array(V);
    read(network, indices, q, (t) => {
      let [kl, top, topFull] = [0, 0, 0];
      const p = logs.subarray(t * V, (t + 1) * V);
      for (let k = 0; k < V; k++) {
        kl += probabilities[t * V + k] * (p[k] - q[k]);
        if (q[k] > q[top]) top = k;
        if (p[k] > p[topFull]) topFull = k;
      }
      this.#kl.push(kl);
      if (top === topFull) this.#sameTop++;
      const next = indices[t + 1];
      this.#full.push(-p[next]);
      this.#extra.push(p[next] - q[next]);
    });
  }

  /** The means so far. */
  result(size: number): FoldScore {
    const characters = this.#full.length;
    const fullNatsPerChar = sum(this.#full) / characters;
    const stretch = Math.max(1, Math.min(STRETCH, Math.floor(characters / FEWEST_STRETCHES)));
    const difference = meanOverText(this.#extra, stretch);
    return {
      size,
      characters,
      natsPerChar: fullNatsPerChar + difference.mean,
      fullNatsPerChar,
      difference,
      klNats: meanOverText(this.#kl, stretch),
      klMaxNats: max(this.#kl)!,
      sameTop: this.#sameTop / characters,
    };
  }
}

/** Where both networks begin, and who computes. */
export interface FoldScoreOptions extends EngineOption {
  /** `[H]` the full network's state before the text; zeros when left out. */
  h?: Float64Array;
  /** `[k]` the smaller network's state before the text; zeros when left out. */
  smallH?: Float64Array;
}

/**
 * Reads a text with a network and with a smaller one that should say the same.
 * @param full the full network's parameters
 * @param small the smaller network's parameters, over the same characters
 * @param indices `[N]` the numbers of the text's characters, N ≥ 2
 * @param options both states before the text, and who computes: the fastest that runs when left out,
 * whose rounding in float32 is far below what is compared
 * @returns nats per character, divergence, and how often the two agree on the likeliest character
 * @throws {RangeError} when the text has fewer than two characters
 * @throws {TypeError} when a state has the wrong length
 * @example
 * ```ts
 * import { scoreFolded } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const { difference, klNats, sameTop } = scoreFolded(parameters, parameters, [0, 1, 2, 0, 1]);
 * assertEquals([difference.mean, klNats.mean, sameTop], [0, 0, 1]);
 * ```
 */
export function scoreFolded(
  full: ModelParameters,
  small: ModelParameters,
  indices: ArrayLike<number>,
  options: FoldScoreOptions = {},
): FoldScore {
  const N = indices.length;
  if (N < 2) {
    throw new RangeError(
      `Cannot score a folded network as the text must have at least 2 characters: current length is ${N}`,
    );
  }
  const engine = chooseEngine(options.engine, "fastest");
  const network = openNetwork(full, { h: options.h, engine });
  const smaller = openNetwork(small, { h: options.smallH, engine });
  const tally = new FoldTally();
  const numbers = Int32Array.from(indices);
  for (let from = 0; from + 1 < N; from += PART) {
    tally.add(
      smaller,
      listen(network, numbers.subarray(from, from + PART + 1), full.vocabularySize),
    );
  }
  return tally.result(small.hiddenSize);
}

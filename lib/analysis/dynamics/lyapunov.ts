/**
 * Lyapunov exponents: by which factor, per character read, small differences between states grow or
 * shrink, in the direction where they grow most, in the next, and so on.
 *
 * Claim: a mean over the text that was read, with its standard error. What it leaves out: differences
 * that are not small; a second side of the states can hold itself though all exponents are negative.
 * @see G. Benettin, L. Galgani, A. Giorgilli and J.-M. Strelcyn, "Lyapunov characteristic exponents for
 * smooth dynamical systems", Meccanica 15 (1980)
 */
import type { NetworkOptions } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { addMatVec, meanOverText, type MeanWithError, Random } from "@lab/numerics";
import { checkInteger, checkModel, checkText } from "../checks.ts";
import { walk } from "../walk/steps.ts";

/** How many exponents, over what. */
export interface LyapunovOptions extends NetworkOptions {
  /** How many exponents, the largest first; 4, or H where that is less, when left out. */
  count?: number;
  /** Characters that are read before, until the directions have turned to where they belong; 200. */
  skip?: number;
  /** About how many characters make a stretch, for the standard error; 100 when left out. */
  stretch?: number;
}

/** How differences between states grow or shrink along a text. */
export interface LyapunovResult {
  /** Per character read, in nats: the largest first, with the standard error over the stretches. */
  readonly exponents: readonly MeanWithError[];
  /** Over how many characters, after those that were skipped. */
  readonly characters: number;
  /** After how many characters a small difference is halved, in the long run; ∞ where it is not. */
  readonly halfLife: number;
  /** Whether small differences vanish, grow, or which of the two the interval leaves open. */
  readonly verdict: "vanish" | "grow" | "not decided";
}

/** Makes directions orthonormal, one after the other; the logarithms of their lengths before. */
function orthonormalise(directions: readonly Float64Array[]): number[] {
  return directions.map((v, k) => {
    for (const u of directions.slice(0, k)) {
      const part = v.reduce((sum, x, i) => sum + x * u[i], 0);
      for (let i = 0; i < v.length; i++) v[i] -= part * u[i];
    }
    const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < v.length; i++) v[i] /= length;
    return Math.log(length);
  });
}

/**
 * The leading Lyapunov exponents along a text, after Benettin: directions are carried along by the
 * Jacobians of the steps and made orthonormal after each.
 * @param model parameters and vocabulary
 * @param text the characters that are read; for one character for ever, that character repeated
 * @param options how many exponents, how many stretches, from which state, and who computes
 * @returns the exponents in nats per character, with standard errors, and what follows
 * @throws {RangeError} when the text is too short, an option is out of range, or the network forgets a
 * direction wholly, so that the exponent is −∞
 * @example
 * ```ts
 * import { lyapunovExponents } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = 0.5; // near 0 every difference is halved
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const { exponents: [first], halfLife } = lyapunovExponents(model, "a".repeat(400));
 * assertAlmostEquals(first.mean, Math.log(0.5));
 * assertAlmostEquals(halfLife, 1);
 * ```
 */
export function lyapunovExponents(
  model: CharacterModel,
  text: string,
  options: LyapunovOptions = {},
): LyapunovResult {
  checkModel(model, "find Lyapunov exponents");
  checkText(text, "find Lyapunov exponents");
  const { hiddenSize: H, Whh } = model.parameters;
  const { count = Math.min(4, H), skip = 200, stretch = 100 } = options;
  const action = "find Lyapunov exponents";
  checkInteger(count, "count", [1, H], action);
  checkInteger(skip, "skip", [0, Infinity], action);
  checkInteger(stretch, "stretch", [1, Infinity], action);
  const length = [...text].length;
  if (length < skip + 2 * stretch) {
    throw new RangeError(
      `Cannot ${action} as 'text' must have at least ${
        skip + 2 * stretch
      } characters: current length ` +
        `is ${length}`,
    );
  }
  const random = new Random(1);
  let directions: Float64Array[] = Array.from(
    { length: count },
    () => Float64Array.from({ length: H }, () => random.uniform() - 0.5),
  );
  orthonormalise(directions);
  const logs = Array.from({ length: count }, () => new Float64Array(length - skip));
  for (const { position, h } of walk(model, text, options)) {
    directions = directions.map((v) => {
      const carried = addMatVec(Whh, v, new Float64Array(H));
      for (let i = 0; i < H; i++) carried[i] *= 1 - h[i] ** 2;
      return carried;
    });
    const now = orthonormalise(directions);
    if (!now.every(Number.isFinite)) {
      throw new RangeError(
        `Cannot ${action} as at character ${position} a difference vanishes wholly: ask for fewer ` +
          `than ${1 + now.findIndex((log) => !Number.isFinite(log))}`,
      );
    }
    if (position >= skip) now.forEach((log, k) => logs[k][position - skip] = log);
  }
  const exponents = logs.map((values) => meanOverText(values, stretch));
  const [{ mean, interval: [low, high] }] = exponents;
  return {
    exponents,
    characters: length - skip,
    halfLife: mean < 0 ? Math.LN2 / -mean : Infinity,
    verdict: high < 0 ? "vanish" : low > 0 ? "grow" : "not decided",
  };
}

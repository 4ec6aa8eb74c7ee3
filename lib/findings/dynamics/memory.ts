/** How long a difference lives, and what a state still knows, in figures and words. */
import type { DifferenceLife, LyapunovResult, ProbeResult } from "@lab/analysis";
import { type Figure, formatNumber, lineChart, type Prose, prose } from "@lab/figures";
import { capitalised, characters, visible } from "../words.ts";

/**
 * How far apart two states are that read the same text, over the characters read.
 * @param lives one for each way to differ
 * @param network what the network is, for the caption
 * @returns a line chart with the half-lives as its title
 * @example
 * ```ts
 * import { differenceLife } from "@lab/analysis";
 * import { differenceChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.1, -0.1]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const life = differenceLife(model, "abba".repeat(9), { steps: 9 });
 * assertStringIncludes(differenceChart([life], "X").title, "half of a difference is gone after 1 character");
 * ```
 */
export function differenceChart(lives: readonly DifferenceLife[], network: string): Figure {
  const [{ halfLife, pairs, distances }] = lives;
  return lineChart({
    title: halfLife === Infinity
      ? "Two states that read the same text stay apart in half of the pairs"
      : `Two states read the same text: half of a difference is gone after ` +
        characters(halfLife),
    caption: `${
      capitalised(network)
    }. Median and band of 10–90 % over ${pairs} pairs; the title is of the first kind.`,
    x: { label: "characters that both have read" },
    y: { label: "distance of the two states", log: true },
    series: lives.map((life) => ({
      name: life.kind,
      x: distances.map((_, t) => t),
      y: life.distances.map(({ median }) => visible(median)),
      band: {
        low: life.distances.map(({ low }) => visible(low)),
        high: life.distances.map(({ high }) => visible(high)),
      },
    })),
  });
}

/**
 * How long differences live, and what the Lyapunov exponent says of small ones.
 * @param life pairs of states that read the same text
 * @param lyapunov the exponents along a text
 * @param network what the network is
 * @returns a paragraph
 * @example
 * ```ts
 * import { differenceLife, lyapunovExponents } from "@lab/analysis";
 * import { differenceProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.1, -0.1]);
 * parameters.Whh[0] = 0.5;
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const text = "abba".repeat(100);
 * const words = differenceProse(
 *   differenceLife(model, text),
 *   lyapunovExponents(model, text),
 *   "this network",
 * );
 * assertStringIncludes(`${words}`, "all 100 pairs have become one");
 * ```
 */
export function differenceProse(
  life: DifferenceLife,
  lyapunov: LyapunovResult,
  network: string,
): Prose {
  const { merged, pairs, halfLife, halfLifeInterval: [low, high], verdict, distances } = life;
  const [{ mean, interval }] = lyapunov.exponents;
  const exponent = `${formatNumber(mean, 3)} (95 %: ${formatNumber(interval[0], 3)} to ` +
    `${formatNumber(interval[1], 3)}) nats per character`;
  const small = {
    "vanish": `below 0: once small, a difference is halved every ${
      formatNumber(lyapunov.halfLife, 1)
    } characters, and in the end it vanishes`,
    "grow": "above 0: small differences grow, as in chaos",
    "not decided": "and its interval holds 0: whether small differences grow is not decided",
  }[lyapunov.verdict];
  return prose(
    `In ${network}, after ${distances.length - 1} characters ` +
      (verdict === "all vanish"
        ? `all ${pairs} pairs have become one.`
        : `${merged} of ${pairs} pairs have become one.`) +
      (halfLife === Infinity ? "" : ` The median time to half the difference is ` +
        `${characters(halfLife)} (95 %: ${formatNumber(low)} to ` +
        `${formatNumber(high)}).`) +
      ` The largest Lyapunov exponent is ${exponent}, ${small}.`,
  );
}

/**
 * How far back characters can be read off a state.
 * @param reach characters back, 0 for the last one read; below 0 for none
 * @returns such as "the character up to 6 back"
 * @example
 * ```ts
 * import { reachInWords } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals([-1, 0, 6].map(reachInWords), [
 *   "no character",
 *   "the last character",
 *   "the character up to 6 back",
 * ]);
 * ```
 */
export function reachInWords(reach: number): string {
  if (reach < 0) return "no character";
  return reach === 0 ? "the last character" : `the character up to ${reach} back`;
}

/**
 * What a linear probe names of the character k steps back.
 * @param probe what was found for each distance
 * @param network what the network is, for the caption
 * @returns a line chart with the reach as its title
 * @example
 * ```ts
 * import { probeMemory } from "@lab/analysis";
 * import { probeChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const probe = probeMemory(model, "abba".repeat(99), { maxLag: 2, train: 100, test: 100 });
 * assertEquals(probeChart(probe, "X").title, "A straight line reads no character off the state");
 * ```
 */
export function probeChart({ lags, reach, train, test }: ProbeResult, network: string): Figure {
  const means = (of: "accuracy" | "control"): number[] => lags.map((lag) => lag[of].mean);
  const ends = (k: 0 | 1): number[] => lags.map(({ accuracy }) => accuracy.interval[k]);
  return lineChart({
    title: `A straight line reads ${reachInWords(reach)} off the state${
      reach === 0 ? ", none before it" : ""
    }`,
    caption:
      `${capitalised(network)}. Ridge regression, trained on ${
        formatNumber(train)
      } states and scored on ${formatNumber(test)} ` +
      "others; the band is the mean ± 1.96 standard errors over 20 stretches. It reads a character " +
      "where it is better than what needs no state, and than the control, both beyond chance.",
    x: { label: "characters back" },
    y: { label: "share named rightly", range: [0, 1.03] },
    series: [
      {
        name: "from the state",
        y: means("accuracy"),
        band: { low: ends(0), high: ends(1) },
        mode: "lines+markers",
      },
      { name: "control: random labels", y: means("control"), dash: "dash" },
      {
        name: "from the last character alone",
        y: lags.map(({ fromLast }) => fromLast),
        dash: "dot",
      },
      { name: "always the most frequent", y: lags.map(({ majority }) => majority), dash: "dot" },
    ],
  });
}

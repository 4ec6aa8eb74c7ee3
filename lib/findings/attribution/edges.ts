/** Single weights and whole paths as figures: what each carries, and what they carry together. */
import {
  type Behaviour,
  type EdgeEffects,
  edgesForHalf,
  type EdgeShares,
  type IntegratedGradients,
  type LeadShare,
  type LogitAttribution,
  sharedStrongest,
} from "@lab/analysis";
import {
  barChart,
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  table,
} from "@lab/figures";
import { characterName, inWords, quoted, visibleCharacter } from "@lab/text";
import { capital, eventName, measureInWords } from "../behaviour.ts";
import { halfInterval } from "../intervals.ts";

/** The lead that a behaviour's units are weighed by. */
const leadOf = ({ targets, against, label }: Behaviour): string =>
  `the lead of ${inWords(targets)} over ` +
  `${against.length === 0 ? "the other characters" : inWords(against)} ${label}`;

/** Half of an interval behind a number; a single occurrence has none. */
const plusMinus = (error: number): string =>
  Number.isNaN(error) ? "" : ` ± ${formatNumber(halfInterval(error), 2)}`;

/** A share with its interval. */
const shareInWords = ({ share, interval: [low, high] }: LeadShare): string =>
  `${formatShare(share)} (${formatShare(low)} to ${formatShare(high)})`;

/**
 * The weights that carry most across one step, each by itself.
 * @param effects what each weight carries
 * @param behaviour what they were measured for
 * @param count how many are shown; 12 when left out
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, edgeEffects } from "@lab/analysis";
 * import { edgeListing } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const listing = edgeListing(edgeEffects(behaviour), behaviour, 3);
 * assertStringIncludes(listing.text, "the lead of space over the other characters after “:”");
 * ```
 */
export function edgeListing(effects: EdgeEffects, behaviour: Behaviour, count = 12): Block {
  const { edges, input, lead, reference, occurrences } = effects;
  const read = input === undefined ? "what is read" : characterName(input);
  const [{ coordinates, effect, error }] = edges;
  return table({
    title: `Of ${formatNumber(edges.length)} weights, ${coordinates} carries most by itself: ` +
      `${formatNumber(effect, 2)}${plusMinus(error)} nats of ${leadOf(behaviour)}`,
    caption:
      `Effect: the lead as it is, less that with this one weight's input at its mean over the ` +
      `text; mean ± half of its interval of 95 % over ${
        formatNumber(occurrences)
      } occurrences. The lead is ` +
      `${formatNumber(lead, 2)}, and ${
        formatNumber(reference, 2)
      } with every input at its mean; as ` +
      "tanh is bent, single effects do not add up to the difference.",
    columns: [
      { label: "weight", monospace: true },
      "from",
      "to",
      { label: "effect", unit: "nats", digits: 3 },
      { label: "±", digits: 3 },
    ],
    rows: edges.slice(0, count).map((edge) => [
      edge.coordinates,
      edge.from === "input" ? read : `unit ${edge.from} before`,
      `unit ${edge.to}`,
      edge.effect,
      Number.isNaN(edge.error) ? "–" : halfInterval(edge.error),
    ]),
  });
}

/**
 * Which share of the lead the strongest weights carry together, over their number.
 * @param shares what weights carry together
 * @param behaviour what they were measured for
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, edgeEffects, edgeShares } from "@lab/analysis";
 * import { edgeChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const figure = edgeChart(edgeShares(behaviour, edgeEffects(behaviour).edges), behaviour);
 * assertStringIncludes(figure.title, "of 30 weights keep");
 * ```
 */
export function edgeChart(shares: EdgeShares, behaviour: Behaviour): Figure {
  const { points, explained, of, occurrences, randomSets, full, floor } = shares;
  const half = edgesForHalf(shares);
  const x = points.map(({ size }) => size);
  const curve = (name: string, of: (point: EdgeShares["points"][number]) => LeadShare) => ({
    name,
    x,
    y: points.map((point) => of(point).share),
    band: {
      low: points.map((point) => of(point).interval[0]),
      high: points.map((point) => of(point).interval[1]),
    },
    mode: "lines+markers" as const,
  });
  const median = half?.randomKept.median ?? 0;
  const measured = (value: number): string => measureInWords(value, behaviour);
  return lineChart({
    title: half === undefined
      ? `No number of these ${formatNumber(of)} weights surely comes within half of the lead`
      : `The strongest ${formatNumber(half.size)} of ${formatNumber(of)} weights keep ${
        shareInWords(half.kept)
      } of ` +
        `the lead when all other inputs are at their mean; as many at random keep ` +
        `${formatShare(median)}`,
    caption:
      `What there is to explain of ${leadOf(behaviour)}: ${formatNumber(explained, 2)} nats, at ` +
      `${
        formatNumber(occurrences)
      } occurrences. Bands of the weights: 95 % over occurrences; of the random ones: ` +
      `lowest to highest of ${randomSets} orders of as many weights from the input and from units.` +
      (half === undefined
        ? ""
        : ` ${capital(eventName(behaviour))}: ${measured(half.keptMeasure)} ` +
          `with these ${half.size} alone in place, ${measured(full)} in the full network, ` +
          `${measured(floor)} with every input at its mean.`),
    x: { label: "weights in the set", log: true },
    y: { label: "share of the lead" },
    series: [
      curve("only these in place", ({ kept }) => kept),
      curve("gone with these", ({ lost }) => lost),
      {
        name: "only random ones in place",
        x,
        y: points.map(({ randomKept }) => randomKept.median),
        band: {
          low: points.map(({ randomKept }) => randomKept.low),
          high: points.map(({ randomKept }) => randomKept.high),
        },
        dash: "dash",
      },
    ],
  });
}

/** How much a prediction is above the reference's. */
const rise = ({ total, reference }: IntegratedGradients): string =>
  `${formatNumber(total - reference, 2)} nats`;

/** A finding about terms, or that they say nothing. */
const addingUp = ({ verdict, gap }: IntegratedGradients, finding: string): string =>
  verdict === "adds up"
    ? finding
    : `the path there is so rough that the terms miss ${formatNumber(gap, 2)} of them`;

/** How far terms are from adding up. */
const gapInWords = ({ gap }: IntegratedGradients): string =>
  `${gap < 1e-5 ? "0.00001" : formatNumber(gap)} nats`;

/**
 * What each unit adds to log P, by integrated gradients, beside what it adds to the logit directly.
 * @param integrated the terms of log P(targets), from `integrateState`
 * @param direct the terms of the same characters' logits, from `attributeLogits`
 * @param count how many units are shown and compared; 10 when left out
 * @returns a bar chart with the finding as its title
 * @example
 * ```ts
 * import { attributeLogits, collectBehaviour, integrateState } from "@lab/analysis";
 * import { integratedUnitsChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const reference = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const h = reference.hs.slice(0, 5);
 * const direct = attributeLogits(model, h, { of: " ", reference: reference.mean });
 * const integrated = integrateState(model, h, { targets: " ", reference });
 * const { title } = integratedUnitsChart(integrated, direct, 2);
 * assertStringIncludes(title, "of its 2 strongest units");
 * ```
 */
export function integratedUnitsChart(
  integrated: IntegratedGradients,
  direct: LogitAttribution,
  count = 10,
): Figure {
  const { terms } = integrated;
  const mean = direct.units.map(({ contribution }) => contribution / direct.of.length);
  const { shared, expected, strongest } = sharedStrongest(terms, mean, count);
  const agreement = `of its ${strongest.length} strongest units, ${shared} are among the logit's ` +
    `(by chance ${formatNumber(expected, 1)})`;
  return barChart({
    title: `log P(${inWords(direct.of)}) is ${rise(integrated)} above the mean state's; ` +
      addingUp(integrated, agreement),
    caption:
      "Terms along the straight path from the text's mean state; those of log P add up to the " +
      `difference within ${gapInWords(integrated)}. The logit's are exact, but leave the other ` +
      "characters out.",
    categories: { label: "unit", names: strongest.map(String) },
    value: { label: "contribution", unit: "nats" },
    series: [
      { name: "to log P (integrated)", values: strongest.map((unit) => terms[unit]) },
      { name: "to the mean logit (direct)", values: strongest.map((unit) => mean[unit]) },
    ],
  });
}

/**
 * What each character of a prefix adds to log P, by integrated gradients.
 * @param integrated the terms, from `integrateInputs`
 * @param prefix the characters
 * @param behaviour what is predicted, and relative to which text
 * @returns a bar chart with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, integrateInputs } from "@lab/analysis";
 * import { integratedInputsChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const integrated = integrateInputs(model, "aa:", { targets: " ", reference: behaviour });
 * const { title } = integratedInputsChart(integrated, "aa:", behaviour);
 * assertStringIncludes(title, "nats above that of mean inputs; the last character adds");
 * ```
 */
export function integratedInputsChart(
  integrated: IntegratedGradients,
  prefix: string,
  behaviour: Behaviour,
): Figure {
  const { terms } = integrated;
  const characters = [...prefix];
  const event = eventName({ ...behaviour, label: `after ${quoted(prefix)}` });
  const last = formatNumber(terms[terms.length - 1], 2);
  return barChart({
    title: `log ${event} is ${rise(integrated)} above that of mean inputs; ` +
      addingUp(integrated, `the last character adds ${last} of them`),
    caption: "Integrated gradients: all inputs go at once from the text's mean input to the " +
      `characters. The terms add up within ${gapInWords(integrated)}.`,
    categories: { label: "character of the prefix", names: characters.map(visibleCharacter) },
    value: { label: "contribution", unit: "nats" },
    series: [{ name: "contribution", values: Array.from(terms) }],
    bySign: true,
  });
}

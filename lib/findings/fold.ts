/** The network behind a network, and what labels explain of its units, in figures and sentences. */
import type { ClassMeansResult, FoldResult, FoldScore } from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { visibleCharacter } from "@lab/text";
import { intervalInWords } from "./intervals.ts";

/** “0.00062 nats per character (95 %: 0.00025 to 0.00099)”. */
const natsInWords = ({ mean, interval }: FoldScore["difference"], digits: number): string =>
  `${formatNumber(mean, digits)} nats per character (95 %: ${intervalInWords(interval, digits)})`;

/** What becomes of the choice on the rest of the text. */
function heldInWords({ held, heldOut, tolerance }: FoldResult): string {
  return {
    "within": "On the rest of the text they stay so",
    "beyond": `On the rest of the text they do not stay within ${tolerance}`,
    "not told": "Whether they do on the rest of the text is not told",
  }[held] + `: the difference is ${natsInWords(heldOut.difference, 5)}.`;
}

/**
 * Nats over the number of units kept, with random units and those with the largest |h| beside them.
 * @param result what folding found
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { foldConstantUnits } from "@lab/analysis";
 * import { foldChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 4, vocabularySize: 2 }, new Random(1), 1);
 * parameters.bh.set([20, 20, 20]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const figure = foldChart(foldConstantUnits(model, "abba".repeat(1500)));
 * assertStringIncludes(figure.title, "1 of 4 units predicts what all predict");
 * ```
 */
export function foldChart(result: FoldResult): Figure {
  const { hiddenSize: H, units, curve, tolerance, verdict, nineTenths } = result;
  const k = units.length;
  const x = curve.map(({ size }) => size);
  return lineChart({
    title: {
      "mostly constants":
        `${k} of ${H} units ${k === 1 ? "predicts" : "predict"} what all predict, ` +
        `to within ${tolerance} nats per character`,
      "hardly any":
        `No constants to speak of: with the ${H - nineTenths.size} units that vary least ` +
        `folded, the predictions are ${formatNumber(nineTenths.klNats.mean, 2)} nats off`,
      "some":
        `${k} of ${H} units stay within ${tolerance} nats per character where they were chosen; ` +
        `on the rest ${
          { within: "too", beyond: "they do not", "not told": "this is not told" }[result.held]
        }`,
    }[verdict],
    caption:
      `Units are chosen on ${formatNumber(result.chosenOn)} characters, the others folded at ` +
      `their mean there; the networks then read the next ${
        formatNumber(nineTenths.characters)
      } by ` +
      `themselves. Band: lowest to highest of the random sets.`,
    x: { label: "units kept", log: true },
    y: { label: "loss", unit: "nats per character" },
    series: [
      {
        name: "those that vary most",
        x,
        y: curve.map(({ varying }) => varying.natsPerChar),
        mode: "lines+markers",
      },
      { name: "those with the largest |h|", x, y: curve.map(({ largest }) => largest.natsPerChar) },
      {
        name: "random ones",
        x,
        y: curve.map(({ random }) => random.mean),
        band: {
          low: curve.map(({ random }) => random.low),
          high: curve.map(({ random }) => random.high),
        },
        dash: "dash",
      },
    ],
    references: [{ axis: "y", value: nineTenths.fullNatsPerChar, label: "all units" }],
  });
}

/**
 * The folded networks beside the full one, in numbers.
 * @param result what folding found
 * @returns a table; its title says what one unit fewer costs where the number was chosen
 * @example
 * ```ts
 * import { foldConstantUnits } from "@lab/analysis";
 * import { foldTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 4, vocabularySize: 2 }, new Random(1), 1);
 * parameters.bh.set([20, 20, 20]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { text } = foldTable(foldConstantUnits(model, "abba".repeat(1500)));
 * assertStringIncludes(text, "Where it was chosen, 1 unit comes within 0.0000 nats");
 * ```
 */
export function foldTable(result: FoldResult): Block {
  const { units, chosen, oneFewer, curve, heldOut } = result;
  const apart = ({ difference, klNats }: FoldScore): string =>
    formatNumber(Math.max(Math.abs(difference.mean), klNats.mean), 4);
  const k = units.length;
  const numbers = (score: FoldScore): (string | number)[] => [
    score.natsPerChar,
    intervalInWords(score.difference.interval, 4),
    score.klNats.mean,
    score.klMaxNats,
    formatShare(score.sameTop),
  ];
  return table({
    title: `Where ${k === 1 ? "it was" : "they were"} chosen, ${k} ` +
      `${k === 1 ? "unit comes" : "units come"} within ${apart(chosen)} nats of the full network` +
      (oneFewer === undefined ? "" : `; one fewer is ${apart(oneFewer)} away`),
    caption:
      `Each network reads the text by itself, from the state that the full one had. First row: ` +
      `the ${k} chosen, on all ${
        formatNumber(heldOut.characters)
      } characters of the rest; below, on ` +
      `${formatNumber(result.nineTenths.characters)} of them.`,
    columns: [
      "units kept",
      { label: "nats", digits: 4 },
      "more than all units (95 %)",
      { label: "KL, mean", unit: "nats", digits: 5 },
      { label: "KL, highest", unit: "nats", digits: 3 },
      "same likeliest character",
      { label: "nats, random units", digits: 3 },
      { label: "nats, largest |h|", digits: 3 },
    ],
    rows: [
      [`${k}, on the rest`, ...numbers(heldOut), null, null],
      ...curve.map(({ size, varying, random, largest }) => [
        size,
        ...numbers(varying),
        random.mean,
        largest.natsPerChar,
      ]),
    ],
  });
}

/** The controls at the chosen size, where the curve has it. */
function controlsInWords({ curve, units }: FoldResult): string {
  const point = curve.find(({ size }) => size === units.length);
  if (point === undefined) return "";
  const { varying, largest, random } = point;
  return ` As many units with the largest |h|, kept instead, need ${
    formatNumber(largest.natsPerChar, 2)
  } nats, random ones ${intervalInWords([random.low, random.high], 2)}, these ` +
    `${formatNumber(varying.natsPerChar, 2)}.`;
}

/**
 * What folding found: the network behind this one, or that there is none.
 * @param result what folding found
 * @returns the sentences
 * @example
 * ```ts
 * import { foldConstantUnits } from "@lab/analysis";
 * import { foldProse } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 4, vocabularySize: 2 }, new Random(1), 1);
 * parameters.bh.set([20, 20, 20]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const words = foldProse(foldConstantUnits(model, "abba".repeat(1500)));
 * assertStringIncludes(`${words}`, "**3 of the 4 units are constants**");
 * ```
 */
export function foldProse(result: FoldResult): Prose {
  const { hiddenSize: H, varying, units, heldOut, nineTenths, tolerance, verdict } = result;
  const k = units.length;
  const constant = H - varying;
  const characters = formatNumber(heldOut.characters);
  if (verdict === "mostly constants") {
    return prose(
      `**${constant} of the ${H} units are constants** (the variance of $h$ is at most 0.001): they do ` +
        `what a bias does. With all but ${k} folded into the biases, **a network of ${k} ` +
        `${
          k === 1 ? "unit" : "units"
        }** is left that predicts the same, to within ${tolerance} nats per ` +
        `character: on ${characters} characters on which it was not chosen the difference is ` +
        `${natsInWords(heldOut.difference, 5)}, of ${
          formatNumber(heldOut.fullNatsPerChar, 4)
        }. Both ` +
        `find the same character likeliest ${
          formatShare(heldOut.sameTop)
        } of the time; where they are ` +
        `furthest apart it is by ${formatNumber(heldOut.klMaxNats, 2)} nats.` +
        controlsInWords(result),
    );
  }
  const vary = varying === H ? `all ${H} units vary` : `${varying} of the ${H} units vary`;
  const fewest =
    `The fewest units that stay within ${tolerance} nats per character where they were ` +
    `chosen are **${k} of ${H}**. ${k === H ? "" : heldInWords(result)}`.trimEnd();
  if (verdict === "some") return prose(`In this network ${vary}. ${fewest}`);
  return prose(
    `**This network has no constants to speak of**: ${vary}, and with only the ` +
      `${H - nineTenths.size} that vary least folded into the biases its predictions are off by ` +
      `${natsInWords(nineTenths.klNats, 3)}. ${fewest}`,
  );
}

/** A class's name, where it may be a character. */
const nameOf = (name: string): string => [...name].length === 1 ? visibleCharacter(name) : name;

/**
 * The units of whose variance a labelling explains most.
 * @param result class means and shares
 * @param options `what`: what the labels tell, such as "the next character's kind"; `count`: how many
 * units, 8 when left out
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { classMeans } from "@lab/analysis";
 * import { explainedTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * parameters.Wxh.set([1, -1]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const result = classMeans(model, "abbaabab", (characters, t) => characters[t]);
 * const { text } = explainedTable(result, { what: "the character read" });
 * assertStringIncludes(text, "Unit 0 follows the character read most: it explains 100 %");
 * ```
 */
export function explainedTable(
  result: ClassMeansResult,
  options: { what: string; count?: number },
): Block {
  const { what, count = 8 } = options;
  const { units, classes, shifts, aboveChance } = result;
  const ranked = units.toSorted((a, b) => b.share - a.share || a.unit - b.unit).slice(0, count);
  const [first] = ranked;
  const byChance = formatNumber(units.length / (shifts + 1), 1);
  return table({
    title: (first.share > first.highestChance
      ? `Unit ${first.unit} follows ${what} most: it explains `
      : `No unit is seen to follow ${what}: of unit ${first.unit}, which does most, it explains `) +
      `${formatShare(first.share)} of its variance, where labels moved along explain ${
        formatShare(first.highestChance)
      }`,
    caption:
      `${
        formatNumber(result.steps)
      } steps in ${classes.length} classes. Chance: the same labels, ` +
      `moved along the text by ${shifts} random distances. ${aboveChance} of ${units.length} units are ` +
      `above all of these; about ${byChance} would be by chance.`,
    columns: [
      "unit",
      { label: "variance of h", digits: 3 },
      "explained",
      "by chance, mean",
      "by chance, highest",
      ...classes.slice(0, 4).map(({ name }) => ({ label: `mean h, ${nameOf(name)}`, digits: 2 })),
    ],
    rows: ranked.map(({ unit, variance, share, chance, highestChance }) => [
      String(unit),
      variance,
      formatShare(share),
      formatShare(chance),
      formatShare(highestChance),
      ...classes.slice(0, 4).map(({ mean }) =>
        mean[unit]
      ),
    ]),
  });
}

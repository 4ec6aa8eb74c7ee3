/** Attribution as figures: what each unit and each path adds. */
import { type Behaviour, type PathTable, type RankedUnit, unitsForHalf } from "@lab/analysis";
import { barChart, type Block, type Cell, type Figure, formatNumber, table } from "@lab/figures";
import { characterName, inWords } from "@lab/text";

/**
 * What the first units of a ranking add to the targets' lead.
 * @param ranked the units, the largest contribution first
 * @param behaviour what they were ranked for
 * @param count how many are shown; 16 when left out
 * @returns a bar chart with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, rankUnits } from "@lab/analysis";
 * import { rankingChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const { title } = rankingChart(rankUnits(behaviour), behaviour);
 * assertEquals(title, "1 of 5 units gives half of what speaks for space after “:”");
 * ```
 */
export function rankingChart(
  ranked: readonly RankedUnit[],
  behaviour: Behaviour,
  count = 16,
): Figure {
  const { units, of } = unitsForHalf(ranked);
  const shown = ranked.slice(0, count);
  return barChart({
    title:
      `${units.length} of ${of} units ${
        units.length === 1 ? "gives" : "give"
      } half of what speaks for ` +
      `${inWords(behaviour.targets)} ${behaviour.label}`,
    caption:
      `Weight times (h − its mean over the text), mean over ${
        formatNumber(behaviour.positions.length)
      } ` +
      "occurrences: what a unit adds to the targets' mean logit, less that of " +
      (behaviour.against.length === 0 ? "the other characters." : `${inWords(behaviour.against)}.`),
    categories: { label: "unit", names: shown.map(({ unit }) => String(unit)) },
    value: { label: "contribution", unit: "nats" },
    series: [{ name: "contribution", values: shown.map(({ contribution }) => contribution) }],
    bySign: true,
  });
}

/**
 * The strongest paths into a logit, with coordinates and values.
 * @param paths all paths
 * @param count how many are shown; 14 when left out
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, pathTable } from "@lab/analysis";
 * import { pathListing } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const reference = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const hPrev = new Float64Array(5);
 * const paths = pathTable(model, hPrev, { input: ":", output: " ", reference });
 * assertStringIncludes(pathListing(paths, 3).text, "3 strongest of 35 paths to the logit of space");
 * ```
 */
export function pathListing(paths: PathTable, count = 14): Block {
  const input = characterName(paths.input);
  const logit = `the logit of ${characterName(paths.output)}`;
  return table({
    title: `The ${count} strongest of ${formatNumber(paths.paths.length)} paths to ${logit}, ` +
      `${formatNumber(paths.total, 2)} here and ${
        formatNumber(paths.reference, 2)
      } at the text's ` +
      `mean state; those from ${input} itself add ${formatNumber(paths.bySource.input, 2)}`,
    caption:
      "Share = upper weight · slope of the unit · (part − its mean over the text); all shares " +
      `together are ${formatNumber(paths.total - paths.reference, 2)}. A part is what the source ` +
      "gives to the unit's pre-activation. Bend: what tanh, being no straight line, adds. Rows and " +
      "columns count from 0.",
    columns: [
      "unit",
      "from",
      { label: "lower weight", monospace: true },
      { label: "value", digits: 3 },
      { label: "part", digits: 3 },
      { label: "its mean", digits: 3 },
      { label: "upper weight", monospace: true },
      { label: "value", digits: 3 },
      { label: "share", unit: "nats", digits: 3 },
    ],
    rows: paths.paths.slice(0, count).map((path): Cell[] => [
      `${path.unit}`,
      { recurrent: `unit ${path.previousUnit} before`, input, bend: "bend of tanh" }[path.source],
      path.lowerWeight,
      path.lowerValue,
      path.part,
      path.meanPart,
      path.upperWeight,
      path.upperValue,
      path.contribution,
    ]),
  });
}

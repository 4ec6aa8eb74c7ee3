/** Curves over the size of a set as figures. */
import {
  type AblationCurves,
  areasBesideChance,
  type Band,
  type Behaviour,
  enoughAndNeeded,
} from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  lineChart,
  type LineSeries,
  table,
} from "@lab/figures";
import { eventName, measureInWords } from "../behaviour.ts";

const replacements = { mean: "set to their mean", resample: "given values from elsewhere" };

/**
 * Necessity and sufficiency over the size of the set, with bands of random sets.
 * @param curves the curves
 * @param behaviour what they were measured on
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { ablationCurves, collectBehaviour } from "@lab/analysis";
 * import { ablationChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const figure = ablationChart(ablationCurves(behaviour), behaviour);
 * assertStringIncludes(figure.caption, "with all units silenced (set to their mean)");
 * ```
 */
export function ablationChart(curves: AblationCurves, behaviour: Behaviour): Figure {
  const { points, full, floor } = curves;
  const { enough, needed } = enoughAndNeeded(curves);
  const x = points.map((point) => point.size);
  const own = (name: string, key: "kept" | "removed"): LineSeries => ({
    name,
    x,
    y: points.map((point) => point[key]),
    mode: "lines+markers",
  });
  const random = (name: string, key: "randomKept" | "randomRemoved"): LineSeries => ({
    name,
    x,
    y: points.map((point) => point[key].median),
    band: {
      low: points.map((point) => point[key].low),
      high: points.map((point) => point[key].high),
    },
    dash: "dash",
  });
  return lineChart({
    title: (enough === undefined
      ? "No number of these units, kept alone, keeps 95 % of the behaviour; "
      : `Kept alone, the first ${enough.size} of these units keep 95 % of the behaviour; `) +
      (needed === undefined
        ? "silencing any number of them leaves more than a tenth of it"
        : `silencing the first ${needed.size} leaves less than a tenth of it`),
    caption: `${eventName(behaviour)}: ${measureInWords(full, behaviour)} in the full network, ` +
      `${measureInWords(floor, behaviour)} with all units silenced (${replacements[curves.by]}); ` +
      `units in the order of their attribution. Bands: lowest to highest of ${curves.randomSets} ` +
      `random orders of the units that vary.`,
    x: { label: "units in the set", log: true },
    y: { label: eventName(behaviour), range: [0, 1.03] },
    series: [
      own("only these kept", "kept"),
      own("these silenced", "removed"),
      random("random set kept", "randomKept"),
      random("random set silenced", "randomRemoved"),
    ],
  });
}

/**
 * A ranking's curve in two numbers, beside those of random orders.
 * @param curves the curves
 * @returns a table of CPR and CMD with the finding as its title
 * @example
 * ```ts
 * import { ablationCurves, collectBehaviour } from "@lab/analysis";
 * import { areasTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1), 1);
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: aa: ", { after: ":", targets: " " });
 * assertStringIncludes(areasTable(ablationCurves(behaviour)).text, "of 99 random orders");
 * ```
 */
export function areasTable(curves: AblationCurves): Block {
  const { own, random, p } = areasBesideChance(curves);
  const n = curves.randomSets;
  const asGood = Math.round(p.cpr * (1 + n)) - 1;
  const row = (name: string, own: number, { low, median, high }: Band, p: number): string[] => [
    name,
    formatNumber(own, 3),
    formatNumber(median, 3),
    `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`,
    formatNumber(p, 3),
  ];
  return table({
    title: `The ranking's area is ${
      formatNumber(own.cpr, 2)
    }; ${asGood} of ${n} random orders reach it`,
    caption:
      "Of the curve of how much of the behaviour is kept with the first units of a ranking, as their " +
      "share of all units goes from 0 to 1: the area below it (CPR, circuit performance ratio: 1 is " +
      "best) and the area between it and 1 (CMD, circuit-model distance: 0 is best). " +
      `Silenced units are ${replacements[curves.by]}.`,
    columns: [
      "area",
      { label: "ranking", align: "right" },
      { label: "random (median)", align: "right" },
      { label: "random (all)", align: "right" },
      { label: "p", align: "right" },
    ],
    rows: [
      row("CPR", own.cpr, random.cpr, p.cpr),
      row("CMD", own.cmd, random.cmd, p.cmd),
    ],
  });
}

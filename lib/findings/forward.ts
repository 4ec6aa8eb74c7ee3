/** What the forward pass looks like before any training: chapter 1. H: hidden units, V: characters. */
import { extent, max, sum } from "d3-array";
import { barChart, type Block, type Figure, formatNumber, heatmap, table } from "@lab/figures";
import {
  type ForwardPass,
  type ModelParameters,
  PARAMETER_NAMES,
  parameterShape,
} from "@lab/model";
import { visibleCharacter } from "@lab/text";

/**
 * The parameters of a network with their shapes.
 * @param parameters the network
 * @returns a table, and in its title how many numbers there are to learn
 * @example
 * ```ts
 * import { parameterTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { assertStringIncludes } from "@std/assert";
 * const table = parameterTable(zeroParameters({ hiddenSize: 2, vocabularySize: 3 }));
 * assertStringIncludes(String(table), "21 numbers to learn");
 * ```
 */
export function parameterTable(parameters: ModelParameters): Block {
  const rows = PARAMETER_NAMES.map((name) => {
    const shape = parameterShape(name, parameters);
    return [name, `[${shape.join(", ")}]`, shape.reduce((a, b) => a * b, 1)] as const;
  });
  return table({
    title: `${formatNumber(sum(rows, ([, , count]) => count))} numbers to learn`,
    columns: ["parameter", "shape", "numbers"],
    rows,
  });
}

/**
 * The states of a short text, a column for each character.
 * @param pass the forward pass
 * @param text what was read
 * @param units how many of the units to show, the first ones
 * @returns a heatmap; its title has the largest |h| of all units
 * @example
 * ```ts
 * import { stateHeatmap } from "@lab/findings";
 * import { forward, zeroParameters } from "@lab/model";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const figure = stateHeatmap(forward(parameters, [0, 2], new Float64Array(2)), "ac", 2);
 * assertStringIncludes(String(figure), "no unit exceeds 0.000");
 * ```
 */
export function stateHeatmap(pass: ForwardPass, text: string, units: number): Figure {
  const names = [...text].map(visibleCharacter);
  const H = pass.hs.length / names.length;
  const largest = max(pass.hs, Math.abs)!;
  return heatmap({
    title: `The first ${units} of ${H} units: no unit exceeds ${largest.toFixed(3)}`,
    rows: { label: "hidden unit" },
    columns: { label: "character read", names },
    value: { label: "h" },
    values: Array.from({ length: units }, (_, i) => names.map((_, t) => pass.hs[t * H + i])),
  });
}

/**
 * The probabilities of all characters.
 * @param probs `[V]` a distribution
 * @param characters `[V]` the characters' names
 * @returns bars; the title has the lowest and the highest
 * @example
 * ```ts
 * import { untrainedChart } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const chart = untrainedChart([0.24, 0.25, 0.51], ["a", "b", " "]);
 * assertStringIncludes(String(chart), "between 24.00% and 51.00%");
 * ```
 */
export function untrainedChart(probs: ArrayLike<number>, characters: readonly string[]): Figure {
  const values = Array.from(probs);
  const [low, high] = extent(values) as [number, number];
  // As many digits as tell the two apart: of a large alphabet two do not.
  const digits = [2, 3, 4].find((count) =>
    (100 * low).toFixed(count) !== (100 * high).toFixed(count)
  );
  const percent = (p: number): string => `${(100 * p).toFixed(digits ?? 2)}%`;
  return barChart({
    title: `Every character gets between ${percent(low)} and ${percent(high)}`,
    categories: { label: "next character", names: characters.map(visibleCharacter) },
    value: { label: "probability" },
    series: [{ name: "untrained network", values }],
  });
}

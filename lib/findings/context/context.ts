/** What context is worth, and how far back it reaches, as figures. */
import {
  countNeighboursAt,
  type GradientFlow,
  type Neighbour,
  patchReach,
  type PatchResult,
  type Saliency,
  SETTLED_BITS,
  strongestCharacter,
} from "@lab/analysis";
import { barChart, type Block, type Figure, formatNumber, lineChart, table } from "@lab/figures";
import { characterName, inWords, quoted, visibleCharacter } from "@lab/text";

/**
 * The targets' probabilities over the depth of a patch.
 * @param patch a patch between two texts
 * @param tolerance from where on the distribution counts as that of the whole text, in bits; `SETTLED_BITS`
 * when left out
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { patchByDepth } from "@lab/analysis";
 * import { patchChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const patch = patchByDepth(model, { from: "b", into: "aa:", targets: "a" });
 * assertStringIncludes(patchChart(patch).title, "Before “aa:” is read");
 * ```
 */
export function patchChart(patch: PatchResult, tolerance = SETTLED_BITS): Figure {
  const { depths, into } = patch;
  const { verdict, depth } = patchReach(patch, tolerance);
  const bits = depths.map((row) => row.klFromUnpatched);
  const characters = [...into].length;
  return lineChart({
    title: {
      "settles": depth === 0
        ? `Before ${quoted(into)} is read, the distribution is within ${tolerance} bits of its own`
        : `It takes the last ${depth} of ${characters} characters of ${
          quoted(into)
        } to bring the ` +
          `distribution to within ${tolerance} bits of its own`,
      "does not settle": `All of ${
        quoted(into)
      } does not bring the distribution to within ${tolerance} bits of its own`,
    }[verdict],
    caption:
      `The state after another text, then the last characters of ${quoted(into)}; the divergence ` +
      `falls from ${formatNumber(bits[0])} to ${formatNumber(bits[bits.length - 1])} bits.`,
    x: { label: "characters read after the patch" },
    y: { label: "probability", range: [0, 1.03] },
    series: depths[0].targets.map(({ character }, k) => ({
      name: characterName(character),
      y: depths.map((row) => row.targets[k].probability),
      mode: "lines+markers",
    })),
  });
}

/** How many effects were not followed to their end. */
const estimated = (count: number): string =>
  count === 0
    ? ""
    : ` The effects of ${count} characters live on for longer than was read: they are ` +
      "estimated from there on by the gradient.";

/**
 * What each character of a prefix is worth for what comes next.
 * @param salient gradient and occlusion of each character
 * @returns a bar chart with the finding as its title
 * @example
 * ```ts
 * import { saliency } from "@lab/analysis";
 * import { saliencyChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const figure = saliencyChart(saliency(model, "ab:", { targets: "a" }));
 * assertStringIncludes(figure.title, "costs 0.00 bits; the gradient there says 0.000");
 * ```
 */
export function saliencyChart(salient: Saliency): Figure {
  const { characters } = salient;
  const { character, fromEnd, occlusion, gradient } = strongestCharacter(salient);
  const place = fromEnd === 0 ? "the last character" : `${fromEnd} characters before the end`;
  return barChart({
    title: `Leaving out ${characterName(character)}, ${place}, costs ` +
      `${formatNumber(occlusion, 2)} bits; the gradient there says ${formatNumber(gradient, 3)}`,
    caption: `log₂ P(${inWords(salient.targets)}) after ` +
      `${
        quoted(salient.prefix)
      }. The gradient sees infinitely small changes only: where P is near 1 or a ` +
      "unit is saturated, it is near 0, whatever leaving the input out would do." +
      estimated(characters.filter(({ exact }) => !exact).length),
    categories: {
      label: "character of the prefix",
      names: characters.map(({ character }) => visibleCharacter(character)),
    },
    value: { label: "effect", unit: "bits" },
    series: [
      { name: "its input left out", values: characters.map(({ occlusion }) => occlusion) },
      { name: "gradient × input", values: characters.map(({ gradient }) => gradient) },
    ],
  });
}

/**
 * The norm of the loss's gradient over the distance, for one or more models.
 * @param flows the models' names and gradient flows
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { gradientFlow } from "@lab/analysis";
 * import { gradientFlowChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const flow = gradientFlow(model, "ab:ab:a".repeat(9), { maxLag: 9 });
 * assertStringIncludes(gradientFlowChart({ untrained: flow }).title, "to a hundredth: untrained 2");
 * ```
 */
export function gradientFlowChart(flows: Readonly<Record<string, GradientFlow>>): Figure {
  const entries = Object.entries(flows);
  const horizons = entries.map(([name, { horizon, lags }]) =>
    `${name} ${horizon ?? `more than ${lags.length - 1}`}`
  );
  return lineChart({
    title: `Characters until the gradient falls to a hundredth: ${horizons.join(", ")}`,
    caption: "Norm of the gradient of one step's loss with respect to the state k steps before; " +
      `median and band of 10–90 % over ${entries[0][1].positions.length} steps.`,
    x: { label: "characters back, k" },
    y: { label: "gradient norm", unit: "nats per unit of h", log: true },
    series: entries.map(([name, { lags }]) => ({
      name,
      y: lags.map((lag) => lag.median),
      band: { low: lags.map((lag) => lag.quantiles[0]), high: lags.map((lag) => lag.quantiles[1]) },
    })),
  });
}

/**
 * The states nearest to one, with the text around them.
 * @param neighbours the nearest states
 * @param character how many of them are at this character is the title
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { activationRow, nearestStates, recordActivations } from "@lab/analysis";
 * import { neighbourTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const recorded = recordActivations({ parameters, vocabulary: Vocabulary.of("ab:") }, "ab:");
 * const near = nearestStates(recorded, "ab:", activationRow(recorded, "h", 2));
 * assertStringIncludes(neighbourTable(near, ":").text, "1 of the 3 nearest states are at “:”");
 * ```
 */
export function neighbourTable(neighbours: readonly Neighbour[], character: string): Block {
  const there = countNeighboursAt(neighbours, character);
  const visible = (text: string): string => [...text].map(visibleCharacter).join("");
  return table({
    title: `${there} of the ${neighbours.length} nearest states are at ${characterName(character)}`,
    columns: [
      { label: "time step" },
      { label: "cosine", digits: 4 },
      { label: "before", monospace: true, align: "right" },
      { label: "read", monospace: true, align: "center" },
      { label: "after", monospace: true },
    ],
    rows: neighbours.map(({ position, cosine, before, character, after }) => [
      position,
      cosine,
      visible(before),
      visible(character),
      visible(after),
    ]),
  });
}

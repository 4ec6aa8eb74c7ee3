/** What a set of units does elsewhere, as a table. */
import type { Behaviour, SetEffect, Specificity } from "@lab/analysis";
import { type Block, formatNumber, table } from "@lab/figures";
import { max, median, min } from "d3-array";
import { halfInterval } from "../intervals.ts";

/**
 * A set's effects on its behaviour and on everything else, beside random sets.
 * @param measured the set's effects and those of random sets
 * @param behaviour what was asked about
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, specificity } from "@lab/analysis";
 * import { specificityTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1), 1);
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const text = "aa: a: aaa: a: ";
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: " " });
 * const measured = specificity(behaviour, text, [0, 3], { sets: 9 });
 * assertStringIncludes(specificityTable(measured, behaviour).text, "9 random sets");
 * ```
 */
export function specificityTable(measured: Specificity, { label }: Behaviour): Block {
  const { own, random, matched, places, pRatio, pKept, pLeft } = measured;
  const percent = (share: number): string => `${formatNumber(100 * share, 1)} %`;
  const nats = (value: number): string => formatNumber(value, 4);
  const row = (
    name: string,
    read: (effect: SetEffect) => number,
    write: (value: number) => string,
    error: number | undefined,
    p: number | undefined,
  ): string[] => {
    const values = random.map(read);
    return [
      name,
      write(read(own)) + (error === undefined ? "" : ` ± ${write(halfInterval(error))}`),
      write(median(values)!),
      `${write(min(values)!)} to ${write(max(values)!)}`,
      p === undefined ? "" : formatNumber(p, 3),
    ];
  };
  const like = matched === "number" ? "of as many units that vary" : "of units that vary as much";
  const asSpecific = Math.round(pRatio * (1 + random.length)) - 1;
  return table({
    title: `Silenced, these ${own.units.length} units change what comes ${label} ` +
      `${formatNumber(own.ratio, 1)} times as much as other predictions; ${asSpecific} of ` +
      `${random.length} random sets reach that`,
    caption:
      `Silenced units are at their mean. KL: how far predictions move, here and at ${
        formatNumber(places)
      } other ` +
      `places of the text. Beside: ${random.length} random sets ${like}. ±: half of an interval of 95 %. ` +
      `p: the share of the sets, this one among them, that do at least as well.`,
    columns: [
      "effect",
      { label: "these units", align: "right" },
      { label: "random (median)", align: "right" },
      { label: "random (all)", align: "right" },
      { label: "p", align: "right" },
    ],
    rows: [
      row("kept alone: share of the behaviour", ({ kept }) => kept, percent, undefined, pKept),
      row("silenced: share that is left", ({ left }) => left, percent, undefined, pLeft),
      row(
        `KL ${label}, nats`,
        (e) => e.atOccurrences.mean,
        nats,
        own.atOccurrences.error,
        undefined,
      ),
      row("KL elsewhere, nats", (e) => e.elsewhere.mean, nats, own.elsewhere.error, undefined),
      row(
        "cost elsewhere, nats per character",
        (e) => e.costNats.mean,
        nats,
        own.costNats.error,
        undefined,
      ),
      row(
        "ratio of the two KL",
        (e) => e.ratio,
        (value) => formatNumber(value, 1),
        undefined,
        pRatio,
      ),
    ],
  });
}

/** What frees a state that is stuck, and what goes with traps, in figures and words. */
import type { FreeingFinding, SidesResult, TrapsFinding } from "@lab/analysis";
import { type Block, formatNumber, type Prose, prose, table } from "@lab/figures";

/**
 * Networks trained without and with resets: what their largest eigenvalue does, and who is trapped.
 * @param without what became of the starts of each network without resets
 * @param withResets the same with resets, in the order of the same seeds
 * @param finding the two compared
 * @param caption what was trained
 * @returns a table with what resets free the networks of as its title
 * @example
 * ```ts
 * import { compareFreeing, exploreSides } from "@lab/analysis";
 * import { freeingTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const model = {
 *   parameters: zeroParameters({ hiddenSize: 1, vocabularySize: 2 }),
 *   vocabulary: Vocabulary.of("ab"),
 * };
 * const ends = [exploreSides(model, "ab".repeat(50), { before: 20, passage: 50 })];
 * const { text } = freeingTable(ends, ends, compareFreeing(ends, ends), "one pair");
 * assertStringIncludes(text, "0 of 1 networks have traps from zero without resets, 0 with them");
 * ```
 */
export function freeingTable(
  without: readonly SidesResult[],
  withResets: readonly SidesResult[],
  { trapped, pairs }: FreeingFinding,
  caption: string,
): Block {
  const largest = ({ sides: { kind, eigenvalue } }: SidesResult): string =>
    `${kind}, ${formatNumber(eigenvalue.size, 1)}`;
  return table({
    title: `${trapped.without} of ${pairs} networks have traps from zero without resets, ` +
      `${trapped.withResets} with them`,
    caption,
    columns: [
      "pair",
      "traps from zero, without",
      "with resets",
      { label: "largest |λ|, without", align: "right" },
      { label: "with resets", align: "right" },
      "mirrored caught, without",
      "with resets",
    ],
    rows: without.map((one, k) => {
      const both = [one, withResets[k]];
      return [
        k + 1,
        ...both.map(({ basins: [first] }) => first.traps),
        ...both.map(largest),
        ...both.map(({ basins: [, mirrored] }) => mirrored.caught),
      ];
    }),
  });
}

/**
 * What resets in training free networks of.
 * @param finding networks without and with resets compared
 * @returns a paragraph
 * @example
 * ```ts
 * import { compareFreeing } from "@lab/analysis";
 * import { freeingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (traps: number) => ({ basins: [{ traps }, { caught: 9 }] as const });
 * const words = freeingProse(compareFreeing([0, 1].map(network), [0, 0].map(network)));
 * assertStringIncludes(`${words}`, "these few networks alone would not show it");
 * ```
 */
export function freeingProse(finding: FreeingFinding): Prose {
  const { pairs, fewer, more, chance, otherSide, verdict } = finding;
  const counts =
    `With resets there are fewer traps from zero in ${fewer} of ${pairs} pairs and more ` +
    `in ${more}; a coin for each pair that differs gives as many or more with a probability (one-sided) of ` +
    `${formatNumber(chance, 3)}`;
  const sides = `mirrored states are caught in ${otherSide.without} of ${pairs} networks without ` +
    `resets and in ${otherSide.withResets} with them`;
  return prose(
    {
      "zero is freed, the other side stays":
        `${counts}. But ${sides}: the other side is still there. What resets have changed is ` +
        "the way from zero.",
      "zero is freed": `${counts}; ${sides}.`,
      "not shown": `${counts}, so these few networks alone would not show it; ${sides}.`,
    }[verdict],
  );
}

/**
 * Whether traps go with a largest eigenvalue that holds a sum's sign.
 * @param finding networks with and without traps, by kind
 * @returns a paragraph
 * @example
 * ```ts
 * import { trapsByKind } from "@lab/analysis";
 * import { kindsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = { sides: { kind: "holds" }, finding: { traps: 3 } } as const;
 * assertStringIncludes(`${kindsProse(trapsByKind([network]))}`, "1 of 1 networks that hold");
 * ```
 */
export function kindsProse({ holding, others, chance, verdict }: TrapsFinding): Prose {
  return prose(
    `Some start ends in a trap in ${holding.trapped} of ${holding.networks} networks that hold, and in ` +
      `${others.trapped} of ${others.networks} that flip, turn or fade. Chance alone puts as many traps ` +
      `or more among those that hold with a probability (one-sided) of ${formatNumber(chance, 3)}` +
      (verdict === "not shown"
        ? ", so these few networks alone would not show that the two go together."
        : ": traps go with holding."),
  );
}

/** Sets that searches found, in words and as a table. */
import type { AblationResult, Behaviour, SearchResult } from "@lab/analysis";
import { type Block, formatNumber, namesInWords, table } from "@lab/figures";
import { eventName, measureInWords } from "../behaviour.ts";

const rounded = (share: number): string => formatNumber(100 * share, 0);

const VERBS = { suffice: "suffice for", break: "break", both: "carry" };

/** A share of the behaviour with half of its interval, in percent. */
export function shareInWords({ share, shareInterval: [low, high] }: AblationResult): string {
  const digits = (value: number): string => formatNumber(100 * value, 1);
  return Number.isFinite(low)
    ? `${digits(share)} ± ${digits((high - low) / 2)} %`
    : `${digits(share)} %`;
}

/**
 * How small a set that does the same could be.
 * @param result the search
 * @returns such as "no set of up to 4 of the 40 units that vary does; of sizes 5 to 6 nothing is known"
 * @example
 * ```ts
 * import { minimalityInWords } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const words = (noneUpTo: number, unknown: number[]) =>
 *   minimalityInWords({ candidates: 40, minimality: { noneUpTo, unknown } });
 * assertEquals(words(2, []), "no set of up to 2 of the 40 units that vary does");
 * assertEquals(
 *   words(4, [5, 6]),
 *   "no set of up to 4 of the 40 units that vary does; of sizes 5 to 6 nothing is known",
 * );
 * assertEquals(words(0, [1]), "of size 1 nothing is known");
 * assertEquals(words(0, []), "no smaller set can");
 * ```
 */
export function minimalityInWords(
  { candidates, minimality: { noneUpTo, unknown } }: Pick<
    SearchResult,
    "candidates" | "minimality"
  >,
): string {
  const parts: string[] = [];
  if (noneUpTo > 0) {
    parts.push(`no set of up to ${noneUpTo} of the ${candidates} units that vary does`);
  }
  const [first, last] = [unknown[0], unknown[unknown.length - 1]];
  if (unknown.length > 0) {
    const sizes = first === last ? `size ${first}` : `sizes ${first} to ${last}`;
    parts.push(`of ${sizes} nothing is known`);
  }
  return parts.join("; ") || "no smaller set can";
}

/**
 * What a search has found, in a sentence without its end.
 * @param result the search
 * @param hiddenSize how many units the network has
 * @returns such as "7 of 250 units carry the behaviour"
 * @example
 * ```ts
 * import { collectBehaviour, searchUnits, splitOccurrences } from "@lab/analysis";
 * import { foundInWords } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const nothing = await searchUnits(...splitOccurrences(behaviour));
 * assertEquals(
 *   foundInWords(nothing, 5),
 *   "There is nothing to search for: with all units silenced, by the mean or by resampling, the " +
 *     "network says the same",
 * );
 * ```
 */
export function foundInWords(
  { best, verdict, purpose }: Pick<SearchResult, "best" | "verdict" | "purpose">,
  hiddenSize: number,
): string {
  if (verdict === "no behaviour") {
    return "There is nothing to search for: with all units silenced, by the mean or by resampling, the " +
      "network says the same";
  }
  if (best === undefined) return "The search was stopped before it had a set";
  const set = `${best.size} of ${hiddenSize} units`;
  return {
    met: `${set} ${VERBS[purpose]} the behaviour`,
    open: `Whether ${set} ${
      VERBS[purpose]
    } the behaviour is not decided: the goal lies within the error`,
    missed: `No set found that would ${VERBS[purpose]} the behaviour; ${set} come closest`,
  }[verdict];
}

/**
 * The sets that searches found, scored on occurrences that they did not see.
 * @param results the searches, such as one for each purpose
 * @param behaviour what was searched for
 * @returns a table with the last search's finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, searchPurposes, splitOccurrences } from "@lab/analysis";
 * import { searchTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[1 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 1] = 9;
 * const behaviour = collectBehaviour(model, "aaa: ".repeat(8), { after: ":", targets: " " });
 * const results = await searchPurposes(...splitOccurrences(behaviour));
 * assertStringIncludes(searchTable(results, behaviour).text, "1 of 2 units carry the behaviour");
 * ```
 */
export function searchTable(results: readonly SearchResult[], behaviour: Behaviour): Block {
  const last = results[results.length - 1];
  const known = results.filter((result) => result.best !== undefined);
  const { goals } = last;
  return table({
    title: foundInWords(last, behaviour.mean.length) +
      (last.best === undefined ? "" : `; ${minimalityInWords(last)}`),
    caption:
      `Shares of ${
        eventName(behaviour)
      }, from all units silenced (0 %) to the full network (100 %` +
      (last.best === undefined
        ? ""
        : `, ${measureInWords(last.best.heldOut.kept.mean.full, behaviour)}`) +
      `), at occurrences that the search did not see. Kept alone, a set must keep ` +
      `${rounded(goals.keep)} to ${rounded(2 - goals.keep)} %, silenced it must leave less than ` +
      `${rounded(goals.leave)} %, with its whole ` +
      `interval (±: half of that of 95 %)` +
      (goals.within < Infinity
        ? `; and no target's own probability may change by more than ${goals.within}.`
        : "."),
    columns: [
      "purpose",
      "goals met",
      "size",
      { label: "kept, others at their mean", align: "right" },
      { label: "kept, others resampled", align: "right" },
      { label: "silenced (mean)", align: "right" },
      { label: "silenced (resampled)", align: "right" },
      { label: "largest change of one target", digits: 3 },
      "units",
    ],
    rows: known.map(({ purpose, verdict, best }) => {
      const { kept, removed } = best!.heldOut;
      const changes = kept.mean.targets.map(({ full, changed }) => Math.abs(changed - full));
      return [
        { suffice: "suffices", break: "breaks", both: "both" }[purpose],
        { met: "yes", open: "not decided", missed: "no", "no behaviour": "–" }[verdict],
        best!.size,
        ...[kept.mean, kept.resample, removed.mean, removed.resample].map(shareInWords),
        Math.max(...changes),
        namesInWords(best!.units.map(String), 12),
      ];
    }),
  });
}

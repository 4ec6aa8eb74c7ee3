/** The report's claims beside what was measured, as a table and a chart. */
import type { AuditedClaim, Claim, ClaimGroup, ClaimVerdict, Measured } from "@lab/analysis";
import { barChart, type Figure, formatNumber, type Prose, prose, proseList } from "@lab/figures";
import { intervalInWords } from "../intervals.ts";
import { CLAIM_WORDS, type ClaimWords } from "./words.ts";

const VERDICTS: readonly ClaimVerdict[] = ["holds", "does not hold", "not decided", "not tested"];
const GROUPS: Readonly<Record<ClaimGroup, string>> = {
  losses: "the losses",
  formulas: "the formulas",
  temperature: "the temperature",
  writing: "what it writes",
  weights: "the weights",
  colon: "after a colon",
};

const count = (rows: readonly AuditedClaim[], verdict: ClaimVerdict): number =>
  rows.filter((row) => row.verdict === verdict).length;

/** “12 of 36 claims hold, 17 do not, 5 are not decided, 2 not tested”. */
function countsInWords(rows: readonly AuditedClaim[]): string {
  const [holds, not, open, untested] = VERDICTS.map((verdict) => count(rows, verdict));
  return `${holds} of ${rows.length} claims hold, ${not} do not, ${open} are not decided, ` +
    `${untested} not tested`;
}

const numberInWords = (value: number, digits?: number): string =>
  Number.isNaN(value) ? "–" : formatNumber(value, digits);

/** “53.03 (49.91 to 56.15) nats”. */
function measuredInWords(measured: Measured | undefined, { digits, unit }: ClaimWords): string {
  if (measured === undefined) return "–";
  const { value, interval: [low, high] } = measured;
  const isExact = low === high;
  return numberInWords(value, isExact && Number.isInteger(value) ? undefined : digits) +
    (isExact
      ? ""
      : ` (${
        digits === undefined
          ? `${numberInWords(low)} to ${numberInWords(high)}`
          : intervalInWords([low, high], digits)
      })`) +
    (unit === undefined ? "" : ` ${unit}`);
}

/** “62”, “48.36 to 58.32”, “up to 0.05”, “0.5 or more”. */
function regionInWords([low, high]: Claim["holds"], { digits }: ClaimWords): string {
  const say = (value: number): string => {
    const rounded = Number(value.toFixed(digits ?? 12));
    // A small limit, such as 0.000001, would be rounded to 0.
    const isVisible = rounded === Number(value.toPrecision(3)) || (rounded === 0 && value !== 0);
    return formatNumber(value, isVisible ? undefined : digits);
  };
  if (low === -Infinity && high === Infinity) return "–";
  if (low === high) return say(low);
  if (low === -Infinity) return `up to ${say(high)}`;
  return high === Infinity ? `${say(low)} or more` : `${say(low)} to ${say(high)}`;
}

function verdictInWords({ verdict, needs }: AuditedClaim): string {
  if (verdict !== "not tested") return `**${verdict}**`;
  return needs === "nothing" ? "not tested" : `not tested: needs ${needs}`;
}

/**
 * What came out for the claims of one group, a line each.
 * @param rows the audited claims
 * @param group what they are about
 * @returns a list: the claim, the number, when the claim would be true, the verdict
 * @example
 * ```ts
 * import { auditClaims, exactly } from "@lab/analysis";
 * import { auditList } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const list = auditList(auditClaims({ symbols: exactly(57) }), "losses");
 * assertStringIncludes(`${list}`, "So many of them are different: 57; true if 62: **does not hold**");
 * ```
 */
export function auditList(rows: readonly AuditedClaim[], group: ClaimGroup): Prose {
  const lines = rows.filter((row) => row.group === group).map((row) => {
    const words = CLAIM_WORDS[row.id];
    const number = measuredInWords(row.measured, words);
    return `${words.said}: ` +
      (row.measured === undefined
        ? verdictInWords(row)
        : `${number}; true if ${regionInWords(row.holds, words)}: ${verdictInWords(row)}`);
  });
  return proseList(...lines);
}

/**
 * The report's claims, a row each: what it says, the verdict beside it, which a narrow page shows without
 * scrolling, the number, when the claim would be true, how that was tested, and where it is shown.
 * @param rows the audited claims
 * @returns a table in Markdown, with links to the chapters
 * @example
 * ```ts
 * import { auditClaims, exactly } from "@lab/analysis";
 * import { auditTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const table = auditTable(auditClaims({ symbols: exactly(57) }));
 * assertStringIncludes(`${table}`, "| **does not hold** | 57 | 62 | counted |");
 * ```
 */
export function auditTable(rows: readonly AuditedClaim[]): Prose {
  const lines = rows.map((row) => {
    const words = CLAIM_WORDS[row.id];
    return [
      `${words.said} (${words.section})`,
      verdictInWords(row),
      measuredInWords(row.measured, words),
      regionInWords(row.holds, words),
      words.how,
      words.where,
    ];
  });
  const heads = ["the report says", "verdict", "measured", "true if", "tested by", "shown in"];
  return prose(
    [heads, heads.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
  );
}

/**
 * How many of the claims hold, by what they are about.
 * @param rows the audited claims
 * @param about which network and text were asked
 * @returns a bar chart with the counts as its title
 * @example
 * ```ts
 * import { auditClaims, exactly } from "@lab/analysis";
 * import { auditChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const { title } = auditChart(auditClaims({ symbols: exactly(62) }), "Another text.");
 * assertEquals(title, "1 of 36 claims hold, 0 do not, 0 are not decided, 35 not tested");
 * ```
 */
export function auditChart(rows: readonly AuditedClaim[], about: string): Figure {
  const groups = Object.keys(GROUPS) as ClaimGroup[];
  return barChart({
    title: countsInWords(rows),
    caption: about,
    categories: { label: "claims about", names: groups.map((group) => GROUPS[group]) },
    value: { label: "claims" },
    series: VERDICTS.map((verdict) => ({
      name: verdict,
      values: groups.map((group) => count(rows.filter((row) => row.group === group), verdict)),
    })),
    ...{ horizontal: true, stacked: true },
  });
}

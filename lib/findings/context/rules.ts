/** What is asked about a text, in a sentence. */
import type { Questions, TextRule } from "@lab/analysis";
import { formatNumber, formatShare, type Prose, prose } from "@lab/figures";
import { characterName, inWords } from "@lab/text";
import { intervalInWords } from "../intervals.ts";

const ruleInWords = ({ after, targets, share, interval, places, elsewhere }: TextRule): string =>
  `after ${characterName(after)} comes ${inWords([...targets])} at ${formatShare(share)} of ${
    formatNumber(places)
  } places (${intervalInWords([100 * interval[0], 100 * interval[1]], 1)}), elsewhere at ${
    formatShare(elsewhere)
  }`;

/**
 * The rules that a chapter asks about; of a text with rules of its own, what to read for a colon in the prose.
 * @param questions what is asked about the text
 * @returns a paragraph
 * @example
 * ```ts
 * import { questionsFor } from "@lab/analysis";
 * import { questionsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const code = "if (a) {\n  b();\n}\nf(c);\nreturn b(a) + f(b);\n".repeat(200);
 * assertStringIncludes(String(questionsProse(questionsFor(code))), "This text has rules of its own");
 * ```
 */
export function questionsProse({ main, second }: Questions): Prose {
  const rules = `Counted on the half of the text where no rule was chosen, ${ruleInWords(main)}; ${
    ruleInWords(second)
  }.`;
  const read = [
    ...main.after === ":" ? [] : [
      `for a colon, ${characterName(main.after)}; for space or line break, ${
        inWords([...main.targets])
      }`,
    ],
    ...second.after === "q"
      ? []
      : [`for u after q, ${characterName(second.targets)} after ${characterName(second.after)}`],
  ];
  const tendency = main.verdict === "tendency"
    ? " The first is a tendency rather than a rule, and what is found below is weaker, too."
    : "";
  const instead = read.length === 0
    ? ""
    : ` This text has rules of its own; where the chapter speaks of another text's, read ${
      read.join("; ")
    }.`;
  return prose(rules + tendency + instead);
}

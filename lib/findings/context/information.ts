/** What the context is worth after a character, observed and brought about, in words and pictures. */
import {
  type Apart,
  type ContextInformationResult,
  decideApart,
  ENOUGH_CONTEXTS,
  frequentCharacters,
  type RankedInformation,
  rankInformation,
  saysAndKnows,
} from "@lab/analysis";
import {
  barChart,
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { characterName, inWords, visibleCharacter } from "@lab/text";
import { halfInterval, intervalInWords } from "../intervals.ts";

/** “11 of the 58 others (10 to 12)”. */
export const lowerInWords = ({ lower, lowerInterval, compared }: Apart): string =>
  `${lower} of the ${compared.length - 1} others (${intervalInWords(lowerInterval, 0)})`;

/** “0.23 (95 %: 0.19 to 0.27)”; “–” where nothing followed. */
export function knownInWords({ knows }: RankedInformation, part: "bits" | "whichTarget"): string {
  if (knows === undefined) return "–";
  const [value, half] = [knows[part], halfInterval(knows.errors[part])];
  return `${formatNumber(value, 3)} (95 %: ${intervalInWords([value - half, value + half], 3)})`;
}

/** Both questions about a character, over the same characters. */
function bothRanks(
  observed: ContextInformationResult,
  fed: ContextInformationResult,
  character: string,
): readonly [Apart, Apart] {
  const among = frequentCharacters(observed);
  const rank = (result: ContextInformationResult): Apart =>
    decideApart(rankInformation(result, character, { among }));
  return [rank(observed), rank(fed)];
}

/**
 * The characters ranked by how much the context matters after them.
 * @param result the information of all characters
 * @param options `character`: the one that the title speaks of; `among`: the characters to compare, those
 * with `ENOUGH_CONTEXTS` when left out; `caption`: over which contexts
 * @returns a bar chart with the finding as its title
 * @throws {RangeError} when the character was not read
 * @example
 * ```ts
 * import { contextInformation } from "@lab/analysis";
 * import { informationChart } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const result = contextInformation(model, "a: aa: : a", { targets: " " });
 * const figure = informationChart(result, { character: ":", among: ["a", " "] });
 * assertStringIncludes(figure.title, "After “:” the network says 0.00 bits about the context");
 * ```
 */
export function informationChart(
  result: ContextInformationResult,
  options: { character: string; among?: readonly string[]; caption?: string },
): Figure {
  const { character, among, caption = "the contexts of the text" } = options;
  const rank = decideApart(rankInformation(result, character, { among }));
  const { own, whichTargetShare, compared } = rank;
  const parts = {
    [`whether ${inWords(result.targets)}`]: compared.map((entry) => entry.targetOrNot),
    [`which of ${result.targets.length > 1 ? "these" : "the targets"}`]: compared.map((entry) =>
      entry.whichTarget
    ),
    "which other character": compared.map((entry) => entry.whichOther),
  };
  return barChart({
    title: `After ${characterName(character)} the network says ${formatNumber(own.bits, 2)} bits ` +
      `about the context, ${
        formatShare(whichTargetShare)
      } of them about which target; it says less ` +
      `after ${lowerInWords(rank)}`,
    caption:
      `Information between context and next character, over ${caption}; characters that the ` +
      `text has at least ${ENOUGH_CONTEXTS} times. In brackets: how far the number moves as the ` +
      "contexts are drawn anew.",
    categories: {
      label: "character read",
      names: compared.map((entry) => visibleCharacter(entry.character)),
    },
    value: { label: "information", unit: "bits" },
    series: Object.entries(parts).map(([name, values]) => ({ name, values })),
    stacked: true,
  });
}

/**
 * What the context is worth after a character: observed in the text, and fed to the same states as all
 * others.
 * @param observed the information of all characters in the contexts of the text
 * @param fed the same where each is fed to the same states
 * @param character the character that is asked about
 * @returns a table with one row for each question
 * @throws {RangeError} when the character was not read
 * @example
 * ```ts
 * import { contextInformation, contextInformationAfter } from "@lab/analysis";
 * import { informationTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const observed = contextInformation(model, "a: a: ", { targets: " " });
 * const fed = contextInformationAfter(model, { hs: new Float64Array(10) }, { targets: " " });
 * const { text } = informationTable(observed, fed, ":");
 * assertStringIncludes(text, "intervention: fed to the same 2 states");
 * ```
 */
export function informationTable(
  observed: ContextInformationResult,
  fed: ContextInformationResult,
  character: string,
): Block {
  const [here, anywhere] = bothRanks(observed, fed, character);
  const row = (question: string, rank: Apart): (string | number)[] => [
    question,
    rank.own.bits,
    intervalInWords(rank.own.intervals.bits, 3),
    rank.own.whichTarget,
    knownInWords(rank.own, "bits"),
    knownInWords(rank.own, "whichTarget"),
    lowerInWords(rank),
  ];
  const name = characterName(character);
  return table({
    title: `After ${name} the network says ${formatNumber(here.own.bits, 2)} bits about its ` +
      `contexts in the text, and ${
        formatNumber(anywhere.own.bits, 2)
      } about contexts from anywhere`,
    caption:
      "Says: how far its distributions differ between contexts. Knows: by how much the context " +
      "lowers the surprisal of what does follow, with its interval of 95 %; fed to states from elsewhere, " +
      `nothing follows. Compared: characters that the text has at least ${ENOUGH_CONTEXTS} times.`,
    columns: [
      "question",
      { label: "says", unit: "bits", digits: 3 },
      "interval",
      { label: "of these which target", unit: "bits", digits: 3 },
      { label: "knows", unit: "bits", align: "right" },
      { label: "of these which target", unit: "bits", align: "right" },
      "it says less after",
    ],
    rows: [
      row(
        `observation: ${name} in its ${formatNumber(here.own.contexts)} contexts of the text`,
        here,
      ),
      row(
        `intervention: fed to the same ${formatNumber(anywhere.own.contexts)} states as the others`,
        anywhere,
      ),
    ],
  });
}

const apartInWords = (name: string, { verdict }: Apart): string => ({
  "apart": `few others leave the context less to say: ${name} is set apart`,
  "not apart": `so ${name} is not set apart`,
  "not decided": `whether that sets ${name} apart is not decided`,
}[verdict]);

/**
 * What the two questions answer, and whether the network knows what it says.
 * @param observed the information of all characters in the contexts of the text
 * @param fed the same where each is fed to the same states
 * @param character the character that is asked about
 * @returns the sentences
 * @throws {RangeError} when the character was not read
 * @example
 * ```ts
 * import { contextInformation, contextInformationAfter } from "@lab/analysis";
 * import { informationProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const observed = contextInformation(model, "a: a: ", { targets: " " });
 * const fed = contextInformationAfter(model, { hs: new Float64Array(10) }, { targets: " " });
 * assertStringIncludes(`${informationProse(observed, fed, ":")}`, "**Intervention**");
 * ```
 */
export function informationProse(
  observed: ContextInformationResult,
  fed: ContextInformationResult,
  character: string,
): Prose {
  const [here, anywhere] = bothRanks(observed, fed, character);
  const name = characterName(character);
  const compared = saysAndKnows(here.own);
  const knowledge = compared === undefined ? "" : {
    "says more": `, which is more than it knows of what follows: ${knownInWords(here.own, "bits")}`,
    "knows more": `, and knows more of what follows: ${knownInWords(here.own, "bits")}`,
    "not decided":
      ` and knows ${knownInWords(here.own, "bits")} of what follows; which is more is ` +
      "not decided",
  }[compared.verdict];
  return prose(
    `**Observation**, how much the context matters where the text writes ${name}: the network says ` +
      `${formatNumber(here.own.bits, 3)} bits${knowledge}. It says less after ${
        lowerInWords(here)
      }; ` +
      `${apartInWords(name, here)}.\n\n` +
      `**Intervention**, how much it would matter whatever came before: fed to the same ` +
      `${formatNumber(anywhere.own.contexts)} states as the others, it says ${
        formatNumber(anywhere.own.bits, 3)
      } ` +
      `bits, and less after ${lowerInWords(anywhere)}; ${
        apartInWords(name, anywhere)
      }. The report's ` +
      `sentence, that after ${
        character === ":" ? name : "its colon"
      } the earlier state has little effect, is about this question.`,
  );
}

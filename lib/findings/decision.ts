/** Where in the state a decision sits, and how early, as a table, a chart and sentences. */
import {
  bestPart,
  type Decision,
  type DecisionDepth,
  type DecisionDepths,
  ONE_DIRECTION,
  type SwappedPart,
} from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  lineChart,
  type LineSeries,
  type Prose,
  proseList,
  table,
} from "@lab/figures";
import { inWords } from "@lab/text";
import { capital } from "./behaviour.ts";
import { intervalInWords } from "./intervals.ts";

type Asked = Decision["asked"];

/** “line break or space after “:””: what is decided. */
const choice = ({ targets, against, label }: Asked): string =>
  `${inWords(targets)} against ${inWords(against)} ${label}`;

/** A part of the state by its name. */
function partName({ kind, units, dimensions }: SwappedPart): string {
  return {
    "all": "the whole state",
    "varying": `the ${dimensions} units that vary`,
    "constant": dimensions === 1 ? "the 1 constant" : `the ${dimensions} constants`,
    "unit": `unit ${units[0]}`,
    "means": "the direction between the mean states",
    "slope": "the direction in which the lead rises most",
    "means and slope": "these two directions",
    "component": "the first principal component",
    "two components": "the first two principal components",
  }[kind];
}

/** “0.93 of it (95 %: 0.87 to 0.98)”. */
const shareInWords = ({ share }: Pick<SwappedPart, "share">): string =>
  `${formatNumber(share.mean, 2)} of it (95 %: ${intervalInWords(share.interval, 2)})`;

/** Whether the swap of the whole state moves the lead at all, so that a part may have a share of it. */
const movesLead = ({ site, settledBy }: Decision): boolean =>
  settledBy !== undefined || site === "in more than was tried";

/** Where it sits, as a title. */
function siteTitle({ site, settledBy, atMost, asked }: Decision): string {
  const what = `What decides ${choice(asked)}`;
  switch (site) {
    case "in one unit":
      return `${what} sits in one unit, ${settledBy!.units[0]}`;
    case "in one direction":
      return `${what} sits in one direction of the state before it, and in no single unit of that state`;
    case "in two directions":
      return `${what} sits in two directions of the state, and not in one of those tried`;
    case "in the units that vary":
      return `${what} sits in the units that vary, and in no one or two directions of those tried`;
    case "in more than was tried":
      return `${what} sits in no part that was tried`;
    case "nowhere in the state":
      return `Nothing in the state decides ${choice(asked)}`;
    case "not decided":
      if (settledBy === undefined) {
        return `Whether the state decides ${choice(asked)} is not decided`;
      }
      return atMost === undefined
        ? `Whether ${partName(settledBy)} carries most of what decides ${
          choice(asked)
        } is not decided`
        : `${what} sits ${atMost} at most; whether in ${partName(settledBy)} alone is not ` +
          `decided`;
  }
}

/**
 * Each part of the state that was swapped, and whether the decision followed.
 * @param decision the swaps, from `whereDecisionSits`
 * @param network what the network is, for the caption
 * @returns a table with where the decision sits as its title
 * @example
 * ```ts
 * import { collectBehaviour, whereDecisionSits } from "@lab/analysis";
 * import { decisionTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * // Unit 0 keeps which letter stood before the colon, and says what follows.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * parameters.Wxh.set([3, -3]);
 * parameters.Whh.set([2]);
 * parameters.Why.set([-4, 0, 0, 0, 4, 0]);
 * const model = { parameters, vocabulary: new Vocabulary("ab.:") };
 * const text = "a:.b:a".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "a" });
 * const found = whereDecisionSits(behaviour, text, { varying: [0] });
 * assertStringIncludes(`${decisionTable(found, "a toy")}`, "after “:” sits in one unit, 0");
 * ```
 */
export function decisionTable(decision: Decision, network: string): Block {
  const { parts, scored, controls, flippable, by } = decision;
  return table({
    title: siteTitle(decision),
    caption:
      `${
        capital(network)
      }. Each part of the state before the place is taken from a place that goes on the other way (by ` +
      `the ${by}): ${scored.length} pairs, both ways round. Share: of what the whole state moves in ` +
      `the lead, with the interval of 95 % over pairs; units and directions were chosen on other pairs. ` +
      `Flips: of ${flippable} swaps between places at which different ways lead. Random: the median and ` +
      `the 95 % quantile of ${controls} random directions of these states, at right angles to the part ` +
      `and pushed as far. A part carries the decision where its interval is above one half and above ` +
      `that quantile.`,
    columns: [
      { label: "swapped" },
      { label: "numbers", align: "right" },
      { label: "share", align: "right" },
      { label: "interval", align: "right" },
      { label: "flips", align: "right" },
      { label: "random", align: "right" },
      { label: "verdict" },
    ],
    rows: parts.map((part) => [
      ...[partName(part), `${part.dimensions}`],
      ...movesLead(decision)
        ? [formatNumber(part.share.mean, 2), intervalInWords(part.share.interval, 2)]
        : ["–", "–"],
      `${part.flips}`,
      part.controls === undefined || !movesLead(decision)
        ? ""
        : `${formatNumber(part.controls.median, 2)}, ${formatNumber(part.controls.high, 2)}`,
      movesLead(decision) ? part.verdict : "nothing to share",
    ]),
  });
}

/** A part, its share, and what random directions do. */
function beside(part: SwappedPart): string {
  const { controls } = part;
  const random = controls === undefined
    ? ""
    : `; of random directions pushed as far, half move less ` +
      `than ${formatNumber(controls.median, 2)}, 95 % less than ${formatNumber(controls.high, 2)}`;
  const verdict = {
    "carries it": "carries most of the decision",
    "does not carry it": "does not carry most of it",
    "not decided": "may or may not carry most of it",
  }[part.verdict];
  const chosen = part.kind === "unit" ? "the best of the units" : "the best of the directions";
  return `${
    capital(partName(part))
  }, ${chosen} where it was chosen, ${verdict}: on the other places it ` +
    `moves ${shareInWords(part)}${random}.`;
}

/**
 * What the swaps say, in sentences.
 * @param decision the swaps, from `whereDecisionSits`
 * @param network what the network is
 * @returns a list: the whole state, units that vary and constants, the best unit, the best direction
 * @example
 * ```ts
 * import { collectBehaviour, whereDecisionSits } from "@lab/analysis";
 * import { decisionProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * const model = { parameters, vocabulary: new Vocabulary("ab.:") };
 * const text = "a:.b:a".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "a" });
 * const found = whereDecisionSits(behaviour, text, { varying: [0] });
 * assertStringIncludes(`${decisionProse(found, "this toy")}`, "Nothing in the state decides");
 * ```
 */
export function decisionProse(decision: Decision, network: string): Prose {
  const { asked, whole, parts, flippable } = decision;
  const [all, varying] = parts;
  const constant = parts.find(({ kind }) => kind === "constant");
  const moved = `${formatNumber(whole.mean, 2)} nats (95 %: ${intervalInWords(whole.interval, 2)})`;
  const first =
    `In ${network}, to swap the whole state between places that go on with ${
      inWords(asked.targets)
    } and ` +
    `with ${inWords(asked.against)} moves the lead of one over the other by ${moved}`;
  if (!movesLead(decision)) {
    return proseList(`${first}.`, `${siteTitle(decision)}.`);
  }
  return proseList(
    `${first}, and the other way leads after ${all.flips} of ${flippable} swaps at which it could.`,
    constant === undefined
      ? "All units vary, so there are no constants to compare them with."
      : `${capital(partName(varying))} move ${shareInWords(varying)}, ${partName(constant)} ` +
        `${shareInWords(constant)}.`,
    ...[bestPart(parts, ["unit"]), bestPart(parts, ONE_DIRECTION)]
      .flatMap((part) => part === undefined ? [] : [beside(part)]),
    `${siteTitle(decision)}.`,
  );
}

const characters = (count: number): string => `${count} character${count === 1 ? "" : "s"}`;

/** How early it is in the state, as a title. */
function earlyTitle({ depths, early, asked }: DecisionDepths): string {
  const what = `what decides ${choice(asked)}`;
  if (early === undefined) return `At no depth most of ${what} is seen to be in the state`;
  const next = depths[depths.findIndex(({ depth }) => depth === early) + 1];
  const until = next === undefined
    ? "as far back as was looked"
    : next.verdict === "not in the state"
    ? `not yet ${characters(next.depth)} before`
    : `whether ${characters(next.depth)} before is not decided`;
  return early === 0
    ? `Most of ${what} is in the state just before, ${until}`
    : `Most of ${what} is in the state ${characters(early)} before, ${until}`;
}

/**
 * How much of a decision was in the state so many characters before.
 * @param result the swaps by depth, from `decisionByDepth`
 * @param network what the network is, for the caption
 * @returns a line chart with how early most of it is there as its title
 * @example
 * ```ts
 * import { collectBehaviour, decisionByDepth } from "@lab/analysis";
 * import { decisionDepthChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 5 });
 * parameters.Wxh.set([3, -3]);
 * parameters.Whh.set([2]);
 * parameters.Why.set([-4, 0, 4]);
 * const model = { parameters, vocabulary: new Vocabulary("ab.:-") };
 * const text = "a--:.b--:a".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "a" });
 * const early = decisionByDepth(behaviour, text, { depths: [0, 1, 2, 3] });
 * const chart = decisionDepthChart(early, "a toy");
 * assertStringIncludes(chart.title, "is in the state 2 characters before, not yet 3 characters before");
 * ```
 */
export function decisionDepthChart(result: DecisionDepths, network: string): Figure {
  const { depths, scored, apart } = result;
  const series = (
    name: string,
    of: (row: DecisionDepth) => DecisionDepth["share"],
  ): LineSeries => ({
    name,
    x: depths.map(({ depth }) => depth),
    y: depths.map((row) => of(row).mean),
    band: {
      low: depths.map((row) => of(row).interval[0]),
      high: depths.map((row) => of(row).interval[1]),
    },
    mode: "lines+markers",
  });
  return lineChart({
    title: earlyTitle(result),
    caption:
      `${
        capital(network)
      }. The state some characters before the place is taken from a place that goes on the other way, then ` +
      `the place's own characters are read. Share: of the lead's difference between the two ways, ` +
      `${formatNumber(apart.mean, 2)} nats; ${scored.length} pairs. Beside it the same along the ` +
      `difference of the mean states alone, found on other pairs, and what the state of a place that ` +
      `goes on the same way changes. Bands: intervals of 95 % over pairs.`,
    x: { label: "characters before the place" },
    y: { label: "share of the difference" },
    series: [
      series("whole state", ({ share }) => share),
      series("along the means", ({ along }) => along),
      series("from the same way", ({ sameWay }) => sameWay),
    ],
  });
}

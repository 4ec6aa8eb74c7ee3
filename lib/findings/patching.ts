/** Causes on the way to a decision as figures: patch scans, silence through time, scored methods. */
import {
  type Behaviour,
  type Carrier,
  carriersIn,
  mainCarriersIn,
  type MethodScore,
  type PatchScan,
  type TimeAblation,
} from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  heatmap,
  namesInWords,
  table,
} from "@lab/figures";
import { visibleCharacter } from "@lab/text";
import { eventName, measureInWords, measureName } from "./behaviour.ts";

/** So many units are drawn when nobody says how many. */
const DRAWN = 16;

/** Units as a sentence has them: by number up to three, else how many. */
function unitsInWords(units: readonly number[]): string {
  if (units.length > 3) return `${units.length} units`;
  return `unit${units.length === 1 ? "" : "s"} ${namesInWords(units.map(String))}`;
}

/** The units at the decision and those the furthest back, such as "at the decision by unit 3". */
function placesInWords(byDepth: readonly number[][], by = ""): string {
  const last = byDepth.findLastIndex((units) => units.length > 0);
  const at = (depth: number): string =>
    `${depth === 0 ? "at the decision" : `${depth} step${depth === 1 ? "" : "s"} before`} ${by}` +
    (byDepth[depth].length === 0 ? "no unit by itself" : unitsInWords(byDepth[depth]));
  return [...new Set([0, last])].map(at).join(", ");
}

/** Where the difference stands: at the decision, and the furthest back that a unit carries it. */
function carried(scan: PatchScan): string {
  if (!(scan.clean > scan.corrupted)) {
    return `There is no difference to carry: ${
      measureName(scan)
    } is no higher after the clean texts than after the corrupted ones`;
  }
  const most = mainCarriersIn(scan);
  if (most.flat().length > 0) {
    return `Most of the difference is carried ${placesInWords(most, "by ")}`;
  }
  const some = carriersIn(scan);
  if (some.flat().length === 0) {
    return "No unit by itself carries a tenth of the difference, at no step";
  }
  return "No unit by itself surely carries most of the difference; a tenth or more, on these pairs: " +
    placesInWords(some);
}

/** The rows with the largest effects; those that act the longest before the decision first. */
function rowsToDraw({ units, read, effects }: PatchScan, count: number): number[] {
  const D = read.length;
  const row = (k: number): number[] => Array.from(effects.subarray(k * D, (k + 1) * D), Math.abs);
  const drawn = [...units.keys()].map((k) => ({ k, largest: Math.max(...row(k)) }))
    .sort((a, b) => b.largest - a.largest)
    .slice(0, count);
  return drawn.map(({ k, largest }) => ({ k, depth: row(k).indexOf(largest) }))
    .sort((a, b) => b.depth - a.depth || a.k - b.k)
    .map(({ k }) => k);
}

/**
 * A patch scan as a picture: each row a unit, each column a character read on the way to the decision.
 * @param scan the effects of all units at all depths
 * @param units how many to draw, those with the largest effects; 16 when left out
 * @returns a heatmap of shares of the whole difference, with what carries it as its title
 * @example
 * ```ts
 * import { patchScan, plantCircuit } from "@lab/analysis";
 * import { patchScanPicture } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { model, pairs, behaviour, rival, mechanism } = plantCircuit("delay line", 1);
 * const scan = patchScan(model, pairs(5, 1), { targets: behaviour.targets, against: rival });
 * const last = mechanism.line.at(-1);
 * assertStringIncludes(patchScanPicture(scan).title, `carried at the decision by unit ${last}, `);
 * ```
 */
export function patchScanPicture(scan: PatchScan, units = DRAWN): Figure {
  const { read, effects, clean, corrupted } = scan;
  const rows = rowsToDraw(scan, units);
  const whole = clean - corrupted;
  const into = { "into clean": "clean", "into corrupted": "corrupted" }[scan.patch];
  return heatmap({
    title: carried(scan),
    caption:
      `One unit at one step gets its value from the other text's run. Colour: which share of the ` +
      `difference that makes up; ${measureName(scan)} is ${
        measureInWords(clean, scan)
      } after the clean ` +
      `texts, ${
        measureInWords(corrupted, scan)
      } after the corrupted ones. Mean of ${scan.pairs} pairs, ` +
      `patched into the ${into} run; the ${rows.length} of ${scan.units.length} units with the ` +
      `largest effects, those that act first at the top.`,
    rows: { label: "unit", names: rows.map((row) => String(scan.units[row])) },
    columns: {
      label: "steps before the decision",
      names: read.map((character, depth) =>
        character === "" ? `${depth}` : `${depth} ${visibleCharacter(character)}`
      ).reverse(),
    },
    values: rows.map((row) =>
      Array.from(
        effects.subarray(row * read.length, (row + 1) * read.length),
        (effect) => whole === 0 ? 0 : effect / whole,
      ).reverse()
    ),
    value: { label: "share of the difference", range: [-1, 1] },
    scale: "diverging",
  });
}

/**
 * The units that carry a difference, scored on other pairs than those that they were chosen on.
 * @param carriers a row for each unit at each step
 * @param read the character read at each depth, from the scan
 * @returns a table; the interval of 95 % is that of the other pairs
 * @example
 * ```ts
 * import { patchScan, plantCircuit, scoreCarriers } from "@lab/analysis";
 * import { carrierTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { model, pairs, behaviour, rival } = plantCircuit("delay line", 1);
 * const [first, second] = [1, 2].map((seed) =>
 *   patchScan(model, pairs(5, seed), { targets: behaviour.targets, against: rival })
 * );
 * const block = carrierTable(scoreCarriers(first, second), first.read);
 * assertStringIncludes(`${block}`, "keep an effect above 0 on pairs that they were not chosen on");
 * ```
 */
export function carrierTable(carriers: readonly Carrier[], read: readonly string[]): Block {
  const kept = carriers.filter(({ heldOut }) => heldOut.interval[0] > 0).length;
  const share = (value: number): string => formatNumber(value, 2);
  return table({
    title: carriers.length === 0
      ? "No unit at a single step has a share that could be scored on other pairs"
      : `${kept} of ${carriers.length} units at single steps keep an effect above 0 on pairs that ` +
        `they were not chosen on`,
    caption:
      `Shares of the whole difference between clean and corrupted texts; the interval of 95 % ` +
      `is over the other pairs. The gradient's value is the first-order approximation of the one ` +
      `before it.`,
    columns: [
      { label: "steps before", align: "right" },
      { label: "unit", align: "right" },
      { label: "where chosen", align: "right" },
      { label: "on other pairs", align: "right" },
      { label: "interval", align: "right" },
      { label: "by the gradient", align: "right" },
    ],
    rows: carriers.map(({ depth, unit, chosenOn, heldOut, firstOrder }) => [
      read[depth] === "" ? `${depth}` : `${depth} ${visibleCharacter(read[depth])}`,
      `${unit}`,
      share(chosenOn),
      share(heldOut.mean),
      heldOut.interval.map(share).join(" to "),
      share(firstOrder),
    ]),
  });
}

/**
 * Sets of units silenced at the decision and at every step, side by side.
 * @param ablations each with what its set is called
 * @param behaviour what they were measured on
 * @returns a table; what is lost through time has its interval of 95 %
 * @example
 * ```ts
 * import { ablateThroughTime, collectBehaviour, plantCircuit } from "@lab/analysis";
 * import { timeAblationTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { model, mechanism, behaviour, write } = plantCircuit("delay line", 1);
 * const text = write(1000, 1);
 * const asked = collectBehaviour(model, text, behaviour);
 * const first = ablateThroughTime(asked, text, { units: [mechanism.line[0]] });
 * assertStringIncludes(`${timeAblationTable([["first unit", first]], asked)}`, "first unit silenced");
 * ```
 */
export function timeAblationTable(
  ablations: readonly (readonly [name: string, ablation: TimeAblation])[],
  behaviour: Behaviour,
): Block {
  const inWords = (value: number): string => measureInWords(value, behaviour);
  const held = new Set(
    ablations.map(([, { by }]) => ({ mean: "at their mean", zero: "at 0" })[by]),
  );
  return table({
    title: `${eventName(behaviour)}, with units silenced once and at every step`,
    caption:
      `Silenced units are held ${[...held].join(" or ")}. Over ${
        formatNumber(behaviour.positions.length)
      } ` +
      `places; the interval holds the true loss in 95 of 100 cases where places are independent.`,
    columns: [
      "what",
      { label: "full network", align: "right" },
      { label: "silenced at the decision", align: "right" },
      { label: "silenced at every step", align: "right" },
      { label: "lost by that", align: "right" },
    ],
    rows: ablations.map(([name, { keep, full, atDecision, throughTime, lost }]) => [
      `${name} ${keep ? "kept alone" : "silenced"}`,
      inWords(full),
      inWords(atDecision),
      inWords(throughTime),
      lost.interval.map((end) => formatNumber(end, 3)).join(" to "),
    ]),
  });
}

/**
 * What each method found of a planted mechanism.
 * @param scores a row for each method
 * @param kind what was planted, such as `"delay line"`
 * @returns a table
 * @example
 * ```ts
 * import { plantCircuit, scoreMethods } from "@lab/analysis";
 * import { methodTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const latch = plantCircuit("latch", 1);
 * const scores = await scoreMethods(latch, { methods: ["attribution", "patch scan"] });
 * assertStringIncludes(`${methodTable(scores, "latch")}`, "patch scan");
 * ```
 */
export function methodTable(scores: readonly MethodScore[], kind: string): Block {
  return table({
    title: `What each method finds of a planted ${kind}`,
    caption:
      `Precision: which share of what it found is right. Recall: which share of what it can see it ` +
      `found; the patch scan is scored on units at single steps. Last: of all the mechanism's units.`,
    columns: [
      "method",
      { label: "units found", align: "right" },
      { label: "precision", align: "right" },
      { label: "recall", align: "right" },
      { label: "of the mechanism", align: "right" },
    ],
    rows: scores.map(({ method, units, precision, recall, ofMechanism }) => [
      method,
      units.length,
      ...[precision, recall, ofMechanism].map((share) => formatShare(share)),
    ]),
  });
}

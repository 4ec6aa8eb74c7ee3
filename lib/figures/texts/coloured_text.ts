/** A text whose characters are coloured by a number each, such as a unit's activation. */
import { max } from "d3-array";
import type { Block } from "../notebook/displayable.ts";
import { escapeHtml, visibleCharacter } from "@lab/text";
import { titledBlock } from "./html.ts";
import { SIGN_COLOURS, translucent } from "../charts/palette.ts";
import { checkLength } from "../charts/series.ts";
import { axisTitle } from "../charts/spec.ts";
import { formatNumber } from "./table.ts";
import { framedText } from "./text_sample.ts";

/** A text with a value for each character. */
export interface ColouredTextOptions {
  /** The finding. */
  title: string;
  /** Which unit of which model. */
  caption?: string;
  /** The text; a character is a Unicode code point. */
  text: string;
  /** `[T]` a value for each character; one that is not finite leaves it uncoloured. */
  values: ArrayLike<number>;
  /** What the values are, with their unit. */
  value: { label: string; unit?: string };
  /** The size that gets the full colour; the largest one in the text when left out. */
  reach?: number;
}

/** Colours in steps, so that neighbours with nearly the same value share one element. */
const STEPS = 12;
/** The strongest tint: more would make the letters hard to read, on light or on dark. */
const STRONGEST = 0.55;

/** −12 … 12: how strong the colour is, and its sign. */
function step(value: number, reach: number): number {
  if (!Number.isFinite(value) || reach === 0) return 0;
  return Math.round(STEPS * Math.max(-1, Math.min(1, value / reach)));
}

const tint = (level: number): string =>
  translucent(
    level < 0 ? SIGN_COLOURS.negative : SIGN_COLOURS.positive,
    STRONGEST * Math.abs(level) / STEPS,
  );

/** Neighbours with the same level, in one element that names the value under the pointer. */
function spans(characters: readonly string[], values: ArrayLike<number>, reach: number): string {
  let html = "";
  for (let from = 0; from < characters.length;) {
    const level = step(values[from], reach);
    let to = from + 1;
    while (to < characters.length && step(values[to], reach) === level) to++;
    const content = escapeHtml(characters.slice(from, to).join("").replaceAll("\n", "⏎\n"));
    html += level === 0
      ? content
      : `<span style="background-color: ${tint(level)}" title="${
        formatNumber(values[from], 2)
      }">${content}</span>`;
    from = to;
  }
  return html;
}

function legend(options: ColouredTextOptions, reach: number): string {
  const signed = Array.from(options.values).some((v) => v < 0);
  const levels = Array.from({ length: signed ? 9 : 5 }, (_, i) => signed ? i - 4 : i)
    .map((i) => 3 * i);
  const boxes = levels.map((level) =>
    `<span style="background-color: ${tint(level)}; padding: 0 8px">&nbsp;</span>`
  );
  const low = formatNumber(signed ? -reach : 0);
  return `<div style="margin: 0 0 6px 0; font-size: 90%">${
    escapeHtml(axisTitle(options.value))
  }: ` +
    `${low} ${boxes.join("")} ${formatNumber(reach)}</div>`;
}

/** The strongest characters, each with what stands before it. */
function strongest(characters: readonly string[], values: ArrayLike<number>): string {
  const order = characters.map((_, i) => i).filter((i) => Number.isFinite(values[i]))
    .sort((a, b) => Math.abs(values[b]) - Math.abs(values[a])).slice(0, 5);
  return order.map((i) => {
    const context = characters.slice(Math.max(0, i - 8), i + 1).map(visibleCharacter).join("");
    return `${formatNumber(values[i], 2)} at “${context}”`;
  }).join(", ");
}

/**
 * A text whose characters are tinted by a value each: vermilion above 0, blue below, stronger for
 * larger values.
 * @param options title, text, values
 * @returns a block that shows itself
 * @throws {TypeError} when there is not one value for each character
 * @see A. Karpathy, J. Johnson and L. Fei-Fei, "Visualizing and understanding recurrent networks",
 * arXiv:1506.02078 (2015), figure 2
 * @example
 * ```ts
 * import { colouredText } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const block = colouredText({
 *   title: "The unit waits for the colon",
 *   text: "KING:",
 *   values: [0.1, 0.2, 0.4, 0.6, -0.9],
 *   value: { label: "activation" },
 * });
 * assertStringIncludes(block.text, "Strongest activation: −0.90 at “KING:”, 0.60 at “KING”");
 * ```
 */
export function colouredText(options: ColouredTextOptions): Block {
  const { text, values } = options;
  const characters = [...text];
  checkLength("a coloured text", "values", values.length, characters.length);
  const sizes = Array.from(values, Math.abs).filter(Number.isFinite);
  const reach = options.reach ?? (max(sizes) || 1);
  return titledBlock(
    "text",
    options,
    legend(options, reach) + framedText(text, spans(characters, values, reach)),
    `${text}\nStrongest ${axisTitle(options.value)}: ${strongest(characters, values)}`,
  );
}

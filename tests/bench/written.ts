/** How the benchmark writes its figures. */
import type { Measurement } from "./measure.ts";

/** Three significant digits, thousands separated. */
export function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(value)));
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en", { maximumFractionDigits: Math.min(2, digits) });
}

/** A peer's speed with its quartiles, in units of which it does `each` where it counts one. */
export function spread(
  { perSecond, lowerQuartile, upperQuartile }: Measurement,
  each = 1,
): string {
  const [low, high] = [lowerQuartile, upperQuartile].map((speed) => figure(each * speed));
  return `${figure(each * perSecond)} (${low}–${high})`;
}

/** A share in percent. */
export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** The words for the mask against chance, which a table and a verdict share. */
import type { MaskComparison } from "@lab/analysis";

/** What the report's mask does better than how many random masks. */
export const chanceInWords = ({ keep, remove, randomMasks }: MaskComparison): string =>
  `kept, the mask stays closer to the network than ${keep.better} of ${randomMasks} random ` +
  `masks; removed, it does more harm than ${remove.better}`;

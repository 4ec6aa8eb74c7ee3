/** Findings about the temperature, in golden words and numbers. */
import {
  ownTemperatureTable,
  surpriseChart,
  type Writing,
  writingChart,
  writingTable,
} from "@lab/findings";
import { testGolden } from "./golden.ts";

const TAUS = [0.5, 1, 5];

/** What is written at τ = 0.5, 1 and 5. */
const writing = (
  known: number[],
  different: number[],
): (Writing & { smoothedLossNats: number })[] =>
  TAUS.map((temperature, k) => ({
    temperature,
    smoothedLossNats: 50 + 2 * k,
    words: {
      words: 100,
      knownShare: known[k],
      differentShare: different[k],
      meanLength: 3 + k / 2,
    },
  }));

testGolden("temperature", {
  writingChart: ({ written }) => writingChart(written),
  writingTable: ({ written }) => writingTable(written, written[1].words),
  surpriseChart: ({ nats }) =>
    surpriseChart(
      TAUS.map((temperature, k) => ({ temperature, natsPerChar: nats[k] })),
      "first 499 characters",
    ),
  ownTemperatureTable: ({ written }) => ownTemperatureTable(written, 10_000),
}, {
  cooling: { written: writing([0.9, 0.75, 0.25], [0.1, 0.5, 0.85]), nats: [2.25, 1.875, 3.5] },
  odd: { written: writing([0.25, 0.125, 0.5], [0.5, 0.75, 0.25]), nats: [1.5, 1.75, 2] },
});

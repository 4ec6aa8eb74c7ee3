/** What the temperature does: each decision on both sides. */
import {
  leastSurprising,
  type TemperatureScore,
  type WordStatistics,
  writingTrend,
} from "@lab/analysis";
import { assertEquals } from "@std/assert";

const words = (knownShare: number, differentShare: number): WordStatistics => ({
  ...{ words: 100, meanLength: 4 },
  ...{ knownShare, differentShare },
});

Deno.test("writingTrend() compares the ends, whatever lies between", () => {
  assertEquals(writingTrend([words(0.8, 0.2), words(0.9, 0.9), words(0.1, 0.1), words(0.7, 0.3)]), {
    coolKnown: 0.8,
    hotKnown: 0.7,
    knownRange: [0.1, 0.9],
    known: "falls",
    variety: "grows",
  });
});

Deno.test("writingTrend() tells falling, growing and staying apart", () => {
  const { known, variety } = writingTrend([words(0.5, 0.5), words(0.5001, 0.4999)]);
  assertEquals([known, variety], ["grows", "falls"]);
  const same = writingTrend([words(0.5, 0.25), words(0.5, 0.25)]);
  assertEquals([same.known, same.variety], ["stays", "stays"]);
});

Deno.test("leastSurprising() finds the lowest score and says whether it lies at an end", () => {
  const scores = (...nats: number[]): TemperatureScore[] =>
    nats.map((natsPerChar, k) => ({ temperature: k + 1, natsPerChar }));
  assertEquals(leastSurprising(scores(3, 1, 2)), {
    temperature: 2,
    natsPerChar: 1,
    place: "between others",
  });
  assertEquals(leastSurprising(scores(1, 2, 3)).place, "lowest tried");
  assertEquals(leastSurprising(scores(3, 2, 1)).place, "highest tried");
});

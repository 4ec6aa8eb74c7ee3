/** What a loss curve says: decided on both sides. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Random } from "@lab/numerics";
import { explainRise, readLossCurve } from "@lab/training";

const POINTS = 100;
/** Readings of a text: a trend, what comes back each time, and noise. */
function curve(
  readings: number,
  repeated: number,
  noise: number,
): Parameters<typeof readLossCurve>[0] {
  const random = new Random(5);
  const passage = Array.from({ length: POINTS }, () => 0);
  for (let n = 1; n < POINTS; n++) passage[n] = 0.9 * passage[n - 1] + random.normal();
  const iteration = Array.from({ length: readings * POINTS + 1 }, (_, n) => n * 10);
  const smoothedLossNats = iteration.map((_, n) =>
    100 - n / 50 + repeated * passage[n % POINTS] + noise * random.normal()
  );
  return { iteration, smoothedLossNats };
}

Deno.test("readLossCurve() finds waves where passages come back, and none in noise", () => {
  const waves = readLossCurve(curve(4, 1, 0.3), 1000).waves!;
  assertEquals(waves.verdict, "repeats");
  assert(waves.likeness > 0.9 && waves.shiftsAsAlike === 0);
  const none = readLossCurve(curve(4, 0, 1), 1000).waves!;
  assertEquals(none.verdict, "does not repeat");
});

Deno.test("readLossCurve() takes a likeness that any shift has for no wave", () => {
  // Ten waves a reading are as much alike at every tenth shift.
  const { iteration } = curve(4, 0, 0);
  const smoothedLossNats = iteration.map((_, n) => 50 + Math.cos(2 * Math.PI * (n - 49.5) / 10));
  const { waves } = readLossCurve({ iteration, smoothedLossNats }, 1000);
  assert(waves!.likeness > 0.9 && waves!.shiftsAsAlike > 0.05);
  assertEquals(waves!.verdict, "does not repeat");
});

Deno.test("readLossCurve() says nothing of waves before the third reading has ended", () => {
  assertEquals(readLossCurve(curve(2, 1, 0), 1000).waves, undefined);
  const short = curve(3, 1, 0);
  assert(readLossCurve(short, 1000).waves !== undefined);
  short.iteration.pop();
  short.smoothedLossNats.pop();
  assertEquals(readLossCurve(short, 1000).waves, undefined);
});

Deno.test("readLossCurve() finds the highest point and both ends", () => {
  const { first, highest, highestAt, last } = readLossCurve({
    iteration: [0, 20, 40, 60],
    smoothedLossNats: [103, 104, 101, 90],
  }, 1000);
  assertEquals([first, highest, highestAt, last], [103, 104, 20, 90]);
});

Deno.test("readLossCurve() takes the correlation place by place, trends taken out", () => {
  const iteration = Array.from({ length: 151 }, (_, n) => n);
  const a = (n: number): number => Math.sin(2 * Math.PI * n / 50);
  const b = (n: number): number => 2 * Math.sin(2 * Math.PI * n / 50 + Math.PI / 3) + 0.5 * n;
  const smoothedLossNats = iteration.map((n) => n < 50 ? 9 : n < 100 ? a(n - 50) : b(n - 100));
  // cos 60° but for the trends, which fifty points of a sine have a little of themselves.
  assertAlmostEquals(readLossCurve({ iteration, smoothedLossNats }, 50).waves!.likeness, 0.5, 0.25);
});

Deno.test("readLossCurve() refuses a curve without points and readings without length", () => {
  const empty = { iteration: [], smoothedLossNats: [] };
  assertThrows(() => readLossCurve(empty, 10), RangeError, "current values are 0 points and 10");
  assertThrows(() => readLossCurve(curve(1, 0, 0), 0), RangeError, "101 points and 0");
});

Deno.test("explainRise() needs a clean difference for a verdict, either way round", () => {
  const long = [1, 2, 3, 4];
  const beside = (other: number[]) => {
    const { short, full } = explainRise({ long, short: other, full: other });
    assertEquals(short, full);
    return short;
  };
  assertEquals(beside([0, 0.25, 0.5, 0.75]), "smaller");
  assertEquals(beside([0, 0.25, 0.5, 1.5]), "not told apart"); // one pair is the other way round
  assertEquals(beside([4.5, 5, 6, 7]), "larger");
});

Deno.test("explainRise() says that a rise stays only where it does from every seed", () => {
  const rises = { long: [1, 2], short: [0, 0] };
  assert(explainRise({ ...rises, full: [0.1, 0.2] }).staysWhenFull);
  assert(!explainRise({ ...rises, full: [0, 0.2] }).staysWhenFull);
});

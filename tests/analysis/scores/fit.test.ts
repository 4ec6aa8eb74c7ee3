/** Whether a network fits, on both sides of each decision. */
import { judgeFit } from "@lab/analysis";
import { Random } from "@lab/numerics";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const N = 6000;

/** Surprisals around a mean. */
function around(mean: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: N }, () => mean + 2 * (random.uniform() - 0.5));
}

Deno.test("judgeFit() puts both scores beside what counting needs on held-out text", () => {
  const bigram = { trained: around(2.3, 11), heldOut: around(2.3, 12) };
  const verdictOf = (trained: number, heldOut: number): string => {
    const network = { trained: around(trained, 13), heldOut: around(heldOut, 14) };
    return judgeFit(network, bigram, around(1.5, 15)).verdict;
  };
  assertEquals(verdictOf(1.8, 1.9), "underfits");
  assertEquals(verdictOf(1.3, 1.6), "overfits");
  assertEquals(verdictOf(1.1, 1.4), "fits");
  assertEquals(verdictOf(1.3, 1.5), "not decided");
  assertEquals(verdictOf(1.5, 1.6), "not decided");
});

Deno.test("judgeFit() takes off what the held-out text is harder by", () => {
  const network = { trained: around(1.2, 13), heldOut: around(1.8, 14) };
  const fit = (harder: number): ReturnType<typeof judgeFit> =>
    judgeFit(network, { trained: around(2, 11), heldOut: around(2 + harder, 12) }, around(1.5, 15));
  assertAlmostEquals(fit(0.3).harder, 0.3, 0.05);
  assertAlmostEquals(fit(0.3).byHeart.mean, 0.3, 0.05);
  assertEquals(fit(0.3).verdict, "overfits");
  // All of the difference is the text's: nothing was learned by heart.
  assertEquals(fit(0.65).verdict, "not decided");
  assertThrows(
    () => judgeFit(network, { ...network, heldOut: [1] }, around(1.5, 15)),
    TypeError,
    "current numbers are 6000, 1, 6000 held out, 6000 and 6000 not",
  );
});

/** The search for a learning rate: its curve is the trainer's, and where it is lowest. */
import { loadBundledText } from "@lab/data";
import { referenceEngine } from "@lab/engines";
import { findLearningRate, type LearningRateOptions, train } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const text = (await loadBundledText()).text.slice(0, 3000);
const SIZES: LearningRateOptions = {
  ...{ engine: referenceEngine, hiddenSize: 13, streams: 8, sequenceLength: 12, windows: 80 },
};

Deno.test("findLearningRate() grows the rate evenly, and ends where the loss has risen by half", async () => {
  const { learningRate, natsPerChar, smoothedNatsPerChar, lowestAt, suggested } =
    await findLearningRate(text, { ...SIZES, to: 30 });
  assert(learningRate.length > 20 && learningRate.length < 80);
  const step = (30 / 1e-5) ** (1 / 79);
  learningRate.forEach((rate, n) => assertAlmostEquals(rate / (1e-5 * step ** n), 1, 1e-9));
  // The running mean, by its definition.
  let [sum, weight] = [0, 0];
  natsPerChar.forEach((loss, n) => {
    sum = 0.95 * sum + 0.05 * loss;
    weight = 1 - 0.95 ** (n + 1);
    assertAlmostEquals(smoothedNatsPerChar[n], sum / weight, 1e-12);
  });
  const lowest = smoothedNatsPerChar.indexOf(Math.min(...smoothedNatsPerChar));
  assertEquals([lowestAt, suggested], [learningRate[lowest], learningRate[lowest] / 3]);
  const isEnough = smoothedNatsPerChar.map((loss) => loss > 1.5 * smoothedNatsPerChar[lowest]);
  assertEquals(isEnough.indexOf(true), isEnough.length - 1);
});

Deno.test("findLearningRate() suggests nothing where no rate was too large", async () => {
  const { suggested, lowestAt, learningRate } = await findLearningRate(text, {
    ...SIZES,
    to: 1e-3,
  });
  assertEquals([suggested, learningRate.length], [undefined, 80]);
  assert(lowestAt > 5e-4);
});

Deno.test("findLearningRate() suggests a rate near the best, far above too slow and far below too fast", async () => {
  const { suggested } = await findLearningRate(text, SIZES);
  const after = async (learningRate: number): Promise<number> => {
    const options = { ...SIZES, windows: undefined, epochs: 6, learningRate };
    return (await train(text, { recipe: "quick", ...options })).natsPerChar;
  };
  const tried: number[] = [];
  for (const factor of [0.01, 0.1, 1, 10]) tried.push(await after(factor * suggested!));
  const [slow, , right, fast] = tried;
  assert(right < Math.min(...tried) + 0.05, `${suggested}: ${tried}`);
  assert(right < slow - 0.1 && right < fast - 0.1, `${suggested}: ${tried}`);
});

Deno.test("findLearningRate() refuses what is out of range", async () => {
  const refuses = (options: LearningRateOptions, words: string): Promise<Error> =>
    assertRejects(() => findLearningRate(text, { ...SIZES, ...options }), RangeError, words);
  await refuses({ from: 0 }, "'from' must be finite and > 0: current value is 0");
  await refuses({ to: 1e-6 }, "'to' must be finite and > from: current value is 0.000001");
  await refuses({ windows: 1 }, "'windows' must be an integer >= 2: current value is 1");
  await refuses({ streams: 400 }, "streams * sequenceLength = 4800 characters");
});

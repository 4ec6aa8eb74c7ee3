/** What rnn train says of how a network fits. */
import { judgeFit } from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertMatch } from "@std/assert";
import { sayFit } from "../../lib/cli/rnn/fit.ts";
import { score } from "../../lib/cli/rnn/hold_out.ts";

const nats = (mean: number): Float64Array =>
  Float64Array.from({ length: 6000 }, (_, n) => mean + Math.sin(n));

Deno.test("sayFit() says each verdict with the scores that decide it", () => {
  const bigram = { trained: nats(2.4), heldOut: nats(2.4) };
  const said = (trained: number, heldOut: number): string =>
    sayFit(judgeFit({ trained: nats(trained), heldOut: nats(heldOut) }, bigram, nats(1.5)));
  assertMatch(said(1.8, 1.9), /^It underfits: .* costs it 1\.80, .* Kneser-Ney 1\.50$/);
  assertMatch(
    said(1.1, 1.8),
    /^It overfits: it needs 0\.70 \(.* needs 1\.80, .* Kneser-Ney's 1\.50$/,
  );
  assertMatch(said(1.2, 1.4), /^It does not overfit .* held out 1\.40, .* counting does, 1\.50$/);
  const few = { trained: nats(1), heldOut: nats(1).subarray(0, 300) };
  assertMatch(
    sayFit(judgeFit(few, few, nats(2).subarray(0, 300))),
    /^Whether .* is not decided: too few characters for an interval$/,
  );
  assertMatch(said(1.5, 1.6), /^Whether it underfits or overfits is not decided: it needs 0\.10/);
});

/**
 * Writes "abab…" while its first unit, which holds itself for ever, is on the side that `needed` says: off
 * it (0) or on (1). On the other it says the same of every character.
 */
function holdsItself(needed: 0 | 1): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
  parameters.Whh[0] = 5;
  parameters.Wxh.set([0, 0, 5, -5]); // the second unit says which character was read
  parameters.Why.set([needed === 1 ? 20 : -20, -5, needed === 1 ? -20 : 20, 5]);
  if (needed === 1) parameters.by.set([-20, 20]);
  return { parameters, vocabulary: Vocabulary.of("ab") };
}

Deno.test("score() begins what was trained on from zero or from the state reached, whichever finds into it", async () => {
  const options = { signal: new AbortController().signal, onProgress: () => {}, onLine: () => {} };
  const text = ["ab".repeat(800), "ab".repeat(300)] as const;
  const on = Float64Array.of(1, 0);
  for (const [needed, h, position] of [[0, on, 0], [0, undefined, 0], [1, on, 900]] as const) {
    const run = { ...holdsItself(needed), h, position };
    const { trainedNatsPerChar, heldOutNatsPerChar } = (await score(run, ...text, options)).numbers;
    assert(trainedNatsPerChar < 0.01, `${needed}: ${trainedNatsPerChar}`);
    assert(heldOutNatsPerChar < 0.01, `${needed}: ${heldOutNatsPerChar}`);
  }
  // Neither finds into it: nothing is hidden.
  const lost = (await score({ ...holdsItself(1), position: 0 }, ...text, options)).numbers;
  assert(lost.trainedNatsPerChar > 5);
  // What is held out is read on from where the training stood, though that has lost the thread.
  const stuck = { ...holdsItself(0), h: on, position: 900 };
  const { numbers } = await score(stuck, ...text, options);
  assert(numbers.trainedNatsPerChar < 0.01 && numbers.heldOutNatsPerChar > 5);
});

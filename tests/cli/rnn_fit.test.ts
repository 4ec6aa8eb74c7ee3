/** What rnn train says of how a network fits. */
import { judgeFit } from "@lab/analysis";
import { assertMatch } from "@std/assert";
import { sayFit } from "../../lib/cli/rnn/fit.ts";

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
  assertMatch(said(1.5, 1.6), /^Whether it underfits or overfits is not decided: it needs 0\.10/);
});

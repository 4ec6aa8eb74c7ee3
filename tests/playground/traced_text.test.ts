/** The network as an exported page runs it, beside the analyses and the sampling of the lab. */
import { ablate, collectBehaviour } from "@lab/analysis";
import { openNetwork } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { packNetwork, TracedText, unpackNetwork } from "@lab/playground";
import { continueText, encode } from "@lab/sampling";
import { loadTrainedSnapshot } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { assertAlmostEquals, assertEquals } from "@std/assert";

const H = 11;
const MODEL = {
  parameters: initialParameters({ hiddenSize: H, vocabularySize: 5 }, new Random(3), 0.7),
  vocabulary: Vocabulary.of("abc\n🎭"),
};
const START = Float64Array.from({ length: H }, (_, i) => Math.sin(i));

/** An empty text. */
function tracedText(h: Float64Array = START): TracedText {
  return new TracedText(openNetwork(MODEL.parameters, { h }), MODEL.vocabulary);
}

Deno.test("TracedText writes what continueText() writes", () => {
  for (const temperature of [0.3, 1, 4]) {
    const traced = tracedText();
    traced.text = "cab🎭";
    const random = new Random(9);
    const written = Array.from({ length: 300 }, () => traced.write(temperature, random)).join("");
    const options = { h: START, length: 300, temperature, seed: 9 };
    assertEquals(written, continueText(MODEL, "cab🎭", options));
    assertEquals(traced.text, `cab🎭${written}`);
  }
});

Deno.test("TracedText reads a changed text as if it had never read another", () => {
  const traced = tracedText();
  for (const text of ["abc", "abcab", "abb", "", "🎭b", "aab", "baab", "ab", "c!a?!b"]) {
    traced.text = text;
    const fresh = tracedText();
    fresh.text = text;
    assertEquals(traced.next(1), fresh.next(1), text);
  }
  assertEquals([traced.text, traced.unknown], ["cab", ["!", "?"]]);
  const { vocabulary, parameters } = MODEL;
  const same = tracedText(encode(parameters, vocabulary.encode("cab"), { h: START }));
  assertEquals(traced.next(0.5), same.next(0.5));
  const next = traced.next(2);
  assertAlmostEquals(next.reduce((sum, { probability }) => sum + probability, 0), 1, 1e-12);
  assertEquals(next.map(({ probability }) => probability).toSorted((a, b) => b - a), [
    ...next.map(({ probability }) => probability),
  ]);
});

Deno.test("packNetwork() and unpackNetwork() keep all numbers to float32, and the characters", () => {
  const { model, start } = unpackNetwork(JSON.parse(JSON.stringify(packNetwork(MODEL, START))));
  assertEquals(start, START.map(Math.fround));
  assertEquals(model.vocabulary.characters, MODEL.vocabulary.characters);
  assertEquals(model.parameters.Why, MODEL.parameters.Why.map(Math.fround));
  assertEquals([model.parameters.hiddenSize, model.parameters.vocabularySize], [H, 5]);
});

Deno.test("TracedText silences units as ablate() does, and keeps units alone", async () => {
  const model = await loadTrainedSnapshot();
  const text = model.text.text.slice(0, 3000);
  const behaviour = collectBehaviour(model, text, { after: ":", targets: " \n" });
  const units = [3, 50, 100, 101, 160, 200];
  for (const keep of [false, true]) {
    const traced = new TracedText(openNetwork(model.parameters), model.vocabulary);
    traced.readout = {
      own: Array.from(behaviour.mean, (_, i) => units.includes(i) === keep),
      mean: behaviour.mean,
    };
    let sum = 0;
    for (const position of behaviour.positions) {
      traced.text = text.slice(0, position + 1);
      const targets = traced.next(1).filter(({ character }) => " \n".includes(character));
      sum += targets.reduce((total, { probability }) => total + probability, 0);
    }
    const { changed } = ablate(behaviour, { units, keep });
    assertAlmostEquals(sum / behaviour.positions.length, changed, 1e-9);
  }
});

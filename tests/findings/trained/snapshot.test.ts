/** Findings about a network's file and states, in golden words and numbers. */
import { unitStatistics } from "@lab/analysis";
import {
  contentsTable,
  digitsTable,
  type Entry,
  type NetworkScore,
  scoresTable,
  statesTable,
  weightsChart,
} from "@lab/findings";
import { type CharacterModel, parameterShape } from "@lab/model";
import { assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";
import { MODELS } from "../models.ts";

/** What a file holds that keeps its arrays in this order, in numbers of this many bytes. */
function entries(
  { parameters }: CharacterModel,
  names: ("Wxh" | "Whh" | "by")[],
  bytes: number,
): Entry[] {
  const arrays = names.map((name, k) => ({
    ...{ name, shape: parameterShape(name, parameters), type: `float${8 * bytes}` },
    ...{ min: -k, max: bytes, histogram: [k, bytes, 0] },
  }));
  return [{ name: "chars", shape: [], type: "text", preview: "ab…" }, ...arrays];
}

const spread = (values: Float64Array): number => Math.hypot(...values) / Math.sqrt(values.length);

testGolden("snapshot", {
  contentsTable: ({ file, bytes }) => contentsTable(file, bytes),
  weightsChart: ({ model: { parameters } }) => {
    const [Wxh, Whh, Why] = (["Wxh", "Whh", "Why"] as const).map((name) =>
      spread(parameters[name])
    );
    return weightsChart(parameters, { Wxh, Whh, Why });
  },
  scoresTable: ({ scores }) => scoresTable(scores),
  digitsTable: ({ stored }) => digitsTable(stored),
  statesTable: ({ model, text, name }) =>
    statesTable([{ name, statistics: unitStatistics(model, text) }]),
}, {
  planted: {
    ...MODELS.planted,
    name: "the planted one",
    file: entries(MODELS.planted.model, ["Whh", "Wxh", "by"], 4),
    bytes: 4096,
    scores: [
      { name: "held out", vocabularySize: 62, characters: 99, natsPerChar: 1.5 },
      { name: "read", vocabularySize: 62, characters: 1000, natsPerChar: 1.25 },
    ],
    stored: [
      { type: "float64", bytes: 8000, natsPerChar: 1.5 },
      { type: "float32", bytes: 4000, natsPerChar: 1.5 },
    ],
  },
  tangled: {
    ...MODELS.tangled,
    name: "the tangled one",
    file: entries(MODELS.tangled.model, ["by", "Wxh"], 8),
    bytes: 1_234_567,
    scores: [{ name: "held out", vocabularySize: 62, characters: 99, natsPerChar: Math.log(8) }],
    stored: [
      { type: "float64", bytes: 8000, natsPerChar: 1.5 },
      { type: "float32", bytes: 4000, natsPerChar: 1.5 + 2 ** -20 },
      { type: "float16", bytes: 2000, natsPerChar: 1.4375 },
    ],
  },
});

Deno.test("scoresTable() takes the lowest and the highest score for its title, wherever they stand", () => {
  const score = (natsPerChar: number): NetworkScore => ({
    name: "one",
    vocabularySize: 62,
    characters: 9,
    natsPerChar,
  });
  for (const nats of [[1, 2, 1.5], [2, 1.5, 1]]) {
    const { text } = scoresTable(nats.map(score));
    assertStringIncludes(text, "As if among 2.72 to 7.39 characters, not 62");
  }
  // Of networks that know other alphabets, each beside its own.
  const { text } = scoresTable([{ ...score(1.25), vocabularySize: 5 }, score(1), score(2)]);
  assertStringIncludes(
    text,
    "As if among 3.49 characters, not 5; among 2.72 to 7.39 characters, not 62",
  );
  assertStringIncludes(text, "all 5 alike");
  assertStringIncludes(text, "all 62 alike");
});

Deno.test("digitsTable() says of a change no more than can be read in its column", () => {
  const title = (change: number): string =>
    `${
      digitsTable([1.5, 1.5 + change].map((natsPerChar) => ({ type: "x", bytes: 8, natsPerChar })))
    }`;
  assertStringIncludes(title(0), "x changes the score by no nats");
  assertStringIncludes(title(0.00009), "x changes the score by less than 0.0001 nats");
  assertStringIncludes(title(-0.0001), "x changes the score by 0.0001 nats");
});

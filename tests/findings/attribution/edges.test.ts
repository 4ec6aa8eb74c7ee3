/** Findings about weights and paths, in golden words and numbers. */
import {
  attributeLogits,
  type Behaviour,
  circuitOf,
  collectBehaviour,
  edgeEffects,
  edgeShares,
  integrateInputs,
  integrateState,
  splitOccurrences,
} from "@lab/analysis";
import {
  circuitFigure,
  cutTable,
  edgeChart,
  edgeListing,
  integratedInputsChart,
  integratedUnitsChart,
  rankingChart,
} from "@lab/findings";
import { cutInputs, rankUnits } from "@lab/analysis";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";
import { MODELS } from "../models.ts";

const firstState = ({ hs, mean }: Behaviour): Float64Array => hs.slice(0, mean.length);

testGolden("edges", {
  edgeListing: ({ behaviour }) => edgeListing(edgeEffects(behaviour), behaviour, 6),
  edgeChart: ({ behaviour }) => {
    const [first, second] = splitOccurrences(behaviour);
    return edgeChart(edgeShares(second, edgeEffects(first).edges, { randomSets: 5 }), behaviour);
  },
  integratedUnitsChart: ({ model, behaviour }) =>
    integratedUnitsChart(
      integrateState(model, firstState(behaviour), { targets: " \n", reference: behaviour }),
      attributeLogits(model, firstState(behaviour), { of: " \n", reference: behaviour.mean }),
      6,
    ),
  integratedInputsChart: ({ model, behaviour, prefix }) =>
    integratedInputsChart(
      integrateInputs(model, prefix, { targets: " \n", reference: behaviour }),
      prefix,
      behaviour,
    ),
});

const { planted } = MODELS;

Deno.test("Findings speak of the behaviour that was asked for, whichever it is", () => {
  const behaviour = collectBehaviour(planted.model, planted.text, {
    ...{ after: (text, t) => text[t + 1] === "\n", targets: "b", against: "de" },
    label: "closing a line",
  });
  const shown = [
    rankingChart(rankUnits(behaviour), behaviour),
    cutTable(cutInputs(behaviour), behaviour),
    edgeListing(edgeEffects(behaviour), behaviour),
    circuitFigure(circuitOf(behaviour, [0, 1])),
  ].map(String);
  for (const words of shown) {
    assertStringIncludes(words, "losing a line");
    assert(!words.includes("“:”"), words);
  }
  assertStringIncludes(shown[0], "what speaks for “b” closing a line");
  assertStringIncludes(shown[1], "Closing a line: ");
  assertStringIncludes(shown[1], " nats), another character in the same text ");
  assertStringIncludes(shown[1], "logit of “b” over that of “d” or “e”");
  assertStringIncludes(shown[2], "the lead of “b” over “d” or “e” closing a line");
  assertStringIncludes(shown[2], "what is read");
  assertStringIncludes(shown[3], "what is read → 2 units → “b” or “d” or “e”");
});

Deno.test("circuitFigure() says what it leaves out, and of how many units these are", () => {
  const drawn = circuitOf(planted.behaviour, [2, 7]);
  assertEquals(circuitFigure(drawn, 5).title, "“:” → 2 of 5 units → space or line break");
  assertEquals(circuitFigure(drawn, 2).title, "“:” → 2 units → space or line break");
  const all = [...Array(23).keys()];
  const [some, every] = [[2, 7], all].map((units) =>
    circuitFigure(circuitOf(planted.behaviour, units)).caption
  );
  assertStringIncludes(some, "Left out: the 42 weights of the 21 other units, ");
  assertStringIncludes(some, " of what all carry, and all weights of Whh.");
  assert(!some.includes("Not drawn"));
  assertStringIncludes(
    every,
    "Left out: no other unit, and all weights of Whh. Not drawn: the 29 weakest ",
  );
  assertStringIncludes(every, "of 69 edges, ");
});

Deno.test("edgeListing() and cutTable() show a single occurrence without an error", () => {
  const [first] = splitOccurrences(planted.behaviour);
  const cut = cutTable(cutInputs(first, { occurrences: 1 }), first).text;
  assertEquals(cut.includes("NaN") || cut.includes("not a number"), false);
  const one = edgeEffects(first, { occurrences: 1 });
  const listing = edgeListing(one, first, 2);
  assertEquals(listing.text.includes("NaN") || listing.text.includes("not a number"), false);
  assertStringIncludes(listing.text, "over 1 occurrences");
});

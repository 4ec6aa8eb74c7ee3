/** Findings about folding, in golden words and numbers. */
import { classMeans, foldConstantUnits, type FoldResult } from "@lab/analysis";
import { explainedTable, foldChart, foldProse, foldTable } from "@lab/findings";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { continueText } from "@lab/sampling";
import { Vocabulary } from "@lab/text";
import { assert, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";
import { MODELS } from "./models.ts";

/** Folds a network of which the given units are held by their biases, on a text that it wrote itself. */
function fold(units: readonly number[]): FoldResult {
  const vocabulary = new Vocabulary("ab:\n");
  const parameters = initialParameters({ hiddenSize: 23, vocabularySize: 4 }, new Random(8), 0.5);
  for (const unit of units) parameters.bh[unit] = 20;
  const model = { parameters, vocabulary };
  const text = "a" + continueText(model, "a", { length: 5000, seed: 3 });
  return foldConstantUnits(model, text, {
    ...{ engine: "reference", characters: 2000, randomSets: 2 },
  });
}

const quiet = Array.from({ length: 15 }, (_, unit) => unit);
const [constants, few, none] = [quiet, quiet.slice(0, 7), []].map(fold);

testGolden<FoldResult>("fold", { foldChart, foldTable, foldProse }, { constants, none });
testGolden("fold_classes", {
  explainedTable: ({ model, text }) =>
    explainedTable(classMeans(model, text, (characters, t) => characters[t]), {
      ...{ what: "the character read", count: 3 },
    }),
});

Deno.test("foldProse() and foldChart() say what is told of some constants, and no more", () => {
  const said = (held: FoldResult["held"]): string =>
    `${foldProse({ ...few, held })} ${foldChart({ ...few, held }).title}`;
  assertStringIncludes(said("within"), "In this network 16 of the 23 units vary. The fewest units");
  assertStringIncludes(said("within"), "On the rest of the text they stay so");
  assertStringIncludes(said("within"), "where they were chosen; on the rest too");
  assertStringIncludes(said("beyond"), "On the rest of the text they do not stay within 0.001");
  assertStringIncludes(said("beyond"), "on the rest they do not");
  assertStringIncludes(said("not told"), "Whether they do on the rest of the text is not told");
  assertStringIncludes(said("not told"), "on the rest this is not told");
  for (const held of ["within", "beyond", "not told"] as const) {
    assert(!/are constants|no constants|predict what all/i.test(said(held)), said(held));
  }
});

Deno.test("foldProse() names no control where the curve lacks the size, and explainedTable() eight units", () => {
  assertStringIncludes(`${foldProse(constants)}`, "As many units with the largest |h|");
  assert(!`${foldProse({ ...constants, curve: [] })}`.includes("As many units"));
  const { model, text } = MODELS.planted;
  const { html } = explainedTable(classMeans(model, text, (c, t) => c[t]), { what: "it" });
  assert(html.match(/<tr/g)?.length === 1 + 8);
});

Deno.test("explainedTable() names a unit that follows only where it explains more than labels moved along", () => {
  const { model, text } = MODELS.planted;
  const result = classMeans(model, text, (c, t) => c[t]);
  const said = (highestChance: number): string => {
    const units = result.units.map((unit) => ({ ...unit, share: 0.25, highestChance }));
    return `${explainedTable({ ...result, units }, { what: "the kind" })}`;
  };
  assertStringIncludes(said(0.2), "Unit 0 follows the kind most: it explains 25 % of its variance");
  assertStringIncludes(
    said(0.25),
    "No unit is seen to follow the kind: of unit 0, which does most",
  );
});

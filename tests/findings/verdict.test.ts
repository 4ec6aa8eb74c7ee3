/** The report's claims in golden words and numbers. */
import {
  activationMasks,
  contextInformation,
  cutInputs,
  measureMasks,
  searchUnits,
  splitOccurrences,
  unitStatistics,
  type VerdictEvidence,
} from "@lab/analysis";
import { verdictTable } from "@lab/findings";
import { assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";
import { type FindingsModel, MODELS } from "./models.ts";

const evidenceOf = ({ model, text, prefix, behaviour }: FindingsModel): VerdictEvidence => ({
  behaviour,
  statistics: unitStatistics(model, text),
  effects: measureMasks(model, activationMasks(model, prefix), { characters: " \n" }),
  cuts: cutInputs(behaviour),
  information: contextInformation(model, text, { targets: " \n" }),
  search: searchUnits(...splitOccurrences(behaviour), { maxUnits: 5 }),
});

testGolden("verdict", { verdictTable: (model) => verdictTable(evidenceOf(model)) });

Deno.test("verdictTable() says where a behaviour holds within this text only", () => {
  const evidence = evidenceOf(MODELS.planted);
  const cuts = evidence.cuts.map((row) => ({ ...row, value: row.cut === "Whh" ? 0.5 : 0.9 }));
  const words = verdictTable({ ...evidence, cuts }).text;
  assertStringIncludes(words, "P = 0.900, after another text 0.500; over");
  assertStringIncludes(words, "within this text; after just any text, less so");
});

Deno.test("verdictTable() names the units of a set up to ten", () => {
  const evidence = evidenceOf(MODELS.planted);
  const wordsFor = (size: number): string => {
    const units = Array.from({ length: size }, (_, unit) => unit);
    const best = { ...evidence.search.best, size, units };
    return verdictTable({ ...evidence, search: { ...evidence.search, best } }).text;
  };
  assertStringIncludes(wordsFor(10), "units 0, 1, 2, 3, 4, 5, 6, 7, 8, 9: kept alone P");
  assertStringIncludes(wordsFor(11), "a set of 11 units: kept alone P");
});

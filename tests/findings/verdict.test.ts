/** The report's claims in golden words and numbers. */
import {
  contextInformation,
  contextInformationAfter,
  masksAt,
  searchUnits,
  splitOccurrences,
  testMasks,
  unitStatistics,
} from "@lab/analysis";
import { contextVerdictTable, type MaskEvidence, maskVerdictTable } from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { maskTestWith } from "../analysis/decisions/made.ts";
import { testGolden } from "./golden.ts";
import { type FindingsModel, MODELS } from "./models.ts";

const evidenceOf = async (
  { model, text, behaviour }: FindingsModel,
): Promise<MaskEvidence> => ({
  statistics: unitStatistics(model, text),
  masks: testMasks(model, masksAt(behaviour, { count: 12 })),
  search: await searchUnits(...splitOccurrences(behaviour), { maxUnits: 5 }),
});

testGolden("verdict", {
  maskVerdictTable: async (model) => maskVerdictTable(await evidenceOf(model)),
  contextVerdictTable: ({ model, text, behaviour }) =>
    contextVerdictTable({
      character: ":",
      observed: contextInformation(model, text, { targets: " \n" }),
      fed: contextInformationAfter(model, behaviour.pool, { targets: " \n" }),
    }),
});

Deno.test("maskVerdictTable() names the units of a set up to ten", async () => {
  const evidence = await evidenceOf(MODELS.planted);
  const wordsFor = (size: number): string => {
    const units = Array.from({ length: size }, (_, unit) => unit);
    const best = { ...evidence.search.best!, size, units };
    return maskVerdictTable({ ...evidence, search: { ...evidence.search, best } }).text;
  };
  assertStringIncludes(wordsFor(10), "units 0, 1, 2, 3, 4, 5, 6, 7, 8, 9: kept alone they keep");
  assertStringIncludes(wordsFor(11), "a set of 11 units: kept alone they keep");
});

Deno.test("maskVerdictTable() names the masks that are no more than chance", async () => {
  const evidence = await evidenceOf(MODELS.planted);
  const wordsFor = (beyond: Parameters<typeof maskTestWith>[1]): string =>
    maskVerdictTable({ ...evidence, masks: maskTestWith(20, beyond) }).text;
  const words = wordsFor({ before: [0, 20], outputs: [20, 0] });
  assertStringIncludes(words, "not the units before and outputs: not beyond chance at most steps");
  assertStringIncludes(
    words,
    "20 steps, beside 199 random masks each; more than chance: units after; not beyond chance at " +
      "most steps, kept and removed: units before and outputs",
  );
  assertStringIncludes(wordsFor({}), "more than chance: units before, units after and outputs");
});

Deno.test("contextVerdictTable() says lower or higher of P in states from anywhere, with its interval", () => {
  const { model, text, behaviour } = MODELS.tangled;
  const here = contextInformation(model, text, { targets: " \n" });
  const anywhere = contextInformationAfter(model, behaviour.pool, { targets: " \n" });
  const [one, other] = [[here, anywhere], [anywhere, here]].map(([observed, fed]) => {
    const { text } = contextVerdictTable({ character: ":", observed, fed });
    return text.match(/P is (lower|higher) by ([\d.]+) \((\S+) to (\S+)\)/)!.slice(1);
  });
  assertEquals(new Set([one[0], other[0]]), new Set(["lower", "higher"]));
  assertEquals(one.slice(1), other.slice(1));
});

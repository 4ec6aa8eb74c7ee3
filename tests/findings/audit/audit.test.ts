/** The report's claims in golden words and numbers. */
import { auditClaims, type AuditedClaim, type ClaimId, exactly } from "@lab/analysis";
import { auditChart, auditList, auditTable } from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";

const between = (value: number, low: number, high: number) => ({
  value,
  interval: [low, high] as const,
});

/** What is measured where the course's files are, and where they are not. */
const RESULTS: Readonly<Record<string, AuditedClaim[]>> = {
  course: auditClaims({
    ...{ characters: exactly(268_330), symbols: exactly(62) },
    "first loss": between(103.17836, 103.17835, 103.17837),
    "loss at τ = 1, 10,000": between(53.78, 49.13, 58.44),
    "τ = 2 ends lower": between(-0.92, -2.96, 0.62),
    "gradients": exactly(3.4e-10),
    "precision": exactly(4.7e-15),
    "0.5 writes badly": between(0.35, 0.3125, 0.375),
    "printed text": exactly(0.3836),
    "masks decide": between(0, 0, 0.09),
    "state has little effect": between(0.2, 0.18, 0.21),
  }),
  play: auditClaims({
    "first loss": between(103.17836, 103.17834, 103.17837),
    "τ = 2 ends lower": between(0.19, -1.55, 1.67),
    "update": between(172.4, 4.669, 973),
    "masks decide": between(NaN, 0, 1),
    "colon apart": between(0.125, 0.0625, 0.1875),
  }),
};

testGolden<readonly AuditedClaim[]>("audit", {
  auditTable: (rows) => auditTable(rows),
  auditList: (rows) => auditList(rows, "losses"),
  auditChart: (rows) => auditChart(rows, "Asked of a network; text: a text."),
}, RESULTS);

Deno.test("auditTable() says for every claim what the number would have to be", () => {
  const { markdown } = auditTable(auditClaims({}));
  const trueIf = markdown.split("\n").slice(2).map((row) => row.split(" | ")[3]);
  assertEquals(trueIf.filter((words) => words === "–").length, 1); // the losses that take longer
  for (const words of ["62", "103.17737 to 103.17936", "up to 0", "0 or more", "up to 1.00e−6"]) {
    assertEquals(trueIf.includes(words), true, words);
  }
});

Deno.test("auditTable() says the verdict beside the claim, in sight on a phone", () => {
  const { markdown } = auditTable(RESULTS.play);
  const rows = markdown.split("\n").slice(2).map((row) => row.split(" | "));
  const decided = RESULTS.play.filter(({ verdict }) => verdict !== "not tested");
  assertEquals(rows.filter((cells) => /^\*\*/.test(cells[1])).length, decided.length);
  assertEquals(rows.filter((cells) => /\*\*/.test(cells.slice(2).join())).length, 0);
});

Deno.test("auditTable() follows the verdict, not the number", () => {
  const rowOf = (id: ClaimId, low: number, high: number): string => {
    const { markdown } = auditTable(auditClaims({ [id]: between(low, low, high) }));
    return markdown.split("\n").find((row) => /\*\*/.test(row.split(" | ")[1]))!;
  };
  assertStringIncludes(rowOf("colon apart", 0.02, 0.05), "**holds**");
  assertStringIncludes(rowOf("colon apart", 0.02, 0.15), "**not decided**");
  assertStringIncludes(rowOf("colon apart", 0.12, 0.15), "**does not hold**");
});

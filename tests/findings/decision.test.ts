/** Findings about where a decision sits, in golden words and numbers. */
import {
  collectBehaviour,
  type Decision,
  decisionByDepth,
  type DecisionDepths,
  type DecisionSite,
  whereDecisionSits,
} from "@lab/analysis";
import { decisionDepthChart, decisionProse, decisionTable } from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { oneDirection, oneUnit, textOf } from "../analysis/decision/networks.ts";
import { testGolden } from "./golden.ts";

/** The decisions of a network of three units, and by depth. */
function results(
  model: typeof oneUnit,
  varying: number[],
  depths: number[],
): { sits: Decision; early: DecisionDepths } {
  const text = textOf(120);
  const behaviour = collectBehaviour(model, text, { after: ":", targets: ".", against: "," });
  return {
    sits: whereDecisionSits(behaviour, text, { varying }),
    early: decisionByDepth(behaviour, text, { depths }),
  };
}

const made = {
  oneUnit: results(oneUnit, [0, 1], [0, 1, 2, 3, 5]),
  oneDirection: results(oneDirection, [0, 1, 2], [0, 1]),
};

testGolden<typeof made["oneUnit"]>("decision", {
  decisionTable: ({ sits }) => decisionTable(sits, "the toy"),
  decisionProse: ({ sits }) => decisionProse(sits, "the toy"),
  decisionDepthChart: ({ early }) => decisionDepthChart(early, "the toy"),
}, made);

Deno.test("decisionTable() says of each site what it is, and of what is not decided which part", () => {
  const { sits } = made.oneUnit;
  const part = (kind: string) => sits.parts.find((one) => one.kind === kind);
  const title = (site: DecisionSite, settledBy = part("unit")) =>
    `${decisionTable({ ...sits, site, settledBy }, "the toy")}`.split("\n")[0];
  const what = "What decides “.” against “,” after “:” sits";
  assertStringIncludes(title("in one unit"), `${what} in one unit, 1`);
  assertStringIncludes(
    title("in one direction"),
    `${what} in one direction of the state before it, and in no single unit of that state`,
  );
  assertStringIncludes(title("in two directions"), `${what} in two directions of the state`);
  assertStringIncludes(
    title("in the units that vary"),
    `${what} in the units that vary, and in no one`,
  );
  assertStringIncludes(title("in more than was tried"), `${what} in no part that was tried`);
  assertStringIncludes(
    title("nowhere in the state"),
    "Nothing in the state decides “.” against “,”",
  );
  const undecided = (atMost: DecisionSite | undefined) =>
    `${
      decisionTable({ ...sits, site: "not decided", settledBy: part("unit"), atMost }, "the toy")
    }`;
  assertStringIncludes(
    undecided(undefined),
    "Whether unit 1 carries most of what decides “.” against “,” after “:” is not decided",
  );
  assertStringIncludes(
    undecided("in one direction"),
    `${what} in one direction at most; whether in unit 1 alone is not decided`,
  );
  const open = decisionProse({ ...sits, site: "not decided", settledBy: undefined }, "the toy");
  assertStringIncludes(
    `${open}`,
    "Whether the state decides “.” against “,” after “:” is not decided",
  );
});

Deno.test("decisionTable() gives no shares where the whole state moves nothing", () => {
  const { sits } = made.oneUnit;
  const table = (site: DecisionSite) =>
    `${decisionTable({ ...sits, site, settledBy: undefined }, "the toy")}`;
  assertStringIncludes(table("nowhere in the state"), "nothing to share");
  assertStringIncludes(table("not decided"), "nothing to share");
  for (const words of [table("in more than was tried"), `${decisionTable(sits, "the toy")}`]) {
    assertEquals([words.includes("nothing to share"), words.includes("1.00 to 1.00")], [
      false,
      true,
    ]);
  }
});

Deno.test("decisionDepthChart() says how early, and no more than was looked at", () => {
  const { early: result } = made.oneUnit;
  const title = (early: number | undefined, depths = result.depths): string =>
    decisionDepthChart({ ...result, depths, early }, "the toy").title;
  const what = "what decides “.” against “,” after “:”";
  assertEquals(
    title(2),
    `Most of ${what} is in the state 2 characters before, not yet 3 characters before`,
  );
  assertEquals(title(undefined), `At no depth most of ${what} is seen to be in the state`);
  assertEquals(
    title(0, result.depths.slice(0, 1)),
    `Most of ${what} is in the state just before, as far back as was looked`,
  );
  const unsure = result.depths.map((row) =>
    row.depth === 1 ? { ...row, verdict: "not decided" as const } : row
  );
  assertEquals(
    title(0, unsure),
    `Most of ${what} is in the state just before, whether 1 character before is not decided`,
  );
});

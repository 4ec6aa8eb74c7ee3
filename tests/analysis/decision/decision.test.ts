/** Where a decision sits in networks of three units that were made for it, on both sides of each claim. */
import {
  type Behaviour,
  collectBehaviour,
  decisionByDepth,
  decisionSite,
  type PartKind,
  type SwappedPart,
  whereDecisionSits,
} from "@lab/analysis";
import type { CharacterModel } from "@lab/model";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { forgetful, oneDirection, oneUnit, textOf } from "./networks.ts";

const [A, B, COLON, DOT, COMMA] = "ab:.,";
const ALL = [0, 1, 2];

const collect = (model: CharacterModel, text: string): Behaviour =>
  collectBehaviour(model, text, { after: COLON, targets: DOT, against: COMMA });

Deno.test("whereDecisionSits() finds the one unit that keeps what is decided on", () => {
  const text = textOf(200);
  const found = whereDecisionSits(collect(oneUnit, text), text, { varying: ALL });
  assertEquals(found.site, "in one unit");
  const unit = found.parts.find(({ kind }) => kind === "unit")!;
  assertEquals(unit.units, [1]);
  assert(unit.share.mean > 0.95, `${unit.share.mean}`);
  assertEquals([unit.flips, found.right], [found.flippable, 1]);
  assert(unit.controls!.high < 0.2, `${unit.controls!.high}`);
  const others = whereDecisionSits(collect(oneUnit, text), text, { varying: [0, 2] });
  const carries = (kind: PartKind): string | undefined =>
    others.parts.find((part) => part.kind === kind)?.verdict;
  assertEquals([carries("varying"), carries("constant")], ["does not carry it", "carries it"]);
});

Deno.test("whereDecisionSits() finds a direction that is no unit", () => {
  const text = textOf(200);
  const found = whereDecisionSits(collect(oneDirection, text), text, { varying: ALL });
  assertEquals(found.site, "in one direction");
  const [unit, means] = (["unit", "means"] as const)
    .map((kind) => found.parts.find((part) => part.kind === kind)!);
  assert(unit.share.mean < 0.45 && unit.verdict === "does not carry it", `${unit.share.mean}`);
  assert(means.share.mean > 0.95 && means.verdict === "carries it", `${means.share.mean}`);
});

Deno.test("whereDecisionSits() says that a state without memory holds no decision", () => {
  const text = textOf(200);
  const found = whereDecisionSits(collect(forgetful, text), text, { varying: ALL });
  assertEquals([found.site, found.whole.mean], ["nowhere in the state", 0]);
  assertEquals([found.flippable, found.parts[0].flips], [0, 0]); // no way leads anywhere
  assertThrows(
    () => whereDecisionSits(collect(forgetful, text), text, { varying: ALL, by: "network" }),
    RangeError,
    'as the network must go on after “:” in two ways at 10 places each: it goes on with "," (U+002C) at all',
  );
});

Deno.test("whereDecisionSits() follows the network where it always goes against the text", () => {
  const text = textOf(200, [COMMA, DOT]);
  const behaviour = collect(oneUnit, text);
  const byText = whereDecisionSits(behaviour, text, { varying: ALL });
  const byNetwork = whereDecisionSits(behaviour, text, { varying: ALL, by: "network" });
  assert(byText.whole.mean < -4 && byNetwork.whole.mean > 4);
  assertEquals([byText.right, byNetwork.right], [0, 0]);
  for (const { site, parts } of [byText, byNetwork]) {
    assertEquals([site, parts.find(({ kind }) => kind === "unit")?.units], ["in one unit", [1]]);
  }
});

Deno.test("whereDecisionSits() says in one line what it cannot answer", () => {
  const always = textOf(200, [DOT, DOT]);
  const behaviour = collect(oneUnit, always);
  assertThrows(
    () => whereDecisionSits(behaviour, always, { varying: ALL }),
    RangeError,
    "Cannot say where a decision sits as the text must go on after “:” in two ways at 10 places each: " +
      'it goes on with "." (U+002E) at all 200 of them',
  );
  const few = textOf(12);
  assertThrows(
    () => whereDecisionSits(collect(oneUnit, few), few, { varying: ALL }),
    RangeError,
    'each: current numbers are 6 with "." (U+002E) and 6 with "," (U+002C)',
  );
  const enough = `${A}--:.`.repeat(10) + `${B}--:,`.repeat(10);
  assertEquals(
    whereDecisionSits(collect(oneUnit, enough), enough, { varying: ALL }).scored.length,
    5,
  );
  const text = textOf(200);
  assertThrows(
    () => whereDecisionSits(collect(oneUnit, text), Int32Array.of(1) as never, { varying: ALL }),
    TypeError,
    "Cannot say where a decision sits",
  );
  const plain = collectBehaviour(oneUnit, text, { after: COLON, targets: DOT });
  assertThrows(
    () => whereDecisionSits(plain, text, { varying: ALL }),
    RangeError,
    "must compare its targets with others, 'against': current value is empty",
  );
  for (
    const [options, message] of [
      [{ varying: ALL, controls: 198 }, "'controls' must be an integer >= 199"],
      [{ varying: ALL, pairs: 4 }, "'pairs' must be an integer >= 5"],
      [{ varying: [] }, "'units' must name at least one hidden unit"],
      [{ varying: ALL, by: "me" as "text" }, "'by' must be text or network: current value is me"],
    ] as const
  ) {
    const ask = () => whereDecisionSits(collect(oneUnit, text), text, options);
    assertThrows(ask, RangeError, message);
  }
});

const whole = (low: number, high: number) => ({
  mean: 0,
  error: 0,
  interval: [low, high] as const,
});
const part = (kind: PartKind, verdict: SwappedPart["verdict"], shareWhereChosen = 1): SwappedPart =>
  ({ kind, verdict, shareWhereChosen }) as unknown as SwappedPart;

Deno.test("decisionSite() names the smallest part, and stops at one that is not decided", () => {
  const no = "does not carry it";
  const site = (...parts: SwappedPart[]) => decisionSite({ whole: whole(2, 3), parts }).site;
  assertEquals(site(part("unit", "carries it"), part("means", "carries it")), "in one unit");
  assertEquals(
    site(part("unit", no), part("means", no), part("varying", "carries it")),
    "in the units that vary",
  );
  assertEquals(site(part("unit", no), part("two components", "carries it")), "in two directions");
  assertEquals(site(part("unit", "not decided"), part("means", "carries it")), "not decided");
  assertEquals(site(part("unit", no), part("varying", no)), "in more than was tried");
  // Of the directions the one that did best where it was chosen is asked, whatever the others do.
  assertEquals(
    site(
      part("unit", no),
      part("means", no, 0.9),
      part("slope", "carries it", 0.8),
      part("varying", no),
    ),
    "in more than was tried",
  );
  assertEquals(
    site(part("unit", no), part("means", no, 0.8), part("slope", "carries it", 0.9)),
    "in one direction",
  );
  assertEquals(decisionSite({ whole: whole(-0.1, 0.05), parts: [] }).site, "not decided");
  const unsure = [part("unit", "not decided"), part("means", no), part("varying", "carries it")];
  const { settledBy, atMost } = decisionSite({ whole: whole(2, 3), parts: unsure });
  assertEquals([settledBy, atMost], [unsure[0], "in the units that vary"]);
  const parts = [part("unit", "carries it")];
  assertEquals(decisionSite({ whole: whole(-0.05, 0.09), parts }).site, "nowhere in the state");
  assertEquals(decisionSite({ whole: whole(-0.05, 0.11), parts }).site, "not decided");
  assertEquals(decisionSite({ whole: whole(-3, -2), parts }).site, "in one unit");
});

Deno.test("decisionByDepth() finds the decision from the letter on, and not before", () => {
  const text = textOf(200);
  const { depths, early, apart } = decisionByDepth(collect(oneUnit, text), text, {
    depths: [0, 1, 2, 3, 5],
  });
  assert(apart.mean > 6);
  const verdicts = depths.map(({ verdict }) => verdict);
  assertEquals(verdicts, [...Array(3).fill("in the state"), ...Array(2).fill("not in the state")]);
  assertEquals(early, 2);
  assertAlmostEquals(depths[0].share.mean, 1, 1e-12);
  for (const { share, along, sameWay } of depths.slice(0, 3)) {
    assert(share.mean > 0.95 && along.mean > 0.9, `${share.mean}, ${along.mean}`);
    assertAlmostEquals(sameWay.mean, 0, 0.05);
  }
  assertAlmostEquals(depths[3].share.mean, 0, 0.2);
  const nothing = decisionByDepth(collect(forgetful, text), text.replaceAll("x", ""), {
    depths: [1],
  });
  assertEquals(nothing.early, undefined);
});

Deno.test("decisionByDepth() refuses another text, and depths that do not ascend", () => {
  const text = textOf(200);
  const behaviour = collect(oneUnit, text);
  const other = text.replaceAll(A, "x").replaceAll(B, A).replaceAll("x", B);
  assertThrows(() => decisionByDepth(behaviour, other), RangeError, "leads to another state");
  assertThrows(() => decisionByDepth(behaviour, text, { depths: [2, 2] }), RangeError, "'depths'");
  assertThrows(
    () => decisionByDepth(behaviour, text, { depths: [] }),
    RangeError,
    "'depths.length'",
  );
});

/** The moves of a search, and all small sets, against brute force over ablations. */
import {
  ablate,
  type Behaviour,
  GOALS,
  type SearchGoals,
  type SearchPurpose,
  type SetScores,
} from "@lab/analysis";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { smallestSets } from "../../../lib/analysis/sets/minimality.ts";
import { type Question, SetMoves } from "../../../lib/analysis/sets/moves.ts";
import { Search } from "../../../lib/analysis/sets/one_search.ts";
import { trialRows } from "../../../lib/analysis/sets/rows.ts";
import { lineBreaks, loudModel } from "./models.ts";

/** What is asked of sets of all units, silenced by their mean, at all occurrences. */
function questionOf(
  behaviour: Behaviour,
  purpose: SearchPurpose,
  goals: Partial<SearchGoals> = {},
): Question {
  return {
    rows: { mean: trialRows(behaviour, "mean"), resample: trialRows(behaviour, "resample") },
    candidates: [...behaviour.mean.keys()],
    goals: { ...GOALS, by: ["mean"], ...goals },
    turn: () => Promise.resolve(),
    count: { tried: 0 },
    purpose,
  };
}

const shares = (
  behaviour: Behaviour,
  units: readonly number[],
): { kept: number; left: number } => ({
  kept: ablate(behaviour, { units, keep: true }).share,
  left: ablate(behaviour, { units }).share,
});

const sorted = (sets: readonly (readonly number[])[]): string[] =>
  sets.map((units) => [...units].sort((a, b) => a - b).join()).sort();

function* setsOf(k: number, units: readonly number[], from = 0): Generator<number[]> {
  for (let i = from; i < units.length; i++) {
    if (k === 1) yield [units[i]];
    else for (const rest of setsOf(k - 1, units, i + 1)) yield [units[i], ...rest];
  }
}

Deno.test("SetMoves.loss() is what the goals miss, and a twentieth of what could be better", () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 } }));
  const question = questionOf(behaviour, "both");
  for (const units of [[2], [2, 5], [1, 5, 9], [0]]) {
    const { kept, left } = shares(behaviour, units);
    const lossFor = (purpose: SearchPurpose): number => {
      const moves = new SetMoves({ ...question, purpose });
      moves.set(units);
      return moves.loss();
    };
    const short = Math.max(0, 0.95 - kept, kept - 1.05) + 0.05 * Math.abs(1 - kept);
    const much = Math.max(0, left - 0.1) + 0.05 * Math.max(0, left);
    assertAlmostEquals(lossFor("suffice"), short, 1e-9);
    assertAlmostEquals(lossFor("break"), much, 1e-9);
    assertAlmostEquals(lossFor("both"), short + much, 1e-9);
  }
});

Deno.test("SetMoves scores a change of up to three units as the set that it makes", () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4, 9: 2 } }));
  const moves = new SetMoves(questionOf(behaviour, "both"));
  moves.set([2, 7, 11]);
  for (
    const [change, units] of [
      [{ plus: [5] }, [2, 7, 11, 5]],
      [{ minus: [7] }, [2, 11]],
      [{ plus: [5], minus: [11] }, [2, 7, 5]],
      [{ plus: [5], minus: [7, 11] }, [2, 5]],
    ] as const
  ) {
    moves.set([2, 7, 11]);
    const [loss, good] = [moves.loss(change), moves.good(change)];
    moves.set(units);
    assertAlmostEquals(moves.loss(), loss, 1e-6);
    assertEquals(moves.good(), good);
  }
});

Deno.test("SetMoves.grow() adds the unit that serves best, and exchange() ends at the best set", async () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 } }));
  const question = questionOf(behaviour, "both");
  const moves = new SetMoves(question);
  moves.set([]);
  const losses = question.candidates.map((unit) => moves.loss({ plus: [unit] }));
  await moves.grow();
  assertEquals(moves.units, [losses.indexOf(Math.min(...losses))]);
  moves.set([8, 13]);
  await moves.exchange();
  assertEquals(sorted([moves.units]), ["2,5"]);
});

Deno.test("SetMoves.shrink() takes out what is not needed, one for none and two for one, and then nothing", async () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 } }));
  const moves = new SetMoves(questionOf(behaviour, "both"));
  moves.set([2, 5, 8]);
  assertEquals([await moves.shrink(), sorted([moves.units])], [true, ["2,5"]]);
  assertEquals([await moves.shrink(), sorted([moves.units])], [false, ["2,5"]]);
  // Unit 9 is as loud as 2 and 5 together.
  const louder = lineBreaks(loudModel({ loud: { 2: 4, 5: 4, 9: 8 }, bias: 4 })).behaviour;
  const enough = new SetMoves(questionOf(louder, "suffice", { keep: 0.9 }));
  enough.set([2, 5]);
  assert(enough.good() && await enough.shrink());
  assertEquals(enough.units, [9]);
  assertEquals(await enough.shrink(), false);
});

Deno.test("smallestSets() finds exactly the sets that brute force finds, for each purpose", async () => {
  for (
    const [loud, bias, weight] of [
      [{ 1: 1.5, 4: 1.5, 6: 1.5, 9: 1.5 }, 0, 1], // four units bring it
      [{ 2: -3, 5: -3 }, 1, 1], // two hold it back
      [{ 3: 5, 7: 5, 8: 5 }, 0.5, 1], // each of three is enough
      [{ 1: 1, 4: 1, 6: 1 }, 0, 90], // sums of weights that no float32 holds
    ] as const
  ) {
    const model = loudModel({ loud, bias, hiddenSize: 10 });
    for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= weight;
    const { behaviour } = lineBreaks(model);
    const scored = [1, 2, 3, 4].map((k) =>
      [...setsOf(k, [...behaviour.mean.keys()])].map((units) => ({
        units,
        ...shares(behaviour, units),
      }))
    );
    for (const purpose of ["suffice", "break", "both"] as const) {
      const question = questionOf(behaviour, purpose);
      const { found, noneUpTo } = await smallestSets(question, { from: 1, below: 5 }, 1e6);
      const bySize = scored.map((sets) =>
        sets.filter(({ kept, left }) =>
          (purpose === "break" || (kept >= 0.95 && kept <= 1.05)) &&
          (purpose === "suffice" || left <= 0.1)
        ).map(({ units }) => units)
      );
      const least = bySize.findIndex((sets) => sets.length > 0);
      const what = `${JSON.stringify(loud)} ${purpose}`;
      assertEquals(noneUpTo, least < 0 ? 4 : least, what);
      assertEquals(sorted(found), sorted(least < 0 ? [] : bySize[least]), what);
    }
  }
});

Deno.test("smallestSets() tries no more sets than it may, nor sizes that were asked for before", async () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4, 8: 4 }, hiddenSize: 12 }));
  const question = questionOf(behaviour, "both", { keep: 0.9999 });
  for (
    const [sizes, most, noneUpTo, tried] of [
      [{ from: 1, below: 4 }, 78, 2, 78], // 12 + 66
      [{ from: 1, below: 4 }, 77, 1, 12],
      [{ from: 1, below: 2 }, 1e6, 1, 12],
      [{ from: 2, below: 3 }, 1e6, 2, 66],
      [{ from: 3, below: 3 }, 1e6, 2, 0],
    ] as const
  ) {
    question.count.tried = 0;
    const result = await smallestSets(question, sizes, most);
    assertEquals([result.noneUpTo, question.count.tried], [noneUpTo, tried]);
    assertEquals(result.found, []);
  }
});

Deno.test("Search.run() asks for more where a set only just does it on the rows, and not at all occurrences", async () => {
  const { behaviour } = lineBreaks(loudModel({ loud: { 2: 3, 5: 3, 8: 1.5 } }));
  const { kept, left } = shares(behaviour, [2, 5]);
  for (
    const [purpose, goals] of [
      ["suffice", { keep: kept - 0.004 }],
      ["break", { leave: left + 0.004 }],
    ] as const
  ) {
    const score = (does: boolean): SetScores => {
      const [share, none] = [does ? 1 : 0.5, does ? 0 : 0.5];
      return {
        kept: { mean: { share, targets: [] }, resample: { share } },
        removed: { mean: { share: none }, resample: { share: none } },
      } as unknown as SetScores;
    };
    const search = new Search(
      questionOf(behaviour, purpose, goals),
      (units) => score(units.length > 2),
      20,
    );
    await search.run([[]]);
    assertEquals([search.met, sorted([search.units])], [true, ["2,5,8"]], purpose);
  }
});

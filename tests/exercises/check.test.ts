/** Exercises answer: the solution is right, and each typical mistake hears its own hint. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CheckedAnswer, EXERCISES, findExercise, judge, RESULT_TYPE } from "@lab/exercises";
import { JUPYTER_DISPLAY } from "@lab/figures";
import { Random } from "@lab/numerics";

for (const { id, name, solution, mistakes, right } of EXERCISES) {
  Deno.test(`exercise ${id}, ${name}: right, unsolved, and wrong in ${mistakes.length} ways`, () => {
    const found = judge(name, solution);
    assertEquals([found.id, found.state], [id, "right"]);
    assertStringIncludes(found.says, right);
    assertEquals(judge(id, () => undefined).state, "unsolved");
    assertEquals(judge(id, () => []).state, "unsolved");
    assertEquals(judge(id, () => NaN).state, "unsolved");
    for (const { wrong, also = wrong, says } of mistakes) {
      for (const heard of [judge(name, wrong), judge(name, also)]) {
        assertEquals(heard.state, "wrong", says);
        assert(heard.says.endsWith(says), `${heard.says}, not ${says}`);
      }
    }
  });
}

Deno.test("there are at least 27 exercises, three in each chapter, and 60 mistakes with hints of their own", () => {
  assert(EXERCISES.length >= 27);
  for (let chapter = 1; chapter <= 9; chapter++) {
    assert(EXERCISES.filter(({ id }) => id.startsWith(`${chapter}.`)).length >= 3, `${chapter}`);
  }
  const hints = EXERCISES.flatMap(({ mistakes }) => mistakes.map(({ says }) => says));
  assert(hints.length >= 60, `${hints.length}`);
  assertEquals(new Set(hints).size, hints.length);
  assertEquals(new Set(EXERCISES.map(({ name }) => name)).size, EXERCISES.length);
});

Deno.test("judge() says from which size on an answer departs", () => {
  const { mistakes } = findExercise("gradient of Whh");
  const { says } = judge("gradient of Whh", mistakes[0].wrong);
  assertEquals(
    says,
    "It agrees up to T = 1 and departs from T = 2 on. What comes back from the next step is missing.",
  );
});

Deno.test("judge() names shape, first wrong entry and what wrong entries have in common", () => {
  const p = (p: number[], target: number): number[] =>
    p.map((each, i) => each - (i === target ? 1 : 0));
  const says = (answer: unknown): string => judge("output error", answer).says;
  assertStringIncludes(says(() => 3), "It returned a number; it should return V numbers");
  assertStringIncludes(says((q: number[]) => q.slice(1)), "it should return V numbers");
  assertStringIncludes(says((q: number[], t: number) => p(q, t).map((x) => x / 2)), "0.5 times");
  const oneOff = (q: number[], t: number): number[] => p(q, t).map((x, i) => i === 1 ? x + 1 : x);
  assertStringIncludes(says(oneOff), "Entry [1] is");
  assertStringIncludes(says(oneOff), "1 of 2 are off");
  assertStringIncludes(
    says(() => {
      throw new Error("no such index");
    }),
    "It stopped with an error: no such index",
  );
});

Deno.test("judge() takes typed arrays, and an answer that changes its arguments harms nobody", () => {
  const typed = (p: number[], target: number): Float64Array =>
    Float64Array.from(p, (each, i) => each - (i === target ? 1 : 0));
  assertEquals(judge("output error", typed).state, "right");
  const inPlace = (p: number[], target: number): number[] => {
    p[target] -= 1;
    return p;
  };
  assertEquals(judge("output error", inPlace).state, "right");
});

Deno.test("judge() takes a prediction as it is rounded, and does not give it away", () => {
  const says = (p: number) => judge("four of each", p);
  for (const p of [2 / 70, 1 / 35, 0.029, 0.0286, 0.02857]) assertEquals(says(p).state, "right");
  for (const p of [0.03, 0.028, 0.0285, 0.25]) assertEquals(says(p).state, "wrong");
  assertEquals(says(0.25).says, "0.25 is not it yet. The hints lead on, one at a time.");
});

Deno.test("judge() writes two numbers with so many digits that they differ", () => {
  const nearly = (p: number[], t: number) => p.map((each, i) => each - (i === t ? 1 : 0) + 2e-6);
  const [, here, there] = judge("output error", nearly).says.match(/is (\S+), expected (\S+)\./)!;
  assert(here !== there, `${here}, ${there}`);
});

Deno.test("judge() refuses exercises that are not there", () => {
  assertThrows(() => judge("transformers", 1), RangeError, 'current value is "transformers"');
});

Deno.test("the cases of an exercise are the same at every check", () => {
  for (const { cases } of EXERCISES) assertEquals(cases(new Random(7)), cases(new Random(7)));
});

Deno.test("CheckedAnswer keeps what a teacher's table reads", () => {
  const bundle = new CheckedAnswer(judge("2.1", (p: number[]) => p))[JUPYTER_DISPLAY]();
  const { id, state } = bundle[RESULT_TYPE] as { id: string; state: string };
  assertEquals([id, state], ["2.1", "wrong"]);
  assert(bundle["text/plain"].startsWith("✗ 2.1 output error: Right for every"));
});

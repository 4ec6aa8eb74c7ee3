/** Rules that a text follows, beside NumPy's counts, and what is asked of texts with and without them. */
import { findRules, questionsFor, scoreRule, type TextRule } from "@lab/analysis";
import { loadBundledText } from "@lab/data";
import { Random } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import values from "../../reference/analysis/rules.json" with { type: "json" };

type Expected = Omit<TextRule, "verdict" | "interval"> & { interval: number[] };

function assertRules(found: readonly TextRule[], expected: readonly Expected[]): void {
  assertEquals(
    found.map(({ after, targets }) => after + targets),
    expected.map(({ after, targets }) => after + targets),
  );
  found.forEach(({ places, counts, share, interval, elsewhere }, k) => {
    assertEquals([places, ...counts], [expected[k].places, ...expected[k].counts]);
    assertAlmostEquals(share, expected[k].share, 1e-12);
    assertAlmostEquals(elsewhere, expected[k].elsewhere, 1e-12);
    interval.forEach((end, side) => assertAlmostEquals(end, expected[k].interval[side], 1e-9));
  });
}

Deno.test("findRules() finds what NumPy finds, in its order and with its shares", () => {
  assertRules(findRules(values.text, { targets: 1 }), values.one);
  assertRules(findRules(values.text), values.two);
});

/** A text in which `x` is followed by `y` with a chance, else by one of other letters. */
function text(chance: number, length = 40_000): string {
  const random = new Random(3);
  let written = "";
  while (written.length < length) {
    const last = written.at(-1);
    written += last === "x" && random.uniform() < chance ? "y" : "abcdxy"[random.integer(6)];
  }
  return written;
}

Deno.test("findRules() says rule, tendency or not shown by the interval on the other half", () => {
  const verdict = (chance: number): string => scoreRule(text(chance), "x", "y").verdict;
  assertEquals([0, 0.5, 0.7, 0.95].map(verdict), ["not shown", "tendency", "tendency", "rule"]);
});

Deno.test("findRules() finds no rule where all characters are drawn alike", () => {
  const found = findRules(text(0), { targets: 1 });
  assert(found.every(({ verdict }) => verdict !== "rule"), JSON.stringify(found));
});

Deno.test("questionsFor() asks about the colon and about q where a text follows these rules", async () => {
  const { text } = await loadBundledText();
  const { main, second, prefix } = questionsFor(text);
  assertEquals([main.after, main.targets, second.after, second.targets], [":", " \n", "q", "u"]);
  assertEquals(prefix, "test of an apple:");
});

Deno.test("questionsFor() asks another text about its own rules, and reads its own passages", async () => {
  const { text } = await loadBundledText();
  const greek = text.replaceAll(":", "·").replaceAll("q", "ψ").replaceAll("u", "ω");
  const { main, second, prefix, others } = questionsFor(greek);
  assert(main.after !== ":" && second.after !== "q");
  assert(prefix.endsWith(main.after) && greek.includes(prefix));
  assert(others.every((passage) => greek.includes(passage)));
  assertEquals(others.filter((passage) => passage.endsWith(main.after)).length, 1);
});

Deno.test("questionsFor() says in one line of a text without rules that it has none", () => {
  const error = assertThrows(
    () => questionsFor("abcdefghij"),
    RangeError,
    "none of 10 characters is",
  );
  assertEquals(error.message.split("\n").length, 1);
});

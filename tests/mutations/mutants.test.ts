/** The small faults that are put into sources, and the samples of them. */
import { assertEquals } from "@std/assert";
import { keyOf, mutantsOf, sample } from "./mutants.ts";

/** What a piece of source becomes by faults of one kind. */
const become = (operator: string, source: string): string[] =>
  mutantsOf("x.ts", source).filter((mutant) => mutant.operator === operator)
    .map((mutant) => mutant.source);

Deno.test("mutantsOf() makes faults of each kind", () => {
  assertEquals(become("flipped comparison", "(a + 1) < b;"), ["(a + 1) >= b;"]);
  assertEquals(become("flipped comparison", "if (!a) Math.min(b, c);"), [
    "if (a) Math.min(b, c);",
    "if (!a) Math.max(b, c);",
  ]);
  assertEquals(become("flipped comparison", "if (a) b();"), ["if (!a) b();"]);
  assertEquals(become("boundary", "a >= b;"), ["a > b;"]);
  assertEquals(become("boundary", "for (; a < b;) {}"), []);
  assertEquals(become("negated sign", "a + b * c - `${d}`;"), [
    "a - b * c - `${d}`;",
    "a + -b * c - `${d}`;",
  ]);
  assertEquals(become("negated sign", "a -= -1;"), ["a += -1;", "a -= 1;"]);
  assertEquals(become("reversed order", "a.toSorted((x, y) => f(x) - y);"), [
    "a.toSorted((y, x) => f(x) - y);",
  ]);
  assertEquals(become("reversed order", "a.sort().reverse();"), [
    "a.sort();",
    "a.sort().reverse().reverse();",
  ]);
  assertEquals(become("reversed order", "a ? b : c;"), ["a ? c : b;"]);
  assertEquals(become("off by one", "for (let i = 0; i < n; i++) a[i];"), [
    "for (let i = 0; i < n - 1; i++) a[i];",
    "for (let i = 1; i < n; i++) a[i];",
    "for (let i = 0; i < n; i++) a[i + 1];",
  ]);
  assertEquals(become("swapped column", "[a, b, b];"), ["[b, a, b];"]);
  assertEquals(become("swapped column", "f({ a: x.a, c, b: x.b });"), [
    "f({ a: x.b, c, b: x.a });",
  ]);
  assertEquals(become("swapped column", "f(a, 2, c);"), ["f(2, a, c);"]);
  assertEquals(become("swapped column", "w[i * n + j];"), ["w[j * n + i];"]);
  assertEquals(become("dropped term", "(a + b) * c;"), ["(a + b);", "(a) * c;"]);
  assertEquals(become("dropped term", "a && b;"), ["a;"]);
  assertEquals(become("dropped term", "a += f(b);"), [";"]);
});

Deno.test("mutantsOf() leaves comments, errors' words and types alone", () => {
  const source = `/** a < b, [1, 2] */
type A = 1 | 2; // 1 + 2
throw new RangeError("a < 1" + b);`;
  assertEquals(mutantsOf("x.ts", source), []);
});

Deno.test("mutantsOf() tells the line and what is changed in it", () => {
  const [{ line, text, change }] = mutantsOf("x.ts", "const one =\n  two < three;\n");
  assertEquals([line, text, change], [2, "two < three;", "two < three; → two >= three;"]);
});

Deno.test("sample() takes mutants of all kinds, wherever they stand, and none that does not parse", () => {
  const source = "if (a < b) [c, d].sort((x, y) => x - y)[e * 2 + f];";
  const all = mutantsOf("x.ts", source);
  const kinds = new Set(all.map(({ operator }) => operator));
  const chosen = sample(all, kinds.size);
  assertEquals(new Set(chosen.map(({ operator }) => operator)), kinds);
  const moved = sample(mutantsOf("x.ts", `g();\n\n  ${source}`), 100).map(keyOf);
  assertEquals(chosen.map(keyOf).filter((key) => !moved.includes(key)), []);
  const [mutant] = all;
  assertEquals(sample([{ ...mutant, source: "if (" }], 1), []);
});

import { Random } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";
import stored from "../reference/random.json" with { type: "json" };

Deno.test("Random.bits() agrees with a second implementation in Python for every seed", () => {
  for (const [seed, values] of Object.entries(stored)) {
    const random = new Random(Number(seed));
    assertEquals(values.map(() => random.bits()), values, `seed ${seed}`);
  }
});

Deno.test("Random.uniform() stays in [0, 1) and has mean 1/2 and variance 1/12", () => {
  const random = new Random(11);
  let sum = 0;
  let squares = 0;
  const n = 100_000;
  for (let i = 0; i < n; i++) {
    const u = random.uniform();
    assert(u >= 0 && u < 1);
    sum += u;
    squares += (u - 0.5) ** 2;
  }
  assert(Math.abs(sum / n - 0.5) < 5 * Math.sqrt(1 / 12 / n));
  assert(Math.abs(squares / n - 1 / 12) < 0.002);
});

Deno.test("Random.normal() has mean 0, variance 1 and a normal's share within one sigma", () => {
  const random = new Random(12);
  const n = 100_000;
  let sum = 0;
  let squares = 0;
  let within = 0;
  for (let i = 0; i < n; i++) {
    const z = random.normal();
    sum += z;
    squares += z * z;
    if (Math.abs(z) < 1) within++;
  }
  assert(Math.abs(sum / n) < 0.016);
  assert(Math.abs(squares / n - 1) < 0.03);
  assert(Math.abs(within / n - 0.682689) < 0.01);
});

Deno.test("Random.choose() gives each integer at most once, and every subset's share evenly", () => {
  const random = new Random(5);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 7000; i++) {
    const chosen = random.choose(3, 7);
    assertEquals(new Set(chosen).size, 3);
    for (const k of chosen) counts[k]++;
  }
  for (const count of counts) assert(Math.abs(count - 3000) < 250, `${counts}`);
});

Deno.test("Random rejects a seed, a limit and a count that can't be used", () => {
  assertThrows(() => new Random(0.5), RangeError, "'seed' must be a safe integer");
  assertThrows(() => new Random(NaN), RangeError, "current value is NaN");
  assertThrows(() => new Random(1).integer(0), RangeError, "'limit' must be an integer >= 1");
  assertThrows(() => new Random(1).choose(4, 3), RangeError, "current value is 4");
});

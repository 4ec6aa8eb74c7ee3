/** Random bits by key and place: fixed for good, even, and unlike their neighbours'. */
import { keyedBits, keyOf } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";

Deno.test("keyedBits() is what the formula of lowbias32 with two words says, to the bit", () => {
  // By another route: big integers modulo 2³².
  const mask = 0xffffffffn;
  const key = keyOf(11, 2, 3);
  for (const place of [0, 1, 12345, 2 ** 31, 2 ** 32 - 1]) {
    let x = BigInt(place) ^ (BigInt(key.first) & mask);
    x ^= x >> 16n;
    x = (x * 0x7feb352dn) & mask;
    x ^= BigInt(key.second) & mask;
    x ^= x >> 15n;
    x = (x * 0x846ca68bn) & mask;
    x ^= x >> 16n;
    assertEquals(keyedBits(key, place), Number(x));
  }
});

Deno.test("keyedBits() gives every bit evenly, and those of neighbours in place, count and seed agree by chance", () => {
  const n = 40_000;
  const keys = [keyOf(1, 1, 0), keyOf(1, 1, 1), keyOf(2, 1, 0), keyOf(1, 2, 0)];
  const draws = keys.map((key) => Uint32Array.from({ length: n + 1 }, (_, i) => keyedBits(key, i)));
  const limit = 4.5 * Math.sqrt(n) / 2; // of n throws of a coin
  const even = (bits: (i: number) => number): void => {
    for (let k = 0; k < 32; k++) {
      let ones = 0;
      for (let i = 0; i < n; i++) ones += (bits(i) >>> k) & 1;
      assert(Math.abs(ones - n / 2) < limit, `bit ${k}: ${ones}`);
    }
  };
  for (const [j, one] of draws.entries()) {
    even((i) => one[i]);
    even((i) => one[i] ^ one[i + 1]);
    for (const other of draws.slice(j + 1)) even((i) => one[i] ^ other[i]);
  }
});

Deno.test("keyOf() tells seeds beyond 2³², negative ones, orders and lengths apart", () => {
  const lists = [[], [0], [0, 0], [1, 2], [2, 1], [2 ** 32], [2 ** 33], [-1], [2 ** 32 - 1]];
  const keys = lists.map((numbers) => keyOf(...numbers));
  assertEquals(new Set(keys.map(({ first }) => first)).size, lists.length);
  assertEquals(new Set(keys.map(({ second }) => second)).size, lists.length);
  assertThrows(() => keyOf(1, 0.5), RangeError, "must be safe integers: current value is 0.5");
});

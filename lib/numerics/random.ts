/** Seeded random numbers: the same seed gives the same bits on every machine and in every browser. */

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/**
 * A seeded stream of random numbers.
 *
 * The generator is xoshiro128** (period 2¹²⁸ − 1); its four words of state are filled from the seed
 * with splitmix32. `Math.random` is used nowhere in this project, because it can't be seeded.
 * @see D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021)
 * @example
 * ```ts
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(new Random(7).uniform(), new Random(7).uniform());
 * ```
 */
export class Random {
  readonly #state: Uint32Array = new Uint32Array(4);
  #spareNormal: number | undefined;

  /**
   * Starts a stream.
   * @param seed any safe integer; those from 0 to 2³² − 1 all give different streams
   * @throws {RangeError} when `seed` is not a safe integer
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(
        `Cannot seed random numbers as 'seed' must be a safe integer: current value is ${seed}`,
      );
    }
    let x = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) | 0;
      let z = x ^ (x >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      this.#state[i] = z ^ (z >>> 15);
    }
  }

  /**
   * The next 32 random bits.
   * @returns an integer from 0 to 2³² − 1
   */
  bits(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /**
   * A number drawn evenly from [0, 1), with 53 random bits.
   * @returns a number ≥ 0 and < 1
   */
  uniform(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /**
   * An integer drawn evenly from 0 to `limit` − 1.
   * @param limit how many integers to choose from, ≥ 1
   * @returns an integer
   * @throws {RangeError} when `limit` is not an integer ≥ 1
   */
  integer(limit: number): number {
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new RangeError(
        `Cannot draw an integer as 'limit' must be an integer >= 1: current value is ${limit}`,
      );
    }
    return Math.floor(this.uniform() * limit);
  }

  /**
   * A number drawn from the normal distribution with mean 0 and variance 1 (Box and Muller).
   * @returns a number
   */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * Some of the integers 0 … `limit` − 1, each at most once, in random order.
   * @param count how many, 0 ≤ `count` ≤ `limit`
   * @param limit how many integers to choose from
   * @returns `count` different integers
   * @throws {RangeError} when `count` is out of range
   */
  choose(count: number, limit: number): number[] {
    if (!Number.isSafeInteger(count) || count < 0 || count > limit) {
      throw new RangeError(
        `Cannot choose integers as 'count' must be an integer from 0 to ${limit}: current value is ` +
          `${count}`,
      );
    }
    const pool = Array.from({ length: limit }, (_, i) => i);
    for (let i = 0; i < count; i++) {
      const j = i + this.integer(limit - i);
      [pool[i], pool[j]] = [pool[j], pool[i]];
    }
    return pool.slice(0, count);
  }
}

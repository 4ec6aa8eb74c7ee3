/** Arrays of numbers, printed in a line: how many, from where to where, the first few. */

/**
 * Makes `console.log` and results print long typed arrays in one line. It runs inside the kernel, as
 * text: it can use nothing from outside of itself.
 */
export function printArraysShort(): void {
  const LONGEST = 12;
  const FIRST = 3;
  type Numbers = ArrayLike<number | bigint> & Iterable<number | bigint>;
  type Inspect = (value: unknown, options: unknown) => string;
  const number = (value: number | bigint): string =>
    typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
  const range = (values: Numbers): string => {
    let [low, high, odd]: [number | bigint | undefined, number | bigint, number] = [
      undefined,
      0,
      0,
    ];
    for (const value of values) {
      if (typeof value === "number" && !Number.isFinite(value)) odd++;
      else if (low === undefined) low = high = value;
      else if (value < low) low = value;
      else if (value > high) high = value;
    }
    const finite = low === undefined ? [] : [`${number(low)} to ${number(high)}`];
    return [...finite, ...odd > 0 ? [`${odd} not finite`] : []].join(", ");
  };
  const prototype = Object.getPrototypeOf(Uint8Array.prototype);
  Object.defineProperty(prototype, Symbol.for("Deno.customInspect"), {
    configurable: true,
    value(
      this: Numbers & { constructor: { name: string } },
      inspect: Inspect,
      options: unknown,
    ): string {
      const { length, constructor } = this;
      const name = `${constructor?.name}(${length})`;
      if (length <= LONGEST) return `${name} ${inspect(Array.from(this), options)}`;
      const first = Array.from({ length: FIRST }, (_, i) => number(this[i])).join(", ");
      return `${name} [ ${first}, … ] from ${range(this)}`;
    },
  });
}

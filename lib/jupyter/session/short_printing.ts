/** How values are printed in a notebook: in lines that one reads, not in hundreds of numbers. */

/**
 * Makes `console.log` and results print arrays of numbers in one line (how many, the first few, from
 * where to where), and the arrays of a network with their shapes. It runs inside the kernel, as
 * text: it can use nothing from outside of itself.
 */
export function printShort(): void {
  const LONGEST = 12;
  /** Of plain arrays, Deno itself prints the first hundred. */
  const LONGEST_PLAIN = 100;
  const FIRST = 3;
  const INSPECT = Symbol.for("Deno.customInspect");
  type Numbers = ArrayLike<number | bigint> & Iterable<number | bigint>;
  type Inspect = (value: unknown, options: unknown) => string;

  const digits = (count: number) => (value: number | bigint): string =>
    typeof value === "number" ? String(Number(value.toPrecision(count))) : String(value);
  const number = digits(4);

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

  /** `Float64Array(100) [ 0.1, 0.2, 0.3, … ] from -1 to 1`, with a shape for the number where known. */
  const line = (values: Numbers, type: string, shape?: string): string => {
    const name = shape === undefined ? `${type}(${values.length})` : `${type} ${shape}`;
    if (values.length === 0) return `${name} []`;
    if (values.length <= LONGEST) return `${name} [ ${Array.from(values, digits(6)).join(", ")} ]`;
    const first = Array.from({ length: FIRST }, (_, i) => number(values[i])).join(", ");
    return `${name} [ ${first}, … ] from ${range(values)}`;
  };

  const define = (prototype: object, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(prototype, INSPECT, { configurable: true, ...descriptor });
  };

  define(Object.getPrototypeOf(Uint8Array.prototype), {
    value(this: Numbers & { constructor: { name: string } }): string {
      return line(this, this.constructor.name);
    },
  });

  define(Array.prototype, {
    get(this: unknown): unknown {
      const isLong = Array.isArray(this) && this.length > LONGEST_PLAIN;
      if (!isLong || !this.every((value) => typeof value === "number")) return undefined;
      return () => line(this, "Array");
    },
  });

  /** The parameters of a network, their gradients, or Adagrad's memory of them. */
  const shapesOf = (holder: Record<string, unknown>): Record<string, number[]> | undefined => {
    const { hiddenSize: H, vocabularySize: V, Wxh } = holder;
    if (typeof H !== "number" || typeof V !== "number" || !ArrayBuffer.isView(Wxh)) {
      return undefined;
    }
    return { Wxh: [H, V], Whh: [H, H], Why: [V, H], bh: [H], by: [V] };
  };

  define(Object.prototype, {
    get(this: unknown): unknown {
      if (typeof this !== "object" || this === null || !Object.hasOwn(this, "Wxh")) {
        return undefined;
      }
      const holder = this as Record<string, unknown>;
      const shapes = shapesOf(holder);
      if (shapes === undefined) return undefined;
      const printed = Object.entries(holder).map(([name, value]) => {
        const shape = ArrayBuffer.isView(value) ? shapes[name] : undefined;
        if (shape === undefined) return [name, value];
        const values = value as unknown as Numbers;
        const text = line(values, value!.constructor.name, `[${shape.join(", ")}]`);
        return [name, { [INSPECT]: () => text }];
      });
      const shown = Object.defineProperty(Object.fromEntries(printed), INSPECT, {
        value: undefined,
      });
      return (inspect: Inspect, options: unknown) => inspect(shown, options);
    },
  });
}

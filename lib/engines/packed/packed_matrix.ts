/** Products of one matrix with many vectors, in float64 and to the bits of the reference engine. */
import { addMatVec } from "@lab/numerics";
import { PRODUCTS_WASM } from "./products_wasm.ts";

/** Rows that one loop of `assembly/products.ts` sums side by side. */
const BLOCK = 8;

interface Products {
  readonly memory: WebAssembly.Memory;
  addProduct(W: number, x: number, out: number, blocks: number, columns: number): void;
  reserve(bytes: number): number;
}

/** Compiled when first used; null where WebAssembly has no SIMD. */
let compiled: WebAssembly.Module | null | undefined;

function instantiate(): Products | null {
  if (compiled === undefined) {
    const bytes = Uint8Array.fromBase64(PRODUCTS_WASM);
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  if (compiled === null) return null;
  return new WebAssembly.Instance(compiled).exports as unknown as Products;
}

/**
 * A matrix laid out for products with many vectors: about three times as fast as `addMatVec`, and the
 * same bits, as each row is summed from left to right and nothing is fused. It stays in a memory of its
 * own; where WebAssembly has no SIMD, `addMatVec` does the work.
 * @example
 * ```ts
 * import { PackedMatrix } from "@lab/engines";
 * import { assertEquals } from "@std/assert";
 * const matrix = new PackedMatrix(Float64Array.of(1, 2, 3, 4), 2, 2);
 * assertEquals(matrix.addProduct(Float64Array.of(1, 10), new Float64Array(2)), Float64Array.of(21, 43));
 * ```
 */
export class PackedMatrix {
  /** How many rows it has. */
  readonly rows: number;
  /** How many columns it has. */
  readonly columns: number;
  readonly #weights: Float64Array;
  readonly #products: Products | null;
  /** Where x and out lie in the products' memory; W lies at 0. */
  readonly #x: Float64Array;
  readonly #out: Float64Array;

  /**
   * Copies and lays out a matrix.
   * @param weights `[rows, columns]`, flat and row-major
   * @param rows how many rows
   * @param columns how many columns
   * @throws {TypeError} when `weights` does not hold rows · columns numbers
   * @throws {RangeError} when the memory can't be had
   */
  constructor(weights: Float64Array, rows: number, columns: number) {
    if (weights.length !== rows * columns) {
      throw new TypeError(
        `Cannot pack a matrix as 'weights' must hold [${rows}, ${columns}] = ${rows * columns} ` +
          `numbers: current length is ${weights.length}`,
      );
    }
    this.rows = rows;
    this.columns = columns;
    this.#weights = weights.slice();
    this.#products = instantiate();
    const padded = Math.ceil(rows / BLOCK) * BLOCK;
    const count = padded * columns;
    if (this.#products === null) {
      this.#x = this.#out = new Float64Array(0);
      return;
    }
    if (this.#products.reserve(8 * (count + columns + padded)) === 0) {
      throw new RangeError(
        `Cannot pack a matrix as its memory must be had: ${rows} rows of ${columns} columns need ` +
          `${Math.ceil(count / 2 ** 17)} MiB`,
      );
    }
    const { buffer } = this.#products.memory;
    const packed = new Float64Array(buffer, 0, count);
    for (let i = 0; i < rows; i++) {
      const start = (i - i % BLOCK) * columns + i % BLOCK;
      for (let j = 0; j < columns; j++) packed[start + j * BLOCK] = weights[i * columns + j];
    }
    this.#x = new Float64Array(buffer, 8 * count, columns);
    this.#out = new Float64Array(buffer, 8 * (count + columns), rows);
  }

  /**
   * `out += W x`.
   * @param x `[columns]`
   * @param out `[rows]`
   * @returns `out`
   */
  addProduct(x: Float64Array, out: Float64Array): Float64Array {
    if (this.#products === null) return addMatVec(this.#weights, x, out);
    this.#x.set(x);
    this.#out.set(out);
    const blocks = Math.ceil(this.rows / BLOCK);
    this.#products.addProduct(0, this.#x.byteOffset, this.#out.byteOffset, blocks, this.columns);
    out.set(this.#out);
    return out;
  }
}

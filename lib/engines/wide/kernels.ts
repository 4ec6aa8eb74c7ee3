/**
 * The products' inner loops, written out as machine code at load time.
 *
 * A kernel multiplies a few rows of A, 64 numbers of each, with panels of B (64 rows × 8 columns, one
 * after the other) in tiles of 6 or 4 rows × 8 columns that live in registers. V8 checks every address
 * but constant ones: the rows of A are first copied to an arena at constant addresses, and B's pointer
 * moves every fourth row, so that the checks cost 1% and a kernel computes at nine tenths of what the
 * processor can do. Each thread has an arena, so a module, of its own.
 *
 * AssemblyScript's optimiser would move the unrolled multiplications together and spill their operands.
 */
import { assemble, type Code, emit, FunctionBuilder, type Local } from "../assembler.ts";

const { add, fused, integer, load, minus, multiply, plus, repeat, splat, store, when } = emit;

/** How many numbers of a row of A a kernel multiplies. */
const DEPTH = 64;

/** Vectors of a panel's row: 8 columns. */
const VECTORS = 2;

/** Bytes of a row of a panel and of a whole one. */
const ROW_BYTES = 32;
const PANEL_BYTES = DEPTH * ROW_BYTES;

/** Bytes of a thread's arena: six rows of A, and beside it 64 rows of eight columns. */
export const ARENA_BYTES = 6 * 4 * DEPTH + PANEL_BYTES;

/** Where number k of row r of A lies in the arena, in bytes. */
type Place = (k: number, row: number) => number;

/** The arena filled from rows of A, and the one filled from columns of A. */
const rowsPlace = (arena: number): Place => (k, row) => arena + row * 4 * DEPTH + k * 4;
const columnsPlace = (arena: number): Place => (k, row) =>
  arena + 6 * 4 * DEPTH + k * ROW_BYTES + row * 4;

/**
 * `C [rows][8] (+)= arena [rows][64] · panel [64][8]` for `panels` panels of B and of C.
 *
 * Its parameters: B's address, C's, how many panels, bytes from a panel of C to the next, and whether to
 * add to C.
 */
function product(name: string, rows: number, place: Place, isRelaxed: boolean): FunctionBuilder {
  const kernel = new FunctionBuilder(name, 5);
  const [b, c, panels, step, isAdding] = kernel.parameters();
  const pointer = kernel.integer();
  const a = kernel.vector();
  const right = Array.from({ length: VECTORS }, () => kernel.vector());
  const sums = Array.from({ length: rows * VECTORS }, () => kernel.vector());
  const multiplyAdd = (x: Local, y: Local, z: Local): Code =>
    isRelaxed ? fused(x.get, y.get, z.get) : add(multiply(x.get, y.get), z.get);

  const body: Code[] = [pointer.set(b.get)];
  for (let k = 0; k < DEPTH; k++) {
    if (k > 0 && k % 4 === 0) body.push(pointer.set(plus(pointer.get, integer(4 * ROW_BYTES))));
    right.forEach((vector, j) =>
      body.push(vector.set(load(pointer.get, k % 4 * ROW_BYTES + 16 * j)))
    );
    for (let row = 0; row < rows; row++) {
      body.push(a.set(splat(integer(place(k, row)))));
      right.forEach((vector, j) => {
        const sum = sums[row * VECTORS + j];
        body.push(sum.set(k === 0 ? multiply(a.get, vector.get) : multiplyAdd(a, vector, sum)));
      });
    }
  }
  const old = sums.map((sum, i) => sum.set(add(load(c.get, 16 * i), sum.get)));
  body.push(when(isAdding.get, old.flat()));
  sums.forEach((sum, i) => body.push(store(c.get, 16 * i, sum.get)));
  body.push(b.set(plus(b.get, integer(PANEL_BYTES))), c.set(plus(c.get, step.get)));
  body.push(panels.set(minus(panels.get, integer(1))));
  kernel.do(repeat(body.flat(), panels.get));
  return kernel;
}

/** Rows of A, `step` bytes apart. */
function copyRows(rows: number, arena: number): FunctionBuilder {
  const copy = new FunctionBuilder(`copyRows${rows}`, 2);
  const [from, step] = copy.parameters();
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < DEPTH / 4; i++) {
      const to = integer(rowsPlace(arena)(4 * i, row));
      copy.do(store(to, 0, load(from.get, 16 * i)));
    }
    copy.do(from.set(plus(from.get, step.get)));
  }
  return copy;
}

/** Rows of A that lie in panels: eight columns of each, then the next eight. */
function copyPanels(rows: number, arena: number): FunctionBuilder {
  const copy = new FunctionBuilder(`copyPanels${rows}`, 1);
  const [from] = copy.parameters();
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < DEPTH / 4; i++) {
      const to = integer(rowsPlace(arena)(4 * i, row));
      const offset = Math.floor(i / VECTORS) * PANEL_BYTES + row * ROW_BYTES + i % VECTORS * 16;
      copy.do(store(to, 0, load(from.get, offset)));
    }
  }
  return copy;
}

/** Eight columns of 64 rows of A, `step` bytes apart, for its transpose. */
function copyColumns(arena: number): FunctionBuilder {
  const copy = new FunctionBuilder("copyColumns", 2);
  const [from, step] = copy.parameters();
  for (let k = 0; k < DEPTH; k++) {
    for (let j = 0; j < VECTORS; j++) {
      copy.do(store(integer(columnsPlace(arena)(k, 4 * j)), 0, load(from.get, 16 * j)));
    }
    copy.do(from.set(plus(from.get, step.get)));
  }
  return copy;
}

/**
 * The module of the product kernels, which `assembly/wide/products.ts` calls.
 * @param arena where this thread's arena of `ARENA_BYTES` bytes lies
 * @param isRelaxed whether relaxed SIMD's fused multiply-add may be used
 * @returns the module's bytes
 */
export function kernels(arena: number, isRelaxed: boolean): Uint8Array<ArrayBuffer> {
  return assemble(
    [6, 4].flatMap((rows) => [
      product(`rows${rows}`, rows, rowsPlace(arena), isRelaxed),
      product(`columns${rows}`, rows, columnsPlace(arena), isRelaxed),
      copyRows(rows, arena),
      copyPanels(rows, arena),
    ]).concat(copyColumns(arena)),
    true,
  );
}

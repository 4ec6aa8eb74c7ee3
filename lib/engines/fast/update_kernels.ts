/**
 * The inner loops of the weights' update, written out as machine code for a number of steps T.
 *
 * A tile of 6 or 4 rows × 8 columns of Σ_t a_t b_tᵀ lives in registers. V8 checks every address but constant
 * ones: so the rows' numbers a_t are first copied to an arena at constant addresses. Adagrad's roots and
 * quotients keep one unit of the processor busy for long, the sums keep others busy: so a tile leaves its
 * clipped gradients in the arena, and their Adagrad is done between the sums of the next tile, the quotient of
 * each vector some steps after its root. A loop over the steps would take back what that gains: its
 * addresses are checked, and its instructions are the bottleneck.
 *
 * In the arena: the limits −clip and clip, the rate and 1e-8, each four times; twelve gradients; twelve roots;
 * [T][6] numbers a. `assembly/update.ts` fills the first, calls the kernels and uses the last tile's gradients.
 */
import { assemble, type Code, emit, FunctionBuilder, type Local } from "../assembler.ts";

const { add, divide, fused, integer, larger, load, minus, multiply, plus, repeat, root } = emit;
const { smaller, splat, store, subtract } = emit;

/** Where the arena lies, as in `assembly/memory.ts`. */
const ARENA = 4096;
const LOWER = ARENA;
const UPPER = ARENA + 16;
const RATE = ARENA + 32;
const EPSILON = ARENA + 48;
const GRADIENTS = ARENA + 64;
const ROOTS = GRADIENTS + 192;
const NUMBERS = ROOTS + 192;

/** The vector at a constant address. */
const constant = (address: number): Code => load(integer(address));

/** Between the root of a vector and its quotient pass as many steps as so many vectors take. */
const LAG = 8;

/** `rows` columns of the T rows at an address, the second parameter's bytes apart, go to the arena. */
function take(rows: number, steps: number): FunctionBuilder {
  const kernel = new FunctionBuilder(`take${rows}`, 2);
  const [from, step] = kernel.parameters();
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i <= rows - 4; i += 2) {
      kernel.do(store(integer(NUMBERS + 24 * t + 4 * i), 0, load(from.get, 4 * i)));
    }
    kernel.do(from.set(plus(from.get, step.get)));
  }
  return kernel;
}

/**
 * Tiles beside each other. Parameters: b, bytes from a row of b to the next, the tile's parameters w, bytes from
 * a row of them to the next, and from a row's first four columns to the next four, from there to Adagrad's
 * memory, how many tiles; then w and the two distances of the tile that waits.
 */
function tiles(rows: number, steps: number, isRelaxed: boolean): FunctionBuilder {
  const kernel = new FunctionBuilder(`tiles${rows}`, 10);
  const [b, bStep, w, rowStep, right, toMemory, count, waiting, waitingStep, waitingRight] = kernel
    .parameters();
  const [row, weight, memory] = [kernel.integer(), kernel.integer(), kernel.integer()];
  const [s, g, m] = [kernel.vector(), kernel.vector(), kernel.vector()];
  const halves = [kernel.vector(), kernel.vector()];
  const sums = Array.from({ length: 2 * rows }, () => kernel.vector());
  const multiplyAdd = (x: Code, y: Code, z: Code): Code =>
    isRelaxed ? fused(x, y, z) : add(multiply(x, y), z);
  const at = (pointer: Local, i: number): Code =>
    i % 2 === 0 ? pointer.get : plus(pointer.get, waitingRight.get);
  const next = (pointer: Local, i: number): Code =>
    i % 2 === 0 ? [] : pointer.set(plus(pointer.get, waitingStep.get));

  const rememberVector = (i: number): Code => [
    ...g.set(constant(GRADIENTS + 16 * i)),
    ...m.set(multiplyAdd(g.get, g.get, load(at(memory, i)))),
    ...store(at(memory, i), 0, m.get),
    ...store(integer(ROOTS + 16 * i), 0, root(add(m.get, constant(EPSILON)))),
    ...next(memory, i),
  ];
  const moveVector = (i: number): Code => [
    ...g.set(
      divide(multiply(constant(RATE), constant(GRADIENTS + 16 * i)), constant(ROOTS + 16 * i)),
    ),
    ...store(at(weight, i), 0, subtract(load(at(weight, i)), g.get)),
    ...next(weight, i),
  ];

  const body: Code[] = [row.set(b.get), weight.set(waiting.get)];
  body.push(memory.set(plus(waiting.get, toMemory.get)));
  const vectors = sums.length;
  for (let t = 0; t < steps; t++) {
    halves.forEach((half, j) => body.push(half.set(load(row.get, 16 * j))));
    body.push(row.set(plus(row.get, bStep.get)));
    for (let i = 0; i < rows; i++) {
      body.push(s.set(splat(integer(NUMBERS + 24 * t + 4 * i))));
      halves.forEach((half, j) => {
        const sum = sums[2 * i + j];
        const product = multiply(s.get, half.get);
        body.push(sum.set(t === 0 ? product : multiplyAdd(s.get, half.get, sum.get)));
      });
    }
    for (let i = 0; i < vectors + LAG; i++) {
      if (Math.floor(i * steps / (vectors + LAG)) !== t) continue;
      if (i >= LAG) body.push(moveVector(i - LAG));
      if (i < vectors) body.push(rememberVector(i));
    }
  }
  body.push(halves[0].set(constant(LOWER)), halves[1].set(constant(UPPER)));
  sums.forEach((sum, i) => {
    const clipped = smaller(larger(sum.get, halves[0].get), halves[1].get);
    body.push(store(integer(GRADIENTS + 16 * i), 0, clipped));
  });
  body.push(waiting.set(w.get), waitingStep.set(rowStep.get), waitingRight.set(right.get));
  body.push(b.set(plus(b.get, integer(32))), w.set(plus(w.get, integer(32))));
  body.push(count.set(minus(count.get, integer(1))));
  kernel.do(repeat(body.flat(), count.get));
  return kernel;
}

const modules = new Map<string, WebAssembly.Module>();

/**
 * The kernels that `assembly/update.ts` calls.
 * @param steps T, the steps of a sequence
 * @param isRelaxed whether relaxed SIMD's fused multiply-add may be used
 * @returns their module, compiled once
 */
export function updateKernels(steps: number, isRelaxed: boolean): WebAssembly.Module {
  const key = `${steps} ${isRelaxed}`;
  let module = modules.get(key);
  if (module === undefined) {
    const functions = [6, 4].flatMap((rows) => [take(rows, steps), tiles(rows, steps, isRelaxed)]);
    module = new WebAssembly.Module(assemble(functions, false));
    modules.set(key, module);
  }
  return module;
}

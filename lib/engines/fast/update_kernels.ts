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
 * In the arena (`arena.ts`) lie the limits, twelve gradients, twelve roots and [T][6] numbers a. `assembly/update.ts`
 * fills the first, calls the kernels and uses the last tile's gradients.
 */
import { assemble, type Code, emit, FunctionBuilder } from "../assembler.ts";
import { constant, GRADIENTS, LIMITS, multiplyAdd, NUMBERS, ROOTS } from "./arena.ts";

const { divide, integer, larger, load, minus, multiply, plus, repeat, root, smaller } = emit;
const { splat, store, subtract } = emit;

const [LOWER, UPPER, RATE] = [0, 16, 32].map((offset) => constant(LIMITS + offset));

/** A tile's memory is read by so many offsets, then the pointer moves on: `panels.ts` says why. */
const OFFSETS = 4;

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
 * Tiles beside each other. Parameters: b, the first tile's parameters w, bytes from a row of them to the next, its
 * memory m, how many tiles; then w, these bytes and m of the tile that waits. A tile's memory is [rows][8], its b
 * [T + 1][8], of which T rows are used; the next tile's follow.
 */
function tiles(rows: number, steps: number, isRelaxed: boolean): FunctionBuilder {
  const kernel = new FunctionBuilder(`tiles${rows}`, 8);
  const [b, w, rowStep, memory, count, waitingW, waitingStep, waitingMemory] = kernel.parameters();
  const [weight, m] = [kernel.integer(), kernel.integer()];
  const [s, g, n] = [kernel.vector(), kernel.vector(), kernel.vector()];
  const halves = [kernel.vector(), kernel.vector()];
  const sums = Array.from({ length: 2 * rows }, () => kernel.vector());
  const fused = multiplyAdd(isRelaxed);

  const rememberVector = (i: number): Code => {
    const offset = 16 * (i % OFFSETS);
    const isLast = i % OFFSETS === OFFSETS - 1;
    return [
      ...g.set(constant(GRADIENTS + 16 * i)),
      ...n.set(fused(g.get, g.get, load(m.get, offset))),
      ...store(m.get, offset, n.get),
      ...store(integer(ROOTS + 16 * i), 0, root(n.get)),
      ...(isLast ? m.set(plus(m.get, integer(16 * OFFSETS))) : []),
    ];
  };
  const moveVector = (i: number): Code => {
    const offset = 16 * (i % 2);
    const quotient = divide(multiply(RATE, constant(GRADIENTS + 16 * i)), constant(ROOTS + 16 * i));
    return [
      ...g.set(quotient),
      ...store(weight.get, offset, subtract(load(weight.get, offset), g.get)),
      ...(i % 2 === 1 ? weight.set(plus(weight.get, waitingStep.get)) : []),
    ];
  };

  const body: Code[] = [weight.set(waitingW.get), m.set(waitingMemory.get)];
  const vectors = sums.length;
  for (let t = 0; t < steps; t++) {
    const isLast = t === steps - 1;
    halves.forEach((half, j) => body.push(half.set(load(b.get, 32 * (t % 3) + 16 * j))));
    if (t % 3 === 2 || isLast) {
      body.push(b.set(plus(b.get, integer(32 * (t % 3 + (isLast ? 2 : 1))))));
    }
    for (let i = 0; i < rows; i++) {
      body.push(s.set(splat(integer(NUMBERS + 24 * t + 4 * i))));
      halves.forEach((half, j) => {
        const sum = sums[2 * i + j];
        const product = multiply(s.get, half.get);
        body.push(sum.set(t === 0 ? product : fused(s.get, half.get, sum.get)));
      });
    }
    for (let i = 0; i < vectors + LAG; i++) {
      if (Math.floor(i * steps / (vectors + LAG)) !== t) continue;
      if (i >= LAG) body.push(moveVector(i - LAG));
      if (i < vectors) body.push(rememberVector(i));
    }
  }
  body.push(halves[0].set(LOWER), halves[1].set(UPPER));
  sums.forEach((sum, i) => {
    const clipped = smaller(larger(sum.get, halves[0].get), halves[1].get);
    body.push(store(integer(GRADIENTS + 16 * i), 0, clipped));
  });
  body.push(waitingW.set(w.get), waitingStep.set(rowStep.get), waitingMemory.set(memory.get));
  body.push(w.set(plus(w.get, integer(32))));
  body.push(memory.set(plus(memory.get, integer(32 * rows))));
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

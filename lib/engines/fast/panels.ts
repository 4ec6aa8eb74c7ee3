/**
 * Matrix-vector products, column after column: out = Σ_k x[k] · column k, written out as machine code for the
 * sizes of a network.
 *
 * The numbers of out lie in vectors of four. As many of them as there are registers for make a panel, which is
 * walked from its first column to its last while its sums stay where they are: nothing is added across lanes,
 * nothing is stored on the way. In memory a panel's columns follow each other, each [vectors][4]. What a product
 * starts from and what becomes of it is done with the sums still in their registers, so that the processor
 * finishes one panel while it begins the next.
 *
 * Without guard pages (as in Deno) V8 compares every address with a limit that depends on the access's fixed
 * offset alone; limits that are used again stay in registers, of which there are few. So a panel is read by six
 * offsets at most, and the pointer moves on after six vectors. (AssemblyScript's optimiser, which is why this is
 * not written there, nests the multiply-adds of a sum in each other, which then wait for each other.)
 */
import { assemble, type Code, emit, FunctionBuilder, type Local } from "../assembler.ts";
import { constant, multiplyAdd, TANH } from "./arena.ts";

const { add, call, divide, integer, lane, larger, load, minus, multiply, plus } = emit;
const { repeat, smaller, store, subtract, when } = emit;

/** Sums that fit in the registers beside the numbers that they are made of; one more where a vector is left over. */
const MOST = 12;

/** From so many panels on, what the last product left in the cache is worth walking backwards for. */
const FEWEST_TURNED = 3;

/**
 * From so many columns on, in fours, the halves of a panel are walked side by side, if there are such: such panels
 * come from beyond L2, and what fetches ahead stops at the end of each page of memory, for one half at a time.
 */
const FEWEST_HALVED = 96;

/** So many vectors are read before the pointer moves on. */
const OFFSETS = 6;

/** Some vectors of four rows of a matrix. */
export interface Panel {
  /** Its first vector, always even. */
  readonly first: number;
  /** How many vectors it holds, an even number: the last panel's last one may be padding. */
  readonly held: number;
  /** How many of them are not padding. */
  readonly used: number;
}

/**
 * Deals vectors out to panels: pairs of them, the later panels get those that are over.
 * @param vectors how many, ≥ 1
 * @param most how many a panel holds, an even number; the last one holds one more where one is left over
 * @returns the panels, one after the other
 */
export function deal(vectors: number, most = MOST): Panel[] {
  const count = Math.max(1, Math.ceil((vectors - vectors % 2) / most));
  const pairs = Math.ceil(vectors / 2);
  const each = Math.floor(pairs / count);
  const larger = pairs - each * count;
  return Array.from({ length: count }, (_, panel) => {
    const first = 2 * (panel * each + Math.max(0, panel - (count - larger)));
    const held = 2 * (panel < count - larger ? each : each + 1);
    return { first, held, used: Math.min(held, vectors - first) };
  });
}

/** A product's use: what its sums start from, and what becomes of them. */
interface Use {
  readonly name: string;
  /** When the second row is read: added at the start, beside the first one, or used at the end. */
  readonly second: "start" | "end" | "never";
  /** The end: from a sum in its place and what stands in the second row. */
  readonly finish: (sum: Local, second: Code, spare: Local[], isRelaxed: boolean) => Code;
}

/** tanh of a variable in its place, as in `assembly/vector.ts`. */
function tanh(x: Local, _: Code, [c, t, p, q]: Local[], isRelaxed: boolean): Code {
  const k = (index: number): Code => constant(TANH + 16 * index);
  const fused = multiplyAdd(isRelaxed);
  return [
    ...c.set(smaller(larger(x.get, k(11)), k(10))),
    ...t.set(multiply(c.get, c.get)),
    ...p.set(fused(k(0), t.get, k(1))),
    ...q.set(fused(k(5), t.get, k(6))),
    ...[2, 3, 4].flatMap((i) => [
      ...p.set(fused(p.get, t.get, k(i))),
      ...q.set(fused(q.get, t.get, k(i + 5))),
    ]),
    ...x.set(smaller(larger(divide(multiply(c.get, p.get), q.get), k(13)), k(12))),
  ];
}

/** (1 − h²) times a sum. */
function throughTanh(sum: Local, h: Code, [u]: Local[]): Code {
  const one = constant(TANH + 16 * 12);
  return [...u.set(h), ...sum.set(multiply(sum.get, subtract(one, multiply(u.get, u.get))))];
}

/** tanh(first + second + Σ), (first + Σ) · (1 − second²), first + Σ. */
const USES: readonly Use[] = [
  { name: "state", second: "start", finish: tanh },
  { name: "sent", second: "end", finish: throughTanh },
  { name: "logits", second: "never", finish: () => [] },
];

/**
 * Goes through vectors that follow each other in memory.
 * @param count how many
 * @param pointers to the first of them; they move on
 * @param use what is done with vector `i` at `offset` bytes from the pointers
 * @param held how many vectors further the pointers end
 */
function walk(
  count: number,
  pointers: Local[],
  use: (i: number, offset: number) => Code,
  held = count,
): Code {
  return Array.from({ length: count }, (_, i) => {
    const isLast = i === count - 1;
    const moves = isLast || i % OFFSETS === OFFSETS - 1;
    const vectors = i % OFFSETS + 1 + (isLast ? held - count : 0);
    const move = (p: Local): Code => p.set(plus(p.get, integer(16 * vectors)));
    return [...use(i, 16 * (i % OFFSETS)), ...(moves ? pointers.flatMap(move) : [])];
  }).flat();
}

/** What the walk through a panel's columns uses. */
interface Walk {
  readonly held: number;
  readonly sums: readonly Local[];
  /** Four numbers of x, and one of them four times. */
  readonly four: Local;
  readonly s: Local;
  readonly isRelaxed: boolean;
}

/** Four columns, of the panel and of the x at two pointers, which move on. */
function fourColumns(panel: Local, x: Local, { held, sums, four, s, isRelaxed }: Walk): Code {
  const fused = multiplyAdd(isRelaxed);
  // Beside 13 sums there is no register for four numbers of x: they are read again for each of them.
  const isFull = sums.length > MOST;
  const code = isFull ? [] : [...four.set(load(x.get))];
  for (let k = 0; k < 4; k++) {
    if (isFull) code.push(...s.set(load(x.get)));
    code.push(...s.set(lane(isFull ? s.get : four.get, k)));
    const column = (i: number, offset: number): Code =>
      sums[i].set(fused(load(panel.get, offset), s.get, sums[i].get));
    code.push(...walk(sums.length, [panel], column, held));
  }
  return [...code, ...x.set(plus(x.get, integer(16)))];
}

/**
 * The product with one panel. Parameters: the panel, x; first, second and out from the panel's first vector on.
 * @param columns of the panel, in fours
 */
function panelProduct(
  { name, second: when, finish }: Use,
  { held, used }: Panel,
  columns: number,
  isRelaxed: boolean,
): FunctionBuilder {
  const kernel = new FunctionBuilder(`${name} ${held} ${used}`, 5);
  const [panel, x, first, second, out] = kernel.parameters();
  const left = kernel.integer();
  const spare = Array.from({ length: 4 }, () => kernel.vector());
  const sums = Array.from({ length: used }, () => kernel.vector());
  const state = { held, sums, four: spare[0], s: spare[1], isRelaxed };

  const starts = when === "start" ? [first, second] : [first];
  kernel.do(walk(used, starts, (i, offset) => {
    const [a, ...b] = starts.map(({ get }) => load(get, offset));
    return sums[i].set(b.length > 0 ? add(a, b[0]) : a);
  }));
  const isHalved = columns % 2 === 0 && columns >= FEWEST_HALVED;
  const columnsLeft = isHalved ? columns / 2 : columns;
  const body = [...fourColumns(panel, x, state), ...left.set(minus(left.get, integer(1)))];
  if (isHalved) {
    const [panel2, x2] = [kernel.integer(), kernel.integer()];
    kernel.do(panel2.set(plus(panel.get, integer(64 * columnsLeft * held))));
    kernel.do(x2.set(plus(x.get, integer(16 * columnsLeft))));
    body.push(...fourColumns(panel2, x2, state));
  }
  kernel.do(left.set(integer(columnsLeft)), repeat(body, left.get));
  kernel.do(walk(used, when === "end" ? [second, out] : [out], (i, offset) => [
    ...finish(sums[i], when === "end" ? load(second.get, offset) : [], spare, isRelaxed),
    ...store(out.get, offset, sums[i].get),
  ]));
  return kernel;
}

/**
 * The product with all panels. Parameters: the first panel, x, first, second, out, and whether the panels are
 * walked from the last to the first, which is only done where it pays.
 * @param index the number of the function for each panel
 */
function product(
  name: string,
  panels: readonly Panel[],
  columns: number,
  index: readonly number[],
): FunctionBuilder {
  const kernel = new FunctionBuilder(name, 6);
  const [matrix, x, first, second, out, isOdd] = kernel.parameters();
  const calls = panels.map((panel, i) => {
    const from = ({ get }: Local): Code => plus(get, integer(16 * panel.first));
    const at = plus(matrix.get, integer(64 * panel.first * columns));
    return call(index[i], [at, x.get, from(first), from(second), from(out)]);
  });
  if (panels.length < FEWEST_TURNED) kernel.do(...calls);
  else kernel.do(when(isOdd.get, calls.toReversed().flat(), calls.flat()));
  return kernel;
}

const vectorsOf = (panels: readonly Panel[]): number =>
  panels.reduce((sum, { used }) => sum + used, 0);

const modules = new Map<string, WebAssembly.Module>();

/**
 * The products that the forward pass (`state`), the backward pass (`sent`) and writing (`logits`) call.
 * @param states the panels of the hidden units
 * @param characters the panels of the characters
 * @param isRelaxed whether relaxed SIMD's fused multiply-add may be used
 * @returns their module, compiled once
 */
export function panelProducts(
  states: readonly Panel[],
  characters: readonly Panel[],
  isRelaxed: boolean,
): WebAssembly.Module {
  const columns = vectorsOf(states);
  const key = `${columns} ${vectorsOf(characters)} ${characters.length} ${isRelaxed}`;
  let module = modules.get(key);
  if (module === undefined) {
    const kernels: FunctionBuilder[] = [];
    const products = USES.map((use) => {
      const panels = use.name === "logits" ? characters : states;
      const index = panels.map((panel) => {
        const kernel = panelProduct(use, panel, columns, isRelaxed);
        const known = kernels.findIndex(({ name }) => name === kernel.name);
        return known >= 0 ? known : kernels.push(kernel) - 1;
      });
      return product(use.name, panels, columns, index);
    });
    module = new WebAssembly.Module(assemble([...kernels, ...products], false));
    modules.set(key, module);
  }
  return module;
}

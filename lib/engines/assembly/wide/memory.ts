// Where everything lies, on a memory that all threads share. All numbers are float32 unless said.
//
// H hidden units, V characters, T time steps, B streams; H₈: H rounded up to 8, H₆₄: up to 64, and so on.
// The streams are split in P parts of R rows each, always the same way: a part is computed by one
// thread, and the parts' gradients are added up in their order, so that the bits do not depend on the
// number of threads. A part's rows are its streams, then rows that stand for none and count for nothing. A
// group is 64 rows: as many whole steps as it has room for, G; M: the rows of all groups.
//
// What is the right side of a product lies in panels of 64 rows × 8 columns, [K₆₄/64][N₈/8][64][8].
//
//   X  [V][H₈]        Wxh transposed: a character's column is one row
//   W  panels H × H   Whh transposed
//   O  panels H × V   Why transposed
//   b  [H₈]
//   c  [V₈]           padded with a number so low that padding is never chosen
//
// The five are one block, each filled up to cells of 1024 numbers; Adam's two memories and each part's
// gradients are blocks of the same layout. All padding is zero and stays zero.

/** Bytes of a cell: what one thread adds up and updates at a time. */
export const CELL_BYTES: usize = 4096;

export let H: i32 = 0;
export let V: i32 = 0;
export let T: i32 = 0;
export let B: i32 = 0;
export let parts: i32 = 0;
/** R ≤ 16, G, the number of groups, and M. */
export let rows: i32 = 0;
export let groupSteps: i32 = 0;
export let groups: i32 = 0;
/** Panels of eight columns, and chunks of 64 rows, of H and of V. */
export let hiddenPanels: i32 = 0;
export let hiddenChunks: i32 = 0;
export let characterPanels: i32 = 0;
export let characterChunks: i32 = 0;
/** Bytes of a row of H₈ numbers, and of H₆₄ and a cache line, so that rows fall on different sets. */
export let unitBytes: usize = 0;
export let stateBytes: usize = 0;

/** Bytes of a block, and its five arrays' first addresses. */
export let blockBytes: usize = 0;
export let X: usize = 0;
export let W: usize = 0;
export let O: usize = 0;
export let b: usize = 0;
export let c: usize = 0;
/** Blocks: Adam's memories and the gradients of part 0; those of part p are p blocks further. */
export let firstMoment: usize = 0;
export let secondMoment: usize = 0;
export let gradients: usize = 0;
/** float64 [cells]: the sums of the squared gradients. */
export let squares: usize = 0;

/** [V][H₈] X + b; W and O transposed, in panels. */
export let Xb: usize = 0;
export let WT: usize = 0;
export let OT: usize = 0;

/** Bytes from an array of a part to the same of the next one. */
export let partBytes: usize = 0;
/** [M + R][H₆₄] states, the first R those before the window; what the recurrent mask leaves of them. */
export let hs: usize = 0;
export let masked: usize = 0;
/** [M][H₆₄] what the output's masks leave of the states after each step. */
export let shown: usize = 0;
/** [R][H₈] the recurrent mask; [M][H₈] the output's. */
export let recurrentMask: usize = 0;
export let outputMask: usize = 0;
/** [H₈/8][R][8] the product of a step. */
export let product: usize = 0;
/** [M/64][V₆₄/8][64][8] logits, then ∂loss/∂logits. */
export let logits: usize = 0;
/** [M/64][H₆₄/8][64][8] ∂loss/∂h by the output alone, then ∂loss/∂(X x + h W + b). */
export let ds: usize = 0;
/** float64: the part's loss, in nats summed over the window. */
export let partLoss: usize = 0;

/** int32 [n T + 1][B] the characters of a call's windows. */
export let tokens: usize = 0;
/** [n] of SETTINGS_BYTES each: what update.ts and masks.ts read of a window. */
export let settings: usize = 0;
export const SETTINGS_BYTES: usize = 80;
/** float64 [n] the losses of a call's windows. */
export let losses: usize = 0;

/** Counted in 64 bits, so that what is too much is seen. */
let free: u64 = 0;

function take(bytes: u64): usize {
  const start = free;
  free = (free + bytes + 127) & ~127;
  return <usize> start;
}

/** A parameter of so many rows and panels. */
function takeCells(rows: i32, panels: i32): usize {
  const bytes = <u64> rows * <u64> panels << 5;
  return take((bytes + CELL_BYTES - 1) / CELL_BYTES * CELL_BYTES);
}

/**
 * Says where everything lies; each thread does.
 * @returns the bytes needed
 */
export function initialize(
  h: i32,
  v: i32,
  t: i32,
  streams: i32,
  partCount: i32,
  windows: i32,
  hasRecurrentMask: bool,
  hasOutputMask: bool,
): f64 {
  H = h;
  V = v;
  T = t;
  B = streams;
  parts = partCount;
  // Tiles of 6 and 4 rows fill every even number from 4 on.
  rows = max(4, ((streams + parts - 1) / parts + 1) & ~1);
  groupSteps = 64 / rows;
  groups = (t + groupSteps - 1) / groupSteps;
  hiddenPanels = (h + 7) >> 3;
  hiddenChunks = (h + 63) >> 6;
  characterPanels = (v + 7) >> 3;
  characterChunks = (v + 63) >> 6;
  unitBytes = <usize> hiddenPanels << 5;
  stateBytes = (<usize> hiddenChunks << 8) + 64;

  free = (__heap_base + 127) & ~127;
  takeBlocks();
  Xb = take(<u64> v * unitBytes);
  WT = take(<u64> hiddenChunks * hiddenPanels << 11);
  OT = take(<u64> characterChunks * hiddenPanels << 11);
  tokens = take((<u64> windows * t + 1) * streams << 2);
  settings = take(<u64> windows * SETTINGS_BYTES);
  losses = take(<u64> windows << 3);
  takeParts(hasRecurrentMask, hasOutputMask);
  return <f64> free;
}

/** The parameters and all blocks of their layout. */
function takeBlocks(): void {
  const start = free;
  X = takeCells(V, hiddenPanels);
  W = takeCells(hiddenChunks << 6, hiddenPanels);
  O = takeCells(hiddenChunks << 6, characterPanels);
  b = takeCells(1, hiddenPanels);
  c = takeCells(1, characterPanels);
  const bytes = free - start;
  blockBytes = <usize> bytes;
  firstMoment = take(bytes);
  secondMoment = take(bytes);
  gradients = take(bytes * parts);
  squares = take(bytes / CELL_BYTES << 3);
}

function takeParts(hasRecurrentMask: bool, hasOutputMask: bool): void {
  const start = free;
  const m = <u64> groups << 6;
  const r = <u64> rows;
  hs = take((m + r) * stateBytes);
  masked = hasRecurrentMask ? take((m + r) * stateBytes) : hs;
  shown = hasOutputMask ? take(m * stateBytes) : hs + <usize> rows * stateBytes;
  recurrentMask = hasRecurrentMask ? take(r * unitBytes) : 0;
  outputMask = hasOutputMask ? take(m * unitBytes) : 0;
  product = take(r * unitBytes);
  logits = take(m * characterChunks << 8);
  ds = take(m * hiddenChunks << 8);
  partLoss = take(8);
  const bytes = free - start;
  partBytes = <usize> bytes;
  take(bytes * (parts - 1));
}

/** The first stream of a part. */
// @ts-ignore: decorator
@inline
export function firstStream(part: i32): i32 {
  return B * part / parts;
}

/** How many streams a part has. */
// @ts-ignore: decorator
@inline
export function streamsOf(part: i32): i32 {
  return firstStream(part + 1) - firstStream(part);
}

/** Bytes from the first row of the first group to the first row of a step, in an array of such group sizes. */
// @ts-ignore: decorator
@inline
export function stepAt(t: i32, groupBytes: usize): usize {
  const group = t / groupSteps;
  return <usize> group * groupBytes + (<usize> ((t - group * groupSteps) * rows) << 5);
}

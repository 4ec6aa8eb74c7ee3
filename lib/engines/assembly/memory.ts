// Where everything lies. All arrays are float32, carved once out of the instance's own memory.
//
// H hidden units, V characters, T time steps; H₄: H rounded up to 4, and so on. S, L and U are the lengths
// of rows of H₈, V₈ and T₄ numbers, lengthened where rows would otherwise fall on the same cache sets.
//
//   Whh  [panels][H₄][vectors][4]   each panel some columns of all rows, as the backward pass reads it
//   Wxh  [V][S]    transposed: a character's column is one contiguous row
//   Why  [V₄][S]
//   bh   [S]
//   by   [L]       padded with −∞, so that padding is never chosen
//
// The parameters are one block; Adagrad's memory and the gradients are two more blocks of the same size. In these
// the numbers of Whh and Why lie tile by tile, in the order in which the update goes through them. Adagrad's memory
// is kept with what is added to it before the root. All other padding is zero and stays zero.

import { ENTRY, heldVectors } from "./panels";
import { spreadTanh } from "./vector";

/** Constant addresses above what is compiled in, as in ../fast/arena.ts. */
// @ts-ignore: decorator
@inline
export const LIMITS: usize = 4096;
// @ts-ignore: decorator
@inline
export const GRADIENTS: usize = LIMITS + 48;
// @ts-ignore: decorator
@inline
const TANH: usize = GRADIENTS + 384;
// @ts-ignore: decorator
@inline
const NUMBERS: usize = TANH + 14 * 16;

export let H: i32 = 0;
export let V: i32 = 0;
export let T: i32 = 0;

/** Bytes from one row to the next of every [..][S], [..][L] and [..][U] array. */
export let rowBytes: usize = 0;
export let logitBytes: usize = 0;
export let timeBytes: usize = 0;
/** Hidden units, in groups of four. */
export let columnVectors: i32 = 0;
/** Characters, in groups of four. */
export let characterVectors: i32 = 0;

/** Bytes from a parameter to its memory, and from there to its gradient. */
export let blockBytes: usize = 0;
export let Whh: usize = 0;
export let Wxh: usize = 0;
export let Why: usize = 0;
export let bh: usize = 0;
export let by: usize = 0;
/** Zeros: what a product starts from, and the tile that waits where none does. */
export let spare: usize = 0;

/** [T₄ + 1][S] states, row 0 the one before the sequence. */
export let hs: usize = 0;
/** The states once more, by pairs of vectors: [H₈ / 8][T + 1][8]. */
export let pairs: usize = 0;
/** [T₄][S] ∂loss/∂h, then ∂loss/∂(Wxh x + Whh h + bh). */
export let ds: usize = 0;
/** [T₄][L] logits, then probabilities, then ∂loss/∂logits. */
export let ys: usize = 0;
/** Transposed copies, for products over the other index: [S][U] of hs, [V₄][U] of ys; panels of Whh and Why. */
export let hsT: usize = 0;
export let ysT: usize = 0;
export let WhhT: usize = 0;
export let WhyT: usize = 0;
/** [S] one row of the gradient of Wxh. */
export let row: usize = 0;
/** int32: characters of all the iterations of a call; after each step, the next step with its input or −1. */
export let tokens: usize = 0;
export let nextStep: usize = 0;
/** int32 [V] the last step seen with a character, −1 between iterations. */
export let lastStep: usize = 0;
/** float64: the losses of a call's iterations, or the uniform numbers of its draws. */
export let numbers: usize = 0;

/** The lists of the panels of Whh and of WhyT, which the host leaves there; each ends where the next begins. */
export let statePanels: usize = 0;
export let characterPanels: usize = 0;
export let panelsEnd: usize = 0;

/** What Adagrad adds to its memory before the root; the memory is kept with it. */
const EPSILON: f32 = 1e-8;

let free: usize = 0;

/** The bytes of a row of so many numbers; a multiple of 256 gets 64 more. */
function stride(length: i32): usize {
  const bytes = <usize> length << 2;
  return bytes & 255 ? bytes : bytes + 64;
}

function take(bytes: usize): usize {
  const start = free;
  free = (free + bytes + 63) & ~63;
  return start;
}

/**
 * Lays out the memory, once, all zero.
 * @returns the bytes needed, or 0 when they can't be had
 */
export function initialize(
  h: i32,
  v: i32,
  t: i32,
  tokenCount: i32,
  numberCount: i32,
  statePanelCount: i32,
  characterPanelCount: i32,
): usize {
  H = h;
  V = v;
  T = t;
  const t4 = (t + 3) & ~3;
  rowBytes = stride((h + 7) & ~7);
  logitBytes = stride((v + 7) & ~7);
  timeBytes = stride(t4);
  columnVectors = (h + 3) >> 2;
  characterVectors = (v + 3) >> 2;

  statePanels = NUMBERS + 24 * <usize> t;
  characterPanels = statePanels + <usize> statePanelCount * ENTRY;
  panelsEnd = characterPanels + <usize> characterPanelCount * ENTRY;
  free = (panelsEnd + 63) & ~63;
  const panels = <usize> (heldVectors(characterPanels) * columnVectors) << 6;
  Whh = take(panels);
  Wxh = take(<usize> v * rowBytes);
  Why = take((<usize> characterVectors << 2) * rowBytes);
  bh = take(rowBytes);
  by = take(logitBytes);
  spare = take(2048);
  blockBytes = free - Whh;
  free += 2 * blockBytes;

  hs = take(<usize> (t4 + 1) * rowBytes);
  pairs = take(<usize> ((columnVectors + 1 >> 1) * (t + 1)) << 5);
  ds = take(<usize> t4 * rowBytes);
  ys = take(<usize> t4 * logitBytes);
  hsT = take(rowBytes * timeBytes >> 2);
  ysT = take((<usize> characterVectors << 2) * timeBytes);
  WhhT = take(panels);
  WhyT = take(<usize> (heldVectors(panelsEnd) * columnVectors) << 6);
  row = take(rowBytes);
  tokens = take(<usize> tokenCount << 2);
  nextStep = take(<usize> t << 2);
  lastStep = take(<usize> v << 2);
  numbers = take(<usize> numberCount << 3);

  const pages = <i32> ((free + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  spreadTanh(TANH);
  const memoryEnd = Whh + 2 * blockBytes;
  for (let at = Whh + blockBytes; at < memoryEnd; at += 4) store<f32>(at, EPSILON);
  for (let at = by + (<usize> v << 2); at < by + logitBytes; at += 4) store<f32>(at, -Infinity);
  memory.fill(lastStep, 0xff, <usize> v << 2);
  return free;
}

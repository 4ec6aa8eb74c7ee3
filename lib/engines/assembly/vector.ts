// Four float32 lanes at a time: fused multiply-add, sums across lanes, exp and tanh.

/** a · b + c, fused (one rounding) where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a · b, fused where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

// @ts-ignore: decorator
@inline
export function zero(): v128 {
  return f32x4.splat(0);
}

/** One lane of a, four times. A shuffle, unlike a load, needs no check of an address. */
// @ts-ignore: decorator
@inline
export function lane0(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 0, 0, 0, 0);
}

// @ts-ignore: decorator
@inline
export function lane1(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 1, 1, 1, 1);
}

// @ts-ignore: decorator
@inline
export function lane2(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 2, 2, 2, 2);
}

// @ts-ignore: decorator
@inline
export function lane3(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 3, 3, 3);
}

/** Four rows become four columns: rows `fromBytes` apart are written `toBytes` apart. */
// @ts-ignore: decorator
@inline
function transposeTile(from: usize, fromBytes: usize, to: usize, toBytes: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromBytes);
  const c = v128.load(from + 2 * fromBytes);
  const d = v128.load(from + 3 * fromBytes);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toBytes, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toBytes, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  v128.store(to + 3 * toBytes, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}

/** The transpose of a matrix whose rows and columns come in fours. */
export function transpose(
  from: usize,
  fromBytes: usize,
  rows: i32,
  columnVectors: i32,
  to: usize,
  toBytes: usize,
): void {
  for (let i = 0; i < rows; i += 4) {
    let source = from + <usize> i * fromBytes;
    let target = to + (<usize> i << 2);
    for (let j = 0; j < columnVectors; j++) {
      transposeTile(source, fromBytes, target, toBytes);
      source += 16;
      target += 4 * toBytes;
    }
  }
}

/** The four lanes' sums of a, b, c and d, in this order. */
// @ts-ignore: decorator
@inline
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(
    v128.shuffle<f32>(a, b, 0, 4, 1, 5),
    v128.shuffle<f32>(a, b, 2, 6, 3, 7),
  );
  const cd = f32x4.add(
    v128.shuffle<f32>(c, d, 0, 4, 1, 5),
    v128.shuffle<f32>(c, d, 2, 6, 3, 7),
  );
  return f32x4.add(
    v128.shuffle<f32>(ab, cd, 0, 1, 4, 5),
    v128.shuffle<f32>(ab, cd, 2, 3, 6, 7),
  );
}

// @ts-ignore: decorator
@inline
export function sum(a: v128): f32 {
  return (f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 2)) +
    (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3));
}

/** The largest lane, four times. */
// @ts-ignore: decorator
@inline
export function largest(a: v128): v128 {
  const b = f32x4.pmax(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.pmax(b, v128.shuffle<f32>(b, b, 1, 0, 3, 2));
}

/** x held to −limit … limit; unlike f32x4.min, pmin is a single instruction. */
// @ts-ignore: decorator
@inline
export function clamp(x: v128, limit: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.neg(limit)), limit);
}

/** A constant, four times, from a fixed address: one instruction, where V8 takes three to build it in a register. */
// @ts-ignore: decorator
@inline
function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

const TANH = memory.data<f32>([
  1.335762613e-8, 2.061122141e-5, 3.495718280e-3, 1.338113531e-1, 1, // P, from the highest power
  7.777771182e-7, 3.285847527e-4, 2.587747760e-2, 4.671445094e-1, 1, // Q
  9, -9, 1, -1,
]);

/** The numbers of tanh, each four times, for the kernels of ../fast/panels.ts. */
export function spreadTanh(at: usize): void {
  for (let i: usize = 0; i < 14; i++) v128.store(at + (i << 4), constant(TANH, i));
}

/**
 * tanh as x · P(x²) / Q(x²), both of degree 4: the minimax fit of the relative error on |x| ≤ 9
 * (2.1e-8 before rounding; beyond 9, tanh is 1 in float32). The coefficients are this project's own,
 * found by Lawson's reweighted least squares.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, constant(TANH, 11)), constant(TANH, 10));
  const t = f32x4.mul(c, c);
  let p = madd(constant(TANH, 0), t, constant(TANH, 1));
  let q = madd(constant(TANH, 5), t, constant(TANH, 6));
  p = madd(p, t, constant(TANH, 2));
  q = madd(q, t, constant(TANH, 7));
  p = madd(p, t, constant(TANH, 3));
  q = madd(q, t, constant(TANH, 8));
  p = madd(p, t, constant(TANH, 4));
  q = madd(q, t, constant(TANH, 9));
  const y = f32x4.div(f32x4.mul(c, p), q);
  return f32x4.pmin(f32x4.pmax(y, constant(TANH, 13)), constant(TANH, 12));
}

const EXP = memory.data<f32>([
  1.381461309e-3, 8.368709832e-3, 4.166838736e-2, 1.666652069e-1, 4.999999345e-1, // P
  1.44269504, 0.693359375, -2.12194440e-4, // 1 / ln 2; ln 2 in two parts, the first short
  12582912, // 1.5 · 2²³: adding it leaves a whole number in the lowest bits
  -80, -81, 1,
]);

/**
 * exp for x ≤ 0: 2ⁿ · (1 + r + r² · P(r)) with |r| ≤ ln 2 / 2 and P the minimax fit of degree 4
 * (relative error 3.1e-9 before rounding). Below −80 it gives an exact 0, never a denormal number, which
 * would be slow; so −∞, too, may stand for what can't be chosen.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const c = f32x4.pmax(x, constant(EXP, 10));
  const shifted = f32x4.add(f32x4.mul(c, constant(EXP, 5)), constant(EXP, 8));
  const n = f32x4.sub(shifted, constant(EXP, 8));
  // n · 0.693359375 is exact, as that has few bits
  let r = nmadd(n, constant(EXP, 6), c);
  r = nmadd(n, constant(EXP, 7), r);
  let p = madd(r, constant(EXP, 0), constant(EXP, 1));
  p = madd(p, r, constant(EXP, 2));
  p = madd(p, r, constant(EXP, 3));
  p = madd(p, r, constant(EXP, 4));
  p = f32x4.add(madd(f32x4.mul(r, r), p, r), constant(EXP, 11));
  // The lowest bits of `shifted` are n; with 127 added they are the exponent of 2ⁿ.
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(p, power), f32x4.gt(x, constant(EXP, 9)));
}

// Numbers so small that they change nothing are set to zero: denormal ones, and products that would be, take a
// processor many times as long.

const SMALL = memory.data<f32>([1e-18, 1e-16, 1e-20, 1e-35]);

/** x, or 0 where |x| < limit; not-a-number stays. */
// @ts-ignore: decorator
@inline
function above(x: v128, limit: usize): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), v128.load32_splat(limit)));
}

/** Weights, pre-activations and what is sent back: below 1e-18 they are 0, so that no product is too small. */
// @ts-ignore: decorator
@inline
export function settle(x: v128): v128 {
  return above(x, SMALL);
}

/** Gradients, and e to the power of a logit beside the largest: below 1e-16 they are 0, so that no square is. */
// @ts-ignore: decorator
@inline
export function settleGradient(x: v128): v128 {
  return above(x, SMALL + 4);
}

/** Adam's mean gradients. */
// @ts-ignore: decorator
@inline
export function settleMean(x: v128): v128 {
  return above(x, SMALL + 8);
}

/** Adam's mean squared gradients. */
// @ts-ignore: decorator
@inline
export function settleSquare(x: v128): v128 {
  return above(x, SMALL + 12);
}

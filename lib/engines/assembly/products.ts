// Products of matrices with vectors in float64, to the bits of the reference engine. A module of its own:
// it knows no network, one matrix alone. See ../packed/packed_matrix.ts.

/**
 * out += W x, eight rows at a time. Each lane sums one row from left to right, as the reference does, and
 * nothing is fused, so that every bit is the same.
 *
 * W is packed: for each block of eight rows its columns in turn, each as eight numbers.
 */
export function addProduct(W: usize, x: usize, out: usize, blocks: i32, columns: i32): void {
  const end = x + (<usize> columns << 3);
  for (let block = 0; block < blocks; block++) {
    let a = f64x2.splat(0);
    let b = a, c = a, d = a;
    for (let p = x; p < end; p += 8) {
      const xj = v128.load64_splat(p);
      a = f64x2.add(a, f64x2.mul(v128.load(W), xj));
      b = f64x2.add(b, f64x2.mul(v128.load(W, 16), xj));
      c = f64x2.add(c, f64x2.mul(v128.load(W, 32), xj));
      d = f64x2.add(d, f64x2.mul(v128.load(W, 48), xj));
      W += 64;
    }
    v128.store(out, f64x2.add(v128.load(out), a));
    v128.store(out, f64x2.add(v128.load(out, 16), b), 16);
    v128.store(out, f64x2.add(v128.load(out, 32), c), 32);
    v128.store(out, f64x2.add(v128.load(out, 48), d), 48);
    out += 64;
  }
}

/** Makes room: `bytes` from address 0 on. */
export function reserve(bytes: usize): bool {
  const pages = <i32> ((bytes + 0xffff) >>> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Time limits on machines that do other work meanwhile. */

/**
 * The shortest time that something took, over several turns: other programs can only make a turn longer.
 * @param enoughMs the limit; a turn that keeps to it is the last
 * @param action what is timed; its own figure is taken where it gives one
 * @param turns how many at most
 * @returns milliseconds
 */
export async function fastest(
  enoughMs: number,
  action: () => unknown,
  turns = 5,
): Promise<number> {
  let best = Infinity;
  for (let turn = 0; turn < turns && best >= enoughMs; turn++) {
    const start = performance.now();
    const own = await action();
    best = Math.min(best, typeof own === "number" ? own : performance.now() - start);
  }
  return best;
}

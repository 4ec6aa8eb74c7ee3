/** A peer's side of the benchmark: prepared, it does as many units of work as each line asks for. */

/**
 * Answers the benchmark until its input ends.
 * @param work does so many units of work
 * @param check a number that shows what the work came to
 */
export async function answer(work: (count: number) => void, check: () => number): Promise<void> {
  console.log("ready");
  let rest = "";
  for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const startMs = performance.now();
      work(Number(line));
      console.log(`${(performance.now() - startMs) / 1000} ${check()}`);
    }
  }
}

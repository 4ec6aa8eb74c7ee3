/** The fast engine: the mathematics of the reference in float32 WebAssembly with 128-bit SIMD. */
import { compiledModule } from "../compiled.ts";
import type { Engine } from "../engine.ts";
import { PLAIN, RELAXED, WIDE_PLAIN, WIDE_RELAXED } from "../modules.ts";
import { WideTrainer } from "../wide/trainer.ts";
import { FastNetwork } from "./network.ts";
import { FastTrainer } from "./trainer.ts";

/** Which of the two builds: with the fused multiply-add of relaxed SIMD, or without. */
export type Simd = "relaxed" | "plain";

/**
 * The fast engine: the mathematics of the reference in float32 WebAssembly. With 62 characters and 50 to
 * 500 hidden units it trained 13 to 18 times as fast as the reference, and read, scored and wrote 5 to 9
 * times as fast. A trainer goes on from a state of the reference engine, and the other way round.
 * @param simd `"plain"` leaves the relaxed build out even where it would run
 * @param builds the builds in base64; this project's own when left out
 * @returns an engine
 * @throws {Error} when WebAssembly here has no SIMD; the other engines run everywhere
 * @see https://github.com/WebAssembly/relaxed-simd
 * @example
 * ```ts
 * import { fastEngine } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const network = fastEngine().network(zeroParameters({ hiddenSize: 7, vocabularySize: 5 }));
 * assertAlmostEquals(network.crossEntropy([0, 1, 2], 1), 2 * Math.log(5), 1e-6);
 * ```
 */
export function fastEngine(
  simd: Simd = "relaxed",
  builds: Readonly<Record<Simd, string>> = { relaxed: RELAXED, plain: PLAIN },
): Engine {
  for (const name of simd === "relaxed" ? ["relaxed", "plain"] as const : ["plain"] as const) {
    const module = compiledModule(builds[name]);
    if (module === null) continue;
    const build = { module, isRelaxed: name === "relaxed" };
    return {
      name: `fast (float32, WebAssembly with ${name} SIMD)`,
      network: (parameters) => new FastNetwork(build, parameters),
      trainer: (start, options) => new FastTrainer(build, start, options),
      streamTrainer: (start, options) => {
        const module = compiledModule(build.isRelaxed ? WIDE_RELAXED : WIDE_PLAIN)!;
        return WideTrainer.open({ ...build, module }, start, options);
      },
    };
  }
  throw new Error("Cannot run the fast engine as WebAssembly has no SIMD here");
}

/** Which engine computes: one option with one default, for every function that runs a network. */
import type { ModelParameters } from "@lab/model";
import type { Engine, Network } from "./engine.ts";
import { fastEngine } from "./fast/fast.ts";
import { packedEngine } from "./packed/packed.ts";
import { referenceEngine } from "./reference.ts";

/** An engine's name. */
export type EngineName = "auto" | "fast" | "packed" | "reference";

/** How an engine is asked for: by name, or one that was made. */
export type EngineChoice = EngineName | Engine;

/** The option that says which engine computes. */
export interface EngineOption {
  /**
   * Who computes. `"reference"`: float64, read like the equations; `"packed"`: its bits, sooner;
   * `"fast"`: float32 in WebAssembly with SIMD. `"auto"`, when left out: the fast one trains, where
   * it runs, else the reference; the packed one reads, scores, writes and analyses.
   */
  engine?: EngineChoice;
}

/** Where a network starts, and who computes. */
export interface NetworkOptions extends EngineOption {
  /** `[H]` the state before the text; zeros when left out. */
  h?: Float64Array;
}

/** The fast engine, or the reference with the reason in its name. */
function fastest(): Engine {
  try {
    return fastEngine();
  } catch (error) {
    return { ...referenceEngine, name: `${referenceEngine.name}: ${(error as Error).message}` };
  }
}

/**
 * The engine that a choice stands for.
 * @param choice a name, or an engine, which is given back; `"auto"` when left out
 * @param auto what `"auto"` is: the `"exact"` one, packed in float64, or the `"fastest"` that runs here
 * @returns an engine; when the fastest had to be the reference, its name says why
 * @throws {Error} when the fast engine is asked for by name and can't run here
 * @throws {RangeError} when the name is unknown
 * @example
 * ```ts
 * import { chooseEngine } from "@lab/engines";
 * import { assertEquals } from "@std/assert";
 * assertEquals(chooseEngine("reference").name, "reference (float64)");
 * assertEquals(chooseEngine("auto").name, "packed (float64)");
 * ```
 */
export function chooseEngine(
  choice: EngineChoice = "auto",
  auto: "exact" | "fastest" = "exact",
): Engine {
  if (typeof choice !== "string") return choice;
  if (choice === "reference") return referenceEngine;
  if (choice === "packed") return packedEngine;
  if (choice === "fast") return fastEngine();
  if (choice === "auto") return auto === "exact" ? packedEngine : fastest();
  throw new RangeError(
    `Cannot choose an engine as 'engine' must be auto, fast, packed, reference or an engine: ` +
      `current value is ${choice}`,
  );
}

/**
 * A network on the engine that is asked for, in the state that is asked for.
 * @param parameters the weights and biases, which must not change while the network is in use
 * @param options the state before the text, and who computes
 * @returns a network
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { openNetwork } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const network = openNetwork(parameters, { h: Float64Array.of(0.5, -0.5), engine: "fast" });
 * assertEquals(network.state(), Float64Array.of(0.5, -0.5));
 * network.step(1);
 * assertEquals(network.state(), Float64Array.of(0, 0));
 * ```
 */
export function openNetwork(
  parameters: ModelParameters,
  { h, engine }: NetworkOptions = {},
): Network {
  const network = chooseEngine(engine).network(parameters);
  if (h !== undefined) network.setState(h);
  return network;
}

/** The shapes of what goes in and out. H: hidden units, V: characters, T: time steps. */

/** One flat, row-major array for each parameter; the model's `ModelParameters` are such. */
export interface NetworkArrays {
  /** H, the number of hidden units, ≥ 1. */
  readonly hiddenSize: number;
  /** V, the number of characters, ≥ 1. */
  readonly vocabularySize: number;
  /** `[H, V]` input to hidden. */
  Wxh: Float64Array;
  /** `[H, H]` hidden to hidden. */
  Whh: Float64Array;
  /** `[V, H]` hidden to output. */
  Why: Float64Array;
  /** `[H]` hidden bias. */
  bh: Float64Array;
  /** `[V]` output bias. */
  by: Float64Array;
}

/** What the compiled module offers; `assembly/index.ts` documents it. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly Whh: WebAssembly.Global;
  readonly Wxh: WebAssembly.Global;
  readonly Why: WebAssembly.Global;
  readonly bh: WebAssembly.Global;
  readonly by: WebAssembly.Global;
  readonly hs: WebAssembly.Global;
  readonly tokens: WebAssembly.Global;
  readonly numbers: WebAssembly.Global;
  readonly blockBytes: WebAssembly.Global;
  readonly rowBytes: WebAssembly.Global;
  initialize(h: number, v: number, t: number, tokenCount: number, numberCount: number): number;
  train(
    count: number,
    rate: number,
    temperature: number,
    clip: number,
    gradientsOnly: boolean,
  ): void;
  evaluate(steps: number, temperature: number): number;
  read(steps: number): void;
  sample(count: number, temperature: number): void;
  mapTanh(count: number): void;
  mapExp(count: number): void;
}

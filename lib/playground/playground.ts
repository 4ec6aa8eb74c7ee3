/** A network to play with in the exported page: change the text, turn the temperature, let it write. */
import { openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import { Block, type Json, JUPYTER_DISPLAY, type MimeBundle, textSample } from "@lab/figures";
import { TracedText } from "./page/traced_text.ts";
import { packNetwork, packNumbers, unpackNetwork } from "./page/network_data.ts";
import { PLAYGROUND_TYPE, type PlaygroundData } from "./program.ts";

/** What a playground starts with. */
export interface PlaygroundOptions {
  /** What the sample shows. */
  title: string;
  /** How the sample was made. */
  caption?: string;
  /** The text that the network goes on with. */
  text: string;
  /** `[H]` the state before the text; zeros when left out, which not every network knows. */
  h?: Float64Array;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
  /** How many characters are written at a time, ≥ 1; 200 when left out. */
  length?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
  /**
   * Units that the reader can silence, or keep alone, where the next character is computed: each silenced
   * one is set to its value in `mean` `[H]`.
   */
  units?: { indices: readonly number[]; mean: Float64Array };
}

/** A sample of text that an exported page turns into the network itself. */
class Playground extends Block {
  readonly #data: PlaygroundData;

  constructor(sample: Block, data: PlaygroundData) {
    super(sample.html, sample.text);
    this.#data = data;
  }

  override [JUPYTER_DISPLAY](): MimeBundle {
    return { ...super[JUPYTER_DISPLAY](), [PLAYGROUND_TYPE]: this.#data as unknown as Json };
  }
}

/**
 * A sample that a network writes, and in an exported page the network itself: the reader changes the text,
 * turns the temperature, sees what is expected next, and lets it write. The page computes with the lab's
 * own maths; what it writes first is the sample.
 * @param model parameters and vocabulary; the page gets them in float32
 * @param options title, text, state, temperature, length, seed
 * @returns a block that shows itself
 * @throws {RangeError} when τ is not finite and > 0
 * @example
 * ```ts
 * import { playground } from "@lab/playground";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertMatch } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const block = playground(model, { title: "Untrained", text: "cab", length: 10 });
 * assertMatch(block.text, /^Untrained\ncab[abc]{10}$/);
 * ```
 */
export function playground(model: CharacterModel, options: PlaygroundOptions): Block {
  const { title, caption, text, temperature = 1, length = 200, seed = 1 } = options;
  const { h = model.h ?? new Float64Array(model.parameters.hiddenSize) } = options;
  const data: PlaygroundData = { network: packNetwork(model, h), text, temperature, length, seed };
  if (options.units !== undefined) {
    const { indices, mean } = options.units;
    data.units = { indices: [...indices], mean: packNumbers(mean) };
  }
  const { model: rounded, start } = unpackNetwork(data.network);
  const traced = new TracedText(openNetwork(rounded.parameters, { h: start }), rounded.vocabulary);
  traced.text = text;
  const random = new Random(seed);
  const written = Array.from({ length }, () => traced.write(temperature, random)).join("");
  return new Playground(textSample({ title, caption, prefix: text, text: written }), data);
}

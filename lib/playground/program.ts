/** The program that an exported page runs. */
import style from "./page/panel.css" with { type: "text" };
import program from "./program.js" with { type: "text" };
import type { NetworkData } from "./page/network_data.ts";

/** The format of a playground among the outputs of a cell. */
export const PLAYGROUND_TYPE = "application/vnd.char-rnn-lab.model+json";

/** What the page is told of a playground. */
export interface PlaygroundData {
  /** The network and the state that it starts from. */
  network: NetworkData;
  /** The text that stands there at first. */
  text: string;
  /** τ at first, > 0. */
  temperature: number;
  /** How many characters a press of the button writes, ≥ 1. */
  length: number;
  /** Seed of the draws. */
  seed: number;
  /** Units that the reader can silence, or keep alone. */
  units?: {
    /** The numbers of the units that can be silenced. */
    indices: number[];
    /** `[H]` the mean state, packed: what silenced units are set to. */
    mean: string;
  };
}

/** How a playground looks in a page. */
export const PLAYGROUND_STYLE: string = style;

/** `page/main.ts` and all it needs, in one script; written by `deno task playground`. */
export const PLAYGROUND_PROGRAM: string = program;

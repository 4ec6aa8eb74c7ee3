/** How a network was trained, and all that is needed to go on. H: hidden units, T: time steps. */
import type { CharacterModel } from "./character_model.ts";
import type { ParameterArrays } from "./parameters.ts";

/** The numbers that decide what a training run computes. */
export interface TrainingSettings {
  /** H, the number of hidden units, ≥ 1; 100 in the report. */
  hiddenSize: number;
  /** T, how many characters an iteration reads and back-propagates through, ≥ 1; 25 in the report. */
  sequenceLength: number;
  /** η > 0, Adagrad's learning rate; 0.1 in the report. */
  learningRate: number;
  /** τ > 0, which divides the logits during training; 1 in the report. */
  temperature: number;
  /** Gradients are limited to ± this, > 0; 5 in the report. */
  clip: number;
  /** Seed of the initial weights and of the resets, a safe integer; 1 when left out. */
  seed: number;
  /**
   * How likely an iteration starts from a zero state instead of the carried one, from 0 (the report's
   * run) to 1. A network that never meets the zero state again has no need to do well from there.
   */
  resetProbability: number;
}

/** The smoothed loss over the iterations. */
export interface LossCurve {
  /** `[n]` iterations done. */
  iteration: number[];
  /** `[n]` the smoothed loss there, in nats summed over T. */
  smoothedLossNats: number[];
}

/** A loss at one iteration, such as one that a report prints. */
export interface LossPoint {
  /** Iterations done. */
  iteration: number;
  /** The smoothed loss, in nats summed over T. */
  smoothedLossNats: number;
}

/** All that a run needs to go on, beside parameters and vocabulary. */
export interface TrainingRecord {
  /** Adagrad's memory: the sum of the squared gradients. */
  readonly memory: ParameterArrays;
  /** `[H]` the hidden state carried into the next iteration. */
  readonly h: Float64Array;
  /** Where in the text the next iteration reads, 0-based. */
  readonly position: number;
  /** How many iterations are done. */
  readonly iterations: number;
  /** The smoothed loss: `0.999 s + 0.001 loss`, from `T ln V`, in nats summed over T. */
  readonly smoothedLossNats: number;
  /** The smoothed loss over the iterations, from the first. */
  readonly curve: LossCurve;
  /** What the run was told. */
  readonly settings: TrainingSettings;
  /** The text that was read. */
  readonly trainedOn: TextIdentity;
}

/** Tells one text from another without keeping it. */
export interface TextIdentity {
  /** The SHA-256 of its UTF-8, in hexadecimal digits. */
  readonly sha256: string;
  /** How many characters it has. */
  readonly characters: number;
}

/** A network with its training: what a run gives and a file can keep. */
export interface TrainedNetwork extends CharacterModel, TrainingRecord {
  /** `[H]` the hidden state carried into the next iteration. */
  readonly h: Float64Array;
}

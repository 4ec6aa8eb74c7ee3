/**
 * How a network was trained on many streams of a text at once, and all that is needed to go on.
 * B: streams, H: hidden units, T: time steps.
 */
import type { CharacterModel } from "./character_model.ts";
import type { ParameterArrays } from "./parameters.ts";
import type { TextIdentity } from "./training_record.ts";

/** The numbers that decide what a training on streams computes; each says where it comes from. */
export interface StreamSettings {
  /** H ≥ 1, the number of hidden units. */
  hiddenSize: number;
  /**
   * B ≥ 1, how many stretches of the text are read side by side, each with a state of its own; all
   * gradients of a window are one update.
   * @see R. J. Williams and J. Peng, "An efficient gradient-based algorithm for on-line training of
   * recurrent network trajectories", Neural Computation 2 (1990), whose window this is; W. Zaremba and
   * others, "Recurrent neural network regularization", arXiv:1409.2329 (2014), for the streams
   */
  streams: number;
  /** T ≥ 1, how many characters of each stream a window has, and back-propagation goes back. */
  sequenceLength: number;
  /**
   * How often the text is read, ≥ 1. Before each reading it is turned to begin at a random place, so
   * that windows and streams are cut elsewhere each time.
   * @see S. Merity, N. S. Keskar and R. Socher, "Regularizing and optimizing LSTM language models",
   * ICLR (2018), section 4.1, for cuts that differ from reading to reading
   */
  epochs: number;
  /** Seed of the first weights, of the masks and of where each reading begins, a safe integer. */
  seed: number;
  /**
   * Wxh is drawn evenly from ± this, > 0. Large: a character is to move every unit far from where it
   * was, so that states tell from the first update on what was read. Found by trials on the course's
   * text, with `inputRateFactor` most of what the strong recipe gains.
   */
  inputScale: number;
  /**
   * Whh is this times a random orthogonal matrix, > 0: what states tell of the past neither dies out nor
   * grows as it is passed on.
   * @see A. M. Saxe, J. L. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of
   * learning in deep linear neural networks", ICLR (2014); M. Henaff, A. Szlam and Y. LeCun,
   * "Recurrent orthogonal networks and long-memory tasks", ICML (2016)
   */
  recurrentScale: number;
  /** Adam's step for Whh at the schedule's peak, > 0. */
  learningRate: number;
  /** How many times as large the steps of Wxh and bh are, > 0: they begin large, and have far to go. */
  inputRateFactor: number;
  /** How many times as large the steps of Why and by are, > 0. */
  outputRateFactor: number;
  /**
   * How many updates the rates take to rise from 0 to their peak, ≥ 0; at most a tenth of all.
   * @see P. Goyal and others, "Accurate, large minibatch SGD: training ImageNet in 1 hour",
   * arXiv:1706.02677 (2017), section 2.2
   */
  warmUp: number;
  /**
   * The share of their peak to which the rates fall, along half a cosine, 0 … 1.
   * @see I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR
   * (2017), equation 5, without the restarts
   */
  finalRate: number;
  /**
   * The chance p, 0 ≤ p < 1, that a unit is hidden from Whh: one mask for a stream and a window, the
   * same at each of its steps, on the carried state too; what stays is divided by 1 − p.
   * @see Y. Gal and Z. Ghahramani, "A theoretically grounded application of dropout in recurrent
   * neural networks", NeurIPS (2016)
   */
  recurrentDropout: number;
  /**
   * The chance p, 0 ≤ p < 1, that a unit is hidden from Why: a mask of its own for each stream and
   * step; what stays is divided by 1 − p.
   * @see N. Srivastava and others, "Dropout: a simple way to prevent neural networks from
   * overfitting", JMLR 15 (2014); W. Zaremba and others, arXiv:1409.2329 (2014), for where it stands
   */
  outputDropout: number;
  /**
   * Gradients whose norm, over all five parameters, is above this are scaled down to it; > 0, Infinity
   * to leave all as they are.
   * @see R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
   * networks", ICML (2013)
   */
  clipNorm: number;
  /**
   * β₁ of Adam, 0 ≤ β₁ < 1: how much of the mean gradient each update keeps.
   * @see D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR (2015)
   */
  beta1: number;
  /** β₂ of Adam, 0 ≤ β₂ < 1: how much of the mean squared gradient each update keeps. */
  beta2: number;
  /** ε > 0 of Adam, added to the root of the mean squared gradient. */
  epsilon: number;
}

/** All that a training on streams needs to go on, beside parameters and vocabulary. */
export interface StreamRecord {
  /** Adam's running mean of the gradients. */
  readonly firstMoment: ParameterArrays;
  /** Adam's running mean of the squared gradients. */
  readonly secondMoment: ParameterArrays;
  /** `[B, H]` the state of each stream before the next window. */
  readonly hPrev: Float64Array;
  /** `[updates]` the loss of each window so far, before its update, masks on, in nats per character. */
  readonly losses: readonly number[];
  /** What the run was told. */
  readonly settings: StreamSettings;
  /** The text that was read. */
  readonly trainedOn: TextIdentity;
}

/** A network with its training on streams: what a run gives and a file can keep. */
export interface StreamTrainedNetwork extends CharacterModel {
  /** `[H]` the state behind the end of the text, masks off, from which it writes on. */
  readonly h: Float64Array;
  /** All that a run needs to go on. */
  readonly streams: StreamRecord;
}

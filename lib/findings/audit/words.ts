/** What the report says, in English, how each claim is tested, and where. Internal: not part of the room's front door. */
import {
  type CauseClaimId,
  type ClaimId,
  type FormulaClaimId,
  type LossClaimId,
  printedLoss,
  REPORTED,
  type WritingClaimId,
} from "@lab/analysis";

/** A claim in words. */
export interface ClaimWords {
  /** What the report says. */
  readonly said: string;
  /** In which of its parts. */
  readonly section: string;
  /** What is measured here, to be followed by the number. */
  readonly how: string;
  /** Digits after the point. */
  readonly digits?: number;
  /** The unit, after a space. */
  readonly unit?: string;
  /** Where it is shown, as Markdown. */
  readonly where: string;
}

const LOSSES = "[above](#The-losses-that-it-prints)";
const FORMULAS = "[formulas](#Its-formulas)";
const TEMPERATURE = "[temperature](#Its-temperatures)";
const WRITING = "[files](#What-it-reads-and-writes)";
const WEIGHTS = "[weights](#Its-weights-that-decide)";
const COLON = "[colon](#After-a-colon)";

const chapter = (number: number, file: string, heading: string): string =>
  `[chapter ${number}](0${number}-${file}.ipynb#${heading.replaceAll(" ", "-")})`;
const FORWARD = "forward-pass";
const SEEDS = chapter(3, "training", "Two temperatures, several seeds");

const SLIPS = chapter(5, "snapshot", "Two slips in the listing");
const POOR = chapter(4, "temperature", "The report's verdict, yes or no");

const loss = (tau: 1 | 2, thousands: number): ClaimWords => ({
  said: `At τ = ${tau} the smoothed loss is ${
    printedLoss(REPORTED, tau, 1000 * thousands).toFixed(1)
  } after ${thousands},000 iterations`,
  section: "Results",
  how: "six runs; the interval is where one more would end",
  digits: 2,
  unit: "nats",
  where: `${LOSSES}, ${SEEDS}`,
});

const ABOUT_LOSSES: Readonly<Record<LossClaimId, ClaimWords>> = {
  "characters": {
    ...{ said: "The text has so many characters", section: "Results", how: "counted" },
    where: LOSSES,
  },
  "symbols": {
    ...{ said: "So many of them are different", section: "Results", how: "counted" },
    where: LOSSES,
  },
  "first loss": {
    ...{ said: "The first loss that it prints, 103.178", section: "Results" },
    how: "20 untrained networks; the interval is where one more would be",
    ...{ digits: 5, unit: "nats", where: `${LOSSES}, ${chapter(1, FORWARD, "103.178")}` },
  },
  "loss at τ = 1, 10,000": loss(1, 10),
  "loss at τ = 1, 20,000": loss(1, 20),
  "loss at τ = 2, 10,000": loss(2, 10),
  "loss at τ = 2, 20,000": loss(2, 20),
  "later losses": {
    ...{ said: "The losses from 30,000 iterations on", section: "Results", how: "not run here" },
    where: SEEDS,
  },
  "τ = 2 ends lower": {
    ...{ said: "τ = 2 trains better than τ = 1 (suggested by its losses)", section: "Results" },
    how:
      "loss after 20,000 iterations (fewer where the alphabet is large), τ = 2 less τ = 1, six runs each",
    ...{ digits: 2, unit: "nats", where: `${LOSSES}, ${SEEDS}` },
  },
  "τ = 2 ends lower by as much": {
    ...{ said: "… by as much as its two runs show", section: "Results" },
    how: "the same; true from half to one and a half times the printed difference",
    ...{ digits: 2, unit: "nats", where: `${LOSSES}, ${SEEDS}` },
  },
};

const ABOUT_FORMULAS: Readonly<Record<FormulaClaimId, ClaimWords>> = {
  "loss without a minus": {
    ...{ said: "loss = Σ target log p", section: "Principles, 1.3" },
    how: "the formula on 20 untrained networks, beside the loss that it prints",
    ...{ digits: 3, unit: "nats" },
    where: `${FORMULAS}, ${chapter(1, FORWARD, "How wrong is a guess?")}`,
  },
  "error of the logits": {
    ...{ said: "dloss/dy = y − target, with y as it is defined", section: "Principles, 2.1" },
    how: "largest relative error of any slope, beside central differences",
    where: `${FORMULAS}, ${chapter(2, "bptt", "The error at the output")}`,
  },
  "gradients": {
    ...{ said: "The other gradients (with p for y, as its listing has it)" },
    ...{ section: "Principles, 2.1", how: "the same" },
    where: `${FORMULAS}, ${chapter(2, "bptt", "The judge")}`,
  },
  "subtracting the maximum": {
    said: "Subtracting the largest logit does not touch the derivative",
    ...{ section: "Principles, 3.1", how: "the same, the loss taken without subtracting" },
    where: `${FORMULAS}, ${chapter(1, FORWARD, "From scores to probabilities")}`,
  },
  "dividing by τ": {
    ...{ said: "With τ, back-propagation only has to divide by it", section: "Principles, 3.2" },
    how: "the same, at τ = 2",
    where: FORMULAS,
  },
  "update": {
    ...{ said: "param = param − η ∇param", section: "Principles, 2.3" },
    how: "first step over slope, weight by weight; the interval holds 95 % of the weights",
    where: `${FORMULAS}, ${chapter(3, "training", "One update, by hand")}`,
  },
  "forgotten dhNext": {
    ...{ said: "Not computing dhNext was a mistake", section: "Questions, 2" },
    how: "relative error of the slopes of Whh without it, over 40 windows",
    digits: 2,
    where: `${FORMULAS}, ${chapter(2, "bptt", "Forgetting the message")}`,
  },
  "precision": {
    ...{ said: "Without subtracting the maximum, precision was lost", section: "Questions, 3" },
    how: "largest relative difference of a probability with and without it, over 10,000 characters",
    where: `${FORMULAS}, ${chapter(1, FORWARD, "From scores to probabilities")}`,
  },
};

const writes = (tau: number): ClaimWords => ({
  said: `τ = ${tau} gives poor text: writing at it`,
  section: "Results",
  how: `share of real words less that at τ = 1, one network, ten texts each`,
  digits: 3,
  where: `${TEMPERATURE}, ${POOR}`,
});
const spaces = (tau: number, how: string): ClaimWords => ({
  said: `At τ = ${tau} words come ${how}`,
  section: "Results",
  how: "words in 1,000 characters, beside as many of the text's: by which share more",
  ...{ digits: 3, where: `${TEMPERATURE}, ${chapter(4, "temperature", "Words, counted")}` },
});
const trains = (tau: number): ClaimWords => ({
  said: `τ = ${tau} gives poor text: training and writing at it`,
  section: "Results",
  how: "the same, eight networks each, 1,500 iterations (fewer where the alphabet is large)",
  digits: 3,
  where: `${TEMPERATURE}, ${POOR}`,
});

const writesWell = (many: string): ClaimWords => ({
  said: `The texts come out rather well: better than from ${many} characters`,
  section: "Results",
  how: `share of real words less that of counting after ${many} characters, ten texts each`,
  ...{ digits: 2, where: WRITING },
});

const ABOUT_WRITING: Readonly<Record<WritingClaimId, ClaimWords>> = {
  "τ and spread": {
    ...{ said: "τ adjusts how spread out the distribution is", section: "Principles, 3.2" },
    how: "share of places where the entropy grows from τ = 0.5 to 1 to 2 to 5",
    ...{
      digits: 3,
      where: `${TEMPERATURE}, ${chapter(4, "temperature", "How open is it? Entropy")}`,
    },
  },
  "0.5 writes badly": writes(0.5),
  "5 writes badly": writes(5),
  "0.5 crowds words": spaces(0.5, "too dense"),
  "5 spreads words": spaces(5, "too sparse"),
  "0.5 trains badly": trains(0.5),
  "5 trains badly": trains(5),
  "read as bytes": {
    ...{ said: "Reading the file as bytes solved its reading", section: "Questions, 1" },
    how: "what str() of the bytes costs the next character, 120 passages",
    ...{ digits: 2, unit: "nats", where: `${WRITING}, ${SLIPS}` },
  },
  "state handed on": {
    ...{
      said: "The decoder starts from the encoder's state and nothing else",
      section: "Principles, 1.2; listing",
    },
    how: "what its second feed of the last character costs the next one",
    ...{ digits: 2, unit: "nats", where: `${WRITING}, ${SLIPS}` },
  },
  "printed text": {
    ...{ said: "The text that it shows was written by encoder and decoder", section: "Results" },
    how: "share of it that is not samples.txt, which it was given to read",
    ...{ digits: 2, where: WRITING },
  },
  "writes better than two characters": writesWell("two"),
  "writes better than three characters": writesWell("three"),
};

const ABOUT_CAUSES: Readonly<Record<CauseClaimId, ClaimWords>> = {
  "above 0.5": {
    ...{ said: "What is above 0.5 is a part of the whole", section: "Weights" },
    how: "share of the units beyond 0.5 at a time, over 60,000 characters",
    ...{ digits: 3, where: `${WEIGHTS}, ${chapter(6, "weight-mask", "The report's mask")}` },
  },
  "masks decide": {
    ...{ said: "The weights between those parts are the ones that mainly act", section: "Weights" },
    how: "share of 40 colons where its masks beat 95 % of random ones, the worst of them",
    digits: 2,
    where: `${WEIGHTS}, ${chapter(6, "weight-mask", "One mask at a time, beside random ones")}`,
  },
  "whatever came before": {
    said: "After “:” a space or line break is likely, whatever the text before",
    section: "A curious effect",
    how: "share of 1,000 states from anywhere after which a colon makes P > 0.5",
    ...{ digits: 3, where: COLON },
  },
  "colon outweighs state": {
    ...{ said: "What “:” brings weighs more than the state before", section: "A curious effect" },
    how: "P with the state from elsewhere less P with the character from elsewhere",
    digits: 2,
    where: `${COLON}, ${chapter(8, "causes", "Is it the colon, or the text before it?")}`,
  },
  "state has little effect": {
    ...{ said: "So the state before has little effect", section: "A curious effect" },
    how: "what it says about which of the two follows, fed to states from anywhere",
    ...{ digits: 2, unit: "bits" },
    where: `${COLON}, ${chapter(8, "causes", "Is it the colon, or the text before it?")}`,
  },
  "colon apart": {
    ...{ said: "That is peculiar to “:”", section: "A curious effect" },
    how: "share of the other characters after which the state says less",
    digits: 2,
    where: `${COLON}, ${chapter(8, "causes", "Is it the colon, or the text before it?")}`,
  },
};

/** All claims in words. */
export const CLAIM_WORDS: Readonly<Record<ClaimId, ClaimWords>> = {
  ...ABOUT_LOSSES,
  ...ABOUT_FORMULAS,
  ...ABOUT_WRITING,
  ...ABOUT_CAUSES,
};

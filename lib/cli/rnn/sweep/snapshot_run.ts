/** A run, as its file tells it: what was trained, how its loss fell, how it scores. */
import type { ComparedSettings, SettingRun, SettingRuns } from "@lab/findings";
import type { StreamRecord, TextIdentity } from "@lab/model";
import type { Snapshot } from "@lab/snapshots";
import { STREAM_RECIPES, type StreamRecipe, windowsPerReading } from "@lab/training";
import { mean } from "d3-array";
import { optionOf } from "../recipe/options.ts";

/** A training, whichever recipe it followed. */
interface Training {
  /** The recipe, or the one that it differs least from. */
  readonly recipe: string;
  /** What it was told but the seed, by the words of the command line. */
  readonly settings: Readonly<Record<string, number>>;
  /** Its seed, and its curve; its score is the smoothed loss of the training. */
  readonly run: SettingRun;
  /** T, and how many iterations a reading of the text takes. */
  readonly lengths: Pick<SettingRuns, "sequenceLength" | "iterationsPerReading">;
  /** The text that it read. */
  readonly trainedOn: TextIdentity;
}

/** A run, read from its file, with what tells it from others. */
export interface SnapshotRun extends Training {
  /** The text that it read and, as far as its scores tell, the text that it was scored on. */
  readonly text: string;
  /** What a reader calls the text. */
  readonly title: string;
  /** Its score on held-out text, where it has one. */
  readonly held?: number;
  /** What others score on its text. */
  readonly references: ComparedSettings["references"];
}

const byOption = (settings: object): Record<string, number> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [optionOf(name), value]));

/** A training by the report's loop. */
function reportTraining(snapshot: Snapshot): Training | undefined {
  const { settings, curve, trainedOn, iterations, smoothedLossNats } = snapshot;
  if (!settings || !curve || !trainedOn || iterations === undefined) return undefined;
  const { seed, ...others } = settings;
  const { sequenceLength } = settings;
  return {
    recipe: "report",
    settings: byOption({ ...others, iterations }),
    run: { seed, curve, score: smoothedLossNats! / sequenceLength },
    lengths: { sequenceLength, iterationsPerReading: trainedOn.characters / sequenceLength },
    trainedOn,
  };
}

/** The loss of a training on streams is smoothed over so many windows. */
const SMOOTHED = 100;
/** A curve has about so many points. */
const POINTS = 300;

/** A training on many streams of the text at once. */
function streamTraining({ settings, losses, trainedOn }: StreamRecord): Training {
  const { seed, sequenceLength, ...others } = settings;
  const differing = (recipe: StreamRecipe): number =>
    Object.entries(STREAM_RECIPES[recipe])
      .filter(([name, value]) => settings[name as keyof typeof settings] !== value).length;
  const [recipe] = (Object.keys(STREAM_RECIPES) as StreamRecipe[])
    .sort((a, b) => differing(a) - differing(b));
  const smoothed = (updates: number): number =>
    mean(losses.slice(Math.max(0, updates - SMOOTHED), updates)) ?? NaN;
  const step = Math.max(1, Math.floor(losses.length / POINTS));
  const iteration = losses.map((_, k) => k + 1).filter((k) => k % step === 0);
  return {
    recipe,
    settings: byOption({ sequenceLength, ...others }),
    run: {
      seed,
      curve: {
        iteration,
        smoothedLossNats: iteration.map((updates) => sequenceLength * smoothed(updates)),
      },
      score: smoothed(losses.length),
    },
    lengths: {
      sequenceLength,
      iterationsPerReading: windowsPerReading(trainedOn.characters, settings),
    },
    trainedOn,
  };
}

/**
 * The run that a snapshot holds.
 * @param snapshot the snapshot
 * @returns the run; undefined where it was saved without its training
 */
export function runOf(snapshot: Snapshot): SnapshotRun | undefined {
  const { streams, vocabulary, metadata } = snapshot;
  const training = streams ? streamTraining(streams) : reportTraining(snapshot);
  if (training === undefined) return undefined;
  const number = (name: string): number | undefined =>
    typeof metadata[name] === "number" ? metadata[name] : undefined;
  const ngrams = [["Kneser-Ney", "kneserNey"], ["Witten-Bell", "wittenBell"]].flatMap(
    ([label, name]) => {
      const natsPerChar = number(`${name}NatsPerChar`);
      return natsPerChar === undefined ? [] : [{ label, natsPerChar }];
    },
  );
  return {
    ...training,
    text: `${training.trainedOn.sha256} ${number("heldOutCharacters") ?? ""}`,
    title: String(metadata.text ?? "a text without a name"),
    held: number("heldOutNatsPerChar"),
    references: [...ngrams, { label: "guessing", natsPerChar: Math.log(vocabulary.size) }],
  };
}

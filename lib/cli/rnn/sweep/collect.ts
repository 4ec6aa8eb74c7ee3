/** Runs from their files, sorted for a comparison: by the text that they read, and by their settings. */
import type { ComparedSettings, SettingRun, SettingRuns } from "@lab/findings";
import { loadSnapshot, type Snapshot } from "@lab/snapshots";
import { join } from "node:path";
import { UsageError } from "../../command.ts";
import { forFile } from "../files.ts";
import { optionOf } from "../train_options.ts";
import { failureOf, filesOf } from "./files.ts";

/** A run, read from its file, with what tells it from others. */
interface CollectedRun {
  /** The text that it read and, as far as its scores tell, the text that it was scored on. */
  readonly text: string;
  /** What a reader calls the text. */
  readonly title: string;
  /** Its settings but the seed, by the words of the command line. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Its place in a comparison; its score is the smoothed loss of the training. */
  readonly run: SettingRun;
  /** Its score on held-out text, where it has one. */
  readonly held?: number;
  /** T, and how many iterations a reading of the text takes. */
  readonly lengths: Pick<SettingRuns, "sequenceLength" | "iterationsPerReading">;
  /** What others score on its text. */
  readonly references: ComparedSettings["references"];
}

/** What files and folders hold. */
export interface Collection {
  /** The runs of each text, in an order that does not depend on the files'. */
  readonly texts: readonly { readonly title: string; readonly compared: ComparedSettings }[];
  /** Runs that failed, and why. */
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
  /** How many runs have not ended. */
  readonly unfinished: number;
  /** What was left out, and why, a line each. */
  readonly notes: readonly string[];
}

/** The run that a file holds; a line that says why where it can't be compared. */
function runOf(path: string, snapshot: Snapshot): CollectedRun | string {
  const { settings, curve, trainedOn, iterations, smoothedLossNats, vocabulary, metadata } =
    snapshot;
  if (!settings || !curve || !trainedOn || iterations === undefined) {
    return `${path} is left out, as it was saved without its training`;
  }
  const { seed, ...others } = settings;
  const number = (name: string): number | undefined =>
    typeof metadata[name] === "number" ? metadata[name] : undefined;
  const held = number("heldOutNatsPerChar");
  const { sequenceLength } = settings;
  const named = Object.entries({ ...others, iterations })
    .map(([name, value]) => [optionOf(name), value]);
  const ngrams = [["Kneser-Ney", "kneserNey"], ["Witten-Bell", "wittenBell"]].flatMap(
    ([label, name]) => {
      const natsPerChar = number(`${name}NatsPerChar`);
      return natsPerChar === undefined ? [] : [{ label, natsPerChar }];
    },
  );
  const guessing = { label: "guessing", natsPerChar: Math.log(vocabulary.size) };
  return {
    text: `${trainedOn.sha256} ${number("heldOutCharacters") ?? ""}`,
    title: String(metadata.text ?? "a text without a name"),
    settings: Object.fromEntries(named),
    run: { seed, curve, score: smoothedLossNats! / sequenceLength },
    held,
    lengths: { sequenceLength, iterationsPerReading: trainedOn.characters / sequenceLength },
    references: [...ngrams, guessing],
  };
}

/** The settings in which some runs differ from others. */
function varied(runs: readonly CollectedRun[]): string[] {
  const names = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  return names.filter((name) => new Set(runs.map(({ settings }) => settings[name])).size > 1);
}

const byNumber = (a: CollectedRun, b: CollectedRun, names: readonly string[]): number => {
  for (const name of names) {
    const [one, other] = [a.settings[name], b.settings[name]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.run.seed - b.run.seed;
};

/** The runs of one text as settings with their seeds; a run that is there twice counts once. */
function comparedOf(runs: readonly CollectedRun[], notes: string[]): ComparedSettings {
  const isHeldOut = runs.every(({ held }) => held !== undefined);
  const names = varied(runs);
  const twice: string[] = [];
  const settings = new Map<string, SettingRuns & { runs: SettingRun[] }>();
  for (const each of runs.toSorted((a, b) => byNumber(a, b, names))) {
    const name = names.map((name) => `${name}=${each.settings[name]}`).join(" ") || "all runs";
    const setting = settings.get(name) ?? { name, ...each.lengths, runs: [] };
    settings.set(name, setting);
    const { seed } = each.run;
    if (setting.runs.some((run) => run.seed === seed)) twice.push(`${name} seed=${seed}`);
    else setting.runs.push(isHeldOut ? { ...each.run, score: each.held! } : each.run);
  }
  if (twice.length > 0) {
    notes.push(`There more than once, and counted once: ${[...new Set(twice)].join(", ")}`);
  }
  return {
    settings: [...settings.values()],
    scored: isHeldOut ? "held out" : "trained on",
    references: runs[0].references,
  };
}

/** The files of a folder that hold runs, and what else stands there of a sweep. */
async function filesIn(folder: string): Promise<{
  paths: string[];
  failed: { name: string; reason: string }[];
  unfinished: number;
}> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const isSnapshot = (name: string): boolean => /\.(npz|safetensors)$/.test(name);
  const isHalf = (name: string): boolean => /\.(half|previous)\.npz$/.test(name);
  const failed = await Promise.all(
    names.filter((name) => name.endsWith(".failed")).map(async (file) => {
      const name = file.replace(/\.failed$/, "");
      return { name, reason: await failureOf(filesOf(folder, name)) };
    }),
  );
  return {
    paths: names.filter((name) => isSnapshot(name) && !isHalf(name)).map((name) =>
      join(folder, name)
    ),
    failed: failed.flatMap(({ name, reason }) => reason === undefined ? [] : [{ name, reason }]),
    unfinished: names.filter((name) => name.endsWith(".half.npz")).length,
  };
}

/**
 * The runs in files and folders.
 * @param paths snapshots, and folders of a sweep
 * @returns the runs by text and setting, those that failed, and what was left out
 * @throws {Error} when a path can't be read, or none of them holds a run that has ended
 */
export async function collectRuns(paths: readonly string[]): Promise<Collection> {
  const found = await Promise.all(paths.map(async (path) => {
    const isFolder = await Deno.stat(path).then((info) => info.isDirectory, () => false);
    return isFolder ? await filesIn(path) : { paths: [path], failed: [], unfinished: 0 };
  }));
  const notes: string[] = [];
  const texts = new Map<string, CollectedRun[]>();
  for (const path of found.flatMap(({ paths }) => paths)) {
    const run = runOf(path, await forFile(path, () => loadSnapshot(path)));
    if (typeof run === "string") notes.push(run);
    else texts.set(run.text, [...texts.get(run.text) ?? [], run]);
  }
  const unfinished = found.reduce((sum, each) => sum + each.unfinished, 0);
  const failed = found.flatMap((each) => each.failed);
  if (texts.size === 0) {
    throw new UsageError(
      `Cannot compare as there must be a run that has ended in '${paths.join("', '")}': there is ` +
        `none, ${failed.length} failed, ${unfinished} have not ended` +
        (notes.length > 0 ? `; ${notes[0]}` : ""),
    );
  }
  return {
    texts: [...texts.values()].map((runs) => ({
      title: runs[0].title,
      compared: comparedOf(runs, notes),
    })),
    failed,
    unfinished,
    notes,
  };
}

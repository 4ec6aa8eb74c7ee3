/** Runs from their files, sorted for a comparison: by the text that they read, and by their settings. */
import type { ComparedSettings, SettingRun, SettingRuns } from "@lab/findings";
import { loadSnapshot } from "@lab/snapshots";
import { join } from "node:path";
import { UsageError } from "../../command.ts";
import { forFile } from "../files.ts";
import { failureOf, filesOf } from "./files.ts";
import { runOf, type SnapshotRun } from "./snapshot_run.ts";

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

/** A name for each run's setting: its recipe, where there are several, and what varies within it. */
function nameSettings(runs: readonly SnapshotRun[]): (run: SnapshotRun) => string {
  const recipes = Map.groupBy(runs, ({ recipe }) => recipe);
  const varied = new Map([...recipes].map(([recipe, alike]) => {
    const names = Object.keys(alike[0].settings);
    return [
      recipe,
      names.filter((name) => new Set(alike.map(({ settings }) => settings[name])).size > 1),
    ];
  }));
  return ({ recipe, settings }) =>
    [
      ...recipes.size > 1 ? [`recipe=${recipe}`] : [],
      ...varied.get(recipe)!.map((name) => `${name}=${settings[name]}`),
    ].join(" ") || "all runs";
}

/** As a reader counts: hidden=64 before hidden=128. */
const { compare: byNumbers } = new Intl.Collator("en", { numeric: true });

/** The runs of one text as settings with their seeds; a run that is there twice counts once. */
function comparedOf(runs: readonly SnapshotRun[], notes: string[]): ComparedSettings {
  const isHeldOut = runs.every(({ held }) => held !== undefined);
  const nameOf = nameSettings(runs);
  const ordered = runs.toSorted((a, b) =>
    byNumbers(nameOf(a), nameOf(b)) || a.run.seed - b.run.seed
  );
  const twice: string[] = [];
  const settings = new Map<string, SettingRuns & { runs: SettingRun[] }>();
  for (const each of ordered) {
    const name = nameOf(each);
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
  const texts = new Map<string, SnapshotRun[]>();
  for (const path of found.flatMap(({ paths }) => paths)) {
    const run = runOf(await forFile(path, () => loadSnapshot(path)));
    if (run === undefined) notes.push(`${path} is left out, as it was saved without its training`);
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

/** The trained network that the chapters open: the course's where it is there, else the shipped one. */
import {
  DATA_FOLDER,
  findCourseFile,
  loadBundledText,
  loadTrainingText,
  type TextSource,
} from "@lab/data";
import { type LoadedSnapshot, loadSnapshot } from "./load.ts";

/** The snapshot that ships with the project: 250 hidden units, trained on the bundled play. */
export const SHIPPED_SNAPSHOT: URL = new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER);

/** A trained network, and what it is from. */
export interface TrainedSnapshot extends LoadedSnapshot {
  /** What the snapshot is, for readers. */
  readonly title: string;
  /** `"course"` for the course's snapshot, `"shipped"` for the one that ships. */
  readonly origin: "course" | "shipped";
  /** Where the snapshot's file lies. */
  readonly url: URL;
  /** The text that the network was trained on. */
  readonly text: TextSource;
}

/**
 * Loads a trained network with 250 hidden units, and the text that it was trained on: the course's,
 * from the folder that `CHAR_RNN_DATA` names or from `data/downloads/`, when both its snapshot and
 * its text are there; else the ones that ship. Whoever calls it prints `title`.
 * @param folder where to look first; what `CHAR_RNN_DATA` names when left out
 * @returns the network, its title and its text
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder
 * @throws {SnapshotFormatError} when its file is not sound
 * @example
 * ```ts
 * import { loadTrainedSnapshot } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const { title, parameters, vocabulary, text } = await loadTrainedSnapshot();
 * assertEquals(parameters.hiddenSize, 250);
 * assertEquals(vocabulary.encode(text.text).length, text.text.length);
 * console.log(title);
 * ```
 */
export async function loadTrainedSnapshot(folder?: string): Promise<TrainedSnapshot> {
  const url = await findCourseFile("char-rnn-snapshot.npz", folder);
  const text = await loadTrainingText(folder);
  if (url !== undefined && text.origin === "course") {
    const title = "the course's snapshot, H = 250";
    return { ...await loadSnapshot(url), title, origin: "course", url, text };
  }
  return {
    ...await loadSnapshot(SHIPPED_SNAPSHOT),
    title: "the shipped snapshot, H = 250, trained on the bundled play",
    origin: "shipped",
    url: SHIPPED_SNAPSHOT,
    text: await loadBundledText(),
  };
}

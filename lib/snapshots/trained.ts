/** The trained networks that the chapters open: the course's, and the two that ship. */
import {
  DATA_FOLDER,
  findCourseFile,
  loadBundledText,
  loadTrainingText,
  type TextSource,
} from "@lab/data";
import { type LoadedSnapshot, loadSnapshot } from "./load.ts";

/** A snapshot that ships, by the kind of its states: in between, or at the ends of tanh. */
export type ShippedName = "open" | "saturated";

/**
 * The snapshots that ship with the project, both with 250 hidden units and trained on the bundled play:
 * `open` has units that all vary and no trap, `saturated` is as the course's: nearly all states lie close
 * to ±1, most units are constants, and from a zero state some first characters lead into a trap.
 */
export const SHIPPED_SNAPSHOTS: Readonly<Record<ShippedName, URL>> = Object.freeze({
  open: new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER),
  saturated: new URL("snapshots/the-book-of-yesterdays-saturated.npz", DATA_FOLDER),
});

/** A trained network, and what it is from. */
export interface TrainedSnapshot extends LoadedSnapshot {
  /** What the snapshot is, for readers. */
  readonly title: string;
  /** `"course"` for the course's snapshot, `"shipped"` for those that ship. */
  readonly origin: "course" | "shipped";
  /** Where the snapshot's file lies. */
  readonly url: URL;
  /** The text that the network was trained on. */
  readonly text: TextSource;
}

/**
 * Loads a trained network with 250 hidden units, and the text that it was trained on. Without a name it
 * is the course's, from the folder that `CHAR_RNN_DATA` names or from `data/downloads/`, when both its
 * snapshot and its text are there; else the open one of the two that ship. Whoever calls it prints
 * `title`.
 * @param name `"open"` or `"saturated"`: the one that ships, whatever else is there
 * @param folder where to look first; what `CHAR_RNN_DATA` names when left out
 * @returns the network, its title and its text
 * @throws {RangeError} when no snapshot of this name ships
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder
 * @throws {SnapshotFormatError} when its file is not sound
 * @see {@linkcode SHIPPED_SNAPSHOTS} for what the two are
 * @example
 * ```ts
 * import { loadTrainedSnapshot } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const { title, parameters, vocabulary, text } = await loadTrainedSnapshot();
 * assertEquals(parameters.hiddenSize, 250);
 * assertEquals(vocabulary.encode(text.text).length, text.text.length);
 * console.log(title);
 * // The two that ship, side by side:
 * const pair = [await loadTrainedSnapshot("open"), await loadTrainedSnapshot("saturated")];
 * assertEquals(pair.map((model) => model.text.origin), ["bundled", "bundled"]);
 * ```
 */
export async function loadTrainedSnapshot(
  name?: ShippedName,
  folder?: string,
): Promise<TrainedSnapshot> {
  if (name !== undefined) return await loadShipped(name);
  const url = await findCourseFile("char-rnn-snapshot.npz", folder);
  const text = await loadTrainingText(folder);
  if (url === undefined || text.origin !== "course") return await loadShipped("open");
  const title = "the course's snapshot, H = 250";
  return { ...await loadSnapshot(url), title, origin: "course", url, text };
}

async function loadShipped(name: ShippedName): Promise<TrainedSnapshot> {
  if (!Object.hasOwn(SHIPPED_SNAPSHOTS, name)) {
    throw new RangeError(
      `Cannot load a shipped snapshot as its name must be open or saturated: current value is ${name}`,
    );
  }
  const url = SHIPPED_SNAPSHOTS[name];
  return {
    ...await loadSnapshot(url),
    title: `the ${name} snapshot that ships, H = 250, trained on the bundled play`,
    origin: "shipped",
    url,
    text: await loadBundledText(),
  };
}

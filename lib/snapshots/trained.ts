/** The trained networks that the chapters open: the course's, the two that ship, and those on one's own text. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  DATA_FOLDER,
  findCourseFile,
  isCourseFile,
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
  /** `"course"` for the course's snapshot, `"shipped"` for those that ship, `"own"` for those on one's own text. */
  readonly origin: "course" | "shipped" | "own";
  /** Where the snapshot's file lies. */
  readonly url: URL;
  /** The text that the network was trained on. */
  readonly text: TextSource;
}

/** The files of the networks on one's own text, in the folder that `CHAR_RNN_SNAPSHOTS` names. */
export const OWN_SNAPSHOTS: Readonly<Record<"first" | "other", string>> = Object.freeze({
  first: "first.npz",
  other: "other.npz",
});

/** Whether a text is the one that `CHAR_RNN_TEXT` names, on which networks were trained. */
const isNamed = ({ url }: TextSource): boolean => {
  const path = Deno.env.get("CHAR_RNN_TEXT");
  return path !== undefined && path !== "" && pathToFileURL(path).href === url.href;
};

/** Opens one of the two networks on one's own text. */
async function loadOwn(
  text: TextSource,
  which: keyof typeof OWN_SNAPSHOTS,
): Promise<TrainedSnapshot> {
  const folder = Deno.env.get("CHAR_RNN_SNAPSHOTS");
  if (folder === undefined || folder === "") {
    throw new Error(
      `Cannot open a network trained on '${text.name}' as CHAR_RNN_SNAPSHOTS must name a folder with ` +
        `${OWN_SNAPSHOTS.first} and ${OWN_SNAPSHOTS.other}, which \`deno task report --text\` trains`,
    );
  }
  const url = pathToFileURL(join(folder, OWN_SNAPSHOTS[which]));
  const snapshot = await loadSnapshot(url);
  const { title = `the ${which} network` } = snapshot.metadata;
  return { ...snapshot, title: `${title}`, origin: "own", url, text };
}

/**
 * Loads a trained network, and the text that it was trained on. Without a name it is that on one's own text
 * where `CHAR_RNN_TEXT` names one; else the course's, from the folder that `CHAR_RNN_DATA` names or from
 * `data/downloads/`, when both its snapshot and its text are there; else the open one of the two that ship.
 * Whoever calls it prints `title`.
 * @param name `"other"`: a second network of the same size to put beside the first; `"open"` or
 * `"saturated"`: the one that ships, whatever else is there
 * @param folder where to look for the course's; what `CHAR_RNN_DATA` names when left out
 * @returns the network, its title and its text
 * @throws {RangeError} when no snapshot of this name ships
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder, or there are no networks on one's own text
 * @throws {SnapshotFormatError} when its file is not sound
 * @see {@linkcode SHIPPED_SNAPSHOTS} for what the two are
 * @example
 * ```ts
 * import { loadTrainedSnapshot } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const { title, parameters, vocabulary, text } = await loadTrainedSnapshot();
 * assertEquals(parameters.hiddenSize, 250);
 * assertEquals(vocabulary.encode(text.text).length, text.length);
 * console.log(title);
 * // The two that ship, side by side:
 * const pair = [await loadTrainedSnapshot("open"), await loadTrainedSnapshot("saturated")];
 * assertEquals(pair.map((model) => model.text.origin), ["bundled", "bundled"]);
 * ```
 */
export async function loadTrainedSnapshot(
  name?: ShippedName | "other",
  folder?: string,
): Promise<TrainedSnapshot> {
  if (name !== undefined && name !== "other") return await loadShipped(name);
  const text = await loadTrainingText(folder);
  if (text.origin === "own" && isNamed(text)) return await loadOwn(text, name ?? "first");
  const file = "char-rnn-snapshot.npz";
  const url = await findCourseFile(file, folder);
  const bytes = url && text.origin === "course" ? await Deno.readFile(url) : new Uint8Array(0);
  if (url === undefined || !await isCourseFile(file, bytes)) {
    return await loadShipped(name === "other" ? "saturated" : "open");
  }
  if (name === "other") return await loadShipped("open");
  const title = "the course's snapshot, H = 250";
  return { ...await loadSnapshot(bytes), title, origin: "course", url, text };
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

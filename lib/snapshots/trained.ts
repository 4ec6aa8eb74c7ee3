/** The trained networks that the chapters open: the course's, those that ship, and those on one's own text. */
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

/** A snapshot that ships: two by the kind of their states, in between or at the ends of tanh; and the best. */
export type ShippedName = "open" | "saturated" | "strong";

/**
 * The snapshots that ship with the project, all trained on the first nine tenths of the bundled play:
 * `open` (H = 250) has units that all vary and no trap, `saturated` (H = 250) is as the course's: nearly
 * all states lie close to ±1, most units are constants, and from a zero state some first characters lead
 * into a trap. `strong` (H = 512), by the recipe of that name, predicts the last tenth better than n-grams.
 */
export const SHIPPED_SNAPSHOTS: Readonly<Record<ShippedName, URL>> = Object.freeze({
  open: new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER),
  saturated: new URL("snapshots/the-book-of-yesterdays-saturated.npz", DATA_FOLDER),
  strong: new URL("snapshots/the-book-of-yesterdays-strong.npz", DATA_FOLDER),
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
 * `data/downloads/`, when both its snapshot and its text are there; else the open one of those that ship.
 * Whoever calls it prints `title`.
 * @param name `"other"`: a second network of the same size to put beside the first; `"open"`,
 * `"saturated"` or `"strong"`: the one that ships, whatever else is there
 * @param folder where to look for the course's; what `CHAR_RNN_DATA` names when left out
 * @returns the network, its title and its text
 * @throws {RangeError} when no snapshot of this name ships
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder, or there are no networks on one's own text
 * @throws {SnapshotFormatError} when its file is not sound
 * @see {@linkcode SHIPPED_SNAPSHOTS} for what each is
 * @example
 * ```ts
 * import { loadTrainedSnapshot } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const { title, parameters, vocabulary, text } = await loadTrainedSnapshot();
 * assertEquals(parameters.hiddenSize, 250);
 * assertEquals(vocabulary.encode(text.text).length, text.length);
 * console.log(title);
 * // Two that ship, side by side:
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
      `Cannot load a shipped snapshot as its name must be open, saturated or strong: current value is ${name}`,
    );
  }
  const url = SHIPPED_SNAPSHOTS[name];
  const snapshot = await loadSnapshot(url);
  const { hiddenSize } = snapshot.parameters;
  return {
    ...snapshot,
    title: `the ${name} snapshot that ships, H = ${hiddenSize}, trained on the bundled play`,
    origin: "shipped",
    url,
    text: await loadBundledText(),
  };
}

/** How the loss of a stored training fell, reading by reading of its text. */
export interface StoredCurve {
  /** `[n]` updates done after each reading. */
  readonly updates: readonly number[];
  /** `[n]` the mean loss over each reading while it was learned from, masks on, in nats per character. */
  readonly trainedNatsPerChar: readonly number[];
  /** `[n]` the score after each reading on the last tenth, which was held out, in nats per character. */
  readonly heldOutNatsPerChar: readonly number[];
}

/**
 * Loads how the loss of the strong snapshot that ships fell while it was trained, which takes minutes.
 * @returns the curve, one point for each of its 32 readings
 * @example
 * ```ts
 * import { loadStrongCurve } from "@lab/snapshots";
 * import { assert, assertEquals } from "@std/assert";
 * const { updates, heldOutNatsPerChar } = await loadStrongCurve();
 * assertEquals(updates.length, 32);
 * assert(heldOutNatsPerChar[31] < heldOutNatsPerChar[0]);
 * ```
 */
export async function loadStrongCurve(): Promise<StoredCurve> {
  const url = new URL("snapshots/the-book-of-yesterdays-strong.json", DATA_FOLDER);
  return JSON.parse(await Deno.readTextFile(url));
}

/** What the quick recipe pays on the bundled play, by its size and by how much of the text it reads. */
export interface StoredGrowth {
  /** The seeds of the trainings. */
  readonly seeds: readonly number[];
  /** `[n]` numbers of hidden units, growing. */
  readonly sizes: readonly number[];
  /** `[n][seeds]` what each pays on the last tenth after 12 readings of the rest, in nats per character. */
  readonly bySize: readonly (readonly number[])[];
  /** The hidden units of the networks below. */
  readonly hiddenSize: number;
  /** `[m]` how many characters before the last tenth are read, growing. */
  readonly amounts: readonly number[];
  /** `[m]` how often; chosen on the last tenth of what is read. */
  readonly readings: readonly number[];
  /** `[m][seeds]` what each pays on the text's last tenth, in nats per character. */
  readonly byAmount: readonly (readonly number[])[];
  /** `[m]` what Witten-Bell of order 5 pays after as much text, for the same characters. */
  readonly wittenBell: readonly number[];
  /** `[m]` what Kneser-Ney of order 7 pays. */
  readonly kneserNey: readonly number[];
}

/**
 * Loads what more units and more text did to the quick recipe on the bundled play, which takes ten minutes
 * to measure.
 * @returns scores on the play's last tenth
 * @example
 * ```ts
 * import { loadGrowth } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const { sizes, bySize, seeds } = await loadGrowth();
 * assertEquals([sizes.length, bySize[0].length], [5, seeds.length]);
 * ```
 */
export async function loadGrowth(): Promise<StoredGrowth> {
  const url = new URL("snapshots/the-book-of-yesterdays-growth.json", DATA_FOLDER);
  return JSON.parse(await Deno.readTextFile(url));
}

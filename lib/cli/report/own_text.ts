/** `deno task report --text`: one's own text and the networks on it, where the chapters' kernels find them. */
import { basename, join } from "node:path";
import { questionsFor } from "@lab/analysis";
import { TextSource, writeFileAtomically } from "@lab/data";
import { formatNumber } from "@lab/figures";
import { readNotebook } from "@lab/notebooks";
import { loadSnapshot, OWN_SNAPSHOTS, saveSnapshot, type Snapshot } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { affordableIterations, trainMany } from "@lab/training";
import { pathToFileURL } from "node:url";
import { type OptionValues, UsageError } from "../command.ts";
import { readText } from "../rnn/texts.ts";
import type { Chapter } from "./chapters.ts";

/** Chapters cut passages, a held-out part and pairs of places out of a text: it must have as much. */
const LEAST_CHARACTERS = 10_000;
/** A rule needs the character that it speaks of and two that may follow. */
const LEAST_VOCABULARY = 3;
/** More is not read: the chapters were measured on texts of this length. */
const MOST_CHARACTERS = 300_000;

/** The two networks, where none is given: the report's recipe, larger and longer, without and with resets. */
const RECIPE = { hiddenSize: 128, iterations: 60_000 } as const;

/** The text, checked and cut. */
async function ownText(path: string, values: OptionValues): Promise<TextSource> {
  const { text } = await readText(path, { encoding: values.encoding, "line-ends": "lf" });
  const name = basename(path);
  const whole = new TextSource({
    text,
    title: name,
    name,
    url: pathToFileURL(path),
    origin: "own",
  });
  const V = new Set(text).size;
  if (whole.length < LEAST_CHARACTERS || V < LEAST_VOCABULARY) {
    throw new UsageError(
      `Cannot report on '${path}' as a text must have at least ${formatNumber(LEAST_CHARACTERS)} ` +
        `characters, ${LEAST_VOCABULARY} different ones: it has ${
          formatNumber(whole.length)
        }, ${V}`,
    );
  }
  if (whole.length <= MOST_CHARACTERS) return whole;
  console.log(
    `${name}: its first ${formatNumber(MOST_CHARACTERS)} of ${
      formatNumber(whole.length)
    } characters`,
  );
  return new TextSource({ ...whole, text: whole.slice(0, MOST_CHARACTERS) });
}

/** A network of somebody's, if it knows the text's characters. */
async function givenNetwork(path: string, { name, text }: TextSource): Promise<Snapshot> {
  const snapshot = await loadSnapshot(path);
  try {
    snapshot.vocabulary.encodeLong(text);
  } catch (error) {
    throw new UsageError(`Cannot read '${name}' with '${path}': ${(error as Error).message}`);
  }
  return { ...snapshot, metadata: { ...snapshot.metadata, title: basename(path) } };
}

/** Trains the networks that are not given, at the same time, and says how they were. */
async function ownNetworks(source: TextSource, given?: Snapshot): Promise<Snapshot[]> {
  const { text, title } = source;
  const hiddenSize = given?.parameters.hiddenSize ?? RECIPE.hiddenSize;
  const V = Vocabulary.of(text).size;
  const iterations = affordableIterations(RECIPE.iterations, V, hiddenSize);
  const settings = [0, 0.01].map((resetProbability, k) => (
    { hiddenSize, iterations, resetProbability, seed: k + 1 }
  ));
  const wanted = given === undefined ? settings : settings.slice(1);
  console.log(
    `${source.name}: trains ${wanted.length === 1 ? "a network" : "two networks"} with H = ` +
      `${hiddenSize}, ${formatNumber(iterations)} iterations`,
  );
  const trained = (await trainMany(text, wanted)).map(
    ({ settings: { resetProbability }, ...run }) => {
      const kind = resetProbability > 0 ? "with resets" : "as in the report";
      return {
        ...run,
        metadata: { title: `a network trained on ${title} ${kind}, H = ${hiddenSize}` },
      };
    },
  );
  return given === undefined ? trained : [given, ...trained];
}

/** Whether a chapter opens trained networks, and with them asks about the text's rules. */
async function opensNetworks({ path }: Chapter): Promise<boolean> {
  const notebook = await readNotebook(path).catch(() => undefined);
  return notebook?.cells.some(({ source }) => source.includes("loadTrainedSnapshot(")) ?? false;
}

/** Puts the networks into the folder, if a chapter opens some. */
async function layOutNetworks(
  source: TextSource,
  path: string | undefined,
  chapters: readonly Chapter[],
  folder: string,
): Promise<void> {
  if (!(await Promise.all(chapters.map(opensNetworks))).includes(true)) return;
  questionsFor(source.text); // throws where there is nothing to ask
  const given = path === undefined ? undefined : await givenNetwork(path, source);
  const networks = await ownNetworks(source, given);
  for (const [k, name] of [OWN_SNAPSHOTS.first, OWN_SNAPSHOTS.other].entries()) {
    await saveSnapshot(join(folder, name), networks[k]);
  }
}

/**
 * Lays out one's own text, and two networks trained on it where a chapter opens some, in a folder for a while,
 * and tells the kernels by `CHAR_RNN_TEXT` and `CHAR_RNN_SNAPSHOTS`. Does nothing without `--text`.
 * @param values the command's options, of which `--text`, `--snapshot` and `--encoding` count
 * @param chapters the chapters that are to be run
 * @returns what takes the folder away when it is disposed of
 * @throws {UsageError} when the text is too short, or the snapshot lacks one of its characters, in one line
 * @throws {RangeError} when a chapter is to ask about the text and it shows no rule
 */
export async function layOutOwnText(
  values: OptionValues,
  chapters: readonly Chapter[],
): Promise<AsyncDisposable> {
  const { text, snapshot } = values as Record<string, string | undefined>;
  if (text === undefined) {
    if (snapshot === undefined) return { [Symbol.asyncDispose]: async () => {} };
    throw new UsageError(
      "Cannot report on a snapshot as '--text' must name the text that it knows",
    );
  }
  const source = await ownText(text, values);
  const folder = await Deno.makeTempDir({ prefix: "lab-text-" });
  const remove = (): Promise<void> => Deno.remove(folder, { recursive: true });
  try {
    const path = join(folder, source.name);
    await writeFileAtomically(path, source.text);
    Deno.env.set("CHAR_RNN_TEXT", path);
    Deno.env.set("CHAR_RNN_SNAPSHOTS", folder);
    await layOutNetworks(source, snapshot, chapters, folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return { [Symbol.asyncDispose]: remove };
}

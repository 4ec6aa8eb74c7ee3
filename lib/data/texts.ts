/** The training text: the course's where it is there, else the bundled play. */
import { findCourseFile } from "./course.ts";
import { DATA_FOLDER } from "./files.ts";

/** A text to train on, and where it is from. */
export interface TextSource {
  /** The text itself. */
  readonly text: string;
  /** The text's title, for readers. */
  readonly title: string;
  /** The name of the text's file. */
  readonly name: string;
  /** Where the text's file lies. */
  readonly url: URL;
  /** `"course"` for the course's Shakespeare, `"bundled"` for the play that ships. */
  readonly origin: "course" | "bundled";
}

/** The bundled play's file. */
export const BUNDLED_TEXT: URL = new URL("texts/the-book-of-yesterdays.txt", DATA_FOLDER);

/**
 * Reads the play that ships with the project.
 * @returns the text, 275,331 characters over an alphabet of 62
 * @example
 * ```ts
 * import { loadBundledText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals((await loadBundledText()).text.length, 275_331);
 * ```
 */
export async function loadBundledText(): Promise<TextSource> {
  return {
    text: await Deno.readTextFile(BUNDLED_TEXT),
    title: "The Book of Yesterdays, the bundled play",
    name: "the-book-of-yesterdays.txt",
    url: BUNDLED_TEXT,
    origin: "bundled",
  };
}

/**
 * Reads the training text: the course's Shakespeare from the folder that `CHAR_RNN_DATA` names or
 * from `data/downloads/`, else the bundled play. Whoever calls it prints `title`.
 * @param folder where to look first; what `CHAR_RNN_DATA` names when left out
 * @returns the text and where it is from
 * @throws {Error} when `CHAR_RNN_DATA` is set but names no folder
 * @example
 * ```ts
 * import { loadBundledText, loadTrainingText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await loadTrainingText(""), await loadBundledText());
 * ```
 */
export async function loadTrainingText(
  folder: string | undefined = Deno.env.get("CHAR_RNN_DATA"),
): Promise<TextSource> {
  const url = await findCourseFile("shakespeare_train.txt", folder);
  if (url === undefined) return await loadBundledText();
  return {
    text: await Deno.readTextFile(url),
    title: "Shakespeare, the course's text",
    name: "shakespeare_train.txt",
    url,
    origin: "course",
  };
}

/** Masks, contexts and second feeds against NumPy in float64, on the shipped snapshot and the course's. */
import { findCourseFile, loadBundledText } from "@lab/data";
import { loadSnapshot, SHIPPED_SNAPSHOTS } from "@lab/snapshots";
import results from "../../reference/analysis/masks.json" with { type: "json" };
import { compareMasksWithNumPy, type StoredMasks } from "./numpy.ts";

const shipped = await loadSnapshot(SHIPPED_SNAPSHOTS.open);
const verses = (await loadBundledText()).text.slice(0, results.shipped.length);
compareMasksWithNumPy("shipped", shipped, verses, results.shipped as unknown as StoredMasks);

const snapshot = await findCourseFile("char-rnn-snapshot.npz");
const play = await findCourseFile("shakespeare_train.txt");
if (snapshot === undefined || play === undefined) {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
} else {
  const course = await loadSnapshot(snapshot);
  const text = (await Deno.readTextFile(play)).slice(0, results.course.length);
  compareMasksWithNumPy("course", course, text, results.course as unknown as StoredMasks);
}

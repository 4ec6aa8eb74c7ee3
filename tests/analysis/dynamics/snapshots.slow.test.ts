/** The dynamics of the shipped snapshot, and of the course's where it is, against NumPy in float64. */
import { findCourseFile, loadBundledText } from "@lab/data";
import { loadSnapshot, SHIPPED_SNAPSHOTS } from "@lab/snapshots";
import { compareDynamics } from "./reference.ts";

compareDynamics(
  "shipped",
  await loadSnapshot(SHIPPED_SNAPSHOTS.open),
  (await loadBundledText()).text,
);

const snapshot = await findCourseFile("char-rnn-snapshot.npz");
const play = await findCourseFile("shakespeare_train.txt");

if (snapshot === undefined || play === undefined) {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
} else {
  compareDynamics("course", await loadSnapshot(snapshot), await Deno.readTextFile(play));
}

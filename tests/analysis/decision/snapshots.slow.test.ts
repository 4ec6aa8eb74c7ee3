/** Where a decision sits in both shipped snapshots, and in the course's where it is, against NumPy. */
import { loadTrainedSnapshot } from "@lab/snapshots";
import { compareDecision } from "./reference.ts";

for (const name of ["open", "saturated"] as const) {
  const model = await loadTrainedSnapshot(name);
  compareDecision(name, model, model.text.text);
}
const course = await loadTrainedSnapshot();
if (course.origin === "course") compareDecision("course", course, course.text.text);
else console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");

/** The dynamics of both shipped snapshots, and of the course's where it is, against NumPy in float64. */
import { loadTrainedSnapshot } from "@lab/snapshots";
import { compareDynamics } from "./reference.ts";

const course = await loadTrainedSnapshot();
const networks = {
  open: await loadTrainedSnapshot("open"),
  saturated: await loadTrainedSnapshot("saturated"),
  ...course.origin === "course" ? { course } : {},
};
if (course.origin !== "course") {
  console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
}

for (const [name, model] of Object.entries(networks)) {
  compareDynamics(name as keyof typeof networks, model, model.text.text);
}

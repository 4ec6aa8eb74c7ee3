/** A slider in JupyterLab; the same in Notebook 7 is among the slow tests. */
import { checkControls } from "./controls.ts";
import { labTest } from "./lab.ts";

labTest(
  "JupyterLab moves a slider: its figure follows, Stop works, and it is there again",
  (lab) => checkControls(lab, "JupyterLab"),
);

/** Every chapter in both of Jupyter's pages: Run All, and once more from the start. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { checkFigures, checkReopened, numbersOf, outputsOf, runHeadless } from "./checks.ts";
import { labTest } from "./lab.ts";

const CHAPTERS = [...Deno.readDirSync(new URL("../../../notebooks/", import.meta.url))]
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

for (const chapter of CHAPTERS) {
  for (const frontEnd of ["JupyterLab", "Notebook 7"] as const) {
    labTest(
      `${frontEnd} runs ${chapter} as the report does, twice, and shows it again`,
      async (lab) => {
        const name = `notebooks/${chapter}`;
        const expected = await runHeadless(join(lab.project, name));
        await using notebook = await lab.open(name, frontEnd);
        await notebook.runAll(900);
        assertEquals(await notebook.errors(), []);
        const figures = await checkFigures(notebook);
        const first = await notebook.save();
        assertEquals(outputsOf(first), outputsOf(expected));
        await notebook.restartAndRunAll(900);
        assertEquals(numbersOf(await notebook.save()), numbersOf(first));
        await checkReopened(lab, notebook, figures, frontEnd);
      },
      frontEnd,
    );
  }
}

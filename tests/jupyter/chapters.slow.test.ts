/** Every chapter in JupyterLab: Run All, what is seen, the file reopened, and once more from the start. */
import { assert, assertEquals } from "@std/assert";
import { checkReopened, numbersOf, outputsOf, runHeadless } from "./checks.ts";
import { labTest } from "./lab.ts";
import { join } from "node:path";

const CHAPTERS = [...Deno.readDirSync(new URL("../../notebooks/", import.meta.url))]
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

for (const chapter of CHAPTERS) {
  labTest(
    `JupyterLab runs ${chapter} as the report does, twice, and shows it again`,
    async (lab) => {
      const name = `notebooks/${chapter}`;
      const expected = await runHeadless(join(lab.project, name));
      await using notebook = await lab.open(name);
      await notebook.runAll(900);
      assertEquals(await notebook.errors(), []);
      const colours = await notebook.figureColours();
      assert(colours.length > 0 && colours.every((n) => n > 10), `colours: ${colours}`);
      const first = await notebook.save();
      assertEquals(outputsOf(first), outputsOf(expected));
      await notebook.restartAndRunAll(900);
      assertEquals(numbersOf(await notebook.save()), numbersOf(first));
      await checkReopened(lab, notebook, colours.length);
    },
  );
}

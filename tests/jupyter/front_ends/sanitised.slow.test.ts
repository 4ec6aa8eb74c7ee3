/**
 * The notebooks' files as pages that let no script and no style through, which is how code-hosting pages and
 * nbviewer show them: every figure and every table is seen.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNotebook } from "@lab/notebooks";
import { browserTest } from "../../browser.ts";
import { findJupyter, noJupyter } from "./lab.ts";
import { coloursOf } from "./open_notebook.ts";

const FOLDER = fileURLToPath(new URL("../../../notebooks/", import.meta.url));

browserTest("nbconvert with sanitising shows every figure and table of the files", async (open) => {
  const jupyter = await findJupyter();
  if (jupyter === undefined) return console.log(noJupyter());
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb"));
  const out = await Deno.makeTempDir({ prefix: "lab-sanitised-" });
  try {
    const { success, stderr } = await new Deno.Command(join(jupyter, "jupyter-nbconvert"), {
      args: ["--to=html", "--HTMLExporter.sanitize_html=True", `--output-dir=${out}`, ...names],
      cwd: FOLDER,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    for (const name of names) {
      const { cells } = await readNotebook(join(FOLDER, name));
      const data = cells.flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
        .flatMap((output) => "data" in output ? [output.data] : []);
      const { page } = await open(join(out, name.replace(".ipynb", ".html")));
      const colours = await coloursOf(page, ".jp-OutputArea img");
      assertEquals(colours.length, data.filter((each) => "image/png" in each).length, name);
      assert(colours.every((n) => n > 10), `${name}: colours of the pictures: ${colours}`);
      const tables = await page.locator(".jp-RenderedHTML table:visible").count();
      const stored = data.flatMap((each) => String(each["text/html"]).match(/<table/g) ?? []);
      assertEquals(tables, stored.length, name);
      await page.context().close();
    }
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

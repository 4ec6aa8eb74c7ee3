/** nbconvert, which runs notebooks by nbclient, on the kernel that `deno task lab` sets up. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "@lab/notebooks";
import { outputsOf, runHeadless } from "./checks.ts";
import { copyProject, findJupyter, noJupyter } from "./lab.ts";
import { writeCells } from "./open_notebook.ts";

/** Runs a program to its end; fails with what it said. */
async function run(program: string, args: string[], env: Record<string, string>): Promise<string> {
  const { success, stderr } = await new Deno.Command(program, { args, env }).output();
  const said = new TextDecoder().decode(stderr);
  assert(success, said);
  return said;
}

async function withNbconvert(
  test: (project: string, convert: (...args: string[]) => Promise<string>) => Promise<void>,
): Promise<void> {
  const jupyter = await findJupyter();
  if (jupyter === undefined) return console.log(noJupyter());
  const folder = await Deno.makeTempDir({ prefix: "lab-nbconvert-" });
  try {
    const project = await copyProject(folder);
    const env = {
      PATH: `${jupyter}:${Deno.env.get("PATH")}`,
      JUPYTER_PATH: join(project, ".jupyter"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    };
    const prepare = join(project, "lib", "cli", "jupyter", "lab.ts");
    assertEquals(await run(Deno.execPath(), ["run", "-A", prepare, "--prepare"], env), "");
    await test(project, (...args) => run(join(jupyter, "jupyter-nbconvert"), args, env));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("nbconvert executes a chapter as the report does, and its page shows the figures", () =>
  withNbconvert(async (project, convert) => {
    const path = join(project, "notebooks", "01-forward-pass.ipynb");
    const expected = await runHeadless(path);
    await convert("--to", "notebook", "--execute", "--inplace", path);
    assertEquals(outputsOf(await readNotebook(path)), outputsOf(expected));
    await convert("--to", "html", path);
    const page = await Deno.readTextFile(path.replace(".ipynb", ".html"));
    assert(page.split("data:image/svg+xml;base64,").length > 2, "figures are in the page");
  }));

Deno.test("nbconvert loses no line and no result of many short cells, and stops at an error", () =>
  withNbconvert(async (project, convert) => {
    const path = join(project, "notebooks", "many.ipynb");
    const code = (i: number): string =>
      `for (let i = 0; i < 5; i++) console.log("line", i); ${i} * 7`;
    await writeCells(path, Array.from({ length: 40 }, (_, i) => code(i)));
    await convert("--to", "notebook", "--execute", "--inplace", path);
    const lines = "stdout: line 0\nline 1\nline 2\nline 3\nline 4\n";
    assertEquals(
      outputsOf(await readNotebook(path)),
      Array.from({ length: 40 }, (_, i) => [lines, `execute_result: text/plain: ${i * 7}`]),
    );
    await writeCells(path, ["1", "const wrong = ;", "3"]);
    const failure = await convert("--to", "notebook", "--execute", "--inplace", path)
      .then(() => "none", (error: Error) => error.message);
    assertStringIncludes(failure, "Expression expected");
  }));

/** The exercises' notebooks: every exercise is there, runs unsolved, and its folded solution is right. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CheckedAnswer, EXERCISES, judge, RESULT_TYPE } from "@lab/exercises";
import { JUPYTER_DISPLAY, type MimeBundle } from "@lab/figures";
import { type Notebook, readNotebook, runNotebook } from "@lab/notebooks";

const FOLDER = "notebooks/exercises";

const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) =>
  name.endsWith(".ipynb")
).sort();

/** The text of an exercise, from its heading to the next. */
function exercisesOf({ cells }: Notebook): Map<string, string> {
  const parts = new Map<string, string>();
  let id = "";
  for (const { source } of cells) {
    id = source.match(/^## Exercise (\d\.\d)/)?.[1] ?? id;
    parts.set(id, `${parts.get(id) ?? ""}\n${source}`);
  }
  return parts;
}

const notebooks = await Promise.all(names.map((name) => readNotebook(`${FOLDER}/${name}`)));
const texts = new Map(notebooks.flatMap((notebook) => [...exercisesOf(notebook)]));

for (const { id, name, difficulty, minutes } of EXERCISES) {
  Deno.test(`exercise ${id} asks, gives three hints one inside the other, and its solution is right`, async () => {
    const text = texts.get(id)!;
    assertStringIncludes(text, `_${difficulty}, ${minutes} minutes._`);
    assertStringIncludes(text, `await check("${name}", `);
    const [, ...hints] = text.split(/<details><summary>(?=Hint|Another hint|The last hint)/);
    assertEquals(hints.length, 3);
    const solution = text.match(/<summary>Solution<\/summary>\s+```ts\n([\s\S]*?)```/)![1];
    // What the stub's cell gives to all, such as read() and guess(), the solution may use.
    const given =
      [...texts.values()].join("\n").match(/interface Net[\s\S]*?(?=\nfunction score)/)![0];
    const answer = solution.match(/(?:function|const) (\w+)/)![1];
    const code = `${given}\n${solution}\nexport default ${answer};`;
    const module = await import(`data:application/typescript,${encodeURIComponent(code)}`);
    assertEquals(judge(name, module.default).state, "right");
  });
}

for (const [k, name] of names.entries()) {
  Deno.test(`${FOLDER}/${name} runs as it is, and says of each exercise that nothing is there yet`, async () => {
    const { notebook } = await runNotebook(notebooks[k], { cwd: FOLDER });
    const found = notebook.cells.flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
      .flatMap((output) => "data" in output ? [output.data[RESULT_TYPE] as { state: string }] : []);
    assert(found.length >= 3);
    assertEquals(new Set(found.map(({ state }) => state)), new Set(["unsolved"]));
  });
}

Deno.test("deno task exercises --report makes a table of what was handed in, and names what can't be read", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const output = (data: MimeBundle) => ({ output_type: "display_data", data, metadata: {} });
    const cell = (id: string, answer: unknown) => ({
      ...{ cell_type: "code", execution_count: 1, metadata: {}, source: "" },
      outputs: [output(new CheckedAnswer(judge(id, answer))[JUPYTER_DISPLAY]())],
    });
    const write = (name: string, cells: unknown[]) =>
      Deno.writeTextFile(
        `${folder}/${name}`,
        JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
      );
    await Deno.mkdir(`${folder}/ann`);
    const [first, second] = EXERCISES;
    await write("ann/work.ipynb", [cell(first.id, () => 3), cell(first.id, first.solution)]);
    await write("bob.ipynb", [cell(first.id, first.mistakes[0].wrong), cell(second.id, () => NaN)]);
    await Deno.writeTextFile(`${folder}/broken.ipynb`, "{");
    const run = async (...args: string[]) => {
      const command = new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-read", "--allow-env", "lib/cli/exercises.ts", ...args],
      });
      const { stdout, stderr, code } = await command.output();
      const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
      return { out, err, code };
    };
    const { out, err } = await run("--report", folder);
    assertEquals(out.trim().split("\n").map((line) => line.split(/\s{2,}/)), [
      ["notebook", "right", "1.1", "1.2"],
      ["ann/work.ipynb", "1", "✓"],
      ["bob.ipynb", "0", "✗", "…"],
      ["broken.ipynb", "can't be read"],
    ]);
    assertStringIncludes(err, "broken.ipynb: Cannot read");
    const lines = (await run("--report", folder, "--json")).out.trim().split("\n");
    assertEquals(JSON.parse(lines[0]), { notebook: "ann/work.ipynb", results: { "1.1": "right" } });
    await Deno.mkdir(`${folder}/empty`);
    const nothing = await run("--report", `${folder}/empty`);
    assertEquals(nothing.code, 2);
    assertStringIncludes(nothing.err, "must have notebooks: current number is 0");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

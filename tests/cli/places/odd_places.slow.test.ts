/** A clone where few would put one: in a folder with an odd name, of a user without a home, read-only. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { TEXT, withFolder } from "../support.ts";
import { CAN_GIVE_UP, NO_SETPRIV, withoutPrivileges } from "./privileges.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Spaces, quotes of both kinds, what shells and addresses read otherwise, letters of other alphabets. */
const NAME = `it's a "lab" 100% #1 $HOME – Größe 文字`;

async function outputOf(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** What a task of the clone ends with; its user has no home, and nothing but a PATH in the environment. */
type Task = (...args: string[]) => Promise<{ code: number; out: string; error: string }>;

async function withClone(
  run: (task: Task, clone: string, out: string) => Promise<void>,
): Promise<void> {
  if (!CAN_GIVE_UP) return console.log(NO_SETPRIV);
  // Packages are where they are: fetching them is not asked here.
  const { denoDir } = JSON.parse(await outputOf(Deno.execPath(), "info", "--json"));
  await withFolder(async (folder) => {
    const [clone, out] = [`${folder}/${NAME}`, `${folder}/out`];
    await outputOf("git", "clone", "-q", `file://${ROOT}`, clone);
    const env = { PATH: Deno.env.get("PATH")!, DENO_DIR: denoDir, TMPDIR: folder, NO_COLOR: "1" };
    await run(
      async (...args) => {
        const { code, stdout, stderr } = await withoutPrivileges(Deno.execPath(), {
          args: ["task", "--quiet", ...args],
          cwd: clone,
          clearEnv: true,
          env,
        });
        const text = new TextDecoder();
        return { code, out: text.decode(stdout), error: text.decode(stderr) };
      },
      clone,
      out,
    );
  });
}

Deno.test("the tasks work in a folder with an odd name, for a user without a home folder", async () => {
  await withClone(async (task, clone, out) => {
    const report = await task("report", "--only", "01,glossary", "--out", out);
    assertEquals([report.code, report.error], [0, ""]);
    assertEquals([...Deno.readDirSync(out)].map(({ name }) => name).sort(), [
      "01-forward-pass.html",
      "glossary.html",
      "index.html",
    ]);
    await Deno.writeTextFile(`${clone}/own text.txt`, TEXT);
    for (
      const args of [
        ["report", "--check", "--only", "02"],
        ["notebooks", "--check", "--only", "02"],
        ["rnn", "train", "--text", "own text.txt", "--iterations", "20", "--out", "own.npz"],
        ["rnn", "sample", "--snapshot", "own.npz", "--length", "20"],
        ["exercises", "--report", "notebooks/exercises"],
      ]
    ) {
      const { code, error } = await task(...args);
      assertEquals([args, code], [args, 0], error);
    }
  });
});

Deno.test("the report of a read-only clone goes elsewhere, and without --out a line says so", async () => {
  await withClone(async (task, clone, out) => {
    await outputOf("chmod", "-R", "a-w", clone);
    try {
      const refused = await task("report", "--only", "01");
      assertEquals([refused.code, refused.out], [1, ""]);
      assertMatch(
        refused.error,
        /^error: Cannot write in '.*': .*'--out FOLDER' writes elsewhere\n$/,
      );
      const { code, error } = await task("report", "--only", "01", "--out", out);
      assertEquals([code, error], [0, ""]);
    } finally {
      await outputOf("chmod", "-R", "u+w", clone);
    }
  });
});

/** `deno task lab` makes its environment once, anew where it was not finished, and deletes nobody else's. */
import { assert, assertEquals } from "@std/assert";
import { withFolder } from "../support.ts";
import { WORKS } from "./kills.ts";

const { lacks, prepare, task, project, env, check } = WORKS.installing;

/** A project that can install, and the task that does; what it prints. */
async function withProject(
  run: (install: () => Promise<string>, venv: string, folder: string) => Promise<void>,
): Promise<void> {
  const lack = await lacks!();
  if (lack !== undefined) return console.log(lack);
  await withFolder(async (given) => {
    const folder = await Deno.realPath(given);
    await Deno.mkdir(`${folder}/out`);
    await prepare(folder);
    await run(
      async () => {
        const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["task", "--quiet", ...task(folder)],
          cwd: project!(folder),
          env: { NO_COLOR: "1", ...env!(folder) },
        }).output();
        const text = new TextDecoder();
        assert(success, text.decode(stderr));
        await check(folder);
        return text.decode(stdout);
      },
      `${folder}/out/.venv`,
      folder,
    );
  });
}

const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

Deno.test("deno task lab, called twice at once, makes one environment", async () => {
  await withProject(async (install, venv) => {
    const said = await Promise.all([install(), install()]);
    assertEquals(said.filter((lines) => lines.includes("1/3 an environment")).length, 1);
    assertEquals(await exists(`${venv}.partial`), false);
    assert(!(await install()).includes("1/3 an environment"));
  });
});

Deno.test("deno task lab makes an unfinished environment anew, and keeps what somebody else has made", async () => {
  await withProject(async (install, venv) => {
    for (const unfinished of [false, true]) {
      await Deno.remove(venv, { recursive: true }).catch(() => {});
      await Deno.mkdir(venv);
      await Deno.writeTextFile(`${venv}/somebody's`, "");
      if (unfinished) {
        await Deno.mkdir(`${venv}.partial`);
        await Deno.writeTextFile(`${venv}.partial/lock`, "begun");
      }
      await install();
      assertEquals(await exists(`${venv}/somebody's`), !unfinished);
      assertEquals(await exists(`${venv}.partial`), false);
    }
  });
});

/** What the tasks of deno.json may do: no more than they need, with the packages that are locked. */
import { parse } from "jsonc-parser";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

const { tasks } = parse(await Deno.readTextFile(new URL("deno.json", ROOT))) as {
  tasks: Record<string, { command: string }>;
};

/** What needs all permissions, as it starts programs that have them. */
const STARTERS = [
  "lab",
  "report",
  "notebooks",
  "test",
  "test:slow",
  "wasm",
  "playground",
  "bench",
  "rnn",
];

Deno.test("every task takes the locked packages, and only what starts programs has all permissions", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    assertStringIncludes(command, "deno run --frozen ");
    assertEquals(/ (-A|--allow-all) /.test(command), STARTERS.includes(name), command);
    assert(STARTERS.includes(name) || command.includes(" --no-prompt "), command);
    assert(!/--allow-(run|ffi|import)/.test(command), command);
  }
});

Deno.test("the commands' page lists what each task may do", async () => {
  const page = await Deno.readTextFile(new URL("lib/cli/README.md", ROOT));
  const [, list] = page.split("## What each task may do");
  for (const name of Object.keys(tasks)) assertStringIncludes(list, `\`${name}\``);
});

Deno.test("every package of Python is locked: its version, its hashes, and that pip is to check them", async () => {
  const read = (name: string): Promise<string> =>
    Deno.readTextFile(new URL(`lib/cli/jupyter/${name}`, ROOT));
  const locked = (await read("requirements.txt")).replace(/^#.*\n/gm, "").split(/\n(?=\S)/);
  for (const line of locked) {
    assert(
      /^[\w.-]+==[\w.+!]+( ; [^\\]+)? \\\n(\s+--hash=sha256:[0-9a-f]{64}( \\)?\n?)+$/.test(line),
      line,
    );
  }
  for (const [wanted] of (await read("requirements.in")).matchAll(/^\w.*==.*$/gm)) {
    assert(locked.some((line) => line.startsWith(`${wanted} `)), wanted);
  }
  assertStringIncludes(await read("jupyter.ts"), '"--require-hashes"');
});

/** A task as a user types it, in a folder of its own. */
async function task(env: Record<string, string>, ...args: string[]): Promise<[number, string]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const text = new TextDecoder();
  return [code, text.decode(stdout) + text.decode(stderr)];
}

Deno.test("the tasks with few permissions do their work with them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const kernel = await task({ JUPYTER_DATA_DIR: folder }, "kernel");
    assertStringIncludes(kernel.join(" "), "Installed: ");
    const removed = await task({ JUPYTER_DATA_DIR: folder }, "kernel", "--remove");
    assertStringIncludes(removed.join(" "), "0 Removed: ");
    // The files are none of the course's; whether they can be written is asked by data.test.ts.
    await Deno.writeTextFile(`${folder}/shakespeare_train.txt`, "no play");
    const data = await task({}, "data", "--from", folder);
    assert(data[0] === 0 || /bytes: current size is 7/.test(data[1]), data[1]);
    const exercises = await task({}, "exercises", "--report", "notebooks/exercises");
    assertEquals(exercises[0], 0, exercises[1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

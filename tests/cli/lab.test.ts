/** `deno task lab` and `deno task kernel`, as far as they go without a JupyterLab. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a command of lib/cli. */
async function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `${ROOT}lib/cli/jupyter/${command}.ts`, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout).trim(), error: text.decode(stderr).trim() };
}

Deno.test("deno task kernel installs, keeps what was there, and removes", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/kernels/deno/kernel.json`;
  const env = { JUPYTER_DATA_DIR: folder };
  try {
    assertEquals((await run("kernel", ["--remove"], env)).out, "There is nothing to remove.");
    await Deno.mkdir(`${folder}/kernels/deno`, { recursive: true });
    await Deno.writeTextFile(path, `{ "argv": ["another"] }`);
    const installed = await run("kernel", [], env);
    assertStringIncludes(installed.out, `Installed: ${path}`);
    await run("kernel", [], env);
    const { argv, interrupt_mode, env: kernelEnv } = JSON.parse(await Deno.readTextFile(path));
    assertEquals([argv[0], interrupt_mode], [Deno.execPath(), "message"]);
    assertEquals(argv.at(-1), "{connection_file}");
    assertEquals(kernelEnv.NO_COLOR, "1");
    assertStringIncludes((await run("kernel", ["--remove"], env)).out, "Removed: ");
    assertEquals(JSON.parse(await Deno.readTextFile(path)), { argv: ["another"] });
    assertEquals((await run("kernel", ["--remove"], env)).out, "There is nothing to remove.");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task kernel removes the folder that it made", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await run("kernel", [], { JUPYTER_DATA_DIR: folder });
    await run("kernel", ["--remove"], { JUPYTER_DATA_DIR: folder });
    assertEquals([...Deno.readDirSync(`${folder}/kernels`)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task lab and kernel refuse what they don't know, in one line", async () => {
  for (
    const [command, args, said] of [
      ["lab", ["--prot", "1"], "error: Unknown option '--prot'"],
      ["lab", ["--port", "70000"], "error: Cannot open JupyterLab as '--port' must be 0 to 65535"],
      ["kernel", ["--remvoe"], "error: Unknown option '--remvoe'"],
    ] as const
  ) {
    const { code, error } = await run(command, [...args]);
    assertEquals(code, 2);
    assert(error.startsWith(said) && !error.includes("\n"), error);
  }
});

/** `deno task lab` in a copy of the project that has no .venv; what it says when it fails. */
async function failingLab(env: Record<string, string>): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const cli = `${folder}/lib/cli`;
    await Deno.mkdir(`${cli}/jupyter`, { recursive: true });
    for (const name of ["command.ts", "launcher.ts", "terminal.ts"]) {
      await Deno.copyFile(`${ROOT}lib/cli/${name}`, `${cli}/${name}`);
    }
    for (const name of ["jupyter.ts", "kernelspec.ts", "lab.ts", "requirements.txt"]) {
      await Deno.copyFile(`${ROOT}lib/cli/jupyter/${name}`, `${cli}/jupyter/${name}`);
    }
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", "--config", `${ROOT}deno.json`, `${cli}/jupyter/lab.ts`],
      env: { NO_COLOR: "1", ...env },
    }).output();
    assertEquals(code, 1);
    const error = new TextDecoder().decode(stderr).trim();
    assert(error.includes("VS Code") && error.includes("deno task report"), error);
    assert(!error.includes("\n"), error);
    return error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("deno task lab without Jupyter and Python names the two ways on", async () => {
  assertStringIncludes(await failingLab({ PATH: "/nowhere" }), "it needs Python 3.10 or later");
});

Deno.test("deno task lab names the package that Debian's Python lacks", async () => {
  const python = await new Deno.Command("python3", {
    args: ["-c", "import sys; print(sys.executable)"],
    stderr: "null",
  }).output().catch(() => undefined);
  if (!python?.success) return console.log("skipped: there is no python3");
  const folder = await Deno.makeTempDir();
  try {
    // A real Python, from which the module is kept.
    await Deno.writeTextFile(`${folder}/ensurepip.py`, "raise ImportError");
    await Deno.symlink(new TextDecoder().decode(python.stdout).trim(), `${folder}/python3`);
    const error = await failingLab({ PATH: folder, PYTHONPATH: folder });
    assertStringIncludes(error, "apt install python3-venv");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

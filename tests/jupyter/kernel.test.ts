/** The kernel client against the real kernel. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Execution, startKernel } from "@lab/jupyter";
import { type Output } from "@lab/notebooks";
import { HAS_PS, isRunning } from "./support.ts";

const ENDLESS = "for (;;);";
const WAITING = "await new Promise(() => {})";

const kinds = ({ outputs }: Execution): string[] => outputs.map(({ output_type }) => output_type);

const printed = ({ outputs }: Execution): string =>
  outputs.map((output) => output.output_type === "stream" ? output.text : "").join("");

Deno.test("Kernel.execute() loses and misplaces nothing in 60 cells that print and return at once", async () => {
  await using kernel = await startKernel(".");
  for (let i = 1; i <= 60; i++) {
    const code = `for (let j = 0; j < 5; j++) console.log("cell ${i} line " + j);\n${i}`;
    const { status, outputs, executionCount } = await kernel.execute(code);
    assertEquals([status, executionCount], ["ok", i]);
    const text = [0, 1, 2, 3, 4].map((j) => `cell ${i} line ${j}\n`).join("");
    const data = { "text/plain": String(i) };
    assertEquals(outputs, [
      { output_type: "stream", name: "stdout", text },
      { output_type: "execute_result", data, metadata: {}, execution_count: i },
    ]);
  }
});

Deno.test("Kernel.execute() gathers 500 lines of one cell, and a megabyte of one display", async () => {
  await using kernel = await startKernel(".");
  const lines = await kernel.execute("for (let i = 0; i < 500; i++) console.log(i)");
  assertEquals(printed(lines), Array.from({ length: 500 }, (_, i) => `${i}\n`).join(""));
  const big = await kernel.execute('Deno.jupyter.html`${"x".repeat(1e6)}`');
  const [output] = big.outputs;
  assert(output.output_type === "execute_result");
  assertEquals((output.data["text/html"] as string).length, 1e6);
  assertEquals(kinds(await kernel.execute("undefined")), []);
});

Deno.test("Kernel.execute() tells outputs while the code runs, and updates a display in place", async () => {
  await using kernel = await startKernel(".");
  const told: Output[] = [];
  const { outputs } = await kernel.execute(
    `await Deno.jupyter.display({ "text/plain": "0 %" }, { raw: true, display_id: "p" });
     console.error("half");
     await Deno.jupyter.display({ "text/plain": "100 %" }, { raw: true, display_id: "p", update: true });`,
    { onOutput: (output) => told.push(structuredClone(output)) },
  );
  assertEquals(outputs, [
    { output_type: "display_data", data: { "text/plain": "100 %" }, metadata: {} },
    { output_type: "stream", name: "stderr", text: "half\n" },
  ]);
  assertEquals(told.length, 3);
  assertEquals(told[0].output_type === "display_data" && told[0].data, { "text/plain": "0 %" });
});

Deno.test("Kernel.execute() puts what a cell printed before the error that ended it", async () => {
  await using kernel = await startKernel(".");
  const run = await kernel.execute(
    'for (let i = 0; i < 100; i++) console.log(i);\nthrow new RangeError("too far")',
  );
  assertEquals(run.status, "error");
  assertEquals(kinds(run), ["stream", "error"]);
  assertEquals([run.error?.name, run.error?.message], ["RangeError", "too far"]);
  assertEquals((await kernel.execute("1 + 1")).status, "ok");
});

Deno.test("Kernel.execute() sees a syntax error, which the kernel tells in its reply alone", async () => {
  await using kernel = await startKernel(".");
  const run = await kernel.execute("const = 5");
  assertEquals(run.status, "error");
  assertEquals(kinds(run), ["error"]);
});

Deno.test("Kernel.execute() fails when a display throws, though the reply says ok", async () => {
  await using kernel = await startKernel(".");
  const throws = '({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture"); } })';
  assertEquals((await kernel.execute(throws)).error?.message, "no picture");
  const typed = '({ [Symbol.for("Jupyter.display")]() { return { "application/json": ' +
    "{ x: new Float64Array(2) } }; } })";
  assertEquals((await kernel.execute(typed)).status, "error");
});

Deno.test("Kernel.execute() fails when nobody catches an error in a promise or a timer", async () => {
  await using kernel = await startKernel(".");
  const rejected = '(async () => { await 0; throw new RangeError("not awaited"); })(); 5';
  assertEquals((await kernel.execute(rejected)).error?.message, "not awaited");
  const timer = 'setTimeout(() => { throw new TypeError("in a timer"); }, 1);\n' +
    "await new Promise((resolve) => setTimeout(resolve, 50)); 6";
  const run = await kernel.execute(timer, { timeoutSeconds: 5 });
  assertEquals([run.error?.name, run.error?.message], ["TypeError", "in a timer"]);
  assertEquals((await kernel.execute('Promise.reject("text")')).error?.message, "text");
  assertEquals((await kernel.execute("await Promise.reject(1).catch(() => 7)")).status, "ok");
});

Deno.test("Kernel.execute() tells the exit status of a kernel that a cell ends", async () => {
  await using kernel = await startKernel(".");
  const { status, error } = await kernel.execute("Deno.exit(3)");
  assertEquals([status, error?.message], ["died", "the kernel ended with exit status 3"]);
  const after = await kernel.execute("1", { timeoutSeconds: 5 });
  assertEquals(after.status, "died");
});

Deno.test("Kernel.execute() ends a kernel that loops or waits without end", async () => {
  for (const code of [`console.log("in");\n${ENDLESS}`, WAITING]) {
    const kernel = await startKernel(".");
    const run = await kernel.execute(code, { timeoutSeconds: 2 });
    assertEquals(run.status, "timeout");
    assertEquals(printed(run), code.startsWith("console") ? "in\n" : "");
    await kernel.shutdown();
  }
});

Deno.test("Kernel.execute() refuses a time of no length and a second piece of code at once", async () => {
  await using kernel = await startKernel(".");
  await assertRejects(
    () => kernel.execute("1", { timeoutSeconds: 0 }),
    RangeError,
    "timeoutSeconds",
  );
  await assertRejects(() => kernel.execute("1", { timeoutSeconds: NaN }), RangeError);
  const first = kernel.execute("1");
  await assertRejects(() => kernel.execute("2"), TypeError, "busy");
  assertEquals((await first).status, "ok");
});

Deno.test("Kernel.shutdown() does not wait for a process that a cell has started", async () => {
  const kernel = await startKernel(".");
  const code = `const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "await new Promise((resolve) => setTimeout(resolve, 60_000))"],
    stderr: "inherit",
  }).spawn();
  child.unref();
  console.log(child.pid);`;
  const child = Number(printed(await kernel.execute(code)));
  await kernel.shutdown();
  // It is alive still, so that nobody waited for it.
  Deno.kill(child, "SIGKILL");
});

Deno.test("Kernel.interrupt() stops a loop and keeps the state", async () => {
  await using kernel = await startKernel(".");
  await kernel.execute("let n = 41;");
  const { promise: inside, resolve } = Promise.withResolvers<void>();
  const looping = kernel.execute('console.log("in");\nfor (;;);', { onOutput: () => resolve() });
  await inside;
  await kernel.interrupt();
  assertEquals((await looping).status, "error");
  const { outputs: [output] } = await kernel.execute("n + 1");
  assertEquals(output.output_type === "execute_result" && output.data, { "text/plain": "42" });
});

Deno.test("startKernel() runs in the folder given, and refuses one that is not there", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  {
    await using kernel = await startKernel(folder);
    assertEquals(printed(await kernel.execute("console.log(Deno.cwd())")), `${folder}\n`);
  }
  await Deno.remove(folder);
  await assertRejects(() => startKernel(folder), Deno.errors.NotFound);
});

Deno.test("a kernel renews the stop signal that its cells look at, in any folder", async () => {
  const folder = await Deno.makeTempDir();
  for (const place of [".", folder]) {
    await using kernel = await startKernel(place);
    const { outputs: [raised] } = await kernel.execute(
      `import { raiseStop, stopSignal } from "@lab/stop"; raiseStop(); stopSignal()?.aborted`,
    );
    const { outputs: [renewed] } = await kernel.execute("stopSignal()?.aborted");
    assertEquals(
      [raised, renewed].map((output) => "data" in output && output.data["text/plain"]),
      ["true", "false"],
    );
  }
  await Deno.remove(folder);
});

Deno.test("Kernels leave no process and no connection file behind, however they end", async () => {
  if (!HAS_PS) return console.log("skipped: there is no ps here");
  // In a process and a folder for temporary files of its own: other tests run kernels meanwhile.
  const support = new URL("support.ts", import.meta.url).href;
  const program = `import { startKernel } from "@lab/jupyter";
    import { ownKernels } from "${support}";
    const counts = [];
    const count = async () => counts.push((await ownKernels()).length);
    const kernels = [await startKernel("."), await startKernel("."), await startKernel(".")];
    await count();
    await kernels[0].shutdown();
    await count();
    await kernels[1].execute("for (;;);", { timeoutSeconds: 0.3 });
    await count();
    await kernels[2].execute("Deno.exit(3)");
    await count();
    await startKernel("no such folder").catch(() => {});
    await count();
    console.log(JSON.stringify(counts));`;
  const folder = await Deno.makeTempDir();
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    env: { TMPDIR: folder, TMP: folder },
  }).output();
  assertEquals(new TextDecoder().decode(stdout).trim(), "[3,2,1,0,0]");
  assertEquals(Array.from(Deno.readDirSync(folder)), []);
  await Deno.remove(folder);
});

for (
  const [signal, status, code] of [
    ["SIGINT", 130, ENDLESS],
    ["SIGTERM", 143, ENDLESS],
    ["SIGKILL", 137, WAITING],
  ] as const
) {
  Deno.test(`Kernels end with this process at ${signal}`, async () => {
    if (!HAS_PS) return console.log("skipped: there is no ps here");
    const program = `import { startKernel } from "@lab/jupyter";
      const kernel = await startKernel(".");
      const { outputs: [pid] } = await kernel.execute("console.log(Deno.pid)");
      console.log(pid.text);
      await kernel.execute("${code}");`;
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      stdout: "piped",
    }).spawn();
    const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const kernel = Number((await reader.read()).value);
    assert(await isRunning(kernel));
    parent.kill(signal);
    assertEquals((await parent.status).code, status);
    await reader.cancel();
    const patience = Date.now() + 30_000;
    while (await isRunning(kernel) && Date.now() < patience) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert(!await isRunning(kernel));
  });
}

Deno.test("a kernel prints arrays in a line: how many or which shape, the first, the range", async () => {
  await using kernel = await startKernel(".");
  const printed = async (code: string): Promise<string> => {
    const { outputs: [output] } = await kernel.execute(code, { timeoutSeconds: 30 });
    assert("data" in output);
    return String(output.data["text/plain"]);
  };
  assertEquals(
    await printed("({ W: Float64Array.from({ length: 6200 }, (_, i) => i / 3 - 1), name: 'x' })"),
    `{\n  W: Float64Array(6200) [ -1, -0.6667, -0.3333, … ] from -1 to 2065,\n  name: "x"\n}`,
  );
  assertEquals(
    await printed("new Float32Array(20).fill(NaN, 1)"),
    "Float32Array(20) [ 0, NaN, NaN, … ] from 0 to 0, 19 not finite",
  );
  assertEquals(
    await printed("new BigInt64Array(13)"),
    "BigInt64Array(13) [ 0, 0, 0, … ] from 0 to 0",
  );
  assertEquals(await printed("Uint8Array.of(1, 2)"), "Uint8Array(2) [ 1, 2 ]");
  assertEquals(await printed("new Uint8Array(0)"), "Uint8Array(0) []");
  assertEquals(await printed("Float64Array.of(1 / 3, 2)"), "Float64Array(2) [ 0.333333, 2 ]");
  assertEquals(
    await printed("Array.from({ length: 101 }, (_, i) => i)"),
    "Array(101) [ 0, 1, 2, … ] from 0 to 100",
  );
  assertEquals(await printed(`["a"]`), `[ "a" ]`);
  assertEquals(await printed("({ Wxh: 1 })"), "{ Wxh: 1 }");
  const parameters = "initialParameters({ hiddenSize: 11, vocabularySize: 3 }, new Random(1))";
  const lines = await printed(
    `import { initialParameters } from "@lab/model"; import { Random } from "@lab/numerics";
    ({ a: [${parameters}] })`,
  );
  const shapes = [...lines.matchAll(/(\w+): Float64Array (\[[\d, ]+\])/g)].map(([, ...found]) =>
    found.join(" ")
  );
  assertEquals(shapes, ["Wxh [11, 3]", "Whh [11, 11]", "Why [3, 11]", "bh [11]", "by [3]"]);
  assert(lines.split("\n").length < 20, lines);
});

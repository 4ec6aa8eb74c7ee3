/** What floods is joined, and loses and misplaces nothing. */
import { assert, assertEquals } from "@std/assert";
import { type Execution, startKernel } from "@lab/jupyter";

const lines = (count: number): string => `for (let i = 0; i < ${count}; i++) console.log(i);`;
const counted = (count: number): string =>
  Array.from({ length: count }, (_, i) => `${i}\n`).join("");

/** Each output by its kind; of printed text, the stream and the text. */
const told = ({ outputs }: Execution): string[] =>
  outputs.map((output) =>
    output.output_type === "stream" ? `${output.name}: ${output.text}` : output.output_type
  );

Deno.test("a kernel prints 200,000 lines in seconds, each of them, before what comes after", async () => {
  await using kernel = await startKernel(".");
  const before = performance.now();
  const run = await kernel.execute(`${lines(200_000)} 42`);
  assertEquals(told(run), [`stdout: ${counted(200_000)}`, "execute_result"]);
  // A message a line took a minute.
  assert(performance.now() - before < 30_000);
});

Deno.test("a kernel keeps the order of floods, of both streams, and of displays", async () => {
  await using kernel = await startKernel(".");
  const display = `Deno.jupyter.broadcast("display_data", { data: {}, metadata: {} });`;
  const run = await kernel.execute(
    `${lines(3000)} ${display} ${lines(3000)} console.error("e"); ${lines(1500)} ` +
      `setTimeout(() => { ${lines(2000)} }, 1); await new Promise((r) => setTimeout(r, 50)); ` +
      `console.warn("w"); ${lines(1200)} throw new RangeError("end")`,
  );
  assertEquals(told(run), [
    `stdout: ${counted(3000)}`,
    "display_data",
    `stdout: ${counted(3000)}`,
    "stderr: e\n",
    `stdout: ${counted(1500)}${counted(2000)}`,
    "stderr: w\n",
    `stdout: ${counted(1200)}`,
    "error",
  ]);
});

Deno.test("a kernel that floods and then loops without end is ended with all that it printed", async () => {
  await using kernel = await startKernel(".");
  const run = await kernel.execute(`${lines(5000)} for (;;);`, { timeoutSeconds: 3 });
  assertEquals([run.status, told(run)[0]], ["timeout", `stdout: ${counted(5000)}`]);
});

Deno.test("a kernel that a cell ends amid a flood tells all that was printed, and its exit status", async () => {
  for (
    const [exit, status] of [
      ["Deno.exitCode = 5; Deno.exit()", 5],
      [`process.exit(4)`, 4],
      ["setTimeout(() => Deno.exit(6)); await new Promise(() => {})", 6],
    ] as const
  ) {
    await using kernel = await startKernel(".");
    const run = await kernel.execute(
      `import process from "node:process";
       addEventListener("unload", () => console.log("last"));
       ${lines(5000)} ${exit};`,
    );
    assertEquals(told(run), [`stdout: ${counted(5000)}last\n`]);
    const why = `the kernel ended with exit status ${status}`;
    assertEquals([run.status, run.error?.message], ["died", why]);
  }
});

Deno.test("a kernel's console is as Deno's: groups, tables, counts, errors", async () => {
  await using kernel = await startKernel(".");
  const run = await kernel.execute(
    `console.group("G"); console.log("%d of", 5, { a: 1 }); console.groupEnd(); console.table([{ a: 1 }]);
     console.count(); console.error(new Date(NaN))`,
  );
  assertEquals(told(run), [
    "stdout: G\n  5 of { a: 1 }\n┌───────┬───┐\n│ (idx) │ a │\n├───────┼───┤\n│     0 │ 1 │\n└───────┴───┘\ndefault: 1\n",
    "stderr: Invalid Date\n",
  ]);
});

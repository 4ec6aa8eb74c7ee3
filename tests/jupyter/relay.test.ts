/** The relay between Jupyter and Deno's kernel, as a front-end sees it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Content, Message } from "../../lib/jupyter/wire/messages.ts";
import { StreamJoiner } from "../../lib/jupyter/relay/streams.ts";
import { type Cell, FrontEnd } from "./front_end.ts";

const printed = ({ published }: Cell): string =>
  published.filter(({ type }) => type === "stream").map(({ content }) => content.text).join("");

Deno.test("serveKernel() sends every output of a cell before its end, as that cell's", async () => {
  await using front = await FrontEnd.start();
  const parents = new Set<string | undefined>();
  for (let round = 0; round < 3; round++) {
    const cell = await front.run("for (let i = 0; i < 500; i++) console.log(i); 42");
    assertEquals(printed(cell), Array.from({ length: 500 }, (_, i) => `${i}\n`).join(""));
    assertEquals(cell.published.at(-1)!.type, "execute_result");
    const own = new Set(cell.published.map(({ parentId }) => parentId));
    assertEquals(own.size, 1);
    const inputs = front.published.filter(({ type, parentId }) =>
      type === "execute_input" && own.has(parentId)
    );
    assertEquals(inputs.map(({ content }) => content.code), [
      "for (let i = 0; i < 500; i++) console.log(i); 42",
    ]);
    own.forEach((parent) => parents.add(parent));
  }
  assertEquals(parents.size, 3);
});

Deno.test("serveKernel() tells errors behind what was printed, with their lines, and syntax errors too", async () => {
  await using front = await FrontEnd.start();
  const thrown = await front.run(`console.log("before");\n\nnull.x`);
  assertEquals(thrown.published.map(({ type }) => type), ["stream", "error"]);
  assertEquals(thrown.reply.status, "error");
  assertStringIncludes(String(thrown.reply.traceback), "at line 3 of this cell");
  const wrong = await front.run("const a = 1;\nconst b = ;");
  assertEquals(wrong.published.map(({ type }) => type), ["error"]);
  assertStringIncludes(String(wrong.reply.traceback), "Expression expected,at line 2 of this cell");
  const uncaught = await front.run(
    `Promise.reject(new RangeError("alone")); await new Promise((r) => setTimeout(r, 50)); 1`,
  );
  assertEquals([uncaught.reply.status, uncaught.reply.ename], ["error", "RangeError"]);
});

Deno.test("serveKernel() leaves out the cells that wait behind an error, unless told not to", async () => {
  await using front = await FrontEnd.start();
  const wait = `await new Promise((r) => setTimeout(r, 200)); throw new Error("x")`;
  const [first, second] = await Promise.all([front.run(wait), front.run("var ran = true")]);
  assertEquals([first.reply.status, second.reply.status], ["error", "aborted"]);
  const [, fourth] = await Promise.all([
    front.run(wait, { stop_on_error: false }),
    front.run("typeof ran"),
  ]);
  assertEquals(fourth.published.map(({ content }) => content.data), [{
    "text/plain": `"undefined"`,
  }]);
});

const interruptedAfter = async (front: FrontEnd, ms: number, code: string): Promise<Cell> => {
  const cell = front.run(code);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await front.request("control", "interrupt_request");
  return await cell;
};

const TRAIN = `import { train } from "@lab/training";
var run = await train("to be or not to be, that is the question. ".repeat(50), { iterations: 1e8 });
run.stopped`;

Deno.test("serveKernel() hears Stop in a session's first cell, keeps what was learned, and goes on", async () => {
  await using front = await FrontEnd.start();
  // Long before the import has finished.
  const early = await interruptedAfter(front, 5, TRAIN);
  assertEquals(early.published.map(({ content }) => content.data), [{ "text/plain": "true" }]);
  const start = performance.now();
  const later = await interruptedAfter(front, 1000, TRAIN);
  assertEquals(later.published.map(({ content }) => content.data), [{ "text/plain": "true" }]);
  assert(performance.now() - start < 4000, "stops within seconds, also on a busy machine");
  const resumed = await front.run(
    `const before = run.iterations;
run = await train("to be or not to be, that is the question. ".repeat(50),
  { iterations: before + 10, resume: run });
[before > 0, run.iterations - before, run.stopped].join()`,
  );
  assertEquals(resumed.published[0].content.data, { "text/plain": `"true,10,false"` });
});

Deno.test("serveKernel() breaks a loop that never awaits, and keeps the variables", async () => {
  await using front = await FrontEnd.start();
  const cell = await interruptedAfter(front, 500, "var count = 0; while (true) count++;");
  assertEquals([cell.reply.status, cell.reply.ename], ["error", "Stopped"]);
  const { published } = await front.run("count > 0");
  assertEquals(published[0].content.data, { "text/plain": "true" });
});

Deno.test("serveKernel() says so when a cell does not look at the stop signal", async () => {
  await using front = await FrontEnd.start();
  const cell = await interruptedAfter(
    front,
    500,
    `await new Promise((resolve) => setTimeout(resolve, 5000)); "ended"`,
  );
  assertStringIncludes(printed(cell), "does not look at the stop signal");
  assertEquals(cell.reply.status, "ok");
});

Deno.test("serveKernel() answers while a cell runs: what it is, questions to the user, completions", async () => {
  await using front = await FrontEnd.start();
  const long = front.run("await new Promise((r) => setTimeout(r, 1500))");
  const start = performance.now();
  const info = await front.request("shell", "kernel_info_request");
  assert(performance.now() - start < 1000);
  assertEquals(info.implementation, "Deno kernel");
  await long;
  front.answer = "yes";
  const asked = await front.run(`prompt("Go on?")`, { allow_stdin: true });
  assertEquals(asked.published.at(-1)!.content.data, { "text/plain": `"yes"` });
  // Made as it runs: only the kernel knows its members.
  await front.run(`var made: any = { only: { here: 1 } }`);
  assertEquals(await front.complete("made.on"), ["only"]);
});

Deno.test("serveKernel() completes and explains the lab's names, also while a cell runs", async () => {
  await using front = await FrontEnd.start();
  await front.run(`import * as snapshots from "@lab/snapshots"`);
  await front.run("const wrong = ;");
  const code = "snapshots.loadSnapshot";
  const ask = () =>
    front.request("shell", "inspect_request", { code, cursor_pos: code.length, detail_level: 0 });
  // The language server starts with the first question, and on a busy machine answers a later one.
  for (let tries = 0; tries < 10 && !(await ask()).found; tries++);
  const long = front.run(`import { stopSignal } from "@lab/stop";
await new Promise((resolve) => stopSignal()!.addEventListener("abort", resolve)); 1`);
  await front.until((message) => message.type === "execute_input");
  const { found, data } = await ask();
  assertEquals(found, true);
  assertStringIncludes(
    String((data as Content)["text/plain"]),
    "Loads a trained network from a file",
  );
  assertEquals(await front.complete(code.slice(0, -4)), ["loadSnapshot"]);
  assert(front.published.every(({ type }) => type !== "execute_result"), "the cell still runs");
  await front.request("control", "interrupt_request");
  const { published } = await long;
  assertEquals(published.at(-1)!.content.data, { "text/plain": "1" });
});

Deno.test("serveKernel() lets a control of the page redraw what its cell has shown", async () => {
  await using front = await FrontEnd.start();
  const { published } = await front.run(`import { slider } from "@lab/figures";
Deno.env.set("CHAR_RNN_INTERACTIVE", "1");
await slider({ label: "temperature", min: 0, max: 5, value: 1 }, (tau) => {
  if (tau === 4) throw new RangeError("too hot");
  return \`at \${tau}\`;
});`);
  const { comm_id, target_name } = published.find(({ type }) => type === "comm_open")!.content;
  const shown = published.at(-1)!.content;
  assertEquals(shown.data, { "text/plain": "at 1" });
  const { comms } = await front.request("shell", "comm_info_request");
  assertEquals(comms, { [String(comm_id)]: { target_name } });

  const says = async (data: Content, type = "update_display_data"): Promise<Content> => {
    let heard: Message | undefined;
    const answered = front.until((message) => {
      if (message.type === type) heard = message;
      return heard !== undefined && message.content.execution_state === "idle";
    });
    void front.request("shell", "comm_msg", { comm_id, data });
    await answered;
    return heard!.content;
  };
  const start = performance.now();
  const moved = await says({ method: "update", state: { value: 2.0000000000000004 } });
  console.log(`redrawn within ${(performance.now() - start).toFixed(0)} ms`);
  assertEquals([moved.data, moved.transient], [{ "text/plain": "at 2" }, shown.transient]);
  const failed = await says({ method: "update", state: { value: 4 } });
  assertEquals(failed.data, { "text/plain": "RangeError: too hot" });
  const beyond = await says({ method: "update", state: { value: 99 } });
  assertEquals(beyond.data, { "text/plain": "at 5" });
  const told = await says({ method: "request_state" }, "comm_msg");
  assertEquals(((told.data as Content).state as Content).value, 5);
  const inputs = front.published.filter(({ type }) => type === "execute_input");
  assertEquals(inputs.length, 1, "nobody sees what runs for a control");
});

Deno.test("serveKernel() forgets the controls of a cell that runs again, and of no other", async () => {
  await using front = await FrontEnd.start();
  const begun = (id: string): Promise<Cell> =>
    front.run(
      `import { button } from "@lab/figures";
Deno.env.set("CHAR_RNN_INTERACTIVE", "1");
await button("again", (pressed) => \`${id} \${pressed}\`);`,
      {},
      { cellId: id },
    );
  const opened = async (id: string): Promise<string> =>
    String(
      (await begun(id)).published.findLast(({ type }) => type === "comm_open")!.content.comm_id,
    );
  const open = async (): Promise<string[]> =>
    Object.keys((await front.request("shell", "comm_info_request")).comms as Content);
  const other = await opened("b");
  const first = await opened("a");
  assertEquals(await open(), [other, first]);
  const again: string[] = [];
  for (let n = 0; n < 5; n++) again.push(await opened("a"));
  assertEquals(await open(), [other, again[4]]);
  const closed = front.published.filter(({ type }) => type === "comm_close")
    .map(({ content }) => content.comm_id);
  assertEquals(closed, [first, ...again.slice(0, 4)]);
  const heard = `const stop = await import("@lab/stop");
for (const id of ${JSON.stringify([first, other])}) {
  await stop.hearControl(id, { method: "custom", content: { event: "click" } });
}`;
  const { published } = await front.run(heard, {}, { cellId: "c" });
  const drawn = published.filter(({ type }) => type === "update_display_data");
  assertEquals(drawn.map(({ content }) => content.data), [{ "text/plain": "b 1" }]);
});

Deno.test("serveKernel() ends with the kernel, and says why, behind all that was printed", async () => {
  const front = await FrontEnd.start();
  const told = front.until(({ type }) => type === "error");
  void front.run("for (let i = 0; i < 5000; i++) console.log(i); Deno.exit(3)");
  await told;
  const texts = front.published.filter(({ type }) => type === "stream");
  const text = texts.map(({ content }) => content.text).join("");
  assertEquals(text, Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(""));
  const error = front.published.findLast(({ type }) => type === "error");
  assertStringIncludes(String(error?.content.evalue), "the kernel ended with exit status 3");
  assertEquals((await front.process.status).code, 1);
  await front.close();
});

Deno.test("StreamJoiner joins texts of one stream, in the order of all", () => {
  const sent: string[] = [];
  const joiner = new StreamJoiner((name, text) => sent.push(`${name}: ${text}`));
  joiner.add("stdout", "a");
  joiner.add("stdout", "b");
  joiner.add("stderr", "c");
  joiner.flush();
  joiner.flush();
  assertEquals(sent, ["stdout: ab", "stderr: c"]);
});

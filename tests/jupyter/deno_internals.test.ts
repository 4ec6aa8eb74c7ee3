/**
 * What `lib/jupyter/deno_internals.ts` says of Deno, asked of Deno itself: each name there has a
 * question here, which fails when a new version of Deno does otherwise.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as internals from "../../lib/jupyter/deno_internals.ts";
import { LanguageServer } from "../../lib/jupyter/help/language_server.ts";
import { locateError } from "../../lib/jupyter/session/locate.ts";
import { sleep, TIME_OVER, within } from "../../lib/jupyter/time.ts";
import type { Content } from "../../lib/jupyter/wire/messages.ts";
import { type BareCell, BareKernel, ROOT } from "./support.ts";

/** How long somebody is given who is expected to say nothing. */
const SILENCE_SECONDS = 0.7;

/** Whom questions are put to. */
interface Asked {
  /** A kernel that answers the next question, too. */
  kernel: BareKernel;
  /** The language server. */
  server: LanguageServer;
}

type Question = (asked: Asked) => Promise<void>;

const types = ({ published }: BareCell): string[] => published.map(({ type }) => type);

const resultOf = ({ published }: BareCell): string =>
  String((published.at(-1)?.content.data as Content)["text/plain"]);

const stackOf = ({ traceback }: Content): string[] => traceback as string[];

async function doesNotEnd(promise: Promise<unknown>): Promise<void> {
  assertEquals(await within(SILENCE_SECONDS, promise), TIME_OVER);
}

/** What `deno` writes to its standard error. */
async function stderrOf(...args: string[]): Promise<string> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  return new TextDecoder().decode(stderr);
}

/** The line to which a cell's error is traced, by what the kernel says of it. */
async function lineOf(kernel: BareKernel, code: string): Promise<number | undefined> {
  const { reply } = await kernel.run(code);
  assertEquals(reply.status, "error");
  const [name, message] = [String(reply.ename), String(reply.evalue)];
  return (await locateError(code, { name, message, traceback: stackOf(reply) })).line;
}

async function hover(server: LanguageServer, code: string): Promise<string> {
  const found = await server.hover(code, code.length - 1);
  return (found?.contents as { value: string }).value.trim();
}

const NUMBERS = "for (let i = 0; i < 500; i++) console.log(i);";

const BROKEN_DISPLAY = `const one = 1;\nconst two = 2;
({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture"); } })`;

/** The printer leaves out its empty lines, and breaks up its expressions. */
const LOOSE = `const numbers = [1, 2].map((n) => { return n; });

const text = [

  1,
].join();


null.x;`;

const HABITS: Record<keyof internals.KernelHabits, Question> = {
  outputsComeLate: async ({ kernel }) => {
    let late = 0;
    for (let tries = 0; late === 0 && tries < 20; tries++) late = (await kernel.run(NUMBERS)).late;
    assert(late > 0, "all outputs came before the end of their cell");
  },
  outputsKeepTheirOrder: async ({ kernel }) => {
    const cell = await kernel.run(`${NUMBERS} 7`);
    const printed = cell.published.filter(({ type }) => type === "stream");
    const text = printed.map(({ content }) => content.text).join("");
    assertEquals(text, Array.from({ length: 500 }, (_, i) => `${i}\n`).join(""));
    assertEquals(resultOf(cell), "7");
  },
  inputIsPublished: async ({ kernel }) => {
    const code = "// a remark\n\n 1 ;";
    const [{ type, content }] = (await kernel.run(code)).published;
    assertEquals([type, content.code], ["execute_input", code]);
  },
  namesAreDeclaredAgain: async ({ kernel }) => {
    await kernel.run("const again = 1; class Again {}");
    const cell = await kernel.run(
      "const again = 2; class Again { two = 2; }\n[again, new Again().two]",
    );
    assertEquals(resultOf(cell), "[ 2, 2 ]");
  },
  syntaxErrorsAreSilent: async ({ kernel }) => {
    assertEquals(types(await kernel.run("const = 5")), ["execute_input"]);
  },
  rejectionsAreSilent: async ({ kernel }) => {
    const cell = await kernel.run(`Promise.reject(new Error("alone")); 5`);
    assertEquals([cell.reply.status, types(cell)], ["ok", ["execute_input", "execute_result"]]);
  },
  timerErrorsHang: async () => {
    const code = `setTimeout(() => { throw new Error("in a timer"); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 300));`;
    // On a busy machine both timers may be due at once; then the cell ends.
    for (let tries = 3;; tries--) {
      await using kernel = await BareKernel.start();
      if (await within(SILENCE_SECONDS, kernel.execute(code)) === TIME_OVER) return;
      assert(tries > 1, "the cell ended each time");
    }
  },
  brokenDisplaysAreOk: async ({ kernel }) => {
    const cell = await kernel.run(BROKEN_DISPLAY);
    assertEquals([cell.reply.status, types(cell)], ["ok", ["execute_input", "error"]]);
  },
  queuesGoOn: async ({ kernel }) => {
    const replies = await Promise.all([kernel.execute("throw 1"), kernel.execute("2")]);
    assertEquals(replies.map(({ status }) => status), ["error", "ok"]);
  },
  inspectionFindsNothing: async ({ kernel }) => {
    const question = { code: "console", cursor_pos: 7, detail_level: 0 };
    assertEquals((await kernel.request("shell", "inspect_request", question)).found, false);
  },
  unknownRequestsAreSilent: async ({ kernel }) => {
    await doesNotEnd(kernel.request("shell", "unheard_of_request"));
  },
  interruptsBreakLoops: async ({ kernel }) => {
    const { ending } = await kernel.begin("console.log(); var turns = 0; for (;;) turns++;");
    await sleep(0.1);
    await kernel.request("control", "interrupt_request");
    assertEquals((await ending).status, "error");
    assertEquals(resultOf(await kernel.run("turns > 0")), "true");
  },
  interruptsHangAwaits: async () => {
    await using kernel = await BareKernel.start();
    // Printed by a timer, so that the cell awaits for sure.
    const { ending } = await kernel.begin(`setTimeout(() => console.log("in"), 50);
      await new Promise((resolve) => setTimeout(resolve, 300));`);
    await kernel.request("control", "interrupt_request");
    await doesNotEnd(ending);
  },
  signalsEndKernels: async () => {
    if (Deno.build.os === "windows") return console.log("skipped: Windows has no such signals");
    await using kernel = await BareKernel.start();
    kernel.process.interrupt();
    assertMatch(await kernel.process.ended, /SIGINT|130/);
  },
  settingsHoldEverywhere: async ({ kernel }) => {
    const elsewhere = JSON.stringify(await Deno.makeTempDir());
    await kernel.run(`const home = Deno.cwd(); Deno.chdir(${elsewhere});`);
    const cell = await kernel.run(`import { stopSignal } from "@lab/stop"; typeof stopSignal`);
    assertEquals(resultOf(cell), `"function"`);
    await kernel.run(`Deno.chdir(home); Deno.removeSync(${elsewhere});`);
  },
  linesLeaveOneByOne: async ({ kernel }) => {
    const { published } = await kernel.run("for (let i = 0; i < 300; i++) console.log(i)");
    assertEquals(published.filter(({ type }) => type === "stream").length, 300);
  },
  arraysPrintLong: async ({ kernel }) => {
    for (const array of ["new Float64Array(150)", "Array.from({ length: 150 }, (_, i) => i)"]) {
      const text = resultOf(await kernel.run(array));
      assert(text.split("\n").length > 7, text);
      assertStringIncludes(text, "50 more items");
    }
  },
};

const FORMS: Record<keyof typeof internals, Question> = {
  kernelArguments: async () => {
    const stderr = await stderrOf(...internals.kernelArguments("no such file"));
    assertMatch(stderr, /connection file.*no such file/);
  },
  KERNEL_CONSOLE: async ({ kernel }) => {
    const { published } = await kernel.run(
      `{ const Class = ${internals.KERNEL_CONSOLE};
       const c = new Class((text, level) => Deno.jupyter.broadcast("printed", { text, level }));
       c.log("a", 1); c.error("b"); }`,
    );
    const printed = published.filter(({ type }) => type === "printed");
    assertEquals(printed.map(({ content }) => content), [
      { text: "a 1\n", level: 1 },
      { text: "b\n", level: 3 },
    ]);
  },
  KERNEL_NOTICE: async () => {
    const stderr = await stderrOf(...internals.kernelArguments("no such file"));
    assertMatch(stderr.split("\n")[0], internals.KERNEL_NOTICE);
  },
  CELL_PREFIX: async ({ kernel }) => {
    const [frame] = stackOf((await kernel.run("null.x")).reply).slice(-1);
    const column = Number(frame.match(internals.CELL_FRAME)?.[2]);
    assertEquals(column, internals.CELL_PREFIX.length + "null.x".length);
  },
  CELL_FRAME: async ({ kernel }) => {
    const { reply } = await kernel.run("function f() {\n  null.x;\n}\nf();");
    const lines = stackOf(reply).map((line) => line.match(internals.CELL_FRAME)?.[1]);
    assertEquals(lines, [undefined, undefined, "4"]);
    const waiting = await kernel.run("1;\nawait (async () => { await 0; null.x })();");
    assertMatch(stackOf(waiting.reply).at(-1)!, internals.CELL_FRAME);
  },
  KERNEL_FRAME: async ({ kernel }) => {
    const { published } = await kernel.run(BROKEN_DISPLAY);
    const traceback = stackOf(published.at(-1)!.content);
    assertMatch(traceback.at(-2)!, internals.KERNEL_FRAME);
    assertMatch(traceback.at(-1)!, internals.CELL_FRAME);
    const error = { name: "Error", message: "no picture", traceback };
    assertEquals(await locateError(BROKEN_DISPLAY, error), { message: "no picture" });
  },
  NO_REASON: async ({ kernel }) => {
    const { evalue, traceback } = (await kernel.run("const = 5")).reply;
    assertEquals([evalue, traceback], [internals.NO_REASON, []]);
  },
  asKernelImports: async ({ kernel }) => {
    const code = `import * as all from "@std/assert";
import {
  assert,
  assertEquals as same,
  type AssertionError,
} from "@std/assert";
import type { ErrorClass } from "@std/assert";
import "@std/assert";
import settings from "data:application/json,{}" with { type: "json" };
[all, assert, same, settings];
null.x;`;
    assertEquals(await lineOf(kernel, code), 11);
  },
  printedName: async ({ kernel }) => {
    assertEquals(await lineOf(kernel, LOOSE), 9);
  },
  SOURCE_MAP: async ({ kernel }) => {
    assertEquals(await lineOf(kernel, `\n\n/** A remark. */\n${LOOSE}`), 12);
  },
  PARSE_ERROR: async ({ kernel }) => {
    assertEquals(await lineOf(kernel, "const a = 1;\n\n\nconst b = ;"), 4);
  },
  readCheckErrors: async () => {
    const folder = await Deno.makeTempDir();
    const write = (name: string, source: string): Promise<void> =>
      Deno.writeTextFile(`${folder}/${name}.ts`, source);
    await write("wrong", `const one: number = "one";\n\nconst two: string = 2;\n`);
    await write("broken", "1;\nconst = 5;\n");
    const check = async (name: string): Promise<string[]> =>
      internals.readCheckErrors(await stderrOf("check", "--quiet", `${folder}/${name}.ts`))
        .map(({ message, file, line }) => `${file} ${line} ${message}`);
    const [first, second] = await check("wrong");
    assertMatch(first, /^wrong\.ts 1 TS2322: /);
    assertMatch(second, /^wrong\.ts 3 TS2322: /);
    assertMatch((await check("broken")).join(), /^broken\.ts 2 (?!error)/);
    await Deno.remove(folder, { recursive: true });
  },
  cellAddress: async ({ server }) => {
    server.update([{ id: "new", code: "const n = 1;" }, { id: "old", code: `const n = "";` }]);
    assertStringIncludes(await hover(server, "n"), "const n: 1");
  },
  UNKNOWN_NAME: async ({ server }) => {
    assertMatch(await hover(server, "nobodyKnows"), internals.UNKNOWN_NAME);
  },
  withoutTagMarks: async ({ server }) => {
    server.update([{
      id: "f",
      code: "/** Doubles. @param n a number */ function f(n: number) {}",
    }]);
    const text = await hover(server, "f");
    assertStringIncludes(text, "*@param* `n`");
    assertStringIncludes(internals.withoutTagMarks(text), "@param n");
  },
};

Deno.test("Deno does what deno_internals.ts says of it", async (test) => {
  const [kernel, server] = await Promise.all([BareKernel.start(), LanguageServer.start(ROOT)]);
  for (const [name, ask] of Object.entries({ ...HABITS, ...FORMS })) {
    await test.step(name, () => ask({ kernel, server }));
  }
  await Promise.all([kernel[Symbol.asyncDispose](), server.stop()]);
});

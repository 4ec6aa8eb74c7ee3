/** Help while one writes a cell, by the real language server. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { SessionHelp } from "../../lib/jupyter/help/help.ts";
import {
  completionsOf,
  explainCall,
  explainName,
  offsetOf,
} from "../../lib/jupyter/help/help_text.ts";
import type { Content } from "../../lib/jupyter/wire/messages.ts";

const NOTEBOOKS = fileURLToPath(new URL("../../notebooks/", import.meta.url));

/** Asks about the place that `|` marks. */
class Writer implements AsyncDisposable {
  readonly help = new SessionHelp(NOTEBOOKS);

  static async start(): Promise<Writer> {
    const writer = new Writer();
    await writer.help.warmUp();
    return writer;
  }

  static #question(marked: string): { code: string; cursor_pos: number } {
    return { code: marked.replace("|", ""), cursor_pos: [...marked.split("|")[0]].length };
  }

  /** On a busy machine an answer may come too late; the next is quicker. */
  async complete(marked: string): Promise<Content> {
    const question = Writer.#question(marked);
    const ask = () => this.help.completeReply(question, () => Promise.resolve(undefined));
    let answer = await ask();
    for (let tries = 1; tries < 10 && (answer.matches as string[]).length === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      answer = await ask();
    }
    return answer;
  }

  async matches(marked: string): Promise<string[]> {
    return (await this.complete(marked)).matches as string[];
  }

  async inspect(marked: string): Promise<string> {
    const { found, data } = await this.help.inspectReply(Writer.#question(marked));
    return found ? (data as Record<string, string>)["text/plain"] : "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.help.stop();
  }
}

/** The processes of this file's language servers: other tests have theirs in other folders. */
async function ownServers(): Promise<number[]> {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = await Deno.readTextFile(`/proc/${name}/status`).catch(() => "");
    const command = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (!status.includes(`PPid:\t${Deno.pid}\n`) || !command.includes("\0lsp\0")) continue;
    if (await Deno.readLink(`/proc/${name}/cwd`) !== await Deno.realPath(NOTEBOOKS)) continue;
    found.push(Number(name));
  }
  return found;
}

/** How long a process has worked, in hundredths of a second. */
const workOf = (pid: number): number => {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1].split(" ");
  return Number(fields[11]) + Number(fields[12]);
};

Deno.test({
  name: "SessionHelp lets its server rest where nothing but a control has been heard",
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using writer = await Writer.start();
  const [server] = await ownServers();
  const workWhileMoving = async (): Promise<number> => {
    const before = workOf(server);
    for (let moves = 0; moves < 20; moves++) {
      writer.help.readCells();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return workOf(server) - before;
  };
  // It collects its garbage when it likes: the least of three.
  const least = async (): Promise<number> =>
    Math.min(await workWhileMoving(), await workWhileMoving(), await workWhileMoving());
  assert(await least() < 10);
  writer.help.add("const declaredLater = 42;");
  writer.help.readCells();
  assertEquals(await writer.matches("declaredLat|"), ["declaredLater"]);
  assert(await least() < 10);
});

Deno.test("SessionHelp completes the lab's modules, their exports, options and results, and explains them", async () => {
  await using writer = await Writer.start();
  const modules = await writer.complete(`import { train } from "@lab/s|"`);
  assertEquals(modules.matches, ["@lab/sampling", "@lab/snapshots", "@lab/stop"]);
  assertEquals([modules.cursor_start, modules.cursor_end], [23, 29]);
  const [exported] = await writer.matches(`import { trainM| } from "@lab/training"`);
  assertEquals(exported, "trainMany");
  const call = `import { train } from "@lab/training";\nconst run = await train("abc", { `;
  assertEquals(await writer.matches(`${call}hid|`), ["hiddenSize"]);
  assertEquals(await writer.matches(`${call}engine: "|" })`), [
    "auto",
    "fast",
    "packed",
    "reference",
  ]);
  assertEquals(await writer.matches(`${call}});\nrun.vo|`), ["vocabulary"]);

  writer.help.add(`import { train } from "@lab/training";`);
  const name = await writer.inspect("await train|");
  assertStringIncludes(name, "(text: string, options?: OptionsOf<R>)");
  assertStringIncludes(name, "@param text — the training text");
  assert(!/```|\*@/.test(name), name);
  const explained = await writer.inspect(`await train("abc", |`);
  assertStringIncludes(explained, "options?: OptionsOf<");
  assertStringIncludes(explained, "truncated back-propagation through time");
  assertEquals(await writer.inspect("nobodyKnows|"), "");
  assertEquals(await writer.inspect("|"), "");
});

Deno.test("SessionHelp knows what earlier cells declared, the newest first, whatever is broken", async () => {
  await using writer = await Writer.start();
  const { help } = writer;
  help.add(`import { train, type TrainingResult } from "@lab/training";`);
  help.add("let run: TrainingResult | undefined;", "a");
  help.add("const broken = (", "b");
  assertEquals(await writer.matches("run.smoo|"), ["smoothedLossNats"]);
  help.add("const x = 1;", "c");
  help.add(`const x = "abc";`, "d");
  assertEquals(await writer.matches("x.toUpperC|"), ["toUpperCase"]);
  help.add("const x = 2;", "d");
  assertEquals(await writer.matches("x.toFix|"), ["toFixed"]);
  help.remove("const x = 2;");
  help.remove("const x = 1;");
  assertEquals(await writer.matches("x.toFix|"), []);
  // Places are counted in code points.
  const after = await writer.complete(`const 𝒳 = "𝒴"; run.cur|`);
  assertEquals([after.matches, after.cursor_start, after.cursor_end], [["curve"], 19, 22]);
});

Deno.test("SessionHelp starts another language server when the first has ended", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using writer = await Writer.start();
  const [first, ...others] = await ownServers();
  assertEquals(others, []);
  Deno.kill(first, "SIGKILL");
  // On a busy machine it takes a while until its end is noticed.
  while ((await ownServers()).every((server) => server === first)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writer.help.warmUp();
  }
  assertEquals(await writer.matches(`"abc".toUpperC|`), ["toUpperCase"]);
});

Deno.test("completionsOf() takes the range of the server, and drops what does not go on", () => {
  const edit = (newText: string, character: number) => ({
    label: newText,
    textEdit: { newText, range: { start: { line: 1, character }, end: { line: 1, character: 9 } } },
  });
  const code = `a\nfrom "@lab`;
  const items = [edit("@lab/text", 6), edit("@other", 6), edit("@lab/x", 5)];
  const found = completionsOf(items, code, code.length);
  assertEquals([found?.matches, found?.cursor_start], [["@lab/text"], 8]);
  assertEquals(completionsOf([], "abc", 3), undefined);
  const optional = [{ label: "clip?", insertText: "clip", kind: 5 as const }];
  assertEquals(completionsOf(optional, "a.c", 3)?.matches, ["clip"]);
  assertEquals(offsetOf("𝒳y", 1), 2);
  assertEquals(offsetOf("abc", 99), 3);
});

Deno.test("explainName() and explainCall() tell nothing of what is not known", () => {
  assertEquals(
    explainName({ contents: { kind: "markdown", value: "```tsx\nany\n```\n" } }),
    undefined,
  );
  assertEquals(explainName(null), undefined);
  assertEquals(explainCall(null), undefined);
  assertEquals(explainCall({ signatures: [], activeSignature: 0 }), undefined);
  const old = explainName({ contents: [{ language: "ts", value: "const a: 1" }, "One."] });
  assertEquals(old?.["text/plain"], "const a: 1\n\nOne.");
});

/**
 * What the public Kernel Testbed asks of a Jupyter kernel, 27 conditions in its words' meaning.
 * @see https://github.com/runtimed/kernel-testbed
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { ZmtpSocket } from "../../lib/jupyter/wire/zmtp.ts";
import { MessageCodec } from "../../lib/jupyter/wire/messages.ts";
import type { Content, Message } from "../../lib/jupyter/wire/messages.ts";
import type { Cell, FrontEnd } from "./front_end.ts";

const utf8 = new TextEncoder();

const hasType = ({ published }: Cell, type: string): boolean =>
  published.some((message) => message.type === type);

const printed = ({ published }: Cell, name: string): string =>
  published.filter(({ content }) => content.name === name).map(({ content }) => content.text)
    .join("");

/** A cell's messages from "busy" on, its own alone. */
function whole(front: FrontEnd, { published }: Cell): Message[] {
  const id = published[0].parentId;
  return front.published.filter(({ parentId }) => parentId === id);
}

async function heartbeat({ connection }: FrontEnd): Promise<void> {
  const socket = await ZmtpSocket.connect(connection.hb_port, "DEALER");
  await socket.send([new Uint8Array(), utf8.encode("alive?")]);
  const { value } = await socket.messages().next();
  assertEquals(new TextDecoder().decode(value?.[1]), "alive?");
  socket.close();
}

async function welcome({ connection }: FrontEnd): Promise<void> {
  const socket = await ZmtpSocket.connect(connection.iopub_port, "SUB");
  const { value } = await socket.messages().next();
  const { type, content, parentId } = new MessageCodec(connection.key).decode(value!);
  assertEquals([type, content, parentId], ["iopub_welcome", { subscription: "" }, undefined]);
  socket.close();
}

const shell = (front: FrontEnd, type: string, content: Content = {}): Promise<Content> =>
  front.request("shell", type, content);

async function ok(front: FrontEnd, type: string, content: Content = {}): Promise<Content> {
  const reply = await shell(front, type, content);
  assertEquals(reply.status, "ok");
  return reply;
}

async function unknownComm(front: FrontEnd): Promise<void> {
  const comm = { comm_id: crypto.randomUUID(), target_name: "nobody's", data: {} };
  const closed = front.until(({ type, content }) =>
    type === "comm_close" && content.comm_id === comm.comm_id
  );
  void shell(front, "comm_open", comm);
  await closed;
  assertEquals((await front.run("1")).reply.status, "ok");
}

/** The cells that the conditions need more than once. */
const FIXED = {
  hello: "console.log('hello')",
  declare: "var testVariable = 42; testVariable",
  html: `{ data: { "text/html": "<b>bold</b>" }, metadata: {}, transient: { display_id: "t" } }`,
};

const isState = (state: string) => ({ content }: Message): boolean =>
  content.execution_state === state;

/** The conditions by the testbed's names, in its order: the last ends the kernel. */
export const CONDITIONS: Record<string, (front: FrontEnd) => Promise<void>> = {
  heartbeat_responds: heartbeat,
  iopub_welcome: welcome,
  kernel_info_reply_valid: async (front) => void await ok(front, "kernel_info_request"),
  kernel_info_has_language_info: async (front) => {
    const { language_info } = await shell(front, "kernel_info_request");
    assertEquals((language_info as Content).name, "typescript");
  },
  kernel_info_has_protocol_version: async (front) => {
    const { protocol_version } = await shell(front, "kernel_info_request");
    assertNotEquals(String(protocol_version ?? ""), "");
  },
  execute_stdout: async (front) =>
    assertEquals(printed(await front.run(FIXED.hello), "stdout"), "hello\n"),
  execute_stderr: async (front) =>
    assertEquals(printed(await front.run("console.error('wrong')"), "stderr"), "wrong\n"),
  execute_reply_ok: async (front) => assertEquals((await front.run("1")).reply.status, "ok"),
  status_busy_idle_lifecycle: async (front) => {
    const messages = whole(front, await front.run("1"));
    const [busy, idle] = ["busy", "idle"].map((state) => messages.findIndex(isState(state)));
    assert(busy === 0 && idle === messages.length - 1, `busy ${busy}, idle ${idle}`);
  },
  execute_input_broadcast: async (front) => {
    const messages = whole(front, await front.run("1"));
    assert(messages.some(({ type }) => type === "execute_input"));
  },
  complete_request: async (front) => {
    await front.run(FIXED.declare);
    assertEquals(await front.complete("testVar"), ["testVariable"]);
  },
  inspect_request: async (front) => {
    const code = "testVariable";
    await ok(front, "inspect_request", { code, cursor_pos: code.length, detail_level: 0 });
  },
  is_complete_complete: async (front) =>
    assertEquals((await shell(front, "is_complete_request", { code: "1" })).status, "complete"),
  is_complete_incomplete: async (front) => {
    const { status } = await shell(front, "is_complete_request", { code: "const x = {" });
    assertEquals(status, "incomplete");
  },
  history_request: async (front) => {
    const tail = { hist_access_type: "tail", n: 10, output: false, raw: true };
    await ok(front, "history_request", tail);
  },
  comm_info_request: async (front) => void await ok(front, "comm_info_request"),
  error_handling: async (front) => {
    const cell = await front.run("function function");
    assertEquals([cell.reply.status, hasType(cell, "error")], ["error", true]);
  },
  display_data: async (front) => {
    const code = `await Deno.jupyter.broadcast("display_data", ${FIXED.html})`;
    assert(hasType(await front.run(code), "display_data"));
  },
  update_display_data: async (front) => {
    const code = `await Deno.jupyter.broadcast("display_data", ${FIXED.html});
      await Deno.jupyter.broadcast("update_display_data", ${FIXED.html})`;
    const cell = await front.run(code);
    assert(hasType(cell, "display_data") && hasType(cell, "update_display_data"));
  },
  execute_result: async (front) => assert(hasType(await front.run("1 + 1"), "execute_result")),
  rich_execute_result: async (front) => {
    const { published } = await front.run("Deno.jupyter.html`<b>bold</b>`");
    assertEquals(published.at(-1)?.type, "execute_result");
    assertEquals((published.at(-1)!.content.data as Content)["text/html"], "<b>bold</b>");
  },
  stdin_input_request: async (front) => {
    const asked = front.questions.length;
    const { reply } = await front.run("prompt('Enter: ')", { allow_stdin: true });
    assertEquals([reply.status, front.questions.length - asked], ["ok", 1]);
  },
  comms_lifecycle: unknownComm,
  interrupt_request: async (front) =>
    assertEquals((await front.request("control", "interrupt_request")).status, "ok"),
  execution_count_increments: async (front) => {
    const [a, b] = [await front.run("1"), await front.run("2")]
      .map(({ reply }) => Number(reply.execution_count));
    assertEquals(b - a, 1);
  },
  parent_header_correlation: async (front) => {
    const before = front.published.length;
    await front.run(FIXED.hello);
    const since = front.published.slice(before);
    assertEquals(new Set(since.map(({ parentId }) => parentId)).size, 1);
    assertNotEquals(since[0].parentId, undefined);
  },
  shutdown_reply: async (front) => {
    const { status } = await front.request("control", "shutdown_request", { restart: false });
    assertEquals([status, (await front.process.status).code], ["ok", 0]);
  },
};

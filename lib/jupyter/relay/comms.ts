/**
 * Comms: lines between a control in a front-end's page and what the kernel's code has made it for.
 * Deno's kernel sends on them and hears nothing, so that what a front-end says becomes code here.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
import { type ExecuteContent, executeContent } from "../session/session.ts";
import type { Content, Message } from "../wire/messages.ts";

/** The comms that the kernel's code has opened. */
export class Comms {
  readonly #open: Map<string, Content> = new Map();

  /**
   * Takes note of a comm that begins or ends.
   * @param message what the kernel publishes
   */
  hear({ type, content: { comm_id, target_name } }: Message): void {
    if (type === "comm_open") this.#open.set(String(comm_id), { target_name });
    if (type === "comm_close") this.#open.delete(String(comm_id));
  }

  /**
   * What a page asks for that is opened again.
   * @param target the only target asked for; all when left out
   * @returns the fields of `comm_info_reply`
   */
  info(target?: unknown): Content {
    const comms = [...this.#open].filter(([, { target_name }]) =>
      target === undefined || target === null || target === target_name
    );
    return { status: "ok", comms: Object.fromEntries(comms) };
  }

  /**
   * What the kernel is to run where a front-end says something.
   * @param content the fields of `comm_msg`
   * @returns a request to execute; undefined where the comm is none of the kernel's
   */
  codeFor({ comm_id, data }: Content): ExecuteContent | undefined {
    if (!this.#open.has(String(comm_id))) return undefined;
    const [id, said] = [comm_id, data].map((value) => JSON.stringify(value));
    const code = `await (await import("@lab/stop")).hearControl(${id}, ${said})`;
    return { ...executeContent(code, true), stop_on_error: false };
  }
}

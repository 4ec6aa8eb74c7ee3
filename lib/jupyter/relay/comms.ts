/**
 * Comms: lines between a control in a front-end's page and what the kernel's code has made it for.
 * Deno's kernel sends on them and hears nothing, so that what a front-end says becomes code here.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
import { type ExecuteContent, executeContent } from "../session/session.ts";
import type { Content, Message } from "../wire/messages.ts";

/** Runs in the kernel: what it imports has been imported by whoever opened a comm. */
const CONTROLS = `(await import("@lab/stop"))`;

/** The comms that the kernel's code has opened. */
export class Comms {
  readonly #open: Map<string, { target_name: Content[string]; cellId?: string }> = new Map();

  /**
   * Takes note of a comm that begins or ends.
   * @param message what the kernel publishes
   * @param cellId the front-end's name for the cell that runs
   */
  hear({ type, content: { comm_id, target_name } }: Message, cellId?: string): void {
    if (type === "comm_open") this.#open.set(String(comm_id), { target_name, cellId });
    if (type === "comm_close") this.#open.delete(String(comm_id));
  }

  /**
   * Forgets the comms of a cell that runs again: what the page showed for them is gone.
   * @param cellId the front-end's name for the cell
   * @returns their names, and a request to execute by which the kernel forgets them; undefined where
   * there are none
   */
  endOf(cellId: string): { ids: string[]; request: ExecuteContent } | undefined {
    const ids = [...this.#open].filter(([, comm]) => comm.cellId === cellId).map(([id]) => id);
    if (ids.length === 0) return undefined;
    for (const id of ids) this.#open.delete(id);
    const code = `${CONTROLS}.forgetControls(${JSON.stringify(ids)})`;
    return { ids, request: executeContent(code, true) };
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
    const named = comms.map(([id, { target_name }]) => [id, { target_name }]);
    return { status: "ok", comms: Object.fromEntries(named) };
  }

  /**
   * What the kernel is to run where a front-end says something.
   * @param content the fields of `comm_msg`
   * @returns a request to execute; undefined where the comm is none of the kernel's
   */
  codeFor({ comm_id, data }: Content): ExecuteContent | undefined {
    if (!this.#open.has(String(comm_id))) return undefined;
    const [id, said] = [comm_id, data].map((value) => JSON.stringify(value));
    const code = `await ${CONTROLS}.hearControl(${id}, ${said})`;
    return { ...executeContent(code, true), stop_on_error: false };
  }
}

/** Gathers the outputs of cells from a kernel's messages, as nbformat wants them. */
import { errorOf, textOf } from "./cell_errors.ts";
import type { DisplayOutput, ErrorOutput, Metadata, MimeBundle, Output } from "./output_types.ts";
import type { Message } from "../wire/messages.ts";

/** What a kernel says of an output, whichever it is; displays are as code has made them. */
interface Content {
  name: unknown;
  text: unknown;
  data: MimeBundle;
  metadata?: Metadata;
  transient?: { display_id?: string };
  execution_count: number | null;
  wait?: boolean;
}

/** Gathers outputs. One collector serves one kernel: a display can be updated by a later cell. */
export class OutputCollector {
  #outputs: Output[] = [];
  #clearNext = false;
  readonly #displays: Map<string, DisplayOutput[]> = new Map();

  /**
   * Starts a cell: what comes from now on is its output.
   * @returns the cell's outputs, an array that grows as they come
   */
  begin(): Output[] {
    this.#clearNext = false;
    return this.#outputs = [];
  }

  /**
   * Takes a message; those that are not outputs are passed over.
   * @param message a message of the kernel's iopub socket
   * @returns the output that is new or changed
   */
  take(message: Message): Output | undefined {
    const content = message.content as unknown as Content;
    switch (message.type) {
      case "stream":
        return this.#stream(content);
      case "display_data":
        return this.#display(content);
      case "update_display_data":
        return this.#update(content);
      case "execute_result":
        return this.#add({
          output_type: "execute_result",
          data: content.data,
          metadata: content.metadata ?? {},
          execution_count: content.execution_count,
        });
      case "error":
        return this.#add(errorOf(message.content));
      case "clear_output":
        if (content.wait === true) this.#clearNext = true;
        else this.#outputs.length = 0;
    }
    return undefined;
  }

  /**
   * Moves the error that ended the cell to its end, where it belongs: the kernel sends it past what
   * was printed before it.
   * @param error the error as the kernel's reply has it; it is added when it was not sent
   */
  endWith(error: ErrorOutput): void {
    const outputs = this.#outputs;
    const at = outputs.findLastIndex((output) =>
      output.output_type === "error" && output.ename === error.ename &&
      output.evalue === error.evalue
    );
    if (at !== -1) {
      const [before, after] = [outputs[at - 1], outputs[at + 1]];
      const isCut = before?.output_type === "stream" && after?.output_type === "stream" &&
        before.name === after.name;
      if (isCut) before.text += after.text;
      outputs.splice(at, isCut ? 2 : 1);
    }
    outputs.push(error);
  }

  #add<T extends Output>(output: T): T {
    if (this.#clearNext) this.#outputs.length = 0;
    this.#clearNext = false;
    this.#outputs.push(output);
    return output;
  }

  #stream(content: Content): Output {
    const name = content.name === "stderr" ? "stderr" : "stdout";
    const text = textOf(content.text);
    const last = this.#clearNext ? undefined : this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      last.text += text;
      return last;
    }
    return this.#add({ output_type: "stream", name, text });
  }

  #display({ data, metadata = {}, transient }: Content): Output {
    const output = this.#add({ output_type: "display_data", data, metadata });
    const id = transient?.display_id;
    if (id !== undefined) this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
    return output;
  }

  #update({ data, metadata = {}, transient }: Content): Output | undefined {
    const shown = this.#displays.get(transient?.display_id ?? "") ?? [];
    for (const output of shown) Object.assign(output, { data, metadata });
    return shown.at(-1);
  }
}

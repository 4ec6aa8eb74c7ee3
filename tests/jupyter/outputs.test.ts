import { assertEquals } from "@std/assert";
import { OutputCollector } from "../../lib/jupyter/session/outputs.ts";

const message = (type: string, content: Record<string, unknown>) => ({
  type,
  content,
  metadata: {},
  header: {},
});
const print = (name: string, text: string) => message("stream", { name, text });
const plain = (text: string) => ({ "text/plain": text });

Deno.test("OutputCollector merges what follows in the same stream, not across another output", () => {
  const collector = new OutputCollector();
  const outputs = collector.begin();
  collector.take(print("stdout", "a\n"));
  collector.take(print("stdout", "b\n"));
  collector.take(print("stderr", "c\n"));
  collector.take(message("display_data", { data: plain("d"), metadata: {} }));
  collector.take(print("stderr", "e\n"));
  collector.take(message("status", { execution_state: "idle" }));
  assertEquals(outputs, [
    { output_type: "stream", name: "stdout", text: "a\nb\n" },
    { output_type: "stream", name: "stderr", text: "c\n" },
    { output_type: "display_data", data: plain("d"), metadata: {} },
    { output_type: "stream", name: "stderr", text: "e\n" },
  ]);
});

Deno.test("OutputCollector updates every display of an id, in earlier cells too", () => {
  const collector = new OutputCollector();
  const [data, transient] = [plain("0 %"), { display_id: "progress" }];
  const first = collector.begin();
  collector.take(message("display_data", { data, metadata: {}, transient }));
  const second = collector.begin();
  collector.take(message("display_data", { data, metadata: {}, transient }));
  const third = collector.begin();
  const update = { data: plain("100 %"), metadata: {}, transient };
  collector.take(message("update_display_data", update));
  collector.take(message("update_display_data", { ...update, transient: { display_id: "none" } }));
  const shown = [{ output_type: "display_data" as const, data: plain("100 %"), metadata: {} }];
  assertEquals([...first], shown);
  assertEquals([...second], shown);
  assertEquals(third, []);
});

Deno.test("OutputCollector clears at once, or with the next output", () => {
  const collector = new OutputCollector();
  const outputs = collector.begin();
  collector.take(print("stdout", "a"));
  collector.take(message("clear_output", { wait: false }));
  assertEquals(outputs, []);
  collector.take(print("stdout", "b"));
  collector.take(message("clear_output", { wait: true }));
  assertEquals(outputs.length, 1);
  collector.take(print("stdout", "c"));
  assertEquals(outputs, [{ output_type: "stream", name: "stdout", text: "c" }]);
});

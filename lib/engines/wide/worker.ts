/** A worker of the wide engine: one thread of a trainer. */
import { work, type WorkerStart } from "./threads.ts";

/** A worker's side of the conversation. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerStart>) => void) | null;
  postMessage(answer: "ready" | { message: string }): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => {
  try {
    await work(data, () => scope.postMessage("ready"));
  } catch (error) {
    scope.postMessage({ message: (error as Error).message });
  }
  scope.close();
};

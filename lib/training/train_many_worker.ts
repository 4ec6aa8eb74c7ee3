/** A worker of `trainMany`: does the runs that it is sent, one after the other. */
import type { WorkerAnswer, WorkerRequest } from "./train_many.ts";
import { train } from "./train.ts";

/** A worker's side of the conversation. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(answer: WorkerAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const stop = new AbortController();

async function answer({ run, text, options }: WorkerRequest & { kind: "train" }): Promise<void> {
  try {
    const { vocabulary, ...result } = await train(text, {
      ...options,
      signal: stop.signal,
      onProgress: ({ curve: _, ...progress }) =>
        scope.postMessage({ kind: "progress", progress: { run, ...progress } }),
    });
    scope.postMessage({ kind: "result", run, result, characters: [...vocabulary.characters] });
  } catch (error) {
    const { name, message } = error as Error;
    scope.postMessage({ kind: "error", run, name, message });
  }
}

scope.onmessage = ({ data }) => {
  if (data.kind === "stop") stop.abort();
  else void answer(data);
};

/** What the tests of notebooks share. */
import type { CodeCell, Notebook } from "@lab/notebooks";

/** A notebook of code cells. */
export function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map((source): CodeCell => ({
    cell_type: "code",
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

/** Whether there is a `ps` to look for processes with. */
export const HAS_PS: boolean = await new Deno.Command("ps", { stdout: "null", stderr: "null" })
  .output().then(() => true, () => false);

/** Lines of `ps` with the columns asked for. */
async function ps(...args: string[]): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args }).output();
  return new TextDecoder().decode(stdout).split("\n").map((line) => line.trim());
}

/** Whether a process runs: not one that has ended and waits for its parent to notice. */
export async function isRunning(pid: number): Promise<boolean> {
  const [state] = await ps("-o", "stat=", "-p", `${pid}`);
  return state !== "" && !state.startsWith("Z");
}

/** The kernels that this process has started and that still run. */
export async function ownKernels(): Promise<string[]> {
  const lines = await ps("-A", "-o", "ppid=,args=");
  return lines.filter((line) =>
    line.startsWith(`${Deno.pid} `) && line.includes("jupyter --kernel")
  );
}

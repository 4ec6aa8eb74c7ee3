/** Which processes a program has started, however many steps away. */
import { assertEquals } from "@std/assert";

/** A variable of the environment, which each process hands on to those that it starts. */
const MARK = "CHAR_RNN_TEST_OF";

/** Whether this system tells what runs with which environment. */
export const HAS_PROC: boolean = await Deno.stat("/proc/self/environ").then(
  () => true,
  () => false,
);

export const NO_PROC = "skipped: there is no /proc here, to find processes in";

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A running process. */
export interface Running {
  pid: number;
  /** Its command line, the words joined by spaces. */
  line: string;
}

/** All processes that descend from one which was started with {@linkcode Family.env}. */
export class Family {
  readonly #mark = crypto.randomUUID();

  /** What marks a process and those that it starts. */
  get env(): Record<string, string> {
    return { [MARK]: this.#mark };
  }

  /** Those that run now. */
  async running(): Promise<Running[]> {
    const found: Running[] = [];
    for await (const { name } of Deno.readDir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      // One that has just ended has neither, and none is read of other people's.
      const read = (file: string): Promise<string> =>
        Deno.readTextFile(`/proc/${name}/${file}`).catch(() => "");
      if (!(await read("environ")).includes(`${MARK}=${this.#mark}`)) continue;
      const line = (await read("cmdline")).replaceAll("\0", " ").trim();
      if (line !== "") found.push({ pid: Number(name), line });
    }
    return found;
  }

  /** The one whose command line is as asked for, as soon as it runs; not the shells that wait beside it. */
  async find(wanted: RegExp, seconds = 60): Promise<number> {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20)) {
      const running = await this.running();
      const one = running.find(({ line }) => !line.includes("exec 3<&0") && wanted.test(line));
      if (one !== undefined) return one.pid;
    }
    throw new Error(`no process is ${wanted}: ${JSON.stringify(await this.running())}`);
  }

  /** Fails unless none runs any more within some seconds; what is left is ended. */
  async assertGone(after: string, seconds = 10): Promise<void> {
    let running = await this.running();
    for (const end = Date.now() + seconds * 1000; running.length > 0 && Date.now() < end;) {
      await sleep(50);
      running = await this.running();
    }
    for (const { pid } of running) Deno.kill(pid, "SIGKILL");
    assertEquals(running.map(({ line }) => line), [], after);
  }
}

/** `deno task lab` in a terminal, with a notebook whose cell computes: however it ends, nothing is left. */
import {
  copyProject,
  findJupyter,
  freePort,
  freshEnvironment,
  noJupyter,
  TOKEN,
} from "../../jupyter/front_ends/lab.ts";
import { withFolder } from "../support.ts";
import { Family, HAS_PROC, NO_PROC, sleep } from "./processes.ts";

const DENO_TASK = /^\S+deno task lab/;
const LAUNCHER = /jupyter\/lab\.ts/;
const JUPYTER = /bin\/jupyter-lab|-m jupyterlab/;
const TERMINAL = /^\S*script -q/;

/** A running lab, as what ends it sees it. */
interface Lab {
  address: string;
  /** Sends a signal to the one of its processes that is so called. */
  signal: (name: RegExp, signal: Deno.Signal) => Promise<void>;
  /** Types into its terminal. */
  type: (keys: string) => Promise<void>;
}

const CTRL_C = "\x03";

const WAYS: Record<string, (lab: Lab) => Promise<unknown>> = {
  "Ctrl+C, twice": async ({ type }) => {
    await type(CTRL_C);
    await sleep(1000);
    await type(CTRL_C);
  },
  "Ctrl+C and y": async ({ type }) => {
    await type(CTRL_C);
    await sleep(1000);
    await type("y\n");
  },
  "a closed terminal": ({ signal }) => signal(TERMINAL, "SIGKILL"),
  "Shut Down in the menu": async ({ address }) => {
    const headers = { Authorization: `token ${TOKEN}` };
    const answer = await fetch(`${address}/api/shutdown`, { method: "POST", headers });
    await answer.body?.cancel();
  },
  "SIGTERM to deno task": ({ signal }) => signal(DENO_TASK, "SIGTERM"),
  "SIGHUP to deno task": ({ signal }) => signal(DENO_TASK, "SIGHUP"),
  "kill -9 of deno task": ({ signal }) => signal(DENO_TASK, "SIGKILL"),
  "SIGTERM to the launcher": ({ signal }) => signal(LAUNCHER, "SIGTERM"),
  "SIGHUP to the launcher": ({ signal }) => signal(LAUNCHER, "SIGHUP"),
  "kill -9 of the launcher": ({ signal }) => signal(LAUNCHER, "SIGKILL"),
  "SIGTERM to Jupyter": ({ signal }) => signal(JUPYTER, "SIGTERM"),
  "kill -9 of Jupyter": ({ signal }) => signal(JUPYTER, "SIGKILL"),
};

/** Opens a notebook's kernel, and waits until its cell computes. */
async function compute(address: string): Promise<void> {
  const headers = { Authorization: `token ${TOKEN}` };
  const body = JSON.stringify({
    name: "",
    path: "a.ipynb",
    type: "notebook",
    kernel: { name: "deno" },
  });
  const opened = await fetch(`${address}/api/sessions`, { method: "POST", headers, body });
  const { kernel: { id } } = await opened.json();
  const socket = new WebSocket(
    `${address.replace("http", "ws")}/api/kernels/${id}/channels?token=${TOKEN}`,
  );
  const header = {
    msg_id: crypto.randomUUID(),
    msg_type: "execute_request",
    session: id,
    username: "",
    version: "5.3",
  };
  const content = {
    code: "console.log('computes'); for (;;);",
    silent: false,
    store_history: true,
  };
  const request = {
    header,
    parent_header: {},
    metadata: {},
    content,
    channel: "shell",
    buffers: [],
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify(request));
    socket.onmessage = ({ data }) =>
      data.includes("computes") && data.includes("stdout") && resolve();
    socket.onerror = () => reject(new Error("the kernel can't be reached"));
  });
  socket.close();
}

/** Starts a lab in a terminal of its own and waits until a cell of it computes. */
async function startLab(
  family: Family,
  folder: string,
  env: Record<string, string>,
): Promise<[Lab, () => Promise<void>]> {
  const port = freePort();
  const address = `http://127.0.0.1:${port}`;
  const command = `'${Deno.execPath()}' task lab --no-browser --port=${port}`;
  const terminal = new Deno.Command("script", {
    args: ["-qfec", command, "/dev/null"],
    cwd: folder,
    env: { ...env, ...family.env },
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const keys = terminal.stdin.getWriter();
  for (;; await sleep(100)) {
    const answer = await fetch(`${address}/api/status?token=${TOKEN}`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) break;
  }
  await compute(address);
  await family.find(/ lsp/);
  return [{
    address,
    signal: async (name, signal) => Deno.kill(await family.find(name), signal),
    type: (text) => keys.write(new TextEncoder().encode(text)),
  }, async () => {
    await terminal.status;
    await keys.close().catch(() => {});
  }];
}

Deno.test("lab leaves no process, however it ends", async (t) => {
  if (!HAS_PROC) return console.log(NO_PROC);
  const jupyter = await findJupyter();
  if (jupyter === undefined) return console.log(noJupyter());
  await withFolder(async (folder) => {
    const project = await copyProject(folder);
    const env = await freshEnvironment(folder, jupyter);
    for (const [name, end] of Object.entries(WAYS)) {
      await t.step(name, async () => {
        const family = new Family();
        const [lab, ended] = await startLab(family, project, env);
        await end(lab);
        await family.assertGone(name);
        await ended();
      });
    }
  });
});

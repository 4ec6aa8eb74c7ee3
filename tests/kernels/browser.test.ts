/** The fast engine in a browser page: the same module, the same losses. */
import { train } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { browserTest } from "../browser.ts";

const ROOT = new URL("../../", import.meta.url);
const TEXT = "to be or not to be, that is the question. ".repeat(5);
const SETTINGS = { hiddenSize: 13, sequenceLength: 7, iterations: 300, learningRate: 0.01 };

const PAGE = `<!doctype html><title>kernels</title><script type="module">
  import { train } from "./training.js";
  const { engine, smoothedLossNats } = await train(${JSON.stringify(TEXT)}, ${
  JSON.stringify(SETTINGS)
});
  document.title = JSON.stringify({ engine, smoothedLossNats });
</script>`;

/** The training stage as one JavaScript file; why there is none, where it can't be made. */
async function bundle(path: string): Promise<string | undefined> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "-o", path, "lib/training/mod.ts"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  return success ? undefined : new TextDecoder().decode(stderr).trim().split("\n").at(-1);
}

/** A server of the folder's files, with the page at `/`. */
function serve(folder: string): Deno.HttpServer<Deno.NetAddr> {
  const types: Record<string, string> = { js: "text/javascript", wasm: "application/wasm" };
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return new Response(PAGE, { headers: { "content-type": "text/html" } });
    const type = types[pathname.split(".").at(-1)!];
    if (type === undefined) return new Response(null, { status: 204 });
    return new Response(await Deno.readFile(folder + pathname), {
      headers: { "content-type": type },
    });
  });
}

browserTest(
  "train() runs on the fast engine in a browser and gives the same losses",
  async (open) => {
    const folder = await Deno.makeTempDir();
    const reason = await bundle(`${folder}/training.js`);
    if (reason !== undefined) return console.log(`skipped: deno bundle: ${reason}`);
    for (const name of ["rnn-relaxed.wasm", "rnn.wasm"]) {
      await Deno.copyFile(new URL(`lib/kernels/${name}`, ROOT), `${folder}/${name}`);
    }
    const server = serve(folder);
    try {
      const { page, problems } = await open(`http://127.0.0.1:${server.addr.port}/`);
      await page.waitForFunction('document.title.startsWith("{")', undefined, {
        timeout: 20_000,
      });
      const { engine, smoothedLossNats } = JSON.parse(await page.title());
      const here = await train(TEXT, SETTINGS);
      assertEquals(problems, []);
      assert(engine.startsWith("fast"), engine);
      assertAlmostEquals(smoothedLossNats, here.smoothedLossNats, 1e-4);
    } finally {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    }
  },
);

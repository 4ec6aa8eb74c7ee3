/**
 * The maths in a browser page. Headless Chromium loads the folders that promise to run there, module by
 * module, their types stripped and nothing else changed, packages from npm in a bundle each, and computes
 * what is computed here.
 */
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadBundledText } from "@lab/data";
import { assert, assertEquals } from "@std/assert";
import { browserTest } from "./browser.ts";

/** The front doors of the folders; architecture.test.ts says that they know nothing of Deno. */
const DOORS = ["numerics", "text", "model", "engines", "training", "sampling", "analysis"]
  .map((folder) => fileURLToPath(new URL(`../lib/${folder}/mod.ts`, import.meta.url)));

/** What is computed in both places. */
interface Results {
  /** Random words, which must be the same bits everywhere. */
  bits: number[];
  /** By engine: its name, the loss curve, and all of `Whh` after training. */
  runs: { engine: string; losses: number[]; Whh: number[] }[];
  /** The losses of windows of many streams, and `Whh` after them. */
  streams: { losses: number[]; Whh: number[] };
  /** Whether runs in workers gave the bits of a run without. */
  workersAgree: boolean;
  /** Nats per character of the trained network: packed and fast engine. */
  natsPerChar: number[];
  /** What the trained network writes. */
  continuation: string;
  /** An analysis of it. */
  saliency: number[];
  /** The real parts of the eigenvalues of its `Whh`. */
  eigenvalues: number[];
}

/** Runs here and, as its source alone, in the page: it may name nothing outside itself. */
async function compute(
  { doors, text }: { doors: readonly string[]; text: string },
): Promise<Results> {
  const [numerics, , model, engines, training, sampling, analysis] = await Promise.all(
    doors.map((door) => import(door)),
  );
  const random = new numerics.Random(7);
  const settings = { hiddenSize: 11, sequenceLength: 7, seed: 5, iterations: 150, recordEvery: 10 };
  const reference = await training.train(text, { ...settings, engine: "reference" });
  const fast = await training.train(text, { ...settings, engine: "fast" });
  const many = await training.trainMany(text, [settings, settings], { workers: 2, engine: "fast" });
  const { parameters, vocabulary } = reference;
  // Two parts of the streams, which the page's one thread does both.
  const shape = { hiddenSize: 13, vocabularySize: 5 };
  const start = engines.newStreamState(model.initialParameters(shape, random, 0.3), 18);
  const streams = await engines.fastEngine().streamTrainer(start, {
    ...{ streams: 18, sequenceLength: 3, seed: 1, recurrentDropout: 0.2, outputDropout: 0.2 },
    ...{ clipNorm: 1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    rates: { Wxh: 0.01, Whh: 0.01, Why: 0.01, bh: 0.01, by: 0.01 },
  });
  const characters = Int32Array.from({ length: (20 * 3 + 1) * 18 }, () => random.integer(5));
  const losses = streams.advance(characters, new Float64Array(20).fill(1));
  streams.close();
  const indices = vocabulary.encode(text.slice(0, 500));
  const prefix = text.slice(0, 17);
  const saliency = analysis.saliency(reference, prefix, { targets: " \n" });
  return {
    bits: Array.from({ length: 100 }, () => random.bits()),
    runs: [reference, fast].map((run) => ({
      engine: run.engine,
      losses: run.curve.smoothedLossNats,
      Whh: [...run.parameters.Whh],
    })),
    streams: { losses: [...losses], Whh: [...streams.parameters().Whh] },
    workersAgree: many.every((run: typeof fast) =>
      JSON.stringify([...run.parameters.Whh]) === JSON.stringify([...fast.parameters.Whh])
    ),
    natsPerChar: [
      sampling.evaluate(parameters, indices).natsPerChar,
      sampling.evaluate(parameters, indices, { engine: "fast" }).natsPerChar,
    ],
    continuation: sampling.continueText(reference, prefix, { length: 200, seed: 3 }),
    saliency: saliency.characters.map(({ gradient }: { gradient: number }) => gradient),
    eigenvalues: [...numerics.eigen(parameters.Whh).real],
  };
}

/** A module as a browser takes it: without types, every import an address. */
function asScript(url: URL): string {
  const resolve = (specifier: string): string => {
    if (specifier.startsWith(".")) return specifier;
    const { pathname } = new URL(import.meta.resolve(specifier));
    return specifier.startsWith("@lab/") ? pathname : `${pathname}?package`;
  };
  return stripTypeScriptTypes(Deno.readTextFileSync(url)).replace(
    /^((?:import|export)\b[^;"]*?\bfrom\s*|import\s*)"([^"]+)"/gm,
    (_, clause: string, specifier: string) => `${clause}"${resolve(specifier)}"`,
  );
}

/** A package of npm with all that it needs, in one module, as those who build pages make it. */
async function asBundle(path: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", path],
    env: { NO_COLOR: "1" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Serves the files that the page asks for, each under its own path. */
async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const html = { headers: { "content-type": "text/html" } };
  if (pathname === "/") return new Response('<link rel="icon" href="data:,">', html);
  const script = search === "?package"
    ? await asBundle(pathname)
    : asScript(new URL(`file://${pathname}`));
  return new Response(script, { headers: { "content-type": "text/javascript" } });
}

/** The largest difference between two lists, relative to the largest number of the first. */
function difference(a: readonly number[], b: readonly number[]): number {
  assertEquals(a.length, b.length);
  const largest = Math.max(...a.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / largest;
}

browserTest(
  "train(), trainMany(), streamTrainer(), evaluate(), saliency() and eigen() compute in a browser page what they do here",
  async (open) => {
    const text = (await loadBundledText()).text.slice(0, 3000);
    const here = await compute({ doors: DOORS.map((path) => pathToFileURL(path).href), text });
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
    try {
      const origin = `http://127.0.0.1:${server.addr.port}`;
      const { page, problems } = await open(`${origin}/`);
      const doors = DOORS.map((path) => origin + pathToFileURL(path).pathname);
      const there = await page.evaluate(compute, { doors, text });
      assertEquals(problems, []);
      assertEquals(there.bits, here.bits);
      for (const [i, { engine, losses, Whh }] of here.runs.entries()) {
        const other = there.runs[i];
        assertEquals(other.engine, engine);
        // The last bit of tanh, exp or log may differ between versions of V8, and a run amplifies it.
        const limit = engine.startsWith("reference") ? 1e-9 : 1e-5;
        assert(difference(losses, other.losses) < limit, engine);
        assert(difference(Whh, other.Whh) < limit, engine);
      }
      assert(difference(here.streams.losses, there.streams.losses) < 1e-5);
      assert(difference(here.streams.Whh, there.streams.Whh) < 1e-5);
      assert(here.workersAgree && there.workersAgree);
      assert(difference(here.natsPerChar, there.natsPerChar) < 1e-6);
      assertEquals(there.continuation, here.continuation);
      assert(difference(here.saliency, there.saliency) < 1e-9);
      assert(difference(here.eigenvalues, there.eigenvalues) < 1e-9);
    } finally {
      await server.shutdown();
    }
  },
);

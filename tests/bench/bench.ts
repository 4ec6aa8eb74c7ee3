/** `deno task bench`: this project and its peers on the same work, as a table. */
import { median } from "d3-array";
import { loadTrainingText } from "@lab/data";
import { Vocabulary } from "@lab/text";
import { trainMany } from "@lab/training";
import { readArguments, runCommand, UsageError } from "../../lib/cli/command.ts";
import { compare, type Comparison, preparePeers, type Scaling, timesAsFast } from "./measure.ts";
import { isLimit, limitOf, useOf } from "./limits.ts";
import { caches, type Clock, LIMITS, PEERS, processor, versions } from "./peers.ts";
import { type Figures, renewReadmes } from "./readme.ts";
import { compareStreams, streamsTable } from "./streams.ts";
import { figure, percent, spread } from "./written.ts";

const USAGE = `deno task bench [options]

Trains and samples with this project, C (plain and tuned), NumPy, PyTorch and TensorFlow.js, one thread each, and
trains on 32 streams at once with this project, PyTorch and JAX on one thread and on all cores: one after
the other in turns, with medians, quartiles, ratios, and the share of what the processor can do at most:
multiply-adds of 128 bits and of its widest lanes, from registers and of as many numbers as a network has. BENCH_PYTHON names a Python that has the modules,
python3 when unset.

  --hidden N,N     hidden units (100,250,512; for streams 128,256,512)
  --length N       characters an iteration reads (25; for streams 32)
  --tasks A,B      train, sample, many, streams (all four)
  --rounds N       turns of each program (7)
  --seconds X      how long a turn is (0.5)
  --clock C        wall, or cpu: on a busy machine, on Linux (wall)
  --json           the figures as JSON, with machine, date and versions
  --readme FILE    measures nothing: writes the tables of README.md and tests/bench/README.md from such
                   a file
  --help           this text`;

async function measureScaling(text: string, rounds: number, seconds: number): Promise<Scaling> {
  const workers = navigator.hardwareConcurrency;
  const iterations = Math.max(1, Math.round(seconds * 12_000));
  const runs = Array.from({ length: 2 * workers }, (_, i) => ({ seed: i + 1, iterations }));
  const time = async (workers: number): Promise<number> => {
    const startMs = performance.now();
    await trainMany(text, runs, { workers });
    return performance.now() - startMs;
  };
  await time(workers);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) ratios.push(await time(1) / await time(workers));
  return { workers, runs: runs.length, speedup: median(ratios)!, rounds };
}

/** A comparison as a Markdown table, with what the programs make of the processor. */
function table(comparison: Comparison): string {
  const { task, hidden, length, rounds, measurements, skipped } = comparison;
  const unit = task === "train" ? "iterations" : "characters";
  const programs = measurements.filter((measured) => !isLimit(measured));
  const limits = measurements.filter(isLimit);
  const lines = [
    `${task === "train" ? "Training" : "Sampling"}, H = ${hidden}, T = ${length}: ${unit} per ` +
    `second, median (quartiles) of ${rounds} turns, one thread`,
    "",
    `| program | ${unit} per second | char-rnn-lab is | GFLOP/s | ${
      limits.map(({ peer }) => `of ${peer}`).join(" | ")
    } |`,
    `| --- | ${"---: | ".repeat(3 + limits.length)}`.trimEnd(),
    ...programs.map((measured, i) => {
      const times = i === 0 ? "" : `${timesAsFast(programs[0], measured).toFixed(2)} × as fast`;
      const { gigaflops, shares } = useOf(measured, comparison);
      const used = limits.map(({ peer }) => percent(shares[peer])).join(" | ");
      return `| ${measured.peer} | ${spread(measured)} | ${times} | ${
        figure(gigaflops)
      } | ${used} |`;
    }),
  ];
  for (const { peer, reason } of skipped) lines.push(`| ${peer} | skipped: ${reason} |`);
  lines.push("");
  for (const limit of limits) {
    const { gigaflops, gigabytes } = limitOf(limit);
    const read = limit.peer.endsWith("read") ? `, ${figure(gigabytes)} GB/s` : "";
    lines.push(`${limit.peer}: ${figure(gigaflops)} GFLOP/s${read}  `);
  }
  return lines.join("\n");
}

/** The characters' numbers, one byte each, for peers in every language. */
async function writeText(
  folder: string,
): Promise<{ path: string; text: string; name: string; vocabularySize: number }> {
  const { text, name } = await loadTrainingText();
  const vocabulary = Vocabulary.of(text);
  if (vocabulary.size > 256) throw new Error("Cannot run the benchmark: over 256 characters");
  const path = `${folder}/text.bin`;
  await Deno.writeFile(path, Uint8Array.from(vocabulary.encode(text)));
  return { path, text, name, vocabularySize: vocabulary.size };
}

function counts(name: string, list: string): number[] {
  const numbers = list.split(",").map(Number);
  if (numbers.every((n) => Number.isSafeInteger(n) && n >= 1)) return numbers;
  throw new UsageError(`Option '--${name}' must be integers >= 1: current value is ${list}`);
}

function oneOf<Name extends string>(option: string, value: string, names: Name[]): Name {
  if (names.includes(value as Name)) return value as Name;
  throw new UsageError(
    `Option '--${option}' must be one of ${names.join(", ")}: current value is ${value}`,
  );
}

async function bench(values: Record<string, string | undefined>, json: boolean): Promise<void> {
  const [rounds] = counts("rounds", values.rounds ?? "7");
  const tasks = (values.tasks ?? "train,sample,many,streams").split(",")
    .map((task) => oneOf("tasks", task, ["train", "sample", "many", "streams"]));
  const clock = oneOf<Clock>("clock", values.clock ?? "wall", ["wall", "cpu"]);
  const turnSeconds = Number(values.seconds ?? "0.5");
  const folder = await Deno.makeTempDir({ prefix: "char-rnn-lab-bench-" });
  try {
    const { path, text, name, vocabularySize } = await writeText(folder);
    const { able, skipped } = await preparePeers([...PEERS, ...LIMITS], folder);
    if (!json) console.log(`Text: ${name}\n`);
    const comparisons: Comparison[] = [];
    const [length] = counts("length", values.length ?? "25");
    for (const task of ["train", "sample"] as const) {
      if (!tasks.includes(task)) continue;
      for (const hidden of counts("hidden", values.hidden ?? "100,250,512")) {
        const work = { task, text: path, hidden, length, rounds, turnSeconds, clock };
        const measurements = await compare(able, work);
        const sizes = { hidden, length, vocabularySize };
        const comparison = { task, ...sizes, rounds, measurements, skipped };
        comparisons.push(comparison);
        if (!json) console.log(`${table(comparison)}\n`);
      }
    }
    const streams = tasks.includes("streams")
      ? counts("hidden", values.hidden ?? "128,256,512")
      : [];
    for (const hidden of streams) {
      const [length] = counts("length", values.length ?? "32");
      const work = { text: path, hidden, length, rounds, turnSeconds, clock: "wall" as const };
      const comparison = await compareStreams(work, vocabularySize, folder);
      comparisons.push(comparison);
      if (!json) console.log(`${streamsTable(comparison)}\n`);
    }
    const many = tasks.includes("many") ? await measureScaling(text, 3, turnSeconds) : undefined;
    if (json) {
      const figures: Figures = {
        ...{ date: new Date().toISOString().slice(0, 10), processor: await processor() },
        ...{ cores: navigator.hardwareConcurrency, caches: await caches() },
        ...{ versions: await versions() },
        ...{ clock, text: name, comparisons, many },
      };
      return console.log(JSON.stringify(figures, null, 2));
    }
    if (many !== undefined) {
      console.log(
        `trainMany: ${many.runs} runs on ${many.workers} workers are ${
          many.speedup.toFixed(2)
        } × as ` +
          `fast as on one, median of ${many.rounds} rounds`,
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  await runCommand(async () => {
    const text = { type: "string" } as const;
    const { values } = readArguments(Deno.args, {
      hidden: text,
      length: text,
      tasks: text,
      rounds: text,
      seconds: text,
      clock: text,
      json: { type: "boolean" },
      readme: text,
      help: { type: "boolean", short: "h" },
    });
    if (values.help) return console.log(USAGE);
    if (values.readme !== undefined) return await renewReadmes(values.readme as string);
    await bench(values as Record<string, string | undefined>, values.json === true);
  });
}

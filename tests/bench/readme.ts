/** The tables of README.md and tests/bench/README.md, written from measured figures. */
import { fileURLToPath } from "node:url";
import { lineChart, rasterise, staticPicture, titledSvg } from "@lab/figures";
import { isLimit, limitOf, useOf } from "./limits.ts";
import type { Comparison, Measurement, Scaling } from "./measure.ts";
import type { Task } from "./peers.ts";
import { figure, percent } from "./written.ts";

/** What `deno task bench --json` prints. */
export interface Figures {
  /** Year, month and day. */
  date: string;
  processor: string;
  cores: number;
  /** What each level of a core's caches holds. */
  caches: { level: number; bytes: number }[];
  /** What the programs were made and run with. */
  versions: string[];
  clock: string;
  /** The text's name. */
  text: string;
  comparisons: Comparison[];
  many?: Scaling;
}

const ROOT = new URL("../../", import.meta.url);

/** The texts with tables, and which they have. */
const TEXTS = {
  "README.md": ["training"],
  "tests/bench/README.md": ["training", "sampling", "limits"],
} as const;

/** A Markdown table as `deno fmt` lays it out: the first column to the left, numbers to the right. */
function markdownTable(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]): string =>
    `| ${
      row.map((cell, k) => k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])).join(" | ")
    } |`;
  const rule = widths.map((width, k) => k === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`);
  return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join("\n");
}

const ofTask = ({ comparisons }: Figures, task: Task): Comparison[] =>
  comparisons.filter((comparison) => comparison.task === task);

function rowsOf(
  comparisons: readonly Comparison[],
  wanted: (measured: Measurement) => boolean,
  cell: (measured: Measurement, comparison: Comparison) => string,
): string[][] {
  const names = comparisons[0].measurements.filter(wanted).map(({ peer }) => peer);
  return names.map((name) => [
    name,
    ...comparisons.map((comparison) =>
      cell(comparison.measurements.find(({ peer }) => peer === name)!, comparison)
    ),
  ]);
}

const isProgram = (measured: Measurement): boolean => !isLimit(measured);

/** Units of work per second of all programs. */
function speedTable(figures: Figures, task: Task): string {
  const comparisons = ofTask(figures, task);
  const rows = rowsOf(comparisons, isProgram, ({ perSecond }) => figure(perSecond));
  return markdownTable([["program", ...comparisons.map(({ hidden }) => `H = ${hidden}`)], ...rows]);
}

/** What the programs make of the processor, and what that is. */
function limitTable(figures: Figures): string {
  const [training, sampling] = (["train", "sample"] as const).map((task) => ofTask(figures, task));
  const share = (measured: Measurement, comparison: Comparison): string => {
    const { shares } = useOf(measured, comparison);
    const [narrow, wide] = Object.values(shares);
    return `${percent(narrow)} (${percent(wide)})`;
  };
  const named = (rows: string[][], task: string): string[][] =>
    rows.map(([name, ...cells]) => [`${name} ${task}`, ...cells]);
  const limits = rowsOf(sampling, isLimit, (limit) => {
    const { gigaflops, gigabytes } = limitOf(limit);
    return limit.peer.endsWith("read")
      ? `${figure(gigabytes)} GB/s`
      : `${figure(gigaflops)} GFLOP/s`;
  });
  return markdownTable([
    ["program", ...sampling.map(({ hidden }) => `H = ${hidden}`)],
    ...named(rowsOf(training, isProgram, share), "trains"),
    ...named(rowsOf(sampling, isProgram, share), "samples"),
    ...limits,
  ]);
}

/** The hidden units of a network whose weights, four bytes each, fill so much. */
function hiddenThatFills(bytes: number, V: number): number {
  return (Math.sqrt(V ** 2 + bytes) - V) / 2;
}

/** What writing comes to as networks grow, beside the limits of what is read, as a PNG file. */
export async function limitPicture(figures: Figures): Promise<Uint8Array> {
  const sampling = ofTask(figures, "sample");
  const [{ vocabularySize, measurements }] = sampling;
  const drawn = measurements.filter(({ peer }) =>
    ["char-rnn-lab", "plain C"].includes(peer) || peer.endsWith("read")
  );
  const { spec, title, caption } = lineChart({
    title: "What writing comes to, beside weights that are only read and multiplied",
    caption:
      "Thousand millions of operations per second on one core; dashed: the weights fill a cache",
    x: { label: "hidden units H", log: true },
    y: { label: "GFLOP/s" },
    series: drawn.map(({ peer }) => ({
      ...{ name: peer, mode: "lines+markers", dash: peer.endsWith("read") ? "dot" : "solid" },
      x: sampling.map(({ hidden }) => hidden),
      y: sampling.map((comparison) => {
        const measured = comparison.measurements.find((one) => one.peer === peer)!;
        return isLimit(measured)
          ? limitOf(measured).gigaflops
          : useOf(measured, comparison).gigaflops;
      }),
    })),
    references: figures.caches.filter(({ level }) => level <= 2).map(({ level, bytes }) => ({
      ...{ axis: "x", label: `L${level}`, value: hiddenThatFills(bytes, vocabularySize) },
    })),
  });
  return await rasterise(titledSvg(await staticPicture(spec), title, caption));
}

const TABLES = {
  training: (figures: Figures) => speedTable(figures, "train"),
  sampling: (figures: Figures) => speedTable(figures, "sample"),
  limits: limitTable,
} as const;

/** A text with its tables written from figures. */
export function withTables(
  text: string,
  names: readonly (keyof typeof TABLES)[],
  figures: Figures,
): string {
  return names.reduce((written, name) => {
    const [begin, end] = [`<!-- deno task bench: ${name} -->`, "<!-- end -->"];
    const from = written.indexOf(begin) + begin.length;
    const to = written.indexOf(end, from);
    if (from < begin.length || to < 0) throw new Error(`Cannot find the place of table '${name}'`);
    return `${written.slice(0, from)}\n\n${TABLES[name](figures)}\n\n${written.slice(to)}`;
  }, text);
}

/** The texts and the picture as they should be by the figures, with their paths. */
export async function renewedReadmes(file: string | URL): Promise<Map<string, Uint8Array>> {
  const figures = JSON.parse(await Deno.readTextFile(file)) as Figures;
  const renewed = new Map<string, Uint8Array>();
  for (const [name, tables] of Object.entries(TEXTS)) {
    const path = fileURLToPath(new URL(name, ROOT));
    const text = withTables(await Deno.readTextFile(path), tables, figures);
    renewed.set(path, new TextEncoder().encode(text));
  }
  const picture = fileURLToPath(new URL("tests/bench/limits.png", ROOT));
  return renewed.set(picture, await limitPicture(figures));
}

/** Writes the tables and the picture anew. */
export async function renewReadmes(file: string): Promise<void> {
  for (const [path, bytes] of await renewedReadmes(file)) await Deno.writeFile(path, bytes);
  console.log(`Written from ${file}: ${Object.keys(TEXTS).join(", ")}`);
}

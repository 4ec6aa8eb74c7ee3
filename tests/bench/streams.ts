/** Training on 32 streams with this project, PyTorch and JAX, beside what the processor can do. */
import { compare, type Comparison, preparePeers, timesAsFast } from "./measure.ts";
import { PEAK, streamPeers } from "./peers.ts";
import { figure, percent, spread } from "./written.ts";

/** How many streams all programs train on. */
export const STREAMS = 32;

/** Operations of a unit of the program that measures the processor. */
export const PEAK_UNIT = 8e6;

/**
 * Operations of a character: each weight of Whh and Why is used in three products, but Whh is not used
 * on the way back from a window's first step.
 */
export function operations(hidden: number, characters: number, length: number): number {
  return 6 * hidden * (hidden + characters) - 2 * hidden ** 2 / length;
}

/**
 * Runs all programs, each on one thread and on one a core, and measures the processor in the same rounds.
 * @param work text file, sizes, rounds and how long a turn is
 * @param vocabularySize V
 * @param folder where compiled programs go
 * @returns the measurements
 */
export async function compareStreams(
  work: Omit<Parameters<typeof compare>[1], "task">,
  vocabularySize: number,
  folder: string,
): Promise<Comparison> {
  const threads = [...new Set([1, navigator.hardwareConcurrency])];
  const { able, skipped } = await preparePeers([...threads.flatMap(streamPeers), PEAK], folder);
  const measurements = await compare(able, { ...work, task: "streams" });
  const { hidden, length, rounds } = work;
  return { task: "streams", hidden, length, rounds, measurements, skipped, vocabularySize };
}

/** A comparison as a Markdown table, in characters per second. */
export function streamsTable(comparison: Comparison): string {
  const { hidden, length, rounds, measurements, skipped, vocabularySize } = comparison;
  const peak = measurements.find(({ peer }) => peer === PEAK.name);
  const programs = measurements.filter((measured) => measured !== peak);
  const characters = STREAMS * length;
  const unit = characters * operations(hidden, vocabularySize, length) / PEAK_UNIT;
  const lines = [
    `Training on ${STREAMS} streams, H = ${hidden}, T = ${length}: characters per second, median ` +
    `(quartiles) of ${rounds} turns`,
    "",
    "| program | characters per second | of the 128-bit peak of one core | char-rnn-lab is |",
    "| --- | ---: | ---: | ---: |",
    ...programs.map((measured) => {
      // The lab's plain line with as many threads comes first among those.
      const threads = measured.peer.split(", ").at(-1)!;
      const lab = programs.find(({ peer }) => peer.endsWith(threads))!;
      const share = peak === undefined ? "" : percent(unit * timesAsFast(measured, peak));
      const times = measured === lab ? "" : `${timesAsFast(lab, measured).toFixed(2)} × as fast`;
      return `| ${measured.peer} | ${spread(measured, characters)} | ${share} | ${times} |`;
    }),
    ...skipped.map(({ peer, reason }) => `| ${peer} | skipped: ${reason} | | |`),
  ];
  if (peak !== undefined) {
    lines.push("", `${PEAK.name}: ${figure(peak.perSecond * PEAK_UNIT / 1e9)} GFLOP/s on one core`);
  }
  return lines.join("\n");
}

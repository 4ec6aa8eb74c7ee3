/** Peers on the same work, turn by turn. */
import { max, median, quantile } from "d3-array";
import { type Clock, type Peer, RunningPeer, type Task } from "./peers.ts";

/** What was measured of one peer. */
export interface Measurement {
  peer: string;
  /** Units of work per second: the median of the rounds, and their quartiles. */
  perSecond: number;
  lowerQuartile: number;
  upperQuartile: number;
  /** The fastest round: other programs can only slow a turn down. */
  fastest: number;
  /** Units of work per second of each round. */
  perRound: number[];
}

/** How many times as fast one peer is as another: the median of the rounds' ratios. */
export function timesAsFast(one: Measurement, other: Measurement): number {
  return median(one.perRound, (speed, round) => speed / other.perRound[round])!;
}

/** A peer that could not take part. */
export interface Skip {
  peer: string;
  reason: string;
}

/** A task at one size. */
export interface Comparison {
  task: Task;
  hidden: number;
  length: number;
  /** V, the number of characters. */
  vocabularySize: number;
  rounds: number;
  measurements: Measurement[];
  skipped: Skip[];
}

/** How `trainMany` gains from workers. */
export interface Scaling {
  workers: number;
  runs: number;
  /** How many times as fast as one worker: the median of the rounds. */
  speedup: number;
  rounds: number;
}

/** Warm-up: doubles the work until a turn takes `seconds`; the units of such a turn. */
async function calibrate(peer: RunningPeer, seconds: number, clock: Clock): Promise<number> {
  let units = 1;
  let taken = await peer.work(units, clock);
  while (taken < seconds / 2) {
    units *= 2;
    taken = await peer.work(units, clock);
  }
  // Once more at full length: compilers that watch the program have by then seen enough.
  units = Math.max(1, Math.round(units * seconds / taken));
  await peer.work(units, clock);
  return units;
}

function measurement(peer: string, perRound: number[]): Measurement {
  return {
    peer,
    perSecond: median(perRound)!,
    lowerQuartile: quantile(perRound, 0.25)!,
    upperQuartile: quantile(perRound, 0.75)!,
    fastest: max(perRound)!,
    perRound,
  };
}

/**
 * Runs all peers, one turn each in every round, so that whatever else the machine does meets all alike.
 * @param peers names and commands, this project first
 * @param work the task, sizes, text file, rounds and how long a turn is
 * @returns a measurement for each peer, in the order given
 */
export async function compare(
  peers: readonly { name: string; command: string[] }[],
  work: {
    task: Task;
    text: string;
    hidden: number;
    length: number;
    rounds: number;
    turnSeconds: number;
    clock: Clock;
  },
): Promise<Measurement[]> {
  const running = peers.map((peer) => new RunningPeer(peer, work));
  try {
    const units: number[] = [];
    for (const peer of running) {
      await peer.ready();
      units.push(await calibrate(peer, work.turnSeconds, work.clock));
    }
    const speeds: number[][] = peers.map(() => []);
    for (let round = 0; round < work.rounds; round++) {
      for (const [i, peer] of running.entries()) {
        speeds[i].push(units[i] / await peer.work(units[i], work.clock));
      }
    }
    return peers.map(({ name }, i) => measurement(name, speeds[i]));
  } finally {
    await Promise.all(running.map((peer) => peer.end()));
  }
}

/** The peers that can run here, with their commands, and the others with their reasons. */
export async function preparePeers(
  peers: readonly Peer[],
  folder: string,
): Promise<{ able: { name: string; command: string[] }[]; skipped: Skip[] }> {
  const able: { name: string; command: string[] }[] = [];
  const skipped: Skip[] = [];
  for (const { name, prepare } of peers) {
    const prepared = await prepare(folder);
    if (Array.isArray(prepared)) able.push({ name, command: prepared });
    else skipped.push({ peer: name, reason: prepared.reason });
  }
  return { able, skipped };
}

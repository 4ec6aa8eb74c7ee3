/** The bounds that the README states, where the peers can run. */
import { loadTrainingText } from "@lab/data";
import { Vocabulary } from "@lab/text";
import { assert } from "@std/assert";
import { compare, preparePeers } from "./measure.ts";
import { type Clock, PEAK, PEERS, streamPeers, type Task } from "./peers.ts";
import { operations, PEAK_UNIT, STREAMS } from "./streams.ts";

/** Whether plain C may use lanes of 512 bits; where it may not, V8 is slower by more than C is. */
const IS_WIDE = (await Deno.readTextFile("/proc/cpuinfo").catch(() => "")).includes("avx512f");

/** How many times as fast as a peer this project is at least. */
const BOUNDS: { task: Task; hidden: number; peer: string; atLeast: number }[] = [
  { task: "train", hidden: 100, peer: "plain C", atLeast: IS_WIDE ? 1.04 : 0.85 },
  { task: "train", hidden: 250, peer: "plain C", atLeast: IS_WIDE ? 0.88 : 0.85 },
  { task: "train", hidden: 512, peer: "plain C", atLeast: IS_WIDE ? 0.72 : 0.85 },
  { task: "sample", hidden: 100, peer: "plain C", atLeast: IS_WIDE ? 1.1 : 0.95 },
  { task: "sample", hidden: 250, peer: "plain C", atLeast: IS_WIDE ? 0.98 : 0.84 },
  { task: "sample", hidden: 512, peer: "plain C", atLeast: IS_WIDE ? 0.7 : 0.8 },
  { task: "train", hidden: 100, peer: "NumPy", atLeast: 14 },
  { task: "train", hidden: 250, peer: "NumPy", atLeast: 7 },
  { task: "train", hidden: 100, peer: "PyTorch", atLeast: 14 },
  { task: "train", hidden: 512, peer: "PyTorch", atLeast: 4 },
  { task: "sample", hidden: 100, peer: "NumPy", atLeast: 10 },
];

const { text } = await loadTrainingText();
const folder = await Deno.makeTempDir();
const path = `${folder}/text.bin`;
await Deno.writeFile(path, Uint8Array.from(Vocabulary.of(text).encode(text)));
const { able, skipped } = await preparePeers(PEERS, folder);
const clock: Clock = Deno.build.os === "linux" ? "cpu" : "wall";

for (const { task, hidden, peer, atLeast } of BOUNDS) {
  Deno.test(`deno task bench: ${task} at H = ${hidden} is at least ${atLeast} times ${peer}`, async () => {
    const skip = skipped.find(({ peer: name }) => name === peer);
    if (skip !== undefined) return console.log(`skipped: ${peer}: ${skip.reason}`);
    const two = able.filter(({ name }, i) => i === 0 || name === peer);
    const work = { task, text: path, hidden, length: 25, rounds: 12, turnSeconds: 0.2, clock };
    const [lab, measured] = await compare(two, work);
    // Tests run beside other programs, which can only slow a turn down: the fastest turns are compared.
    const times = lab.fastest / measured.fastest;
    assert(times >= atLeast, `${times}`);
  });
}

/** Which share of the processor's 128-bit multiply-adds training on 32 streams is at least worth. */
const SHARES = [
  { hidden: 128, atLeast: 0.75 },
  { hidden: 256, atLeast: 0.8 },
  { hidden: 512, atLeast: 0.82 },
];

for (const { hidden, atLeast } of SHARES) {
  Deno.test(`deno task bench: streams at H = ${hidden} reach ${atLeast} of the peak, 0.88 of that with masks`, async () => {
    const [plain, strong] = streamPeers(1);
    const { able, skipped } = await preparePeers([plain, strong, PEAK], folder);
    if (skipped.length > 0) return console.log(`skipped: ${skipped[0].reason}`);
    const length = 32;
    const work = { task: "streams" as const, text: path, hidden, length, clock: "wall" as const };
    const measured = await compare(able, { ...work, rounds: 12, turnSeconds: 0.2 });
    const [fast, masked, peak] = measured.map(({ fastest }) => fastest);
    const vocabularySize = Vocabulary.of(text).size;
    const unit = STREAMS * length * operations(hidden, vocabularySize, length) / PEAK_UNIT;
    assert(unit * fast / peak >= atLeast, `${unit * fast / peak}`);
    assert(masked / fast >= 0.88, `${masked / fast}`);
  });
}

globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

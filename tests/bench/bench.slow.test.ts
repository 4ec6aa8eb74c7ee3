/** The bounds that the README states, where the peers can run. */
import { loadTrainingText } from "@lab/data";
import { Vocabulary } from "@lab/text";
import { assert } from "@std/assert";
import { compare, preparePeers } from "./measure.ts";
import { type Clock, PEERS, type Task } from "./peers.ts";

/** How many times as fast as a peer this project is at least. */
const BOUNDS: { task: Task; hidden: number; peer: string; atLeast: number }[] = [
  { task: "train", hidden: 100, peer: "plain C", atLeast: 1 / 1.6 },
  { task: "train", hidden: 250, peer: "plain C", atLeast: 1 / 1.6 },
  { task: "train", hidden: 512, peer: "plain C", atLeast: 1 / 1.6 },
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

globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** Trainings that are killed at random moments. */
import { Random } from "@lab/numerics";
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { rnn, rnnCommand, TEXT } from "./support.ts";

const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

/**
 * Kills a training with checkpoints many times, each time at a random moment after its first file, and
 * goes on from what it left; in the end the network is that of a run that was never killed.
 */
export async function killedRuns(folder: string, kills: number): Promise<void> {
  const [text, out] = [`${folder}/text.txt`, `${folder}/model.npz`];
  await Deno.writeTextFile(text, TEXT);
  const size = ["--hidden", "40", "--seed", "4"];
  const common = ["train", "--text", text, "--checkpoint", "0.01", "--out", out];
  await rnn("train", "--text", text, ...size, "--iterations", "1", "--out", out);
  const random = new Random(8);
  let before = 1;
  for (let k = 0; k < kills; k++) {
    const child = rnnCommand(...common, "--resume", out, "--iterations", "1e9").spawn();
    const began = (await Deno.stat(out)).mtime!.getTime();
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    while ((await Deno.stat(out)).mtime!.getTime() === began) {
      assert(!hasEnded, "a training that goes on writes a checkpoint before it ends");
      await pause(2);
    }
    await pause(random.uniform() * 40);
    child.kill("SIGKILL");
    await child.output();
    const { iterations } = await loadSnapshot(out);
    assert(iterations! > before, `after kill ${k}: ${iterations} iterations, ${before} before`);
    assert(await exists(`${folder}/model.previous.npz`));
    before = iterations!;
  }
  const ended = await rnn(...common, "--resume", out, "--iterations", String(before + 10));
  assertStringIncludes(ended.out, `from iteration ${before.toLocaleString("en")}`);
  const [killed, whole] = [await loadSnapshot(out), `${folder}/whole.npz`];
  const iterations = ["--iterations", String(before + 10)];
  await rnn("train", "--text", text, ...size, ...iterations, "--out", whole);
  const { parameters, memory, h } = await loadSnapshot(whole);
  assertEquals([killed.parameters, killed.memory, killed.h], [parameters, memory, h]);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `rnn train --recipe`: trained, scored, stopped in the middle of a reading and gone on with. */
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { rnn, rnnCommand, TEXT, withFolder } from "../support.ts";

const SIZE = ["--recipe", "quick", "--hidden", "13", "--sequence", "7", "--streams", "9"];

Deno.test("rnn train --recipe trains on streams, scores, and ends with a line of JSON", async () => {
  await withFolder(async (folder) => {
    const text = `${folder}/text.txt`;
    await Deno.writeTextFile(text, TEXT);
    const args = ["train", "--text", text, ...SIZE, "--epochs", "30"];
    const { out, code, error } = await rnn(...args, "--hold-out", "0.1", "--json");
    assertEquals(code, 0, error);
    const { engine, ...last } = JSON.parse(out.trimEnd().split("\n").at(-1)!);
    assertStringIncludes(engine, "float32");
    assertEquals([last.epochs, last.updates, last.stopped], [30, 30 * 24, false]);
    assert(last.charactersPerSecond > 0 && last.heldOutNatsPerChar < 0.2, out);
    assertStringIncludes(
      (await rnn(...args)).out,
      "Trained for 30 readings of the text in ",
    );
  });
});

Deno.test("rnn train --recipe, stopped in a reading, goes on as if it had never ended", async () => {
  await withFolder(async (folder) => {
    const [text, whole, part] = ["text.txt", "whole.npz", "part.npz"].map((n) => `${folder}/${n}`);
    await Deno.writeTextFile(text, TEXT);
    const args = ["--text", text, ...SIZE, "--epochs", "250"];
    const process = rnnCommand("train", ...args, "--json", "--out", part).spawn();
    const errors = new Response(process.stderr).text();
    for await (const _ of process.stdout) process.kill("SIGINT"); // at its first report
    await Promise.all([process.status, errors]);
    const { streams } = await loadSnapshot(part);
    const done = streams!.losses.length;
    assert(done > 0 && done < 250 * 27, `${done}`);
    const resumed = await rnn("train", "--text", text, "--resume", part);
    assertStringIncludes(resumed.out, `Goes on with ${part} from update `);
    assertEquals((await rnn("train", ...args, "--out", whole)).code, 0);
    const [a, b] = [await loadSnapshot(whole), await loadSnapshot(part)];
    assertEquals([b.parameters, b.streams], [a.parameters, a.streams]);
    // What has decided the past can't change.
    const { code, error } = await rnn("train", "--text", text, "--resume", part, "--streams", "8");
    assertEquals(code, 1);
    assertStringIncludes(error, "'streams' must stay 9: current value is 8");
    const report = await rnn("train", "--text", text, "--resume", part, "--recipe", "report");
    assertStringIncludes(report.error, "it has no 'memory'");
  });
});

Deno.test("rnn train refuses recipes that there are not, and options of another recipe", async () => {
  const refused = async (words: string, ...args: string[]): Promise<void> => {
    const { code, error } = await rnn("train", ...args);
    assertEquals(code, 2);
    assertStringIncludes(error, words);
  };
  await refused("must be report, quick or strong: current value is slow", "--recipe", "slow");
  await refused("'--epochs' as the recipes quick and strong alone have it", "--epochs", "3");
  await refused(
    "'--iterations' as the recipe report alone has it",
    ...["--recipe", "strong", "--iterations", "3"],
  );
});

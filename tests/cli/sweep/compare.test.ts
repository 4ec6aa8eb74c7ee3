/** `rnn compare`: what it finds in folders, sorts by text and setting, and writes. */
import { collectRuns } from "../../../lib/cli/rnn/sweep/collect.ts";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { saveSnapshot } from "@lab/snapshots";
import { train } from "@lab/training";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "../support.ts";

/** Saves a short run with a score. */
async function saveRun(
  path: string,
  text: string,
  settings: { hiddenSize: number; seed: number; iterations?: number },
  metadata: Record<string, number | string>,
): Promise<void> {
  const run = await train(text, {
    sequenceLength: 5,
    iterations: 20,
    recordEvery: 10,
    ...settings,
  });
  await saveSnapshot(path, { ...run, metadata });
}

const held = (score: number): Record<string, number | string> => ({
  ...{ heldOutNatsPerChar: score, heldOutCharacters: 90, text: "a_play.txt" },
  ...{ kneserNeyNatsPerChar: 1.5, wittenBellNatsPerChar: 1.6 },
});

Deno.test("rnn compare tells settings apart by their seeds, in words, as a page, a picture and JSON", async () => {
  await withFolder(async (folder) => {
    for (let seed = 1; seed <= 6; seed++) {
      await saveRun(`${folder}/5-${seed}.npz`, TEXT, { hiddenSize: 5, seed }, held(2 + seed / 100));
      await saveRun(
        `${folder}/7-${seed}.npz`,
        TEXT,
        { hiddenSize: 7, seed },
        held(1.9 + seed / 99),
      );
    }
    await Deno.writeTextFile(`${folder}/seed=9.failed`, "Cannot go on *training*\n");
    await Deno.copyFile(`${folder}/5-1.npz`, `${folder}/seed=8.half.npz`);
    const page = `${folder}/page.html`;
    const { code, out, error } = await rnn("compare", folder, "--out", page);
    assertEquals([code, error], [0, ""]);
    assertStringIncludes(out, "a_play.txt: Scores on held-out text");
    assertStringIncludes(out, "more than the seeds explain: `hidden=5` (by 0.09");
    assertStringIncludes(out, "Kneser-Ney 1.5000, Witten-Bell 1.6000, guessing 2.7726");
    assertStringIncludes(
      out,
      "Failed: seed=9: Cannot go on *training*\n1 run has not ended and is left out",
    );
    const html = await Deno.readTextFile(page);
    assertStringIncludes(html, "Cannot go on *training*");
    assert(html.includes("a_play.txt</h2>") && html.includes("plotly"));

    const picture = `${folder}/curves.svg`;
    const json = await rnn("compare", folder, "--json", "--out", picture);
    const { settings, scored, failed, level } = JSON.parse(json.out);
    assertEquals([scored, level, failed.length], ["held out", 0.95, 1]);
    assertEquals(settings.map(({ name }: { name: string }) => name), ["hidden=7", "hidden=5"]);
    assertEquals(settings[1].besideBest.verdict, "worse");
    assertStringIncludes(await Deno.readTextFile(picture), "<svg");
  });
});

Deno.test("collectRuns() compares texts apart, names settings by what differs, and leaves out what it can't compare", async () => {
  await withFolder(async (folder) => {
    const other = TEXT.toUpperCase();
    const path = (name: string): string => `${folder}/${name}.npz`;
    await saveRun(path("a"), TEXT, { hiddenSize: 5, seed: 1 }, held(2));
    await saveRun(path("b"), TEXT, { hiddenSize: 5, seed: 1, iterations: 40 }, held(1.9));
    await saveRun(path("c"), TEXT, { hiddenSize: 5, seed: 1 }, held(2));
    await saveRun(path("d"), other, { hiddenSize: 7, seed: 1 }, held(2));
    await saveRun(path("e"), other, { hiddenSize: 7, seed: 2 }, {
      ...{ text: "a_play.txt", heldOutCharacters: 90 },
    });
    const { vocabulary } = await train(TEXT, { iterations: 0 });
    const parameters = initialParameters(
      { hiddenSize: 3, vocabularySize: vocabulary.size },
      new Random(1),
    );
    await saveSnapshot(path("f"), { parameters, vocabulary, metadata: {} });
    const { texts, notes } = await collectRuns([folder]);
    const names = texts.map(({ compared }) => compared.settings.map(({ name }) => name));
    assertEquals(names, [["iterations=20", "iterations=40"], ["all runs"]]);
    // Scores of held-out text are not put beside losses of the training.
    assertEquals(texts.map(({ compared }) => compared.scored), ["held out", "trained on"]);
    const [, { compared: { settings: [{ runs }] } }] = texts;
    assertEquals(runs.map(({ seed }) => seed), [1, 2]);
    assert(runs.every(({ score }) => Math.abs(score - Math.log(16)) < 0.2), "the smoothed loss");
    assertEquals(notes.toSorted(), [
      `${path("f")} is left out, as it was saved without its training`,
      "There more than once, and counted once: iterations=20 seed=1",
    ]);
    const single = await collectRuns([path("a"), path("b")]);
    assertEquals(single.texts[0].compared.settings.length, 2);
    await assertRejects(() => collectRuns([path("f")]), Error, "there is none, 0 failed");
    await assertRejects(() => collectRuns([`${folder}/none`]), Error, "no such file");
  });
});

Deno.test("collectRuns() names the recipe where there are several, and what differs within each", async () => {
  await withFolder(async (folder) => {
    const small = { hiddenSize: 5, sequenceLength: 4, streams: 3, epochs: 2 } as const;
    for (const [recipe, seed] of [["quick", 1], ["quick", 2], ["strong", 1]] as const) {
      const run = await train(TEXT, { recipe, engine: "reference", seed, ...small });
      await saveSnapshot(`${folder}/${recipe}-${seed}.npz`, { ...run, metadata: held(2) });
    }
    for (const hiddenSize of [5, 7]) {
      await saveRun(`${folder}/${hiddenSize}.npz`, TEXT, { hiddenSize, seed: 1 }, held(2));
    }
    const [{ compared }] = (await collectRuns([folder])).texts;
    assertEquals(compared.settings.map(({ name, runs }) => [name, runs.length]), [
      ["recipe=quick", 2],
      ["recipe=report hidden=5", 1],
      ["recipe=report hidden=7", 1],
      ["recipe=strong", 1],
    ]);
    const [{ runs: [{ curve }], sequenceLength, iterationsPerReading }] = compared.settings;
    assertEquals([sequenceLength, iterationsPerReading], [4, Math.floor(TEXT.length / 3 / 4)]);
    assertEquals(curve.iteration.at(-1), 2 * iterationsPerReading);
    assert(Math.abs(curve.smoothedLossNats[0] / 4 - Math.log(16)) < 0.5, "nats summed over T");
  });
});

Deno.test("rnn compare refuses nonsense in one line", async () => {
  await withFolder(async (folder) => {
    const refused = async (code: number, message: string, ...args: string[]): Promise<void> => {
      const ended = await rnn("compare", ...args);
      assertEquals([ended.code, ended.error.trim().split("\n").length], [code, 1], ended.error);
      assertStringIncludes(ended.error, message);
    };
    await refused(2, "a folder of runs, or snapshots, must be given");
    await refused(1, "must end in .html or .svg", folder, "--out", `${folder}/page.png`);
    await refused(2, "there is none, 0 failed, 0 have not ended", folder);
    await Deno.writeTextFile(`${folder}/bad.npz`, "no snapshot");
    await refused(1, "bad.npz", folder);
  });
});

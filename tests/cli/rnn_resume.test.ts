/** `rnn train` cut, killed and resumed; where `rnn sample` and `rnn evaluate` begin. */
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { killedRuns } from "./killing.ts";
import { rnn, rnnCommand, TEXT, withFolder } from "./support.ts";

const SIZE = ["--hidden", "13", "--sequence", "7", "--seed", "4"];

Deno.test("rnn train --resume goes on as if the training had never ended, and says what is different", async () => {
  await withFolder(async (folder) => {
    const text = `${folder}/text.txt`;
    await Deno.writeTextFile(text, TEXT);
    const train = (...args: string[]): ReturnType<typeof rnn> =>
      rnn("train", "--text", text, ...args);
    const [whole, part, rest] = ["whole", "part", "rest"].map((name) => `${folder}/${name}.npz`);
    await train(...SIZE, "--iterations", "700", "--out", whole);
    await train(...SIZE, "--iterations", "300", "--out", part);
    const resumed = await train("--resume", part, "--iterations", "700", "--out", rest);
    assertEquals(resumed.code, 0, resumed.error);
    assertStringIncludes(resumed.out, `Goes on with ${part} from iteration 300\n`);
    assertStringIncludes(resumed.out, "Trained for 400 more iterations, 700 in all, in ");
    const [a, b] = [await loadSnapshot(whole), await loadSnapshot(rest)];
    assertEquals([...Deno.readDirSync(folder)].length, 4, "no file that nobody asked for");
    assertEquals([b.parameters, b.memory, b.h, b.curve], [a.parameters, a.memory, a.h, a.curve]);

    const slower = await train("--resume", part, "--iterations", "310", "--learning-rate", "0.01");
    assertStringIncludes(slower.out, "from iteration 300, learningRate 0.1 → 0.01");
    assertEquals((await loadSnapshot(part)).iterations, 310); // without --out, the file itself
    const larger = await train("--resume", part, "--hidden", "14");
    assertEquals(larger.code, 1);
    assertStringIncludes(larger.error, "'hiddenSize' must stay 13: current value is 14");
    await Deno.writeTextFile(text, `${TEXT}~`);
    const other = await train("--resume", part);
    assertStringIncludes(other.error, 'is "~"');
    await Deno.writeTextFile(text, TEXT.slice(0, 500));
    const shorter = await train("--resume", part, "--iterations", "320");
    assertStringIncludes(shorter.out, "The text is another one than before");
  });
});

Deno.test("rnn train --resume refuses fewer iterations than there are, and to hold out what was read", async () => {
  await withFolder(async (folder) => {
    const [text, all, most] = ["text.txt", "all.npz", "most.npz"].map((n) => `${folder}/${n}`);
    await Deno.writeTextFile(text, TEXT);
    const train = (...args: string[]): ReturnType<typeof rnn> =>
      rnn("train", "--text", text, ...args);
    await train(...SIZE, "--iterations", "300", "--out", all);
    await train(...SIZE, "--iterations", "300", "--hold-out", "0.2", "--out", most);
    const refuses = async (words: string, ...args: string[]): Promise<void> => {
      const { code, error } = await train(...args);
      assertEquals([code, error.trim().split("\n").length], [1, 1]);
      assertStringIncludes(error, words);
    };
    const fewer = "counts those before --resume, too: ";
    await refuses(`${fewer}${all} has 300`, "--resume", all, "--iterations", "299");
    const more = ["--iterations", "310", "--resume"];
    await refuses(`${all} has read 1680 characters`, ...more, all, "--hold-out", "0.1");
    await refuses("begins after 1176", ...more, most, "--hold-out", "0.3");
    for (const share of ["0.2", "0.1"]) {
      const { code, error } = await train(...more, most, "--hold-out", share, "--out", all);
      assertEquals(code, 0, error);
    }
  });
});

Deno.test("rnn train scores what it was trained on from the state that finds into it, as evaluate does", async () => {
  await withFolder(async (folder) => {
    const [text, part, out] = ["text.txt", "part.txt", "model.npz"].map((n) => `${folder}/${n}`);
    await Deno.writeTextFile(text, TEXT);
    await Deno.writeTextFile(part, TEXT.slice(0, 1344));
    const trained = await rnn(
      ...["train", "--text", text, "--hold-out", "0.2", "--json", "--out", out],
      ...[...SIZE, "--iterations", "1003"],
    );
    const { trainedNatsPerChar } = JSON.parse(trained.out.trim().split("\n").at(-1)!);
    const score = async (...args: string[]): Promise<number> => {
      const { out: said } = await rnn("evaluate", "--snapshot", out, "--text", part, ...args);
      return JSON.parse(said).natsPerChar;
    };
    const [zero, reached] = [await score("--json", "--from-zero"), await score("--json")];
    assertEquals(trainedNatsPerChar, Math.min(zero, reached));
    const lines = (await rnn("evaluate", "--snapshot", out, "--text", text, "--from-zero")).out;
    assertStringIncludes(lines, `the text's beginning: ${zero.toFixed(4)} there`);
  });
});

Deno.test("rnn train --checkpoint leaves a whole file whenever it is killed, and --resume takes it", async () => {
  await withFolder(async (folder) => await killedRuns(folder, 3));
});

Deno.test("rnn train --resume says that a file is damaged, and takes the one before", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/model.npz`];
    await Deno.writeTextFile(text, TEXT);
    for (const iterations of ["50", "90"]) {
      const args = ["--iterations", iterations, "--out", out, "--checkpoint", "60"];
      await rnn("train", "--text", text, ...SIZE, ...args);
    }
    const bytes = await Deno.readFile(out);
    await Deno.writeFile(out, bytes.subarray(0, 2000));
    const resumed = await rnn("train", "--text", text, "--resume", out, "--iterations", "60");
    assertEquals(resumed.code, 0, resumed.error);
    assertStringIncludes(
      resumed.out,
      `${out} is damaged, so ${folder}/model.previous.npz is used: `,
    );
    assertStringIncludes(resumed.out, "from iteration 50");
    assertEquals((await loadSnapshot(out)).iterations, 60);
    // The damaged one has not taken the place of the whole one before it.
    assertEquals((await loadSnapshot(`${folder}/model.previous.npz`)).iterations, 50);
    assertEquals((await Deno.stat(`${folder}/model.damaged.npz`)).size, 2000);
    await Deno.remove(`${folder}/model.previous.npz`);
    await Deno.writeFile(out, bytes.subarray(0, 2000));
    const refused = await rnn("train", "--text", text, "--resume", out);
    assertEquals([refused.code, refused.error.trim().split("\n").length], [1, 1]);
  });
});

Deno.test("rnn sample and evaluate begin where the training ended, unless told otherwise, and say so", async () => {
  await withFolder(async (folder) => {
    const [text, out, bare] = ["text.txt", "model.npz", "bare.safetensors"].map((n) =>
      `${folder}/${n}`
    );
    await Deno.writeTextFile(text, TEXT);
    await rnn("train", "--text", text, ...SIZE, "--iterations", "200", "--out", out);
    const from = async (...args: string[]): Promise<string> =>
      (await rnn("sample", "--snapshot", ...args)).error.trim();
    assertEquals(await from(out), "Begins from the state that its training reached");
    assertEquals(await from(out, "--from-zero"), "Begins from a zero state");
    assertEquals(await from(out, "--after", text), `Begins from the state after ${text}`);
    await rnn("convert", out, bare, "--pytorch");
    assertEquals(
      await from(bare),
      "Begins from a zero state, as the file has none of its training",
    );
    const score = async (...args: string[]): Promise<{ natsPerChar: number; from: string }> =>
      JSON.parse((await rnn("evaluate", "--text", text, "--json", "--snapshot", ...args)).out);
    const [reached, zero, none] = [
      await score(out),
      await score(out, "--from-zero"),
      await score(bare),
    ];
    assertNotEquals(reached.natsPerChar, zero.natsPerChar);
    assertEquals(zero.natsPerChar, none.natsPerChar);
    assertEquals([reached.from, zero.from], [
      "the state that its training reached",
      "a zero state",
    ]);
  });
});

Deno.test("rnn train says when the loss is no better than guessing", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/text.txt`, TEXT);
    const wild = ["--learning-rate", "30", "--iterations", "3000", ...SIZE];
    const { out, code } = await rnn("train", "--text", `${folder}/text.txt`, ...wild);
    assertEquals(code, 0);
    assertStringIncludes(out, "is above its start, that of guessing, ln 16");
    assert(out.startsWith("Nothing will be written"), out);
  });
});

Deno.test("rnn train writes before it scores, and Ctrl-C ends the scoring", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/text.txt`, `${folder}/model.npz`];
    await Deno.writeTextFile(text, TEXT.repeat(6000)); // 10 million characters
    const args = ["--iterations", "1", "--hidden", "100", "--hold-out", "0.9", "--out", out];
    const child = rnnCommand("train", "--text", text, ...args, "--json").spawn();
    while (!await Deno.stat(out).then(() => true, () => false)) await pause(10);
    await pause(500);
    const askedMs = performance.now();
    child.kill("SIGINT");
    const { code, stdout } = await child.output();
    assert(
      performance.now() - askedMs < 5000,
      "the scoring of nine million characters takes longer",
    );
    const { iterations, heldOutCharacters } = JSON.parse(
      new TextDecoder().decode(stdout).trim().split("\n").at(-1)!,
    );
    assertEquals([code, iterations], [0, 1]);
    assert(heldOutCharacters > 1 && heldOutCharacters < 0.9 * 6000 * TEXT.length);
    assertEquals((await loadSnapshot(out)).metadata.heldOutCharacters, heldOutCharacters);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

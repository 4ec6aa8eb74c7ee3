/** `rnn inspect` and `rnn convert` as a user meets them. */
import { fileURLToPath } from "node:url";
import { loadBundledText } from "@lab/data";
import type { ParameterName } from "@lab/model";
import { evaluate } from "@lab/sampling";
import { loadSnapshot, loadTrainedSnapshot, type NdArray, writeNpz } from "@lab/snapshots";
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const FILES = "tests/reference/snapshots/files";

async function rnn(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli/rnn/rnn.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), error: text.decode(stderr) };
}

Deno.test("rnn inspect prints a table of a file's arrays, and whether they are a snapshot", async () => {
  const { code, out } = await rnn("inspect", `${FILES}/model-python2-0.pkl`);
  assertEquals(code, 0);
  assertStringIncludes(out, "model-python2-0.pkl: pickle, 7784 bytes");
  assert(/^Wxh +\[7, 5\] +float64 +−0\.49\d* to 0\.\d+ +[▁-█ ]+$/m.test(out), out);
  assertStringIncludes(out, "A complete snapshot: H = 7, V = 5, with Adagrad's memory");
  const other = await rnn("inspect", `${FILES}/values-numpy2-4.pkl`, "--json");
  const { format, values, summary } = JSON.parse(other.out);
  assertEquals([format, values[0].name], ["pickle", "none"]);
  assertStringIncludes(summary, "must have the array 'Whh'");
});

Deno.test("rnn convert carries every bit from a pickle to .safetensors and on to .npz", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [first, second] = [`${folder}/a.safetensors`, `${folder}/b.npz`];
    assertEquals((await rnn("convert", `${FILES}/model-python2-2.pkl`, first)).code, 0);
    assertEquals((await rnn("convert", first, second, "--compress")).code, 0);
    const original = await loadSnapshot(new URL(`${FILES}/model-python2-2.pkl`, ROOT));
    const { parameters, memory, vocabulary, metadata } = await loadSnapshot(second);
    assertEquals(
      [parameters, memory, vocabulary, metadata],
      [original.parameters, original.memory, original.vocabulary, original.metadata],
    );
    const torch = await rnn("convert", second, first, "--pytorch", "--type", "float32");
    assertEquals(torch.code, 0, torch.error);
    assertStringIncludes((await rnn("inspect", first)).out, "rnn.weight_ih_l0");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn evaluate, sample, convert and inspect open a bare network with --names and --chars", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { parameters, vocabulary } = await loadTrainedSnapshot("open");
    const { hiddenSize: H, vocabularySize: V } = parameters;
    const array = (name: ParameterName, ...shape: number[]): NdArray => ({
      dtype: "f8",
      shape,
      data: parameters[name],
    });
    const arrays = { U: array("Wxh", H, V), W: array("Whh", H, H), O: array("Why", V, H) };
    const biases = { p: array("bh", H), q: array("by", V) };
    const [file, text, chars, wrong] = ["a.npz", "a.txt", "a.json", "b.json"].map((name) =>
      `${folder}/${name}`
    );
    await Deno.writeFile(file, await writeNpz({ ...arrays, ...biases }));
    const play = (await loadBundledText()).text;
    await Deno.writeTextFile(text, play.slice(0, 3000));
    await Deno.writeTextFile(chars, JSON.stringify(vocabulary.characters));
    await Deno.writeTextFile(wrong, JSON.stringify(vocabulary.characters.toReversed()));

    const names = ["--names", "Wxh=U, Whh=W, Why=O, bh=p, by=q"];
    const bare = await rnn("evaluate", "--snapshot", file, "--text", text);
    assertEquals(bare.code, 1);
    assertStringIncludes(bare.error, `--names "Wxh=U,Whh=W,Why=O,bh=p,by=q" or --names`);
    const orderless = await rnn("convert", file, `${folder}/b.npz`, ...names, "--text", text);
    assertEquals([orderless.code, orderless.out], [1, ""]);
    assertStringIncludes(orderless.error, "or be given in the order of its numbers (--chars FILE");

    const good = await rnn(
      "evaluate",
      "--snapshot",
      file,
      "--text",
      text,
      ...names,
      "--chars",
      chars,
      "--json",
    );
    assertEquals([good.code, good.error], [0, ""]);
    const score = evaluate(parameters, vocabulary.encode(play.slice(0, 3000))).natsPerChar;
    assertAlmostEquals(JSON.parse(good.out).natsPerChar, score, 1e-4);
    const warning = `worse than ln ${V} = ${Math.log(V).toFixed(2)}, the score of knowing nothing`;
    for (
      const [command, ...args] of [
        ["evaluate", "--snapshot", file, "--text", text],
        ["sample", "--snapshot", file, "--after", text, "--length", "5"],
        ["convert", file, `${folder}/b.npz`, "--text", text],
      ]
    ) {
      const { code, error } = await rnn(command, ...args, ...names, "--chars", wrong);
      assertEquals(code, 0, error);
      assertStringIncludes(error, warning);
    }
    await Deno.writeTextFile(text, play);
    const sorted = ["--chars", `sorted:${text}`];
    assertEquals((await rnn("convert", file, `${folder}/b.npz`, ...names, ...sorted)).error, "");
    assertEquals((await loadSnapshot(`${folder}/b.npz`)).vocabulary, vocabulary);
    const inspected = await rnn("inspect", file, ...names, ...sorted);
    assertStringIncludes(inspected.out, `A complete snapshot: H = ${H}, V = ${V}, without`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn inspect and convert end with one clear line when they can't", async () => {
  // Not in the lab's own folder, which need not take files.
  const folder = await Deno.makeTempDir();
  const [attack, written] = [`${folder}/attack.pkl`, `${folder}/b.npz`];
  await Deno.writeTextFile(attack, "cos\nsystem\n(S'echo ran'\ntR.");
  const cases: [string[], number, string][] = [
    [["inspect"], 2, "FILE must be given"],
    [["inspect", "no.npz"], 1, "there is no such file"],
    [["inspect", "README.md"], 1, "like none of them"],
    [["inspect", attack], 1, "the global 'os.system', which is refused, not run"],
    [["inspect", "lib"], 1, "Cannot read the snapshot 'lib': it is a folder"],
    [["convert", "a.npz"], 2, "IN and OUT must be given"],
    [["convert", "a.npz", "b.pkl"], 1, "must end in .npz or .safetensors"],
    [["convert", "a.npz", written, "--type", "int8"], 2, "'--type' must be one of float16"],
    [["convert", "a.npz", written, "--pytorch"], 2, "'--pytorch' must go with"],
    [["inspect", "a.npz", "--names", "Wxh"], 1, "there is no such file"],
    [["convert", "a.npz", written, "--names", "Wxh"], 2, "must be pairs such as"],
    [
      ["convert", "a.npz", written, "--chars", "no.json"],
      1,
      "Cannot read the characters 'no.json'",
    ],
    [["convert", "a.npz", written, "--chars", "README.md"], 1, "README.md: Cannot take the char"],
  ];
  for (const [args, status, message] of cases) {
    const { code, out, error } = await rnn(...args);
    assertEquals([code, out], [status, ""], args.join(" "));
    assertStringIncludes(error, message);
    assertEquals(error.trim().split("\n").length, 1);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("deno task rnn takes paths from where it was typed, not from the lab's folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL(`${FILES}/model-python2-2.pkl`, ROOT), `${folder}/model.pkl`);
    const task = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          "task",
          "--quiet",
          "--config",
          fileURLToPath(new URL("deno.json", ROOT)),
          "rnn",
          ...args,
        ],
        cwd: folder,
        env: { NO_COLOR: "1", INIT_CWD: folder, CHAR_RNN_DATA: "course" },
      }).output();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    };
    await task("convert", "model.pkl", "here.npz");
    assertStringIncludes(await task("inspect", "./here.npz"), "here.npz: npz");
    // The variables' paths, too.
    await Deno.mkdir(`${folder}/course`);
    const { vocabulary } = await loadSnapshot(`${folder}/here.npz`);
    await Deno.writeTextFile(
      `${folder}/course/shakespeare_train.txt`,
      vocabulary.characters.join(""),
    );
    assertStringIncludes(
      await task("evaluate", "--snapshot", "here.npz"),
      "shakespeare_train.txt, which is not the course's file",
    );
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "course",
      "here.npz",
      "model.pkl",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn says no NaN and nothing without an end of the largest weights that it reads", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [file, characters] = [`${folder}/large.npz`, `${folder}/characters.txt`];
    await Deno.writeTextFile(characters, "abcde");
    await Deno.writeTextFile(`${folder}/text.txt`, "abcde".repeat(30));
    const { parameters } = await loadSnapshot(
      new URL(`${FILES}/model-python2-0.pkl`, ROOT),
    );
    for (const largest of [1e30, 1e39]) {
      const arrays = Object.fromEntries(
        (["Wxh", "Whh", "Why", "bh", "by"] as const).map((name): [string, NdArray] => [name, {
          dtype: "f8",
          shape: { Wxh: [7, 5], Whh: [7, 7], Why: [5, 7], bh: [7], by: [5] }[name],
          data: Float64Array.from(parameters[name], (w) => Math.sign(w) * largest),
        }]),
      );
      await Deno.writeFile(file, await writeNpz(arrays));
      for (
        const args of [
          ["evaluate", "--text", `${folder}/text.txt`, "--json"],
          ["sample", "--length", "20", "--temperature", "0.01"],
        ]
      ) {
        const known = ["--snapshot", file, "--chars", characters];
        const { code, out, error } = await rnn(...args, ...known);
        assertEquals(code, largest === 1e30 ? 0 : 1, error);
        assert(!/NaN|Infinity|null/.test(out), out);
        if (code === 1) assertStringIncludes(error, "must be from -1e+30 to 1e+30");
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The command line as a user meets it: real processes, their output and their exit status. */
import { encode, evaluate } from "@lab/sampling";
import { loadSnapshot } from "@lab/snapshots";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { rnn, TEXT } from "./support.ts";
import { holdOut } from "../../lib/cli/rnn/hold_out.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("rnn train, evaluate and sample work on one file from end to end", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/text.txt`, TEXT);
    const [text, out] = [`${folder}/text.txt`, `${folder}/model.npz`];
    const size = ["--hidden", "13", "--sequence", "7", "--iterations", "300"];
    const trained = await rnn("train", "--text", text, "--out", out, "--json", ...size);
    assertEquals(trained.code, 0, trained.error);
    const summary = JSON.parse(trained.out.trim().split("\n").at(-1)!);
    assertEquals(summary.iterations, 300);
    assert(summary.smoothedLossNats > 0 && summary.iterationsPerSecond > 0 && summary.seconds > 0);

    const evaluated = await rnn("evaluate", "--snapshot", out, "--text", text, "--json");
    const { natsPerChar, bitsPerChar, characters } = JSON.parse(evaluated.out);
    assertEquals(characters, TEXT.length - 1);
    assertAlmostEquals(bitsPerChar * Math.LN2, natsPerChar, 1e-9);
    assert(natsPerChar < Math.log(17), `${natsPerChar} nats per character`);

    const options = ["--prefix", "to be", "--length", "50", "--seed", "3"];
    const sampled = await rnn("sample", "--snapshot", out, ...options);
    assertEquals(sampled.out.length, "to be".length + 50 + "\n".length);
    assertEquals(sampled.out.slice(0, 5), "to be");
    assertEquals((await rnn("sample", "--snapshot", out, ...options)).out, sampled.out);

    // What the network has read in a file or as a prefix is the same to it.
    await Deno.writeTextFile(`${folder}/start.txt`, "to be or not");
    const after = ["--after", `${folder}/start.txt`, "--length", "50", "--seed", "3"];
    const written = await rnn("sample", "--snapshot", out, ...after, "--prefix", " to be");
    const whole = ["--prefix", "to be or not to be", "--length", "50", "--seed", "3"];
    assertEquals(
      `to be or not${written.out}`,
      (await rnn("sample", "--snapshot", out, ...whole)).out,
    );
    await Deno.writeTextFile(`${folder}/start.txt`, "to be % not");
    const skipped = await rnn("sample", "--snapshot", out, ...after);
    assertStringIncludes(skipped.error, 'does not know, skipped: "%" (1)');
    const refused = await rnn("sample", "--snapshot", out, ...after, "--unknown", "stop");
    assertEquals([refused.code, refused.out], [1, ""]);
    assertStringIncludes(refused.error, `start.txt: Cannot encode`);
    assertStringIncludes(refused.error, `"%"`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn train scores what was held out, and keeps the scores in the snapshot", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/text.txt`, TEXT);
    const [text, out] = [`${folder}/text.txt`, `${folder}/model.npz`];
    const size = ["--hidden", "13", "--iterations", "100", "--hold-out", "0.25"];
    const trained = await rnn("train", "--text", text, "--out", out, "--json", ...size);
    const { heldOutCharacters, heldOutNatsPerChar } = JSON.parse(
      trained.out.trim().split("\n").at(-1)!,
    );
    assertEquals(heldOutCharacters, TEXT.length / 4);
    const { parameters, vocabulary, h: reached } = await loadSnapshot(out);
    const cut = 0.75 * TEXT.length;
    const approach = vocabulary.encode(TEXT.slice(cut - 1000, cut));
    const h = encode(parameters, approach, { h: reached });
    const heldOut = evaluate(parameters, vocabulary.encode(TEXT.slice(cut)), { h });
    assertAlmostEquals(heldOut.natsPerChar, heldOutNatsPerChar, 1e-5); // scored in float32
    const inspected = (await rnn("inspect", out)).out;
    assertStringIncludes(inspected, "heldOutNatsPerChar");
    assertStringIncludes(inspected, "kneserNeyNatsPerChar");
    // With the text that it was held out of, evaluate says what train said, to the last digit.
    const again = (await rnn("evaluate", "--snapshot", out, "--text", text)).out;
    const told = (await rnn("train", "--text", text, "--out", out, ...size)).out;
    for (const line of [/^On what was held out: .*$/m, /^(It under|It over|Whether).*$/m]) {
      assertEquals(again.match(line)?.[0], told.match(line)![0]);
    }
    await Deno.writeTextFile(`${folder}/part.txt`, TEXT.slice(0, cut));
    const known = (await rnn("evaluate", "--snapshot", out, "--text", `${folder}/part.txt`)).out;
    assertStringIncludes(known, "It was trained on all of this text");
    // The text repeats itself, which counting finds at once and 100 iterations don't.
    const longer = `${folder}/longer.txt`;
    await Deno.writeTextFile(longer, TEXT.slice(1).repeat(3));
    const scored = (await rnn("evaluate", "--snapshot", out, "--text", longer)).out;
    assertMatch(scored, /On the last \d+ of them, .*worse than Kneser-Ney \(0\.\d\d\); a network/);
    assertMatch(scored, /shows on a text that begins with what it was trained on$/m);

    await Deno.writeTextFile(text, `${TEXT}Zé`);
    const other = await rnn("train", "--text", text, "--out", out, ...size);
    assertEquals(other.code, 0, other.error);
    assertStringIncludes(
      other.out,
      "worse than Kneser-Ney (0.",
    );
    assertStringIncludes(
      other.out,
      "The held-out part has 2 characters that the network does not know",
    );
    assertStringIncludes(other.out, 'skipped: "Z" (1), "é" (1)');
    const refused = await rnn("train", "--text", text, ...size, "--unknown", "stop");
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.error, "The held-out part: Cannot encode text");
    assertEquals((await rnn("train", "--text", text, "--hold-out", "1")).code, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn ends a call that can't work with one clear line and a non-zero status", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/empty.txt`, "");
    await Deno.writeTextFile(`${folder}/short.txt`, "too short");
    await Deno.writeFile(`${folder}/latin.txt`, Uint8Array.of(0x63, 0xe9));
    await Deno.writeTextFile(`${folder}/kept.npz`, "what was here before");
    const cases: [string[], number, string][] = [
      [["tarin"], 2, "Unknown command 'tarin'"],
      [["train", "--hiden", "5"], 2, "Unknown option '--hiden'"],
      [["train", "--hidden", "many"], 2, "'--hidden' as it must be a number"],
      [["train", "--temperature", "0"], 1, "'temperature' must be finite and > 0"],
      [["train", "--temperature", "NaN"], 2, "'--temperature' as it must be a number"],
      [["train", "--text", `${folder}/none.txt`], 1, "there is no such file"],
      [["train", "--text", `${folder}/empty.txt`], 1, "it is empty"],
      [["train", "--text", `${folder}/short.txt`, "--out", `${folder}/kept.npz`], 1, "length is 9"],
      [["train", "--text", `${folder}/latin.txt`], 1, "must be UTF-8"],
      [["train", "--out", `${folder}/none/m.npz`], 1, "its folder must be there"],
      [["train", "--out", `${folder}/m.txt`], 1, "its name must end in .npz"],
      [["sample"], 2, "'--snapshot' must be given"],
      [["train", "--seed", "-1"], 2, "'--seed' needs a value; one that begins with a dash goes"],
      [["train", "--hidden", "1e12"], 1, "need more memory than there is"],
      [["sample", "--snapshot", `${folder}/short.txt`], 1, "short.txt: Cannot read snapshot data"],
      [["sample", "--snapshot", folder], 1, `'${folder}': it is a folder`],
      [["sample", "--snapshot", `${folder}/none.npz`], 1, "none.npz"],
    ];
    for (const [args, code, part] of cases) {
      const result = await rnn(...args);
      assertEquals(result.code, code, `${args.join(" ")}: ${result.error}`);
      assertStringIncludes(result.error, part);
      assertEquals(result.error.trim().split("\n").length, 1, result.error);
    }
    assertEquals(await Deno.readTextFile(`${folder}/kept.npz`), "what was here before");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("rnn train stopped by Ctrl-C writes what was learned", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const out = `${folder}/model.npz`;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "lib/cli/rnn/rnn.ts",
        "train",
        "--iterations",
        "1e9",
        "--out",
        out,
        "--json",
      ],
      cwd: ROOT,
      env: { NO_COLOR: "1", CHAR_RNN_DATA: "" },
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let output = (await reader.read()).value ?? "";
    child.kill("SIGINT");
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      output += part.value;
    }
    assertEquals((await child.status).code, 0);
    const summary = JSON.parse(output.trim().split("\n").at(-1)!);
    assert(summary.stopped && summary.iterations > 0);
    assert((await Deno.stat(out)).size > 1000);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("holdOut() cuts between characters, also those beyond U+FFFF", () => {
  const masks = "🎭🙂".repeat(10);
  for (let share = 0.1; share < 0.9; share += 0.0125) {
    const [trained, heldOut] = holdOut(masks, share);
    assertEquals(trained + heldOut, masks);
    assert(trained.isWellFormed() && heldOut.isWellFormed());
  }
  assertThrows(() => holdOut("🙂".repeat(50), 0.01), RangeError, "at least 2 characters: it has 1");
  assertEquals(holdOut("abc", 0), ["abc", ""]);
});

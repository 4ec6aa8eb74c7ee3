/** Texts as people bring them: their encodings, their line ends, their sizes. */
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "./support.ts";

const SIZE = ["--hidden", "7", "--sequence", "5", "--iterations", "30"];

/** The bytes of a text in which each character is one byte. */
const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

Deno.test("rnn reads texts in other encodings, and says in one line which one a text is likely in", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/a.txt`, `${folder}/a.npz`];
    await Deno.writeFile(text, latin1(`é\n${TEXT}`));
    const refused = await rnn("train", "--text", text, "--out", out, ...SIZE);
    assertEquals([refused.code, refused.out], [1, ""]);
    assertEquals(
      refused.error,
      `error: Cannot read the text '${text}' as it must be UTF-8: byte 0xE9 at offset 0 (line 1) is ` +
        "not; windows-1252 would read it: --encoding windows-1252\n",
    );
    const encoded = ["--encoding", "windows-1252"];
    assertEquals((await rnn("train", "--text", text, "--out", out, ...SIZE, ...encoded)).code, 0);
    assert((await loadSnapshot(out)).vocabulary.has("é"));
    for (
      const args of [
        ["evaluate", "--snapshot", out, "--text", text],
        ["sample", "--snapshot", out, "--after", text, "--length", "3"],
        ["convert", out, `${folder}/b.npz`, "--text", text],
      ]
    ) {
      assertEquals((await rnn(...args)).code, 1);
      const { code, error } = await rnn(...args, ...encoded);
      assertEquals(code, 0, error);
      assert(!error.includes("does not know"), error);
    }
    const unknown = await rnn("train", "--text", text, "--encoding", "klingon");
    assertEquals(unknown.code, 1);
    assertStringIncludes(unknown.error, "must be one that TextDecoder knows");
    assertStringIncludes(unknown.error, "current value is klingon");
    assertEquals(unknown.error.trim().split("\n").length, 1);
  });
});

Deno.test("rnn says when a text has Windows line ends, and converts them with --line-ends lf", async () => {
  await withFolder(async (folder) => {
    const [text, out] = [`${folder}/a.txt`, `${folder}/a.npz`];
    await Deno.writeTextFile(text, TEXT.replaceAll("\n", "\r\n"));
    const hint = `${text} has Windows line ends (\\r\\n), which`;
    const kept = await rnn("train", "--text", text, "--out", out, ...SIZE);
    assertStringIncludes(kept.out, `${hint} count as characters: --line-ends lf reads line breaks`);
    assert((await loadSnapshot(out)).vocabulary.has("\r"));
    const known = await rnn("evaluate", "--snapshot", out, "--text", text);
    assertEquals([known.code, known.error], [0, ""]);

    const lf = ["--line-ends", "lf"];
    const converted = await rnn("train", "--text", text, "--out", out, ...SIZE, ...lf);
    assert(!converted.out.includes("line ends"), converted.out);
    assert(!(await loadSnapshot(out)).vocabulary.has("\r"));
    const evaluate = ["evaluate", "--snapshot", out, "--text", text];
    const met = await rnn(...evaluate, "--unknown", "stop");
    assertEquals(met.code, 1);
    assertStringIncludes(met.error, `${hint} the network does not know: --line-ends lf`);
    const read = await rnn(...evaluate, "--unknown", "stop", ...lf);
    assertEquals([read.code, read.error], [0, ""]);
    const resumed = ["train", "--text", text, "--resume", out, "--iterations", "40"];
    assertStringIncludes((await rnn(...resumed)).out, `${hint} the network does not know`);
    assertEquals((await rnn(...resumed, ...lf)).code, 0);
    const other = await rnn(...evaluate, "--line-ends", "crlf");
    assertEquals([other.code, other.error.includes("'--line-ends' as it must be lf")], [2, true]);
  });
});

Deno.test("rnn trains on thousands of different characters, and reads a text unlike the vocabulary", async () => {
  await withFolder(async (folder) => {
    const [many, out, other] = ["many.txt", "many.npz", "other.txt"].map((name) =>
      `${folder}/${name}`
    );
    const V = 30_000;
    const characters = Array.from({ length: V }, (_, i) => String.fromCodePoint(0x3400 + i));
    await Deno.writeTextFile(many, characters.join(""));
    const size = ["--hidden", "3", "--iterations", "3", "--sequence", "5"];
    const trained = await rnn("train", "--text", many, "--out", out, ...size);
    assertEquals(trained.code, 0, trained.error);
    assertEquals((await loadSnapshot(out)).vocabulary.size, V);
    const unlike = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x20000 + i));
    await Deno.writeTextFile(other, unlike.join(""));
    const after = await rnn("sample", "--snapshot", out, "--after", other, "--length", "3");
    assertEquals([after.code, [...after.out].length], [0, 4]);
    assertStringIncludes(after.error, "has 20000 characters that the network does not know");
    assertStringIncludes(after.error, "and 19995 others");
    const scored = await rnn("evaluate", "--snapshot", out, "--text", other);
    assertEquals(scored.code, 1);
    assertStringIncludes(
      scored.error,
      `${other}: Cannot evaluate as the text must have at least 2`,
    );

    const large = await rnn("train", "--text", many, "--hidden", "1000000");
    assertEquals(large.code, 1);
    assertStringIncludes(large.error, "1000000 hidden units and 30000 characters need more memory");
    assertEquals(large.error.trim().split("\n").length, 1);
  });
});

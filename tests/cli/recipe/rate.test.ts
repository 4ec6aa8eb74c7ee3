/** `rnn rate` as a user meets it. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "../support.ts";

const SMALL = ["--hidden", "8", "--streams", "4", "--sequence", "8"];

Deno.test("rnn rate names a rate to try, and draws the curve behind it", async () => {
  await withFolder(async (folder) => {
    const text = `${folder}/text.txt`;
    await Deno.writeTextFile(text, TEXT);
    const page = `${folder}/rates.html`;
    const { code, out, error } = await rnn("rate", "--text", text, ...SMALL, "--out", page);
    assertEquals([code, error], [0, ""]);
    assertMatch(out, /\n {2}0\.00001 +\d\.\d{3}\n/);
    assertMatch(
      out,
      /lowest at a learning rate of 0\.\d+: a third of it is worth a try \(--learning-rate 0\.0\d+; the recipe quick has 0\.0032\)/,
    );
    assertStringIncludes(await Deno.readTextFile(page), "The loss while the learning rate grows");
    const again = await rnn("rate", "--text", text, ...SMALL, "--recipe", "strong");
    assertStringIncludes(again.out, "the recipe strong has 0.0024");
  });
});

Deno.test("rnn rate ends with one clear line when it can't", async () => {
  for (
    const [args, status, message] of [
      [["--recipe", "report"], 2, "must be quick or strong: current value is report"],
      [["--out", "rates.png"], 1, "must end in .html or .svg"],
      [["--hidden", "0"], 1, "'hiddenSize' must be an integer >= 1"],
    ] as const
  ) {
    const { code, error } = await rnn("rate", ...args);
    assertStringIncludes(error, message);
    assertEquals([code, error.trim().split("\n").length], [status, 1]);
  }
});

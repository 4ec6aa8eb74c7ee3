/** `deno task report --text`: one's own text, short, through the chapters that train nothing long. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ownTexts } from "./own_texts.ts";
import { withFolder } from "../support.ts";

const REPORT = fileURLToPath(new URL("../../../lib/cli/report/report.ts", import.meta.url));

async function report(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", REPORT, ...args],
    env: { NO_COLOR: "1", CHAR_RNN_DATA: "" },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), error: text.decode(stderr) };
}

Deno.test("report --text runs a chapter on one's own text, and the first page says on which", async () => {
  await withFolder(async (folder) => {
    const greek = ownTexts(12_000).find(({ name }) => name === "greek-utf16.txt")!;
    const file = join(folder, greek.name);
    await Deno.writeFile(file, greek.bytes);
    const { code, out, error } = await report("--text", file, "--only", "01", "--out", folder);
    assertEquals([code, error], [0, ""], out);
    const page = await Deno.readTextFile(join(folder, "01-forward-pass.html"));
    assertStringIncludes(page, '<p class="note" role="note">This page was run on greek-utf16.txt.');
    assert(!page.includes("The Book of Yesterdays, the bundled play:"));
    assertStringIncludes(await Deno.readTextFile(join(folder, "index.html")), "greek-utf16.txt");
  });
});

Deno.test("report --text says in one line what a text or a network lacks, before anything runs", async () => {
  await withFolder(async (folder) => {
    const [short, plain] = [join(folder, "short.txt"), join(folder, "plain.txt")];
    await Deno.writeTextFile(short, "to be or not to be");
    await Deno.writeTextFile(plain, "ab".repeat(6000));
    const shipped = fileURLToPath(
      new URL("../../../data/snapshots/the-book-of-yesterdays.npz", import.meta.url),
    );
    const chinese = join(folder, "chinese.txt");
    await Deno.writeFile(
      chinese,
      ownTexts(12_000).find(({ name }) => name === "chinese.txt")!.bytes,
    );
    for (
      const [args, said] of [
        [
          ["--text", short],
          "a text must have at least 10,000 characters, 3 different ones: it has 18",
        ],
        [["--text", plain], "3 different ones: it has 12,000, 2"],
        [["--text", join(folder, "none.txt")], "there is no such file"],
        [["--snapshot", shipped], "'--text' must name the text that it knows"],
        [
          ["--text", chinese, "--snapshot", shipped, "--only", "06"],
          "Cannot read 'chinese.txt' with",
        ],
      ] as const
    ) {
      const { code, error } = await report(...args, "--out", folder);
      assert(code > 0 && error.startsWith("error: "), error);
      assertStringIncludes(error, said);
      assertEquals(error.trim().split("\n").length, 1, error);
    }
  });
});

/** The whole report on eight texts in eight scripts or kinds. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ownTexts } from "./own_texts.ts";
import { withFolder } from "../support.ts";

const REPORT = fileURLToPath(new URL("../../../lib/cli/report/report.ts", import.meta.url));

/** What only a text of its kind has on one of its pages. */
const SAID: Readonly<Record<string, readonly [chapter: string, words: string]>> = {
  "genome.txt": ["04-temperature", "Known pieces of "],
  "chinese.txt": ["04-temperature", "Known pieces of 2 characters"],
  "arabic.txt": ["04-temperature", "Real words"],
};

for (const { name, bytes, options = [] } of ownTexts(40_000)) {
  Deno.test(`report --text runs every chapter on ${name}`, async () => {
    await withFolder(async (folder) => {
      const file = join(folder, name);
      await Deno.writeFile(file, bytes);
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", REPORT, "--text", file, ...options, "--keep-going", "--out", folder],
        env: { NO_COLOR: "1", CHAR_RNN_DATA: "" },
      }).output();
      const text = new TextDecoder();
      assertEquals(code, 0, text.decode(stderr) + text.decode(stdout).slice(-1000));
      if (name in SAID) {
        const [chapter, words] = SAID[name];
        assertStringIncludes(await Deno.readTextFile(join(folder, `${chapter}.html`)), words);
      }
    });
  });
}

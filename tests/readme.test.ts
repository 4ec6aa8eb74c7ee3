/** README's programs run as they stand there. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BUNDLED_TEXT } from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";

const readme = await Deno.readTextFile("README.md");
const FILES = new URL("reference/snapshots/question/", import.meta.url);

Deno.test("README: your model, your text, your question, in under 40 lines and from another folder", async () => {
  const section = readme.split("## Your model, your text, your question")[1].split("\n## ")[0];
  const code = section.match(/```ts\n([\s\S]*?)```/)![1];
  assert(code.trim().split("\n").length < 40, `${code.trim().split("\n").length} lines`);
  const folder = await Deno.makeTempDir({ prefix: "your model " });
  try {
    for (const name of ["model.safetensors", "chars.json"]) {
      await Deno.copyFile(new URL(name, FILES), `${folder}/${name}`);
    }
    // A fifth of the play is text enough for the question.
    const text = (await Deno.readTextFile(BUNDLED_TEXT)).slice(0, 60_000);
    await Deno.writeTextFile(`${folder}/text.txt`, text);
    await Deno.writeTextFile(`${folder}/question.ts`, code);
    const { code: status, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--config", `${Deno.cwd()}/deno.json`, "question.ts"],
      cwd: folder,
    }).output();
    assertEquals(status, 0, new TextDecoder().decode(stderr));
    const page = await Deno.readTextFile(`${folder}/units.html`);
    assertStringIncludes(page, "Which units write u after q?");
    for (const part of ['class="output plotly"', "<table", 'class="output playground"']) {
      assertStringIncludes(page, part);
    }
    assertStringIncludes(page, "random sets"); // a set was found, and compared
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("README's PyTorch network is one that PyTorch saved, and knows its text", async () => {
  const model = await loadSnapshot(fileURLToPath(new URL("model.safetensors", FILES)), {
    vocabulary: fileURLToPath(new URL("chars.json", FILES)),
  });
  assertEquals(model.parameters.hiddenSize, 96);
  const text = await Deno.readTextFile(BUNDLED_TEXT);
  assertEquals([...new Set(text)].sort(), [...model.vocabulary.characters]);
});

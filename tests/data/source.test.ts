/** Texts whose places are counted in characters, and one's own text in place of the lab's. */
import { loadTrainingText, TextSource } from "@lab/data";
import { loadTrainedSnapshot } from "@lab/snapshots";
import { assertEquals, assertRejects } from "@std/assert";

const source = (text: string): TextSource =>
  new TextSource({ text, title: "a", name: "a.txt", url: new URL("file:///a.txt"), origin: "own" });

Deno.test("TextSource cuts, finds and counts as [...text] does, also beyond 16 bits", () => {
  for (const text of ["", "plain: no pairs", "🎭a🎭🎭: b🎭", "x".repeat(50) + "𝄞:"]) {
    const [of, characters] = [source(text), [...text]];
    assertEquals(of.length, characters.length);
    for (const from of [-3, 0, 1, 2, 50]) {
      for (const to of [undefined, -1, 0, 2, 4, 99]) {
        assertEquals(of.slice(from, to), characters.slice(from, to).join(""), `${from} ${to}`);
      }
      assertEquals(of.at(from), characters[from]);
      if (from >= 0) assertEquals(of.indexOf(":", from), characters.indexOf(":", from));
    }
  }
});

/** Sets variables of the environment while something runs. */
async function withVariables(
  variables: Record<string, string>,
  run: () => Promise<void>,
): Promise<void> {
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}

Deno.test("CHAR_RNN_TEXT puts one's own text in the place of the lab's, and asks for its networks", async () => {
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  await Deno.writeTextFile(path, "σοφία:\r\nναί\r\n");
  try {
    await withVariables({ CHAR_RNN_TEXT: path, CHAR_RNN_SNAPSHOTS: "" }, async () => {
      const { text, origin, title } = await loadTrainingText();
      assertEquals([text, origin, title], ["σοφία:\nναί\n", "own", path.split("/").at(-1)]);
      assertEquals((await loadTrainingText("")).origin, "bundled");
      await assertRejects(
        () => loadTrainedSnapshot(),
        Error,
        "CHAR_RNN_SNAPSHOTS must name a folder with first.npz and other.npz",
      );
      assertEquals((await loadTrainedSnapshot("open")).origin, "shipped");
    });
  } finally {
    await Deno.remove(path);
  }
});

/// <reference lib="dom" />
/** A network that runs inside an exported page, in a real browser. */
import { openNetwork } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { JUPYTER_DISPLAY } from "@lab/figures";
import { playground } from "@lab/playground";
import { TracedText } from "@lab/playground";
import { exportNotebook } from "@lab/reports";
import { Vocabulary } from "@lab/text";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { accessibilityProblems, browserTest } from "../browser.ts";
import { articleOf, code, CONTEXT, notebook, shown } from "../reports/sample.ts";

const MODEL = {
  parameters: initialParameters({ hiddenSize: 13, vocabularySize: 6 }, new Random(5), 0.8),
  vocabulary: Vocabulary.of("ab\n <&"),
};
const MEAN = Float64Array.from({ length: 13 }, (_, i) => Math.cos(i) / 2);
const OPTIONS = {
  title: "It writes",
  text: "a</script>b",
  temperature: 2,
  length: 60,
  seed: 4,
  units: { indices: [2, 7], mean: MEAN },
};
const BLOCK = playground(MODEL, OPTIONS);
const CELL = code("await show(playground);", shown(await BLOCK[JUPYTER_DISPLAY]()));

Deno.test("playground() shows the sample that the page writes first, where no script runs", async () => {
  const article = await articleOf(CELL);
  const [, sample] = article.match(/<figcaption[\s\S]*?<pre [^>]*>([\s\S]*?)<\/pre>/) ?? [];
  const words = sample.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  assertEquals(words.trimStart().slice(0, OPTIONS.text.length), OPTIONS.text);
  assertEquals(words.replace(/^\n/, "").length, OPTIONS.text.length + OPTIONS.length);
  assert(!article.includes("</script>b"), "data can't end their element");
});

Deno.test("playground() writes 200 characters at τ = 1 with seed 1 where nothing else is asked for", () => {
  const asked = { title: "It writes", text: "ab", temperature: 1, length: 200, seed: 1 };
  const block = playground(MODEL, { title: "It writes", text: "ab" });
  assertEquals(block.text, playground(MODEL, asked).text);
  assertEquals(block.text.length, "It writes\nab".length + 200);
  for (const other of [{ temperature: 2 }, { seed: 2 }, { length: 201 }]) {
    assert(block.text !== playground(MODEL, { ...asked, ...other }).text);
  }
});

/** The rows of the table of what comes next: character and probability. */
const expected = (page: Page): Promise<string[][]> =>
  page.locator(".panel tbody tr").evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("th, td:not(.bars)")].map((e) => e.textContent ?? "")
    )
  );

const NAMES: Record<string, string> = { " ": "space", "\n": "line break" };

/** What the lab says of the same network and text. */
function computed(text: string, tau: number, keep?: boolean): string[][] {
  const rounded = (values: Float64Array): Float64Array => values.map(Math.fround);
  const { parameters: p } = MODEL;
  const parameters = {
    ...p,
    Wxh: rounded(p.Wxh),
    Whh: rounded(p.Whh),
    Why: rounded(p.Why),
    bh: rounded(p.bh),
    by: rounded(p.by),
  };
  const traced = new TracedText(openNetwork(parameters), MODEL.vocabulary);
  traced.text = text;
  if (keep !== undefined) {
    const own = Array.from(MEAN, (_, i) => OPTIONS.units.indices.includes(i) === keep);
    traced.readout = { own, mean: rounded(MEAN) };
  }
  return traced.next(tau).map(({ character, probability }) => [
    NAMES[character] ?? character,
    probability.toFixed(3),
  ]);
}

browserTest(
  "a playground writes, reads and silences units in the page as in the lab",
  async (open) => {
    const file = await Deno.makeTempFile({ suffix: ".html" });
    try {
      await Deno.writeTextFile(file, await exportNotebook(notebook(CELL), CONTEXT));
      const { page, problems, requests } = await open(file);
      const panel = page.locator(".panel");
      const text = panel.getByRole("textbox");
      assertEquals(await text.inputValue(), OPTIONS.text);
      assertEquals(await expected(page), computed(OPTIONS.text, 2));
      assertStringIncludes(
        await panel.locator(".note").textContent() ?? "",
        "never seen it: / s c r",
      );

      await panel.getByRole("button", { name: "Write 60 characters" }).click();
      await panel.getByRole("button", { name: "Write 60 characters" }).waitFor();
      const known = [...OPTIONS.text].filter((c) => MODEL.vocabulary.has(c)).join("");
      const written = BLOCK.text.slice(`${OPTIONS.title}\n${OPTIONS.text}`.length);
      assertEquals(await text.inputValue(), known + written);
      assertEquals(await expected(page), computed(known + written, 2));

      await text.fill("ab b");
      await panel.getByRole("slider").fill("-1");
      assertEquals(await expected(page), computed("ab b", 0.5));
      await panel.getByLabel("all but units 2, 7").check();
      assertEquals(await expected(page), computed("ab b", 0.5, false));
      await panel.getByLabel("units 2, 7 alone").check();
      assertEquals(await expected(page), computed("ab b", 0.5, true));
      await panel.getByRole("button", { name: "Start again" }).click();
      assertEquals(await expected(page), computed(OPTIONS.text, 2));

      assertEquals(await accessibilityProblems(page), []);
      assertEquals([problems, requests], [[], [`file://${file}`]]);
      await page.emulateMedia({ media: "print" });
      assertEquals(await panel.isVisible(), false);
      assertEquals(await page.locator(".output.playground pre").isVisible(), true);
    } finally {
      await Deno.remove(file);
    }
  },
);

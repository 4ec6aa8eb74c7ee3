/**
 * The whole body of a page, compared with a stored one, so that every change to the pages is seen in
 * a diff. After a change that is meant: `UPDATE_GOLDEN=1 deno test -A tests/reports/golden.test.ts`.
 */
import { assertEquals } from "@std/assert";
import { exportIndex, exportNotebook } from "@lab/reports";
import { CONTEXT, FULL } from "./sample.ts";

/** A line per tag that begins a block; versions and long `data:` addresses left out. */
function readable(page: string): string {
  return (page.match(/<body>[\s\S]*<\/body>/)?.[0] ?? "")
    .replace(/<script(?: type="application\/gzip"[^>]*)?>[\s\S]*?<\/script>\n?/g, "")
    .replace(/(data:[\w/+-]+)[;,][^"]*/g, "$1,…")
    .replace(/\d+\.\d+\.\d+(\.\d+)?/g, "0.0.0")
    .replace(
      /(?!^)<(?=body|header|nav|main|article|h\d|p\b|section|div|details|pre|figure|img|table|tr|li|ol|footer|a rel|span class="line"|script)/g,
      "\n<",
    )
    .replace(/[ \t]*\n+/g, "\n");
}

async function compare(file: string, page: string): Promise<void> {
  const url = new URL(`golden/${file}`, import.meta.url);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(url, readable(page));
  assertEquals(readable(page).split("\n"), (await Deno.readTextFile(url)).split("\n"));
}

Deno.test("exportNotebook() writes the stored page for the sample notebook", async () => {
  await compare("chapter.txt", await exportNotebook(FULL, CONTEXT));
});

Deno.test("exportIndex() writes the stored first page for the sample notebook", async () => {
  const entries = [{ name: CONTEXT.name, notebook: FULL, seconds: CONTEXT.seconds }];
  await compare(
    "index.txt",
    await exportIndex(entries, { title: "Samples", about: "What they are about.", data: "a text" }),
  );
});

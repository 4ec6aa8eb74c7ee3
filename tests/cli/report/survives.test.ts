/** `deno task report` on notebooks that are broken each in its own way: the others lose nothing. */
import { join } from "node:path";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { CAN_GIVE_UP, NO_SETPRIV } from "../places/privileges.ts";
import { folderOf, pages, report } from "./support.ts";

const display = (bundle: unknown): string =>
  `await Deno.jupyter.display(${JSON.stringify(bundle)}, { raw: true });`;
const broadcast = (type: string, content: unknown): string =>
  `await Deno.jupyter.broadcast("${type}", ${JSON.stringify(content)});`;

/** Code whose output no notebook can hold, or no page, and what is said of it. */
const BROKEN: Record<string, [string, RegExp]> = {
  "html-number": [
    display({ "text/html": 5 }),
    /cell 2 of 2: .*data\["text\/html"\]: must be a str/,
  ],
  "no-data": [
    broadcast("display_data", {}),
    /cell 2 of 2: .*outputs\[0\]\.data: must be an object/,
  ],
  "null-data": [broadcast("display_data", null), /cell 2 of 2: .*data: must be an object/],
  "odd-result": [broadcast("execute_result", { data: [1] }), /cell 2 of 2: .*data: must be an obj/],
  "no-figure": [
    display({ "application/vnd.plotly.v1+json": 5 }),
    /cell 3: Cannot show a figure as/,
  ],
  "odd-error": [broadcast("error", { ename: { toString: 1 } }), /cell 2 of 2: /],
};

/** What looks broken, and has a page. */
const UNUSUAL: Record<string, string[]> = {
  "surrogate-svg": [display({ "image/svg+xml": "<svg>\ud800</svg>", "text/plain": "\udc00" })],
  "surrogate-print": ['console.log("\\ud800 to be")'],
  "no-text": [broadcast("stream", { name: "odd" }), broadcast("stream", null)],
  "odd-update": [broadcast("update_display_data", { transient: 5 }), broadcast("odd", null)],
  "odd-figure": [display({ "application/vnd.plotly.v1+json": { data: [null, 5, { type: "?" }] } })],
};

Deno.test("report --keep-going names the cell of what no page can show, and writes all others", async () => {
  const codes = Object.fromEntries(
    Object.entries(BROKEN).map(([name, [code]]) => [name, ["1", code]]),
  );
  const folder = await folderOf({ ...codes, ...UNUSUAL, "00-good": ["1 + 1"] });
  const { status, stdout } = await report(folder, "--keep-going", "--jobs=2");
  assertEquals(status, 1);
  for (const [name, [, said]] of Object.entries(BROKEN)) {
    assertMatch(stdout.match(new RegExp(`^${name} .*failed: .*$`, "m"))?.[0] ?? stdout, said);
  }
  const written = ["00-good", "index", ...Object.keys(UNUSUAL)].map((name) => `${name}.html`);
  assertEquals(await pages(folder), written.sort());
});

const prose = (...sources: string[]): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: sources.map((source) => ({ cell_type: "markdown", metadata: {}, source })),
  });

Deno.test("report shows titles, links and names as they are, whatever is in them", async () => {
  const folder = await folderOf({
    "01 % ? # é": prose("# [a](b.ipynb#%zz) `%E0%A4%A` $x$", "[b](%zz.ipynb#%) ![p](%zz.png)"),
    "02-empty": prose("# ", "#", ""),
    "03-surrogate": prose("# \ud800 title \udfff", "Text \ud800? And `\udfff`."),
    "04-none": prose(),
    "05-html": prose("# <script>alert(1)</script>", "<h1>", "</main></body>"),
  });
  const { status, stdout, stderr } = await report(folder);
  assertEquals([status, stderr], [0, ""], stdout);
  assertEquals((await pages(folder)).length, 6);
  const index = await Deno.readTextFile(join(folder, "out", "index.html"));
  assertStringIncludes(index, 'href="01%20%25%20%3F%20%23%20%C3%A9.html"');
});

Deno.test("report --only is not disturbed by notebooks that it does not run", async () => {
  const folder = await folderOf({
    "01-one": ["1"],
    "02-broken": "not JSON",
    "03-title": prose("# [a](#%zz)"),
    "index": ["1"],
  });
  await Deno.mkdir(join(folder, "out"));
  for (const name of ["02-broken", "03-title", "index"]) {
    await Deno.writeTextFile(join(folder, "out", `${name}.html`), "before");
  }
  const { status, stderr } = await report(folder, "--only", "01");
  assertEquals([status, stderr], [0, ""]);
  const page = await Deno.readTextFile(join(folder, "out", "01-one.html"));
  assertStringIncludes(page, 'href="03-title.html"');
});

Deno.test("report changes all pages or none", async () => {
  const folder = await folderOf({ "01-one": ["1"], "02-two": ["2"], "03-three": ["3"] });
  const out = join(folder, "out");
  await Deno.mkdir(join(out, "02-two.html"), { recursive: true });
  await Deno.writeTextFile(join(out, "01-one.html"), "before");
  const early = await report(folder);
  assertEquals([early.status, early.stdout], [1, ""], "before anything is run");
  assertMatch(
    early.stderr,
    /^error: Cannot write '.*02-two\.html' as it must be a file: it is a f/,
  );
  // One that turns into a folder while the notebooks run.
  await Deno.remove(join(out, "02-two.html"));
  const late = await folderOf({
    "03-three": [`Deno.mkdirSync(${JSON.stringify(join(out, "03-three.html"))})`],
  });
  for (const name of ["01-one", "02-two"]) {
    await Deno.copyFile(join(folder, `${name}.ipynb`), join(late, `${name}.ipynb`));
  }
  const { status, stderr } = await report(late, "--out", out);
  assertEquals(status, 1);
  assertMatch(stderr, /^error: Cannot write '.*03-three\.html': it is a folder\n$/);
  assertEquals(await pages(folder), ["01-one.html", "03-three.html"]);
  assertEquals(await Deno.readTextFile(join(out, "01-one.html")), "before");
});

Deno.test("report loses no notebook in silence: one called index, and those behind links", async () => {
  const folder = await folderOf({ "01-one": ["1"], "Index": ["2"] });
  const other = await folderOf({ "kept": ["3"] });
  await Deno.symlink(join(other, "kept.ipynb"), join(folder, "02-link.ipynb"));
  await Deno.symlink(other, join(folder, "folder.ipynb"));
  await Deno.symlink("gone", join(folder, "03-gone.ipynb"));
  const { status, stdout } = await report(folder, "--keep-going");
  assertEquals(status, 1);
  assertMatch(
    stdout,
    /^Index +failed: Cannot report on '.*Index\.ipynb' as its page must not be the/m,
  );
  assertMatch(stdout, /^03-gone +failed: Cannot read notebook '.*': there is no such file/m);
  assertEquals(await pages(folder), ["01-one.html", "02-link.html", "index.html"]);
  const strict = await report(folder);
  assertEquals([strict.status, strict.stdout], [1, ""]);
});

Deno.test("report prints what steers a terminal as its number, whatever holds it", async () => {
  const hostile = "\x1b[2J\r\x07\x9b31m\u202e";
  const folder = await folderOf({
    [`01-${hostile}`]: ["1"],
    "02-error": [`throw new Error(${JSON.stringify(hostile)})`],
    "03-broken": `{ "${hostile}`,
    "04-link": prose(`![p](${hostile}.png) $\\${hostile}$`),
  });
  const { status, stdout, stderr } = await report(folder, "--keep-going");
  assertEquals(status, 1);
  // deno-lint-ignore no-control-regex
  assertEquals((stdout + stderr).match(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/g), null);
  assertMatch(stdout, /^02-error: failed: .*\\u001b\[2J/m);
});

Deno.test("report refuses options without a value", async () => {
  const folder = await folderOf({ "01-one": ["1"] });
  for (const option of ["out", "notebooks", "text", "only"]) {
    const { status, stderr } = await report(folder, `--${option}=`);
    assertEquals([status, stderr], [2, `error: Cannot run as '--${option}' must not be empty\n`]);
  }
});

Deno.test("report on notebooks in a folder that takes no files checks their types, and says how to write elsewhere", async () => {
  if (!CAN_GIVE_UP) return console.log(NO_SETPRIV);
  const folder = await folderOf({ "01-one": ["const n: number = 1;"] });
  await Deno.chmod(folder, 0o555);
  try {
    const checked = await report(folder, "--check");
    assertEquals([checked.status, checked.stdout], [0, "1 notebook: no problem in its cells\n"]);
    const { status, stderr } = await report(folder);
    assertEquals(status, 1);
    assertMatch(
      stderr,
      /^error: Cannot write in '.*': this is not permitted. '--out FOLDER' writes/,
    );
  } finally {
    await Deno.chmod(folder, 0o755);
  }
});

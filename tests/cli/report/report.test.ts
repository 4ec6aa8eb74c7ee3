/** `deno task report` as a user calls it, on small notebooks in a folder of their own. */
import { basename, join } from "node:path";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { folderOf, pages, report } from "./support.ts";

const GOOD = ['console.log("to be")', "6 * 7"];

Deno.test("report tells each cell, ends with a table and writes a page for each notebook", async () => {
  const folder = await folderOf({ "01-one": GOOD, "02-two": ["1"] });
  const { status, stdout, stderr } = await report(folder);
  assertEquals([status, stderr], [0, ""]);
  assertMatch(
    stdout,
    /^01-one: cell 1 of 2, \d+\.\d\d s\n01-one: cell 2 of 2, \d+\.\d\d s\n02-two: /,
  );
  assertMatch(stdout, /\nnotebook +cells +seconds +status\n01-one +2 +\d+\.\d +ok\n02-two +1 +/);
  assertEquals(await pages(folder), ["01-one.html", "02-two.html", "index.html"]);
  const page = await Deno.readTextFile(join(folder, "out", "01-one.html"));
  assertStringIncludes(page, "Chapter 01-one");
  assertStringIncludes(page, "to be");
  assertStringIncludes(page, 'href="02-two.html"');
});

Deno.test("report stops at a failing cell, names it, and changes no page", async () => {
  const folder = await folderOf({
    "01-one": GOOD,
    "02-two": ["let n = 1;", '\nthrow new RangeError("too far\\nsecond line")'],
    "03-three": GOOD,
  });
  await Deno.mkdir(join(folder, "out"));
  await Deno.writeTextFile(join(folder, "out", "01-one.html"), "before");
  const { status, stdout, stderr } = await report(folder);
  assertEquals(status, 1);
  assertEquals(stderr, "error: 02-two: cell 2 of 2 line 2: RangeError: too far\n");
  assertStringIncludes(stdout, "line 2: RangeError: too far\n  second line\n");
  assertMatch(
    stdout,
    /02-two .* failed: cell 2 of 2 line 2: RangeError: too far\n03-three +not run/,
  );
  assertEquals(await pages(folder), ["01-one.html"]);
  assertEquals(await Deno.readTextFile(join(folder, "out", "01-one.html")), "before");
});

Deno.test("report --keep-going writes the pages that went well and still fails", async () => {
  const folder = await folderOf({
    "01-one": ["for (;;);"],
    "02-two": ["Deno.exit(3)"],
    "03-three": "not JSON",
    "04-four": ["let n = ;"],
    "05-five": ["# not a comment", "1"],
    "06-six": GOOD,
  });
  const { status, stdout, stderr } = await report(
    folder,
    "--keep-going",
    "--timeout",
    "5",
    "--jobs=2",
  );
  assertEquals([status, stderr], [1, "error: 5 of 6 notebooks failed\n"]);
  assertMatch(stdout, /01-one +failed: cell 1 of 1: ran out of time: it did not end within 5 s/);
  assertMatch(stdout, /02-two +failed: cell 1 of 1: the kernel ended with exit status 3/);
  assertMatch(stdout, /03-three +failed: Cannot read notebook '.*': line 1 column 1: not JSON/);
  assertMatch(stdout, /04-four +failed: cell 1 of 1 line 1: SyntaxError: /);
  assertMatch(stdout, /05-five +failed: cell 1 of 2 line 1: /);
  assertMatch(stdout, /06-six +2 +\d+\.\d +ok/);
  assertEquals(await pages(folder), ["06-six.html", "index.html"]);
});

Deno.test("report --only runs what it names and leaves the first page alone", async () => {
  const folder = await folderOf({ "01-one": GOOD, "02-two": ["1"], "03-three": ["1"] });
  assertEquals((await report(folder)).status, 0);
  const index = join(folder, "out", "index.html");
  await Deno.writeTextFile(index, "before");
  const { status, stdout } = await report(folder, "--only", "03", "--only=01-one");
  assertEquals(status, 0);
  assertEquals(stdout.match(/^0\d-\w+(?=: cell 1 )/gm), ["01-one", "03-three"]);
  assertEquals(await Deno.readTextFile(index), "before");
});

Deno.test("report stops before it runs anything when a file is not a notebook", async () => {
  const folder = await folderOf({ "01-one": GOOD, "02-two": '{"nbformat": 3}' });
  const { status, stdout, stderr } = await report(folder);
  assertEquals([status, stdout], [1, ""]);
  assertMatch(stderr, /^error: Cannot read notebook '.*02-two\.ipynb': nbformat: must be 4: .*\n$/);
});

Deno.test("report asks before it runs anything whether it can write", async () => {
  const folder = await folderOf({ "01-one": GOOD });
  const file = join(folder, "note.txt");
  await Deno.writeTextFile(file, "kept");
  const { status, stdout, stderr } = await report(folder, "--out", file);
  assertEquals([status, stdout], [1, ""]);
  assertMatch(stderr, /^error: Cannot write to '.*note\.txt' as it must be a folder: .* a file\n$/);
  assertEquals(await Deno.readTextFile(file), "kept");
});

Deno.test("report answers a call that it does not understand with one line and status 2", async () => {
  const folder = await folderOf({ "01-one": GOOD });
  const calls: [string[], RegExp][] = [
    [["--ony", "01"], /Unknown option '--ony'/],
    [["--only", "07"], /'--only' must begin one of 01-one: current value is '07'/],
    [["--timeout", "0"], /'--timeout' must be > 0: current value is 0/],
    [["--timeout", "soon"], /'--timeout' as it must be a number: current value is soon/],
    [["--jobs", "-1"], /jobs/],
    [["01"], /Unexpected argument '01'/],
  ];
  for (const [args, message] of calls) {
    const { status, stdout, stderr } = await report(folder, ...args);
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, message);
    assertEquals(stderr.split("\n").length, 2);
  }
  const empty = await report(join(folder, "none"));
  assertEquals(empty.status, 2);
  assertMatch(empty.stderr, /^error: Cannot find a notebook in '.*none'\n$/);
  assertEquals(await pages(folder), []);
});

Deno.test("report --help tells every option", async () => {
  const { status, stdout } = await report(await folderOf({ "01-one": GOOD }), "--help");
  assertEquals(status, 0);
  for (const option of ["--only", "--out", "--keep-going", "--timeout", "--jobs"]) {
    assert(stdout.includes(option));
  }
});

Deno.test("report runs notebooks from outside the lab that import @lab/…, figures and files of their own", async () => {
  const folder = await folderOf({
    "mine": [
      'import { lineChart, show } from "@lab/figures";\nimport { n } from "./own.ts";',
      'await show(lineChart({ title: `n is ${n}`, x: { label: "x" }, y: { label: "y" }, ' +
      'series: [{ name: "a", y: [1, 2] }] }));',
      "Deno.cwd()",
    ],
  });
  await Deno.writeTextFile(join(folder, "own.ts"), "export const n = 7;");
  const { status, stderr } = await report(folder);
  assertEquals([status, stderr], [0, ""]);
  const page = await Deno.readTextFile(join(folder, "out", "mine.html"));
  assertStringIncludes(page, '<div class="output plotly">');
  assertStringIncludes(page, "n is 7");
  assertStringIncludes(page, await Deno.realPath(folder));
  const index = await Deno.readTextFile(join(folder, "out", "index.html"));
  assertStringIncludes(index, `<h1>Notebooks in ${basename(folder)}</h1>`);
  assert(!index.includes("Data:") && !index.includes("equations"), "nothing of the lab's chapters");
});

Deno.test("report --check finds a wrong option of a cell and runs nothing", async () => {
  const folder = await folderOf({
    "01-one": [
      'import { train } from "@lab/training";',
      'await train("a text", {\n  hidenSize: 5 });',
    ],
    "02-two": ["throw new Error();"],
  });
  const { status, stdout, stderr } = await report(folder, "--check");
  assertEquals([status, stderr], [1, `error: 1 problem in the cells of ${folder}\n`]);
  assertMatch(stdout, /^01-one: cell 2 line 2: TS2561: .*'hidenSize' does not exist.*'hiddenSize'/);
  assertEquals(await pages(folder), []);
  const other = await report(folder, "--check", "--only", "02");
  assertEquals([other.status, other.stdout], [0, "1 notebook: no problem in its cells\n"]);
});

Deno.test("report says of a notebook in Python that it is one", async () => {
  const kernelspec = { name: "python3", display_name: "Python 3 (ipykernel)", language: "python" };
  const cells = [{ cell_type: "code", metadata: {}, source: "print(1)", outputs: [] }];
  const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells });
  const { status, stderr } = await report(await folderOf({ "a": text }));
  assertEquals(status, 1);
  assertStringIncludes(
    stderr,
    "must be TypeScript or JavaScript: its kernel is Python 3 (ipykernel)",
  );
});

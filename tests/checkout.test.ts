/** What git hands out: the files that the design lists, with the same line ends everywhere. */
import { sha256 } from "@lab/data";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

const TOP_LEVEL = [
  ".ci",
  ".gitattributes",
  ".gitignore",
  "LICENSE",
  "README.md",
  "data",
  "deno.json",
  "deno.lock",
  "lib",
  "notebooks",
  "tests",
];

const TEXT = "data/texts/the-book-of-yesterdays.txt";

async function git(cwd: URL | string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", { args, cwd }).output();
  if (!success) throw new Error(`git ${args[0]}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).trim();
}

/** Registers a test of the repository that says why it is skipped where there is none. */
function repositoryTest(name: string, run: () => Promise<void>): void {
  Deno.test(name, async () => {
    try {
      await git(ROOT, "ls-files", "--error-unmatch", "deno.json");
    } catch (error) {
      return console.log(`skipped: this is not a git checkout (${(error as Error).message})`);
    }
    await run();
  });
}

repositoryTest("the top level holds what the design lists and nothing else", async () => {
  const files = (await git(ROOT, "ls-files")).split("\n");
  const unexpected = [...new Set(files.map((file) => file.split("/")[0]))]
    .filter((name) => !TOP_LEVEL.includes(name));
  assertEquals(unexpected, []);
});

/** A fresh clone by a git that is set to end lines with CR LF, as on Windows. */
async function withClone(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await git(ROOT, "clone", "-q", "--depth=1", "-c", "core.autocrlf=true", `${ROOT}`, folder);
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The files whose lines end otherwise than in git's own copy: `i/lf w/crlf …`. */
const changedEnds = async (folder: string): Promise<string[]> =>
  (await git(folder, "ls-files", "--eol")).split("\n").filter((line) => {
    const [, kept, written] = line.match(/^i\/(\S+)\s+w\/(\S+)/) ?? [];
    return kept !== written;
  });

repositoryTest(
  "a clone with core.autocrlf=true has the lines and the text of every other",
  () =>
    withClone(async (folder) => {
      assertEquals(await changedEnds(folder), []);
      const checksum = await sha256(await Deno.readFile(`${folder}/${TEXT}`));
      assertStringIncludes(await Deno.readTextFile(`${folder}/data/README.md`), checksum);
    }),
);

repositoryTest(
  "without .gitattributes such a clone is found to have other lines",
  () =>
    withClone(async (folder) => {
      await git(folder, "rm", "-q", ".gitattributes");
      await Deno.remove(`${folder}/${TEXT}`);
      await git(folder, "checkout", "--", TEXT);
      const changed = await changedEnds(folder);
      assert(changed.length === 1, changed.join("\n"));
      assertMatch(changed[0], /^i\/lf\s+w\/crlf/);
    }),
);

/** What a file or a name holds must not steer the terminal that shows it. */
import { writeNpz } from "@lab/snapshots";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { rnn, TEXT, withFolder } from "./support.ts";

/** Clears the screen, writes over a line, rings, sets the title, turns what follows around. */
const HOSTILE = "a\x1b[2J\rb\x07\x9b31m\x1b]0;t\u202ec";

// deno-lint-ignore no-control-regex
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

Deno.test("commands show control characters of files and names as their numbers", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/${HOSTILE}.npz`;
    const zero = { dtype: "f8", shape: [1], data: Float64Array.of(0) } as const;
    await Deno.writeFile(file, await writeNpz({ [HOSTILE]: zero }));
    const text = `${folder}/${HOSTILE}.txt`;
    await Deno.writeTextFile(text, `${TEXT}${HOSTILE}`);
    for (
      const args of [
        ["inspect", file],
        ["inspect", file, "--json"],
        ["inspect", `${file}x`],
        ["sample", "--snapshot", file],
        ["evaluate", "--snapshot", file],
        ["train", "--text", text, "--iterations", "2", "--out", `${folder}/${HOSTILE}2.npz`],
        ["train", "--text", text, `--${HOSTILE}`],
        ["convert", file, `${folder}/${HOSTILE}.zip`],
        [HOSTILE],
      ]
    ) {
      const { out, error } = await rnn(...args);
      assert(!STEERING.test(out + error), JSON.stringify([args, out, error]));
      assert((out + error).includes("\\u001b[2J") || args[0] === "train", out + error);
      if (args.includes("--json")) {
        assertEquals(Object.values(JSON.parse(out).values[0])[0], HOSTILE);
      }
    }
  });
});

Deno.test("rnn sample writes the network's characters as they are where no terminal reads them", async () => {
  await withFolder(async (folder) => {
    const [text, file] = [`${folder}/a.txt`, `${folder}/a.npz`];
    await Deno.writeTextFile(text, "ab\x07\r\n".repeat(100));
    await rnn("train", "--text", text, "--iterations", "400", "--out", file);
    assertStringIncludes((await rnn("sample", "--snapshot", file)).out, "b\x07\r\n");
  });
});

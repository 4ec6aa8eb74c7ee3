/** The calls that no command takes. */
import { assertEquals, assertThrows } from "@std/assert";
import { readArguments, UsageError } from "../../lib/cli/command.ts";

Deno.test("readArguments() refuses a value that is empty, as of a variable that is not set, unless that is the default", () => {
  const options = {
    out: { type: "string" },
    only: { type: "string", multiple: true },
    prefix: { type: "string", default: "" },
  } as const;
  for (const args of [["--out="], ["--out", ""], ["--only=01", "--only="]]) {
    assertThrows(() => readArguments(args, options), UsageError, "must not be empty");
  }
  assertEquals(readArguments(["--prefix="], options).values.prefix, "");
  assertEquals(readArguments([], options).values.prefix, "");
});

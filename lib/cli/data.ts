/** `deno task data`: fetch the course's own files into data/downloads, or copy them from a folder. */
import { fileURLToPath } from "node:url";
import { DOWNLOADS_FOLDER, fetchCourseFiles } from "@lab/data";
import { readArguments, runCommand } from "./command.ts";

const USAGE = `deno task data [--from FOLDER]

Fetches the course's text, snapshot and samples from the course's public addresses into
data/downloads/, checks each against its SHA-256 and writes it whole.

  --from FOLDER   copy them from this folder instead
  --help          this text`;

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, {
      from: { type: "string" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) return console.log(USAGE);
    await fetchCourseFiles({
      from: values.from as string | undefined,
      onLine: (line) => console.log(line),
    });
    console.log(`The course's files are in ${fileURLToPath(DOWNLOADS_FOLDER)}`);
  });
}

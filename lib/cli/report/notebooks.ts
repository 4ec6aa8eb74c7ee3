/** `deno task notebooks`: run the lab's notebooks and store their outputs in their files. */
import { fileURLToPath } from "node:url";
import { writeFileAtomically } from "@lab/data";
import { chooseChapters, listChapters, resultTable, runChapters } from "./chapters.ts";
import { CHOICES, otherText, staleFiles } from "./stored.ts";
import { type OptionValues, readArguments, runCommand, UsageError } from "../command.ts";

const USAGE = `deno task notebooks [--only NAMES] [--check]

Runs the lab's notebooks on the bundled play and stores what they show in their files, so that a
code-hosting page, nbviewer and VS Code show it before anything runs: figures as pictures, tables and
samples as plain HTML. A second run changes no byte.

  --only NAMES   only these notebooks, by the beginnings of their names: 03 or 01,03-training
  --check        write nothing; fail when a run shows something else than the files
  --help         this text`;

const OPTIONS = {
  only: { type: "string", multiple: true },
  check: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

async function store(values: OptionValues): Promise<void> {
  for (const name of CHOICES) Deno.env.delete(name);
  const reason = await otherText();
  if (reason !== undefined) {
    throw new UsageError(`Cannot store outputs as they must be of the bundled play: ${reason}`);
  }
  const folder = fileURLToPath(new URL("../../../notebooks", import.meta.url));
  const chapters = chooseChapters(
    await listChapters(folder),
    values.only as string[] | undefined ?? [],
  );
  const results = await runChapters(chapters, {
    timeoutSeconds: 600,
    jobs: Math.min(2, navigator.hardwareConcurrency),
    keepGoing: true,
    onLine: (line) => console.log(line),
  });
  console.log(["", ...resultTable(results), ""].join("\n"));
  const stale = await staleFiles(chapters, results);
  if (!values.check) { for (const { path, text } of stale) await writeFileAtomically(path, text); }
  const failed = results.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  if (failed.length > 0) throw new Error(`Not run to their end: ${failed.join(", ")}`);
  if (stale.length === 0) return console.log("The files show what the run shows");
  const names = stale.map(({ name }) => name).join(", ");
  if (values.check) throw new Error(`The files show something else: ${names}`);
  console.log(`Stored: ${names}`);
}

await runCommand(async () => {
  const { values } = readArguments(Deno.args, OPTIONS);
  if (values.help) return console.log(USAGE);
  await store(values);
});

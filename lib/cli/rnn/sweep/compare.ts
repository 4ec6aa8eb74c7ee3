/** `rnn compare`: runs beside each other, as a table with intervals, curves, and what they decide. */
import { writeFileAtomically } from "@lab/data";
import { type Displayable, staticPicture } from "@lab/figures";
import { settingsCurves, settingsProse, settingsScores, settingsTable } from "@lab/findings";
import { exportPage } from "@lab/reports";
import { rankSettings } from "@lab/training";
import { readArguments, UsageError } from "../../command.ts";
import { checkWritable } from "../files.ts";
import { type Collection, collectRuns } from "./collect.ts";

const USAGE = `deno task rnn compare FOLDER... [options]

  FOLDER          a folder of rnn sweep, or snapshots of rnn train; those of other machines beside it
  --out FILE      a page (.html) with the table, the curves and the scores, or the curves alone (.svg)
  --json          one line of JSON for each text: the settings with means, intervals and verdicts

Runs with the same settings are seeds of one setting. The table has its mean with an interval (Student's t),
and how much higher it is than the best: runs of the same seed are compared where enough are shared (exact
signed-rank test), else each with each (exact rank-sum test), and all pairs of settings together are wrong in
at most 5 of 100 cases. Scores are of held-out text where all runs have one (--hold-out), else the smoothed
loss of the training. Runs on different texts are compared apart.`;

/** What is shown of one text, in order. */
const shownOf = (
  { title, compared }: Collection["texts"][number],
): (string | Displayable)[] => [
  `## ${title.replace(/[^\p{L}\p{N}\s]/gu, "\\$&")}`,
  settingsProse(compared),
  settingsTable(compared),
  settingsCurves(compared),
  settingsScores(compared),
];

/** What is to be said beside the numbers. */
function remarks({ failed, unfinished, notes }: Collection): string[] {
  return [
    ...failed.map(({ name, reason }) => `Failed: ${name}: ${reason}`),
    ...unfinished > 0
      ? [`${unfinished} ${unfinished === 1 ? "run has" : "runs have"} not ended and is left out`]
      : [],
    ...notes,
  ];
}

/** The same for a page, in Markdown. */
const remarksInMarkdown = (lines: readonly string[]): string =>
  lines.map((line) => `- ${line.replace(/[\\`*_{}[\]<>$#|]/g, "\\$&")}`).join("\n");

/** Writes a page or a picture. */
async function write(out: string, collection: Collection): Promise<void> {
  const { texts } = collection;
  if (out.endsWith(".svg")) {
    if (texts.length > 1) {
      throw new UsageError(
        `Cannot draw one picture as the runs must have read one text: they have read ${texts.length}`,
      );
    }
    const { spec } = settingsCurves(texts[0].compared);
    return await writeFileAtomically(out, await staticPicture(spec));
  }
  const lines = remarks(collection);
  const page = await exportPage("Runs beside each other", [
    ...texts.flatMap(shownOf),
    ...lines.length > 0 ? ["## What is missing", remarksInMarkdown(lines)] : [],
  ]);
  await writeFileAtomically(out, page);
}

/** Compares runs and tells; also at the end of a sweep. */
export function tellComparison(collection: Collection, say: (line: string) => void): void {
  const { texts } = collection;
  for (const { title, compared } of texts) {
    say(`\n${title}: ${settingsTable(compared)}\n\n${settingsProse(compared)}`);
  }
  const lines = remarks(collection);
  if (lines.length > 0) say(`\n${lines.join("\n")}`);
}

async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    out: { type: "string" },
    json: { type: "boolean" },
  }, 10_000);
  if (positionals.length === 0) {
    throw new UsageError("Cannot compare as a folder of runs, or snapshots, must be given");
  }
  const out = values.out as string | undefined;
  if (out !== undefined) await checkWritable(out, [".html", ".svg"]);
  const collection = await collectRuns(positionals);
  if (values.json) {
    for (const { title, compared } of collection.texts) {
      const { scored, references } = compared;
      const { failed, unfinished } = collection;
      const ranking = rankSettings(compared.settings.map(({ name, runs }) => ({
        name,
        runs: runs.map(({ seed, score }) => ({ seed, score })),
      })));
      console.log(
        JSON.stringify({ text: title, scored, ...ranking, references, failed, unfinished }),
      );
    }
    for (const line of remarks(collection)) console.error(line);
  } else tellComparison(collection, console.log);
  if (out === undefined) return;
  await write(out, collection);
  if (!values.json) console.log(`\nWrote ${out}`);
}

/** `rnn compare`. */
export const compareCommand = {
  summary: "runs beside each other: a table with intervals, curves, which setting is the best",
  usage: USAGE,
  run,
};

/** `rnn rate`: a learning rate for a text, by the loss while the rate grows. */
import { writeFileAtomically } from "@lab/data";
import { staticPicture } from "@lab/figures";
import { learningRateChart, rateText } from "@lab/findings";
import { exportPage } from "@lab/reports";
import { findLearningRate, type LearningRateCurve, STREAM_RECIPES } from "@lab/training";
import { type OptionTable, readArguments, UsageError } from "../../command.ts";
import { checkWritable } from "../files.ts";
import { givenStreamSettings } from "./options.ts";
import { readText, TEXT_OPTIONS, TEXT_USAGE } from "../texts.ts";

const USAGE = `deno task rnn rate [options]

  --text FILE     what to read; the course's text or the bundled play when left out
  --recipe NAME   whose training it is for: quick (when left out) or strong
  --hidden N      hidden units (256; strong: 512)
  --streams N     how many stretches of the text are read side by side (32)
  --sequence N    characters that a window back-propagates through (32)
  --seed N        seed of the first weights (1)
  --out FILE      the curve, as a page (.html) or a picture (.svg)
${TEXT_USAGE}

Trains for 200 windows while the rate grows from 0.00001 to 1, and says where the loss was lowest; a third of
that is worth a try, beside its neighbours: rnn sweep --recipe NAME --learning-rate A,B,C compares them.`;

const OPTIONS = {
  text: { type: "string" },
  recipe: { type: "string" },
  hidden: { type: "string" },
  streams: { type: "string" },
  sequence: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  ...TEXT_OPTIONS,
} as const satisfies OptionTable;

/** About ten points of the curve. */
function rows({ learningRate, smoothedNatsPerChar }: LearningRateCurve): string[] {
  const every = Math.ceil(learningRate.length / 10);
  return learningRate.flatMap((rate, n) =>
    n % every === 0 ? [`  ${rateText(rate).padEnd(10)}${smoothedNatsPerChar[n].toFixed(3)}`] : []
  );
}

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, OPTIONS);
  const { recipe = "quick" } = values;
  if (recipe !== "quick" && recipe !== "strong") {
    throw new UsageError(
      `Cannot read '--recipe' as it must be quick or strong: current value is ${recipe}`,
    );
  }
  const out = values.out as string | undefined;
  if (out !== undefined) await checkWritable(out, [".html", ".svg"]);
  const { text, title } = await readText(values.text as string | undefined, values);
  const curve = await findLearningRate(text, { recipe, ...givenStreamSettings(values) });
  const chart = learningRateChart(curve);
  console.log(`${title}\n\n  rate      loss (smoothed, nats per character)`);
  for (const row of rows(curve)) console.log(row);
  const { suggested } = curve;
  const hint = suggested === undefined ? "" : `--learning-rate ${rateText(suggested)}; `;
  const usual = STREAM_RECIPES[recipe].learningRate;
  console.log(`\n${chart.title} (${hint}the recipe ${recipe} has ${usual})`);
  if (out === undefined) return;
  const file = out.endsWith(".svg")
    ? await staticPicture(chart.spec)
    : await exportPage("The loss while the learning rate grows", [chart]);
  await writeFileAtomically(out, file);
  console.log(`Wrote ${out}`);
}

/** `rnn rate`. */
export const rateCommand = {
  summary: "a learning rate to try on a text, for the recipes quick and strong",
  usage: USAGE,
  run,
};

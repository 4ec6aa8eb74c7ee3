/** `rnn fold`: a network without the units that never change. */
import { foldConstantUnits } from "@lab/analysis";
import { formatNumber, formatShare } from "@lab/figures";
import { saveSnapshot } from "@lab/snapshots";
import { numberOption, readArguments, requiredOption } from "../command.ts";
import { checkWritable } from "./files.ts";
import {
  loadNetwork,
  NETWORK_OPTIONS,
  NETWORK_USAGE,
  START_OPTIONS,
  warnIfWorseThanChance,
} from "./inputs.ts";
import { encodeFor, readText, unknownOption } from "./texts.ts";

const USAGE = `deno task rnn fold --snapshot FILE --out FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --out FILE        where the smaller network goes: .npz or .safetensors
  --text FILE       where it is seen which units vary; the course's text or the bundled play when left out
  --units K         keep the K units that vary most; the fewest within the tolerance when left out
  --tolerance NATS  how far the two may be apart, in nats per character (0.001)
  --from-zero       begin from a zero state in any case
  --unknown WORD    skip (when left out) characters that the network does not know, or stop
${NETWORK_USAGE}

Units are chosen on the first half of the text; the others do what a bias does and are folded into the
biases at their mean there. The smaller network is scored beside the full one on the second half.`;

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    out: { type: "string" },
    text: { type: "string" },
    units: { type: "string" },
    tolerance: { type: "string" },
    ...START_OPTIONS,
    ...NETWORK_OPTIONS,
  });
  const file = requiredOption(values, "snapshot");
  const out = requiredOption(values, "out");
  await checkWritable(out, [".npz", ".safetensors"]);
  const snapshot = await loadNetwork(file, values);
  const named = await readText(values.text as string | undefined, values);
  const indices = await encodeFor(named, snapshot.vocabulary, unknownOption(values));
  const { model, units, hiddenSize, chosenOn, heldOut, held, tolerance } = foldConstantUnits(
    snapshot,
    snapshot.vocabulary.decode(indices),
    {
      h: values["from-zero"] ? undefined : snapshot.h,
      tolerance: numberOption(values, "tolerance", 1e-3),
      units: values.units === undefined ? undefined : numberOption(values, "units", 1),
      sizes: [],
    },
  );
  warnIfWorseThanChance(heldOut.fullNatsPerChar, snapshot.vocabulary.size);
  const { mean, interval: [low, high] } = heldOut.difference;
  const [difference, from, to] = [mean, low, high].map((nats) => formatNumber(nats, 5));
  console.log(
    `Kept ${units.length} of ${hiddenSize} units, chosen on ${chosenOn} characters of ${named.title}`,
  );
  console.log(
    `On the other ${heldOut.characters}: ${
      formatNumber(heldOut.natsPerChar, 4)
    } nats per character, ` +
      `${difference} more than all units (95 %: ${from} to ${to}), ` +
      `the same likeliest character ${formatShare(heldOut.sameTop)} of the time`,
  );
  if (held !== "within") {
    console.error(
      `The smaller network is ${
        held === "beyond" ? "not" : "not for certain"
      } within ${tolerance} nats per ` + "character there",
    );
  }
  await saveSnapshot(out, {
    ...model,
    metadata: { foldedFrom: hiddenSize, foldedOn: named.title },
  });
  const { size } = await Deno.stat(out);
  console.log(`Wrote ${out}: ${size} bytes`);
}

/** `rnn fold`. */
export const foldCommand = {
  summary: "a smaller network: without the units that never change on a text",
  usage: USAGE,
  run,
};

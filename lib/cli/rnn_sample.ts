/** `rnn sample`: let a snapshot continue a text. */
import { continueText } from "@lab/sampling";
import { loadSnapshot } from "@lab/snapshots";
import { forFile, kernelsHere } from "./inputs.ts";
import { numberOption, readArguments, requiredOption } from "./command.ts";

const USAGE = `deno task rnn sample --snapshot FILE [options]

  --snapshot FILE   the trained network: .npz, .pkl or .safetensors
  --prefix TEXT     what to continue (nothing); some networks, the course's among them, write
                    nonsense unless it begins as their own text does: chapter 5 says why
  --length N        how many characters to write (400)
  --temperature X   below 1 safer, above 1 more daring (1)
  --seed N          seed of the draws (1)`;

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    snapshot: { type: "string" },
    prefix: { type: "string" },
    length: { type: "string" },
    temperature: { type: "string" },
    seed: { type: "string" },
  });
  const file = requiredOption(values, "snapshot");
  const snapshot = await forFile(file, () => loadSnapshot(file));
  const prefix = (values.prefix as string | undefined) ?? "";
  console.log(
    prefix + continueText(snapshot, prefix, {
      length: numberOption(values, "length", 400),
      temperature: numberOption(values, "temperature", 1),
      seed: numberOption(values, "seed", 1),
      kernels: await kernelsHere(),
    }),
  );
}

/** `rnn sample`. */
export const sampleCommand = {
  summary: "let a snapshot continue a text",
  usage: USAGE,
  run,
};

/** `deno task rnn COMMAND`: train, sweep, evaluate, sample, inspect and more from the command line. */
import { runCommand, UsageError } from "../command.ts";
import { convertCommand } from "./convert.ts";
import { evaluateCommand } from "./evaluate.ts";
import { foldCommand } from "./fold.ts";
import { inspectCommand } from "./inspect.ts";
import { sampleCommand } from "./sample.ts";
import { compareCommand } from "./sweep/compare.ts";
import { sweepCommand } from "./sweep/sweep.ts";
import { trainCommand } from "./train.ts";

/** A command: a line for the overview, its help text, and what it does with its arguments. */
interface Command {
  readonly summary: string;
  readonly usage: string;
  run(args: string[]): Promise<void>;
}

const COMMANDS: Record<string, Command> = {
  train: trainCommand,
  sweep: sweepCommand,
  compare: compareCommand,
  evaluate: evaluateCommand,
  sample: sampleCommand,
  inspect: inspectCommand,
  convert: convertCommand,
  fold: foldCommand,
};

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) =>
    `  ${name.padEnd(10)}${summary}`
  );
  return `deno task rnn COMMAND [options]\n\n${lines.join("\n")}\n\n` +
    "deno task rnn COMMAND --help tells the options of a command.";
}

if (import.meta.main) {
  await runCommand(async () => {
    const [name, ...args] = Deno.args;
    if (name === undefined || name === "--help" || name === "-h") return console.log(overview());
    if (!Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(
        `Unknown command '${name}': must be one of ${Object.keys(COMMANDS).join(", ")}`,
      );
    }
    const command = COMMANDS[name];
    if (args.includes("--help") || args.includes("-h")) return console.log(command.usage);
    await command.run(args);
  });
}

/** `deno task rnn COMMAND`: train, sweep, evaluate, sample, inspect and more from the command line. */
import { runCommand, UsageError } from "../command.ts";

/** A command: a line for the overview, its help text, and what it does with its arguments. */
interface Command {
  readonly summary: string;
  readonly usage: string;
  run(args: string[]): Promise<void>;
}

/** Each is loaded when it is asked for: what one command needs, another does not wait for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  train: async () => (await import("./train.ts")).trainCommand,
  rate: async () => (await import("./recipe/rate.ts")).rateCommand,
  sweep: async () => (await import("./sweep/sweep.ts")).sweepCommand,
  compare: async () => (await import("./sweep/compare.ts")).compareCommand,
  evaluate: async () => (await import("./evaluate.ts")).evaluateCommand,
  sample: async () => (await import("./sample.ts")).sampleCommand,
  inspect: async () => (await import("./inspect.ts")).inspectCommand,
  convert: async () => (await import("./convert.ts")).convertCommand,
  fold: async () => (await import("./fold.ts")).foldCommand,
};

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) =>
      `  ${name.padEnd(10)}${(await load()).summary}`
    ),
  );
  return `deno task rnn COMMAND [options]\n\n${lines.join("\n")}\n\n` +
    "deno task rnn COMMAND --help tells the options of a command.";
}

if (import.meta.main) {
  await runCommand(async () => {
    const [name, ...args] = Deno.args;
    if (name === undefined || name === "--help" || name === "-h") {
      return console.log(await overview());
    }
    if (!Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(
        `Unknown command '${name}': must be one of ${Object.keys(COMMANDS).join(", ")}`,
      );
    }
    const command = await COMMANDS[name]();
    if (args.includes("--help") || args.includes("-h")) return console.log(command.usage);
    await command.run(args);
  });
}

/** The mutants of a source: copies of it with one small fault each, and a fair sample of them. */
import { createHash } from "node:crypto";
import { type Change, OPERATORS } from "./operators.ts";

/** A source with one small fault. */
export interface Mutant {
  /** Path from the top of the project. */
  file: string;
  /** Where the fault is, from 1. */
  line: number;
  /** What the line says in the source, without the spaces around it. */
  text: string;
  /** The kind of fault, a key of `OPERATORS`. */
  operator: string;
  /** What is changed into what. */
  change: string;
  /** The faulty source. */
  source: string;
}

const LONGEST = 90;

/** A piece of source on one line, its middle left out where it is long. */
function oneLine(source: string): string {
  const text = source.replace(/\s+/g, " ").trim();
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}`;
}

/** Names a mutant by what it does, not by where it is, so that other edits of the file leave it be. */
export const keyOf = ({ file, operator, text, change }: Omit<Mutant, "source" | "line">): string =>
  [file, operator, text, change].join(" | ");

/** Says where a mutant is and what it does. */
export const placeOf = ({ file, line, operator, change }: Mutant): string =>
  `${file}:${line} ${operator}: ${change}`;

/** A mutant from a change; the change is shown with some of the line around it. */
function mutantOf(file: string, source: string, operator: string, change: Change): Mutant {
  const [start, end, text] = change;
  const before = source.slice(0, start);
  const from = before.lastIndexOf("\n") + 1;
  const lineEnd = source.indexOf("\n", end);
  const context = (middle: string): string =>
    oneLine(
      source.slice(Math.max(from, start - 12), start) + middle +
        source.slice(end, Math.min(lineEnd, end + 12)),
    ).trim();
  return {
    file,
    line: before.split("\n").length,
    text: source.slice(from, source.indexOf("\n", from)).trim(),
    operator,
    change: `${context(source.slice(start, end))} → ${context(text)}`,
    source: before + text + source.slice(end),
  };
}

/** What is no part of the program's sense: an error's words, and types. */
const isOutside = (nodes: readonly Deno.lint.Node[]): boolean =>
  nodes.some(({ type }) => type === "ThrowStatement" || /^TS(Literal|Enum)/.test(type));

/**
 * All mutants of a source. Only under `deno test`, which alone gives its parser to programs.
 * @param file path from the top of the project
 * @param source the file's text
 * @returns the mutants, in no certain order
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const mutants: Mutant[] = [];
  Deno.lint.runPlugin(
    {
      name: "mutants",
      rules: {
        all: {
          create: ({ sourceCode }) => ({
            "*"(node: Deno.lint.Node): void {
              if (isOutside([node, ...sourceCode.getAncestors(node)])) return;
              for (const [operator, changes] of Object.entries(OPERATORS)) {
                for (const change of changes(node, source)) {
                  mutants.push(mutantOf(file, source, operator, change));
                }
              }
            },
          }),
        },
      },
    },
    file,
    source,
  );
  return mutants;
}

function isParsed({ file, source }: Mutant): boolean {
  try {
    Deno.lint.runPlugin({ name: "none", rules: {} }, file, source);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Chooses mutants of one file: of each kind in turn, those first whose names have the smallest hashes.
 * @param mutants all mutants of the file
 * @param count how many; those that do not parse are replaced by others
 * @param salt another text, another sample
 * @returns at most `count` mutants; the same for the same source
 */
export function sample(mutants: readonly Mutant[], count: number, salt = ""): Mutant[] {
  const hash = (text: string): string => createHash("sha256").update(salt + text).digest("hex");
  const ranked = mutants.map((mutant) => ({ mutant, rank: hash(keyOf(mutant)) }))
    .sort((a, b) => a.rank < b.rank ? -1 : 1);
  const kinds = Map.groupBy(ranked, ({ mutant }) => mutant.operator);
  const turns = [...kinds].flatMap(([kind, members]) =>
    members.map(({ mutant }, turn) => ({ mutant, turn, rank: hash(mutant.file + kind) }))
  ).sort((a, b) => a.turn - b.turn || (a.rank < b.rank ? -1 : 1));
  const chosen: Mutant[] = [];
  for (const { mutant } of turns) {
    if (chosen.length === count) break;
    if (isParsed(mutant)) chosen.push(mutant);
  }
  return chosen;
}

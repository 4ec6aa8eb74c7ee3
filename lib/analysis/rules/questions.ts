/** What the chapters ask about a text: the rules that they follow through the network, and passages to read. */
import { checkText } from "../checks.ts";
import { placesIn } from "../walk/places.ts";
import { findRules, scoreRule, type TextRule } from "./rules.ts";

/** What is asked about a text. */
export interface Questions {
  /** A rule that leaves two characters: space or line break after a colon, where the text has it. */
  readonly main: TextRule;
  /** A rule with one character: u after q, where the text has it. */
  readonly second: TextRule;
  /** A passage that ends where the main rule is asked. */
  readonly prefix: string;
  /** Passages beside it, some of which end so, too. */
  readonly others: readonly string[];
}

/** What the chapters were written about. */
const USUAL = {
  main: [":", " \n"],
  second: ["q", "u"],
  prefix: "test of an apple:",
  others: ["KING:", "the king is dead", "O, what a", "Thou wilt not.", "\n\n"],
} as const;

/** A usual rule is asked where the scored half has it at so many places. */
const LEAST_PLACES = 20;
/** Of a rarer character so many examples are enough to choose it where there is no other. */
const FEWER = 5;
const PASSAGE = 17;

/** A rule that was named beforehand, if the text follows it. */
function usual(
  characters: readonly string[],
  [after, targets]: readonly [string, string],
): TextRule | undefined {
  const rule = scoreRule(characters, after, targets);
  const rarest = Math.min(...rule.counts);
  return rule.verdict === "rule" && rarest >= LEAST_PLACES ? rule : undefined;
}

/** The clearest rule about another character: of those seen often, else of those seen a few times. */
function clearest(
  characters: readonly string[],
  targets: number,
  not?: string,
): TextRule | undefined {
  for (const least of [LEAST_PLACES, FEWER]) {
    const shown = findRules(characters, { targets, least }).filter(({ after, verdict }) =>
      after !== not && verdict !== "not shown"
    );
    if (shown.length > 0) return shown[0];
  }
  return undefined;
}

/** A passage of the text that ends at a place. */
const passageTo = (characters: readonly string[], place: number): string =>
  characters.slice(Math.max(0, place + 1 - PASSAGE), place + 1).join("");

/** The text's own passages: one that ends where the rule is asked; another such, and four evenly spaced. */
function passages(
  characters: readonly string[],
  after: string,
): Pick<Questions, "prefix" | "others"> {
  const places = placesIn(characters, after);
  const [prefix, another] = [1 / 3, 2 / 3].map((part) =>
    passageTo(characters, places[Math.floor(part * places.length)])
  );
  const spaced = [0.2, 0.4, 0.6, 0.8].map((part) => {
    let place = Math.floor(part * characters.length);
    while (characters[place] === after) place++;
    return passageTo(characters, Math.min(place, characters.length - 1));
  });
  return { prefix, others: [another, ...spaced] };
}

/**
 * What to ask about a text: space or line break after a colon, and u after q, where it follows these rules;
 * else the clearest rules that are found in it, each scored where it was not chosen.
 * @param text the text
 * @returns the rules, and passages to read
 * @throws {TypeError} when the text is no text
 * @throws {RangeError} when the text shows no such rule
 * @example
 * ```ts
 * import { questionsFor } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const code = "if (a) {\n  b();\n}\nf(c);\nreturn b(a) + f(b);\n".repeat(200);
 * const { main, second } = questionsFor(code);
 * assertEquals([main.verdict, second.share], ["rule", 1]);
 * ```
 */
export function questionsFor(text: Iterable<string>): Questions {
  checkText(text, "find what to ask");
  const characters = [...text];
  const named = [usual(characters, USUAL.main), usual(characters, USUAL.second)];
  const main = named[0] ?? clearest(characters, 2);
  const second = named[1] ?? clearest(characters, 1, main?.after);
  if (main === undefined || second === undefined) {
    throw new RangeError(
      `Cannot find what to ask about a text as some character must be followed by one or two others more ` +
        `often than elsewhere, at ${2 * FEWER} places or more: none of ${
          new Set(characters).size
        } characters is`,
    );
  }
  const known = new Set(characters);
  const isReadable = named[0] !== undefined && [...USUAL.prefix].every((c) => known.has(c));
  const { prefix, others } = isReadable
    ? {
      ...USUAL,
      others: USUAL.others.filter((passage) => [...passage].every((c) => known.has(c))),
    }
    : passages(characters, main.after);
  return { main, second, prefix, others };
}

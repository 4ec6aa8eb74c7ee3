/** Highlighted code in two themes at once; the page's colour scheme chooses. */
import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";

const LANGUAGES = {
  typescript: () => import("shiki/langs/typescript.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  shellscript: () => import("shiki/langs/shellscript.mjs"),
};

/** A function from code and the name of its language to HTML. */
export type Highlight = (code: string, language: string) => string;

/** Longer lines stay plain: the grammars' search in a line grows with the square of its length. */
const LONGEST_LINE = 500;

/** More code than this stays plain. */
const LONGEST_CODE = 200_000;

/** Characters that turn the direction of what follows, so that code reads as it does not run. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Code with each character that turns the direction as its number, in brackets that code has none of.
 * @param code any code
 * @returns code that reads in the order in which it runs
 */
export const visibleTurns = (code: string): string =>
  code.replace(TURNS, (c) => `⟦U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟧`);

let highlighter: Promise<HighlighterCore> | undefined;

/**
 * Makes the highlighter, once.
 * @returns a function from code to a `<pre>`; a language that it does not know stays plain
 */
export async function loadHighlighter(): Promise<Highlight> {
  highlighter ??= createHighlighterCore({
    themes: [
      import("shiki/themes/github-light-default.mjs"),
      import("shiki/themes/github-dark-default.mjs"),
    ],
    langs: Object.values(LANGUAGES).map((load) => load()),
    engine: createJavaScriptRegexEngine(),
  });
  const shiki = await highlighter;
  const known = new Set(shiki.getLoadedLanguages());
  return (code, language) =>
    shiki.codeToHtml(visibleTurns(code), {
      lang: known.has(language) && code.length <= LONGEST_CODE ? language : "text",
      themes: { light: "github-light-default", dark: "github-dark-default" },
      // Only variables, no colours: page.css picks one with light-dark().
      defaultColor: false,
      // The theme's grey of comments is too pale on the page's code background.
      colorReplacements: { "github-light-default": { "#6e7781": "#57606a" } },
      // No limit: on a busy machine the half second that is the default leaves lines half coloured.
      tokenizeTimeLimit: 0,
      tokenizeMaxLineLength: LONGEST_LINE,
    });
}

/** TeX as notebooks write it, for MathJax, typeset by KaTeX; what KaTeX does not know stays as source. */
import katex from "katex";
import { escapeHtml } from "@lab/text";
import { slug } from "../html.ts";

/** What the formulas of a page share. */
export interface Formulas {
  /** Numbers of the labelled formulas, by label. */
  readonly labels: ReadonlyMap<string, number>;
  /** What `\newcommand` defined so far. */
  readonly macros: Record<string, string>;
  /** Is told what can't be shown as it was meant. */
  readonly warn: (problem: string) => void;
}

const LABEL = /\\label\{([^{}]*)\}/g;
const REFERENCE = /\\(eq)?ref\{([^{}]*)\}/g;

/** KaTeX numbers the lines of these; Jupyter does not. */
const NUMBERED = /\\(begin|end)\{(align|alignat|equation|gather)\}/g;

/** What KaTeX writes otherwise or needs not. */
const DIALECT: readonly [RegExp, string][] = [
  [NUMBERED, "\\$1{$2*}"],
  [/\\begin\{eqnarray\*?\}/g, "\\begin{array}{rcl}"],
  [/\\end\{eqnarray\*?\}/g, "\\end{array}"],
  [/\\(begin|end)\{multline\*?\}/g, "\\$1{gather*}"],
  [/\\(?:require|class)\{[^{}]*\}/g, ""],
  [/\\mbox\b/g, "\\text"],
];

/** In MathJax's text the characters that are commands elsewhere stand for themselves. */
const TEXT = /(\\text(?:bf|it|rm|sf|tt|md|up|normal)?\{)([^{}$]*)\}/g;

/**
 * The numbers of labelled formulas.
 * @param sources the texts of a page's cells of prose
 * @returns from a label to its number, from 1 in the order of the page
 */
export function labelNumbers(sources: readonly string[]): Map<string, number> {
  const labels = sources.flatMap((source) => [...source.matchAll(LABEL)].map(([, name]) => name));
  return new Map([...new Set(labels)].map((name, k) => [name, k + 1]));
}

/** The part of the address after `#` of a labelled formula. */
const anchor = (label: string): string => `formula-${slug(label)}`;

/**
 * A reference to a labelled formula, as a link.
 * @param label the label
 * @param bare whether the number stands without brackets
 * @param formulas what the page's formulas share
 * @returns HTML
 */
export function reference(label: string, bare: boolean, formulas?: Partial<Formulas>): string {
  const number = formulas?.labels?.get(label);
  if (number === undefined) formulas?.warn?.(`no formula has the label '${label}'`);
  const text = bare ? `${number ?? "?"}` : `(${number ?? "?"})`;
  return number === undefined ? text : `<a href="#${anchor(label)}">${text}</a>`;
}

function forKatex(tex: string, formulas?: Partial<Formulas>): string {
  const number = (label: string): number | string => formulas?.labels?.get(label) ?? "?";
  const translated = DIALECT.reduce((text, [from, to]) => text.replace(from, to), tex);
  return translated
    .replace(/\\unicode\{x?([\dA-Fa-f]+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(TEXT, (_, open, text) => `${open}${text.replace(/(?<!\\)[_#%&]/g, "\\$&")}}`)
    .replace(LABEL, (_, label) => `\\tag{${number(label)}}`)
    .replace(
      REFERENCE,
      (_, eq, label) => `\\text{${eq ? `(${number(label)})` : number(label)}}`,
    );
}

/**
 * Typesets a formula.
 * @param tex its source
 * @param displayMode whether it stands on a line of its own
 * @param formulas what the page's formulas share
 * @returns HTML; the source in place where KaTeX can't typeset it, after a warning
 */
export function typeset(tex: string, displayMode: boolean, formulas?: Partial<Formulas>): string {
  const labels = [...tex.matchAll(LABEL)].map(([, label]) => `<a id="${anchor(label)}"></a>`);
  try {
    return labels.join("") + katex.renderToString(forKatex(tex, formulas), {
      displayMode,
      strict: "ignore",
      macros: formulas?.macros ?? {},
      globalGroup: true,
    });
  } catch (error) {
    const reason = (error as Error).message.replace(
      /^KaTeX parse error: | at position \d+:.*$/gs,
      "",
    );
    formulas?.warn?.(`formula '${tex.trim()}' is shown as its source: ${reason}`);
    return `${labels.join("")}<code class="tex" title="${escapeHtml(reason)}">${
      escapeHtml(tex.trim())
    }</code>`;
  }
}

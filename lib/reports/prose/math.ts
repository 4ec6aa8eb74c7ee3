/** Formulas in Markdown: `$…$`, `$$…$$` and `\begin{align}…`, `\eqref{…}`; `tex.ts` typesets them. */
import type { Env, MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { type Formulas, reference, typeset } from "./tex.ts";

/**
 * The end of an inline formula that starts at `start`, or −1. A `$` after a space or before a digit
 * is a price, and ends the search.
 */
function closing(source: string, start: number, fence: string): number {
  for (let at = start; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(fence, at)) {
      const isPrice = /\s/.test(source[at - 1]) || /\d/.test(source[at + 1] ?? "");
      return fence === "$" && isPrice ? -1 : at;
    }
  }
  return -1;
}

function inlineRule(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== "$") return false;
  const fence = state.src.startsWith("$$", state.pos) ? "$$" : "$";
  const start = state.pos + fence.length;
  if (fence === "$" && /\s|^$/.test(state.src[start] ?? "")) return false;
  const end = closing(state.src, start, fence);
  if (end <= start) return false;
  if (!silent) {
    const token = state.push("math", "math", 0);
    token.content = state.src.slice(start, end);
    token.markup = fence;
  }
  state.pos = end + fence.length;
  return true;
}

/** From which line on a text has no end for a block formula, by that end: it is looked for once. */
const endless = new WeakMap<StateBlock, Map<string, number>>();

/** The first line from `from` to before `to` that `ends` a block formula by `fence`; `to` when none does. */
function endOf(
  state: StateBlock,
  fence: string,
  from: number,
  to: number,
  ends: (line: number) => boolean,
): number {
  const known = endless.get(state) ?? new Map<string, number>();
  endless.set(state, known);
  const search = `${fence} before ${to}`;
  if (from >= (known.get(search) ?? Infinity)) return to;
  let line = from;
  while (line < to && !ends(line)) line++;
  if (line === to) known.set(search, from);
  return line;
}

function blockRule(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const line = (at: number): string =>
    state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]);
  const first = line(startLine);
  const environment = first.match(/^\\begin\{([A-Za-z]+\*?)\}/)?.[1];
  if (environment === undefined && !first.startsWith("$$")) return false;
  const fence = environment === undefined ? "$$" : `\\end{${environment}}`;
  const ends = (at: number): boolean => {
    const text = line(at).trimEnd();
    return text.endsWith(fence) && (at > startLine || text.length >= 2 * fence.length);
  };
  const last = ends(startLine) ? startLine : endOf(state, fence, startLine + 1, endLine, ends);
  if (last === endLine) return false;
  if (silent) return true;
  const content = state.getLines(startLine, last + 1, state.blkIndent, false).trim();
  const token = state.push("math_block", "math", 0);
  token.block = true;
  token.map = [startLine, last + 1];
  token.content = environment === undefined ? content.slice(2, -2) : content;
  state.line = last + 1;
  return true;
}

/** `\eqref{…}` and `\ref{…}` in the text between formulas. */
function referenceRule(state: StateInline, silent: boolean): boolean {
  const [whole, eq, label] = state.src.slice(state.pos).match(/^\\(eq)?ref\{([^{}]*)\}/) ?? [];
  if (whole === undefined) return false;
  if (!silent) {
    const token = state.push("math_reference", "a", 0);
    token.content = label;
    token.markup = eq ?? "";
  }
  state.pos += whole.length;
  return true;
}

/** No line ends between a formula and a bracket before it or a sign after it, as none does within words. */
const [OPENING, CLOSING, JOINER] = [/[(\[“"'‘]$/, /^[)\]”"'’.,;:!?%]/, "\u2060"];

const unbroken = (html: string): string => `<span class="short">${html}</span>`;

/** A formula whose last piece is not broken off what follows; Chromium heeds the joiner after such a piece only. */
function withWholeEnd(html: string): string {
  const [, start, piece, end] =
    html.match(/^([^]*)(<span class="katex-base">[^]*)(<\/span><\/span>)$/) ??
      [];
  return start === undefined ? html : start + unbroken(piece) + end;
}

/**
 * Teaches Markdown to read formulas.
 * @param markdown the reader to extend
 */
export function mathPlugin(markdown: MarkdownIt): void {
  const shared = (env?: Env): Partial<Formulas> | undefined => env as Partial<Formulas> | undefined;
  markdown.inline.ruler.before("escape", "math_reference", referenceRule);
  markdown.inline.ruler.after("escape", "math", inlineRule);
  markdown.block.ruler.before("fence", "math_block", blockRule, {
    alt: ["paragraph", "blockquote", "list"],
  });
  markdown.renderer.rules.math = (tokens, at, _options, env) => {
    const { content, markup } = tokens[at];
    const html = typeset(content, markup === "$$", shared(env));
    if (markup === "$$") return html;
    const before = OPENING.test(tokens[at - 1]?.content ?? "") ? JOINER : "";
    const after = CLOSING.test(tokens[at + 1]?.content ?? "") ? JOINER : "";
    // A short formula stays on its line: "τ =" at a line's end reads badly.
    const isShort = content.length <= 24;
    return before + (isShort ? unbroken(html) : after === "" ? html : withWholeEnd(html)) + after;
  };
  markdown.renderer.rules.math_reference = (tokens, at, _options, env) =>
    reference(tokens[at].content, tokens[at].markup === "", shared(env));
  markdown.renderer.rules.math_block = (tokens, at, _options, env) =>
    `<div class="formula">${typeset(tokens[at].content, true, shared(env))}</div>\n`;
}

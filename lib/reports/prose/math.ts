/** Formulas in Markdown: `$…$`, `$$…$$` and `\begin{align}…`, typeset by KaTeX while exporting. */
import katex from "katex";
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { CellProblem } from "../error.ts";

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
  let last = startLine;
  const ends = (at: number): boolean => {
    const text = line(at).trimEnd();
    return text.endsWith(fence) && (at > startLine || text.length >= 2 * fence.length);
  };
  while (last < endLine && !ends(last)) last++;
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

/** KaTeX numbers the lines of these; Jupyter does not. */
const NUMBERED = /\\(begin|end)\{(align|alignat|equation|gather)\}/g;

function typeset(tex: string, displayMode: boolean): string {
  try {
    const unnumbered = tex.replace(NUMBERED, "\\$1{$2*}");
    return katex.renderToString(unnumbered, { displayMode, strict: "ignore" });
  } catch (error) {
    const reason = (error as Error).message.replace(/^KaTeX parse error: /, "");
    throw new CellProblem(
      `formula must be TeX that KaTeX knows: current value is '${tex.trim()}' (${reason})`,
    );
  }
}

/**
 * Teaches Markdown to read formulas.
 * @param markdown the reader to extend
 */
export function mathPlugin(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "math", inlineRule);
  markdown.block.ruler.before("fence", "math_block", blockRule, {
    alt: ["paragraph", "blockquote", "list"],
  });
  markdown.renderer.rules.math = (tokens, at) => {
    const { content, markup } = tokens[at];
    const html = typeset(content, markup === "$$");
    // A short formula stays on its line: "τ =" at a line's end reads badly.
    return content.length > 24 || markup === "$$" ? html : `<span class="short">${html}</span>`;
  };
  markdown.renderer.rules.math_block = (tokens, at) =>
    `<div class="formula">${typeset(tokens[at].content, true)}</div>\n`;
}

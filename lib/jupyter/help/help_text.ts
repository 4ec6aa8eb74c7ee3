/** From a language server's answers to Jupyter's: what a front-end shows of names while one writes. */
import type {
  CompletionItem,
  Hover,
  MarkedString,
  MarkupContent,
  SignatureHelp,
} from "vscode-languageserver-protocol";
import { UNKNOWN_NAME, withoutTagMarks } from "../deno_internals.ts";

/** Names that fit at a place, as the fields of Jupyter's `complete_reply`. */
export interface Completions {
  /** The names, the likeliest first. */
  matches: string[];
  /** Where the text that completions replace begins, in code points. */
  cursor_start: number;
  /** Where the text that completions replace ends, in code points. */
  cursor_end: number;
  /** What kind of thing each name is, in the form that JupyterLab reads. */
  metadata: {
    _jupyter_types_experimental: { text: string; type: string; start: number; end: number }[];
  };
}

/** A text in the two forms that front-ends show. */
export interface Explanation {
  /** With signatures as code blocks. */
  "text/markdown": string;
  /** For terminals, and for the panel beside JupyterLab's list of names. */
  "text/plain": string;
}

/** The kinds of the protocol by their numbers, from 1, in the words that front-ends have icons for. */
const KINDS = ("text method function constructor field variable class interface module property " +
  "unit value enum keyword snippet color file reference folder enum constant struct event operator " +
  "type").split(" ");

/** The beginning of a name, up to the place where one writes. */
const NAME = /[\p{ID_Start}\p{ID_Continue}$]*$/u;

const codePoints = (text: string): number => [...text].length;

/**
 * A place in a text, as Jupyter counts it, in JavaScript's units.
 * @param text the text
 * @param cursor the place, in code points from 0; beyond the end means the end
 * @returns the place, in UTF-16 code units
 */
export function offsetOf(text: string, cursor: number): number {
  return [...text].slice(0, Math.max(0, cursor)).join("").length;
}

/** Where the text that an item replaces begins. */
function startOf({ textEdit }: CompletionItem, code: string, offset: number): number {
  if (textEdit === undefined || !("range" in textEdit)) {
    return offset - code.slice(0, offset).match(NAME)![0].length;
  }
  const { line, character } = textEdit.range.start;
  return code.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0) + character;
}

/** What an item writes: an optional member's label has a question mark behind the name. */
const textOf = ({ textEdit, insertText, label }: CompletionItem): string =>
  textEdit?.newText ?? insertText ?? label;

/**
 * The names that go on with what is written.
 * @param items what the language server offers, the likeliest first
 * @param code the cell's text
 * @param offset the place in it, in UTF-16 code units
 * @returns the fields of the reply; undefined when nothing fits
 */
export function completionsOf(
  items: readonly CompletionItem[],
  code: string,
  offset: number,
): Completions | undefined {
  const start = items.length > 0 ? startOf(items[0], code, offset) : offset;
  const written = code.slice(start, offset);
  const fits = (item: CompletionItem): boolean =>
    textOf(item).toLowerCase().startsWith(written.toLowerCase()) &&
    startOf(item, code, offset) === start;
  const isExact = (item: CompletionItem): number => Number(textOf(item).startsWith(written));
  const fitting = items.filter(fits).toSorted((a, b) => isExact(b) - isExact(a));
  if (fitting.length === 0) return undefined;
  const [cursor_start, cursor_end] = [start, offset].map((n) => codePoints(code.slice(0, n)));
  return {
    matches: fitting.map(textOf),
    cursor_start,
    cursor_end,
    metadata: {
      _jupyter_types_experimental: fitting.map((item) => ({
        text: textOf(item),
        type: KINDS[(item.kind ?? 1) - 1],
        start: cursor_start,
        end: cursor_end,
      })),
    },
  };
}

function markdownOf(contents: MarkupContent | MarkedString | MarkedString[]): string {
  if (Array.isArray(contents)) return contents.map(markdownOf).join("\n\n");
  if (typeof contents === "string") return contents;
  return "language" in contents
    ? `\`\`\`${contents.language}\n${contents.value}\n\`\`\``
    : contents.value;
}

/** Markdown as the language server writes it, without its marks. */
const plain = (markdown: string): string =>
  withoutTagMarks(markdown.replaceAll(/^```.*\n?/gm, "")).replaceAll(/\n{3,}/g, "\n\n").trim();

const explanation = (markdown: string): Explanation => ({
  "text/markdown": markdown.replaceAll(/\n{3,}/g, "\n\n").trim(),
  "text/plain": plain(markdown),
});

/**
 * What stands at a place, explained.
 * @param hover what the language server says of the place
 * @returns its type and documentation; undefined when there is no name that it knows
 */
export function explainName(hover: Hover | null): Explanation | undefined {
  const markdown = hover === null ? "" : markdownOf(hover.contents).trim();
  return markdown === "" || UNKNOWN_NAME.test(markdown) ? undefined : explanation(markdown);
}

/**
 * The call that a place is in, explained.
 * @param help what the language server says of the call
 * @returns the function's signature and documentation, the argument at the place first
 */
export function explainCall(help: SignatureHelp | null): Explanation | undefined {
  const signature = help?.signatures[help.activeSignature ?? 0];
  if (signature === undefined) return undefined;
  const argument = signature.parameters?.[help?.activeParameter ?? 0];
  const parts = [`\`\`\`ts\n${signature.label}\n\`\`\``];
  if (argument?.documentation) {
    parts.push(`*${argument.label}*: ${markdownOf(argument.documentation)}`);
  }
  if (signature.documentation) parts.push(markdownOf(signature.documentation));
  return explanation(parts.join("\n\n"));
}

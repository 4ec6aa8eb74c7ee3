/** Prose: Markdown to HTML, with formulas, highlighted code and the headings for the contents. */
import createReader, { type Env, type MarkdownIt, type Token } from "markdown-it";
import { escapeHtml } from "@lab/text";
import { slug, withoutLinks } from "../html.ts";
import type { Highlight } from "./highlight.ts";
import { mathPlugin } from "./math.ts";
import type { Picture } from "./pictures.ts";
import type { Formulas } from "./tex.ts";

/** A heading of the page. */
export interface Heading {
  /** The heading's level, 1 … 6; only one heading of a page has level 1. */
  level: number;
  /** The part of the address after `#`, unique in the page. */
  id: string;
  /** The heading as inline HTML without links. */
  html: string;
}

/** What reading a page's prose needs and gathers; one for all cells of a page. */
export interface Prose extends Formulas {
  /** The page's headings so far, in order. */
  headings: Heading[];
  /** Highlights fenced code. */
  highlight: Highlight;
  /** From the address of a picture to what takes its place. */
  picture: (address: string) => Promise<Picture>;
}

/** HTML tags that prose may use, without attributes; all other markup is shown as text. */
const PLAIN_TAGS =
  /&lt;(\/?(?:br|sub|sup|kbd|mark|small|details|summary|b|i|em|strong))\s*\/?&gt;/g;

const allowPlainTags = (html: string): string => escapeHtml(html).replace(PLAIN_TAGS, "<$1>");

const LANGUAGES: Record<string, string> = {
  ts: "typescript",
  js: "typescript",
  javascript: "typescript",
  sh: "shellscript",
  bash: "shellscript",
  py: "python",
};

function fence({ info, content }: Token, env?: Env): string {
  const name = info.trim().split(/\s+/)[0].toLowerCase();
  return (env as Partial<Prose>).highlight?.(content.replace(/\n$/, ""), LANGUAGES[name] ?? name) ??
    "";
}

function makeReader(): MarkdownIt {
  const reader = createReader({ html: true, linkify: true }).use(mathPlugin);
  const { rules } = reader.renderer;
  rules.html_inline = (tokens, at) => allowPlainTags(tokens[at].content);
  rules.html_block = rules.html_inline;
  rules.fence = rules.code_block = (tokens, at, _options, env) => fence(tokens[at], env);
  // A wide table scrolls by itself, by keyboard too, and never widens the page.
  rules.table_open = () =>
    `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>`;
  rules.table_close = () => "</table></div>";
  rules.missing_picture = (tokens, at) => {
    const { children, content } = tokens[at];
    const name = escapeHtml(textOf(children ?? []) || "Picture");
    const link = /^https?:/i.test(content) ? `<a href="${escapeHtml(content)}">${name}</a>` : name;
    return `<span class="missing">[${link}: not in this page]</span>`;
  };
  return reader;
}

const reader = makeReader();

/** A link between notebooks, as a link between their pages. */
export function pageAddress(address: string): string {
  const [, file, fragment] = address.match(/^([^#?]*)(?:#(.*))?$/) ?? [];
  if (file === undefined || /^[a-z][a-z\d+.-]*:/i.test(file)) return address;
  const page = file.replace(/^\.\//, "").replace(/\.ipynb$/, ".html");
  if (file !== "" && !file.endsWith(".ipynb")) return address;
  return fragment === undefined ? page : `${page}#${slug(decodeURIComponent(fragment))}`;
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => token.children === null ? token.content : textOf(token.children)).join("");

/** Gives a heading its id, and the first of level 1 alone keeps that level. */
function readHeading(open: Token, inline: Token, close: Token, prose: Prose): void {
  const level = Number(open.tag.slice(1));
  const isTitle = level === 1 && !prose.headings.some((heading) => heading.level === 1);
  const shown = isTitle ? 1 : Math.max(2, level);
  open.tag = close.tag = `h${shown}`;
  const stem = slug(textOf([inline])) || "section";
  const same = prose.headings.filter(({ id }) => id === stem || id.startsWith(`${stem}--`));
  const id = same.length === 0 ? stem : `${stem}--${same.length + 1}`;
  open.attrSet("id", id);
  const html = reader.renderer.renderInline(inline.children ?? [], reader.options, { ...prose });
  prose.headings.push({ level: shown, id, html: withoutLinks(html) });
}

/** Puts the picture's content into the page, or a word on it in its place. */
async function readPicture(token: Token, prose: Prose): Promise<void> {
  const address = String(token.attrGet("src"));
  const picture = await prose.picture(address);
  if (picture.data !== undefined) {
    token.attrSet("src", picture.data);
    return;
  }
  prose.warn(`picture '${address.slice(0, 80)}' is left out: it must ${picture.problem}`);
  token.type = "missing_picture";
  token.content = address;
}

async function readInline(tokens: readonly Token[], prose: Prose): Promise<void> {
  for (const token of tokens) {
    if (token.type === "link_open") {
      token.attrSet("href", pageAddress(String(token.attrGet("href"))));
    } else if (token.type === "image") {
      await readPicture(token, prose);
    }
    if (token.children !== null) await readInline(token.children, prose);
  }
}

/**
 * Turns Markdown into HTML.
 * @param source the text of a cell
 * @param prose what the page's cells share; the headings found are added to it
 * @returns HTML
 */
export async function renderMarkdown(source: string, prose: Prose): Promise<string> {
  // A copy, because the reader keeps link definitions in it, and a cell must not see another's.
  const env = { ...prose };
  const tokens = reader.parse(source, env);
  await readInline(tokens, prose);
  tokens.forEach((token, i) => {
    if (token.type === "heading_open") readHeading(token, tokens[i + 1], tokens[i + 2], prose);
  });
  return reader.renderer.render(tokens, reader.options, env);
}

/** The head of a text. */
export interface Lead {
  /** The first heading of level 1, as plain text and as inline HTML without links. */
  title?: { text: string; html: string };
  /** The first paragraph that stands alone, likewise; one that ends in a colon does not. */
  paragraph?: { text: string; html: string };
}

/**
 * Reads the title and the first paragraph of a text.
 * @param source the text of a cell
 * @returns both, or less where the text has less
 */
export function readLead(source: string): Lead {
  const tokens = reader.parse(source, {});
  const inside = (
    found: (token: Token, i: number) => boolean,
  ): { text: string; html: string } | undefined => {
    const inline = tokens[tokens.findIndex(found) + 1];
    if (inline?.type !== "inline") return undefined;
    const html = reader.renderer.renderInline(inline.children ?? [], reader.options, {});
    return { text: textOf([inline]), html: withoutLinks(html) };
  };
  return {
    title: inside(({ type, tag }) => type === "heading_open" && tag === "h1"),
    paragraph: inside(({ type, level }, i) =>
      type === "paragraph_open" && level === 0 && !tokens[i + 1].content.endsWith(":")
    ),
  };
}

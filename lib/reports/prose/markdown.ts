/** Prose: Markdown to HTML, with formulas, highlighted code and the headings for the contents. */
import createReader, { type Env, type MarkdownIt, type Token } from "markdown-it";
import { escapeHtml, wholeFormulas } from "@lab/text";
import { decoded, slug, withoutLinks } from "../html.ts";
import { cleanHtml } from "./sanitize.ts";
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
  /** How often each heading stands in the page so far, by its id without a number. */
  stems: Map<string, number>;
  /** Highlights fenced code. */
  highlight: Highlight;
  /** From the address of a picture to what takes its place. */
  picture: (address: string) => Promise<Picture>;
}

/** What a cell's reading needs besides: HTML that is made here and put aside while the rest is cleaned. */
interface Reading extends Partial<Prose> {
  made: string[];
}

/** Keeps the place of HTML that was put aside; the characters are for private use. */
const MARK = /\uE000(\d+)\uE001/g;

/** Puts HTML of the lab's own aside: its styles and formulas are none that a notebook may write. */
function aside(html: string, env?: Env): string {
  const { made } = env as unknown as Reading;
  return `\uE000${made.push(html) - 1}\uE001`;
}

/** Cleans what a notebook wrote, and puts the rest back. */
const finish = (html: string, { made }: Reading): string =>
  cleanHtml(html, pageAddress).replace(MARK, (_, n) => made[Number(n)] ?? "");

const LANGUAGES: Record<string, string> = {
  ts: "typescript",
  js: "typescript",
  javascript: "typescript",
  sh: "shellscript",
  bash: "shellscript",
  py: "python",
};

function fence(tokens: Token[], at: number, _options: unknown, env?: Env): string {
  const { info, content } = tokens[at];
  const name = info.trim().split(/\s+/)[0].toLowerCase();
  return (env as Partial<Prose>).highlight?.(content.replace(/\n$/, ""), LANGUAGES[name] ?? name) ??
    "";
}

/** Code that stays on its line, though a blank would let it break. */
const SHORT_CODE = /^(?=.* ).{1,24}$/;

function makeReader(): MarkdownIt {
  const reader = createReader({ html: true, linkify: true }).use(mathPlugin);
  const { rules } = reader.renderer;
  for (const name of ["fence", "code_block", "math", "math_block"]) {
    const rule = name.startsWith("math") ? rules[name]! : fence;
    rules[name] = (tokens, at, options, env, self) =>
      aside(rule(tokens, at, options, env, self), env);
  }
  // A wide table scrolls by itself, by keyboard too, and never widens the page.
  rules.table_open = () =>
    `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>`;
  rules.table_close = () => "</table></div>";
  rules.code_inline = (tokens, at) => {
    const { content } = tokens[at];
    const html = `<code>${escapeHtml(content)}</code>`;
    return SHORT_CODE.test(content) ? `<span class="short">${html}</span>` : html;
  };
  rules.text = (tokens, at) => wholeFormulas(tokens[at].content);
  rules.missing_picture = (tokens, at) =>
    missing(tokens[at].content, textOf(tokens[at].children ?? []));
  return reader;
}

const reader = makeReader();

/** A link between notebooks, as a link between their pages. */
function pageAddress(address: string): string {
  const [, file, fragment] = address.match(/^([^#?]*)(?:#(.*))?$/) ?? [];
  if (file === undefined || /^[a-z][a-z\d+.-]*:/i.test(file)) return address;
  const page = file.replace(/^\.\//, "").replace(/\.ipynb$/, ".html");
  if (file !== "" && !file.endsWith(".ipynb")) return address;
  return fragment === undefined ? page : `${page}#${slug(decoded(fragment))}`;
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map(({ type, content, children }) =>
    /^(soft|hard)break$/.test(type) ? " " : children === null ? content : textOf(children)
  ).join("");

/** The inside of a paragraph or a heading by itself. */
function inlineHtml({ children }: Token, prose: Partial<Prose>): string {
  const env: Reading = { ...prose, made: [] };
  return finish(reader.renderer.renderInline(children ?? [], reader.options, { ...env }), env);
}

/** Gives a heading its id, and the first of level 1 alone keeps that level. */
function readHeading(open: Token, inline: Token, close: Token, prose: Prose): void {
  const level = Number(open.tag.slice(1));
  const isTitle = level === 1 && !prose.headings.some((heading) => heading.level === 1);
  const shown = isTitle ? 1 : Math.max(2, level);
  open.tag = close.tag = `h${shown}`;
  const stem = slug(textOf([inline])) || "section";
  const same = (prose.stems.get(stem) ?? 0) + 1;
  prose.stems.set(stem, same);
  const id = same === 1 ? stem : `${stem}--${same}`;
  open.attrSet("id", id);
  const html = withoutLinks(inlineHtml(inline, prose));
  prose.headings.push({ level: shown, id, html });
}

/** The `data:` address of a picture, or undefined after a warning. */
async function findPicture(address: string, prose: Prose): Promise<string | undefined> {
  const { data, problem } = await prose.picture(address);
  if (data === undefined) {
    prose.warn(`picture '${address.slice(0, 80)}' is left out: it must ${problem}`);
  }
  return data;
}

/** A word in the place of a picture. */
function missing(address: string, alt: string): string {
  const name = escapeHtml(alt || "Picture");
  const link = /^https?:/i.test(address) ? `<a href="${escapeHtml(address)}">${name}</a>` : name;
  return `<span class="missing">[${link}: not in this page]</span>`;
}

/** Puts a picture's content into the page, or a word on it in its place. */
async function readPicture(token: Token, prose: Prose): Promise<void> {
  const address = String(token.attrGet("src"));
  const data = await findPicture(address, prose);
  if (data !== undefined) return token.attrSet("src", data);
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
  const env: Reading = { ...prose, made: [] };
  const tokens = reader.parse(source, { ...env });
  await readInline(tokens, prose);
  tokens.forEach((token, i) => {
    if (token.type === "heading_open") readHeading(token, tokens[i + 1], tokens[i + 2], prose);
  });
  const html = reader.renderer.render(tokens, reader.options, { ...env });
  return finish(await takePictures(html, prose, env), env);
}

/** A picture that the cell's own HTML names; up to the next `<`, so that no text is read twice. */
const IMG = /<img\b[^<>]*>/gi;
const SRC = /\bsrc\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/i;

/** Puts the pictures that a cell's own HTML names into it. */
async function takePictures(html: string, prose: Prose, env: Reading): Promise<string> {
  let [taken, at] = ["", 0];
  for (const { 0: tag, index } of html.matchAll(IMG)) {
    const quoted = tag.match(SRC)?.[1];
    if (quoted === undefined) continue;
    const address = quoted.replace(/^["']|["']$/g, "");
    const picture = await findPicture(address, prose);
    const alt = tag.match(/\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i);
    taken += html.slice(at, index) +
      (picture === undefined
        ? aside(missing(address, alt?.[1] ?? alt?.[2] ?? ""), env as unknown as Env)
        : tag.replace(quoted, () => `"${picture}"`));
    at = index + tag.length;
  }
  return taken + html.slice(at);
}

/** A piece of a text, in both forms. */
export interface Words {
  /** Plain text. */
  text: string;
  /** Inline HTML without links. */
  html: string;
}

/** The head of a text. */
export interface Lead {
  /** The first heading of level 1. */
  title?: Words;
  /** The first paragraph that stands alone; one that ends in a colon does not. */
  paragraph?: Words;
  /** The first paragraph up to its first question mark, where it has one. */
  question?: Words;
}

/** The inline part of Markdown as words. */
function wordsOf(inline: Token): Words {
  return { text: textOf([inline]), html: withoutLinks(inlineHtml(inline, {})) };
}

/**
 * Reads the title, the first paragraph and its question.
 * @param source the text of a cell
 * @returns all three, or less where the text has less
 */
export function readLead(source: string): Lead {
  const tokens = reader.parse(source, {});
  const inside = (found: (token: Token, i: number) => boolean): Token | undefined => {
    const inline = tokens[tokens.findIndex(found) + 1];
    return inline?.type === "inline" ? inline : undefined;
  };
  const title = inside(({ type, tag }) => type === "heading_open" && tag === "h1");
  const paragraph = inside(({ type, level }, i) =>
    type === "paragraph_open" && level === 0 && !tokens[i + 1].content.endsWith(":")
  );
  const asked = paragraph?.content.match(/^[^]*?\?(?=\s|$)/)?.[0];
  return {
    title: title && wordsOf(title),
    paragraph: paragraph && wordsOf(paragraph),
    question: asked === undefined ? undefined : firstWords(asked),
  };
}

/**
 * Reads the first paragraph, list entry or heading of a text.
 * @param source Markdown
 * @returns its words; undefined when there are none
 */
export function firstWords(source: string): Words | undefined {
  const inline = reader.parse(source, {}).find(({ type }) => type === "inline");
  return inline && wordsOf(inline);
}

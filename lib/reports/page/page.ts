/** The shell of every page: head, policy, styles, scripts. */
import { gzipSync } from "node:zlib";
import { escapeHtml } from "@lab/text";
import { formulaStyle, pageStyle } from "./assets.ts";

/** The page's parts. */
export interface Page {
  /** For the browser's tab, plain text. */
  title: string;
  /** One sentence about the page, plain text. */
  description: string;
  /** HTML of the body. */
  body: string;
  /** Programs that run at the page's end, in order; no others can run. */
  scripts: readonly string[];
  /** A program that lies packed in the page, in an element with its `id`, for the others to start. */
  packed?: { id: string; program: string };
}

/** Three joined nodes: the mark of the pages. */
const ICON = "data:image/svg+xml," + encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" stroke="#0b62a8" ` +
    `stroke-width="1.6"><path d="M4 11 8 5l4 6M5.6 12h4.8"/></g><g fill="#0b62a8"><circle cx="8" ` +
    `cy="4" r="2.4"/><circle cx="3.4" cy="12" r="2.4"/><circle cx="12.6" cy="12" r="2.4"/></g></svg>`,
);

async function hash(script: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
}

/** Nothing is loaded from anywhere, and no script runs but the page's own, known by its hash. */
async function policy(scripts: readonly string[]): Promise<string> {
  const hashes = await Promise.all(scripts.map(hash));
  return [
    "default-src 'none'",
    `script-src ${hashes.length === 0 ? "'none'" : hashes.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** A text may not end its element: `</script` inside a program is written as a string escape. */
const inScript = (text: string): string => text.replace(/<\/(script)/gi, "<\\/$1");

/** The last program that was packed: each page has the same one. */
let last = { program: "", base64: "" };

/** Packed by gzip, the same bytes at any time, in base64. */
function packedElement({ id, program }: { id: string; program: string }): string {
  if (program !== last.program) {
    last = { program, base64: gzipSync(program, { level: 9 }).toString("base64") };
  }
  return `<script type="application/gzip" id="${id}">${last.base64}</script>\n`;
}

/**
 * Puts a page together.
 * @param page its parts
 * @returns a whole HTML document that needs nothing else
 */
export async function renderPage(page: Page): Promise<string> {
  const scripts = page.scripts.map(inScript);
  const { packed } = page;
  const runnable = packed === undefined ? scripts : [packed.program, ...scripts];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(await policy(runnable))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(page.description)}">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="${escapeHtml(ICON)}">
<style>${await formulaStyle(page.body)}</style>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#page-main">Skip to the content</a>
${page.body}
${packed === undefined ? "" : packedElement(packed)}${
    scripts.map((script) => `<script>${script}</script>`).join("\n")
  }
</body>
</html>
`;
}

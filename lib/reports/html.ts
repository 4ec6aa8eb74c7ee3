/** Text inside HTML: everything that is not markup by intent is escaped. */

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

/** A value for a JSON script element; without `<` it can't end the element. */
export const escapeJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll("<", "\\u003c");

/** Inline markup without its links, for places that are links themselves. */
export const withoutLinks = (html: string): string => html.replace(/<\/?a\b[^>]*>/g, "");

/** Bytes as a `data:` address. */
export const dataUrl = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${bytes.toBase64()}`;

/** A title as the part of an address after `#`: letters and digits of any script, joined by `-`. */
export const slug = (text: string): string =>
  text.toLowerCase().normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

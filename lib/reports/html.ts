/** Pieces of HTML for pages. */

/** Inline markup without its links, for places that are links themselves. */
export const withoutLinks = (html: string): string => html.replace(/<\/?a\b[^>]*>/g, "");

/** A picture in base64, its line breaks taken out, as a `data:` address. */
export const base64Url = (type: string, base64: string): string =>
  `data:${type};base64,${base64.replace(/\s/g, "")}`;

/** An address decoded, for what it names; one that only looks like an address as it is. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** A title as the part of an address after `#`: letters and digits of any script, joined by `-`. */
export const slug = (text: string): string =>
  text.toLowerCase().normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** HTML that a cell displayed, without what could run, load or lead the page elsewhere. */
// @ts-types="@types/sanitize-html"
import sanitizeHtml from "sanitize-html";

/** In lower case, as the cleaner reads HTML; a browser knows them so, `viewbox` too. */
const SVG_TAGS = (
  "svg g path line rect circle ellipse polyline polygon text tspan title desc defs clippath " +
  "lineargradient radialgradient stop pattern mask marker symbol image"
).split(" ");

const SVG_ATTRIBUTES = (
  "viewbox preserveaspectratio xmlns x y x1 x2 y1 y2 cx cy r rx ry d points dx dy transform fill " +
  "fill-* stroke stroke-* opacity font-* text-* dominant-baseline clip-path clip-rule offset " +
  "stop-* gradientunits gradienttransform clippathunits patternunits marker-* vector-effect"
).split(" ");

/**
 * Cleans the HTML of an output.
 *
 * Scripts, event handlers, frames, forms and styles of the whole page go; a picture stays when it
 * is inline. The page's content security policy would stop them as well: this is the first lock.
 * @param html any HTML
 * @returns HTML that is safe inside the page
 */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [
      ...sanitizeHtml.defaults.allowedTags,
      ...["img", "details", "summary", "progress", "meter", "del", "ins"],
      ...SVG_TAGS,
    ],
    allowedAttributes: {
      "*": [
        ...["class", "id", "style", "role", "title", "lang", "dir", "hidden", "tabindex"],
        ...["aria-*", "data-*"],
      ],
      a: ["href"],
      img: ["src", "alt", "width", "height"],
      td: ["colspan", "rowspan", "headers"],
      th: ["colspan", "rowspan", "scope", "abbr"],
      ol: ["start", "reversed"],
      details: ["open"],
      progress: ["value", "max"],
      meter: ["value", "min", "max", "low", "high", "optimum"],
      ...Object.fromEntries(
        SVG_TAGS.map((tag) => [tag, [...SVG_ATTRIBUTES, "width", "height", "href", "xlink:href"]]),
      ),
    },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["data"], image: ["data"] },
    allowProtocolRelative: false,
    exclusiveFilter: ({ tag, attribs }) => tag === "img" && !attribs.src?.startsWith("data:"),
  });
}

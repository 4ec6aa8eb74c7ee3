/** HTML that a cell displayed, without what could run, load or lead the page elsewhere. */
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

/** What a style may set: how its own place looks, nothing that lies over the page or loads something. */
const STYLES = (
  "color background background-color opacity font font-family font-size font-style font-weight " +
  "font-variant text-align text-decoration text-indent text-transform vertical-align white-space " +
  "word-break overflow-wrap line-height letter-spacing width min-width max-width height min-height " +
  "max-height margin margin-top margin-right margin-bottom margin-left padding padding-top " +
  "padding-right padding-bottom padding-left border border-top border-right border-bottom " +
  "border-left border-color border-style border-width border-radius border-collapse border-spacing " +
  "display float clear overflow overflow-x overflow-y gap flex flex-direction flex-wrap " +
  "align-items justify-content grid-template-columns list-style-type tab-size fill stroke"
).split(" ");

/** No function that names an address, and no way out of the value. */
const VALUE = /^(?!.*(?:url|image|image-set|src|attr|element)\s*\()[^<>{}\\;]*$/i;

/** A margin below zero, also a computed one, would draw an element over its neighbours. */
const MARGIN = /^[^<>{}\\;()-]*$/;

/**
 * Cleans HTML of a notebook's: of an output, or of its prose.
 *
 * Scripts, event handlers, comments, frames, forms and styles of the whole page go; a picture stays
 * when it is inline. The page's content security policy would stop them as well: this is the first lock.
 * @param html any HTML
 * @param link from the address of a link to the one in the page
 * @returns HTML that is safe inside the page, each element closed
 */
export function cleanHtml(
  html: string,
  link: (address: string) => string = (address) => address,
): string {
  return sanitizeHtml(html, {
    allowedTags: [
      ...sanitizeHtml.defaults.allowedTags,
      ...["img", "details", "summary", "progress", "meter", "del", "ins", "center"],
      ...SVG_TAGS,
    ],
    allowedAttributes: {
      "*": [
        ...["class", "id", "style", "role", "title", "lang", "dir", "hidden", "tabindex", "align"],
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
    allowedStyles: {
      "*": Object.fromEntries(
        STYLES.map((name) => [name, [/^(?:margin|text-indent)/.test(name) ? MARGIN : VALUE]]),
      ),
    },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["data"], image: ["data"] },
    allowProtocolRelative: false,
    exclusiveFilter: ({ tag, attribs }) => tag === "img" && !attribs.src?.startsWith("data:"),
    transformTags: {
      a: (tagName, { href, ...attribs }) => ({
        tagName,
        attribs: href === undefined ? attribs : { ...attribs, href: link(href) },
      }),
    },
  });
}

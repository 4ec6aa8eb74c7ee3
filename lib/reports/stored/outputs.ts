/**
 * Outputs as a notebook's file keeps them: what a code-hosting page, nbviewer, VS Code and an untrusted
 * JupyterLab show although they let no script and no style through. Figures are PNG pictures with title and
 * caption inside, tables and samples plain HTML, and nothing changes from run to run.
 */
import { Buffer } from "node:buffer";
import { rasterise, titledSvg } from "@lab/figures";
import type { MimeBundle, Output } from "@lab/notebooks";
import sanitizeHtml from "sanitize-html";

/** How fast a training ran: the only thing in an output that the next run says otherwise. */
const SPEED = / · [\d.,]+ iterations\/s/g;

const isText = (value: unknown): value is string => typeof value === "string";

/** The text of some HTML. */
const textOf = (html: string): string =>
  sanitizeHtml(html, { allowedTags: [], allowedAttributes: {} })
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&")
    .trim();

/** The title and the caption of a figure of the lab's. */
function headOf(html: string): { title: string; caption: string } {
  const [, head = ""] = html.match(/<figcaption\b[^>]*>([^]*?)<\/figcaption>/) ?? [];
  const [, title = "", caption = ""] = head.match(/<strong>([^]*?)<\/strong>([^]*)/) ?? [];
  return { title: textOf(title), caption: textOf(caption) };
}

/** The vector picture inside a figure, if there is one. */
function svgIn(html: string): string | undefined {
  const [, base64] = html.match(/<img\b[^>]*?\bsrc="data:image\/svg\+xml;base64,([^"]+)"/) ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("utf8");
}

/** A piece that stays on one line where styles are let through. */
const WHOLE = /<span style="white-space: nowrap">([^<]*)<\/span>/g;

/**
 * HTML of the few tags that the strictest cleaner lets through, nbconvert's: neither paragraphs nor heads of
 * columns. No frame and no colour; numbers to the right by an attribute, where that is let through.
 */
const plainHtml = (html: string): string => {
  const cells = html.replace(/<(th)\b([^>]*)>([^]*?)<\/th>/g, "<td$2><b>$3</b></td>");
  return sanitizeHtml(cells, {
    allowedTags: "div span strong em b i code pre blockquote ul ol li table tr td br".split(" "),
    allowedAttributes: { td: ["align", "colspan", "rowspan"] },
    transformTags: {
      figure: "div",
      figcaption: "div",
      p: "div",
      // What was given stands out without its colour, too.
      mark: "strong",
      td: (tagName, { style = "", ...attribs }) => {
        const [, align] = style.match(/text-align: (left|right|center)/) ?? [];
        return { tagName, attribs: align === undefined ? attribs : { ...attribs, align } };
      },
    },
    nonTextTags: ["script", "style", "textarea", "option", "progress"],
  }).trim();
};

/** Whether colours carry what a text says; without them its words do. */
const isColoured = (html: string): boolean =>
  /<span style="background-color:[^"]*" title=/.test(html);

async function storedBundle(data: MimeBundle): Promise<MimeBundle> {
  const { "text/html": styled, "text/plain": text, "text/markdown": markdown, "image/png": png } =
    data;
  if (isText(png)) return { "image/png": png };
  if (isText(styled)) {
    const html = styled.replace(WHOLE, "$1").replace(SPEED, "");
    const svg = svgIn(html);
    if (svg === undefined) {
      return isColoured(html) && isText(text)
        ? { "text/plain": text }
        : { "text/html": plainHtml(html) };
    }
    const { title, caption } = headOf(html);
    const picture = await rasterise(titledSvg(svg, title, caption));
    return {
      "image/png": Buffer.from(picture).toString("base64"),
      "text/plain": isText(text) ? text.replace(SPEED, "") : title,
    };
  }
  if (isText(markdown)) return { "text/markdown": markdown };
  return isText(text) ? { "text/plain": text } : {};
}

/**
 * An output as a notebook's file keeps it.
 * @param output what a cell gave
 * @returns the same with one format that shows everywhere; of a figure also its words
 */
export async function storedOutput(output: Output): Promise<Output> {
  if (!("data" in output)) return output;
  return { ...output, data: await storedBundle(output.data), metadata: {} };
}

/** A figure that shows itself in Jupyter, in a report and in a terminal. */
import {
  type Displayable,
  INSPECT,
  JUPYTER_DISPLAY,
  type MimeBundle,
} from "../notebook/displayable.ts";
import { dataUrl, escapeHtml, scriptJson } from "@lab/text";
import { escapeLabel, figcaption, STYLES } from "../texts/html.ts";
import { type JsonObject, toJson } from "../texts/json.ts";
import { dataTable } from "../texts/data_table.ts";
import type { FigureOptions, PlotlySpec } from "./spec.ts";
import { STATIC_WIDTH, staticPicture } from "../static/static_picture.ts";
import { wrapText } from "../static/wrap.ts";

/** How plotly.js behaves: few buttons, shown under the pointer only, none that uploads the data. */
const CONFIG = {
  responsive: true,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  displayModeBar: "hover",
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
};

/**
 * Runs in the page, where scripts may: puts the interactive plot in the place of the picture, at
 * once or when plotly.js arrives, with the page's own text colour. The picture stays where it fails.
 * A sketch, which the next figure soon replaces, takes a third of the time: nothing in it can be pointed
 * at, and it keeps the margins of the figure of its kind that stood in its place, where plotly would draw
 * the axes again to find its own and ask of each label whether it has room.
 */
const UPGRADE = `((figure, spec) => {
  const place = figure.parentElement;
  const picture = figure.querySelector("img, .lab-data, .lab-sketch");
  const draw = () => {
    if (!picture || !picture.isConnected) return;
    const plot = document.createElement("div");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", figure.dataset.alt);
    // A finger scrolls the page: plotly, which would zoom, does not hear of it.
    plot.addEventListener("touchstart", (event) => event.stopPropagation(), {
      capture: true,
      passive: true,
    });
    picture.replaceWith(plot);
    const font = { ...spec.layout.font, color: getComputedStyle(figure).color };
    const layout = { ...spec.layout, font };
    const kind = spec.data.map(({ type }) => type).join();
    const staticPlot = picture.matches(".lab-sketch");
    if (staticPlot && place.labMargins?.kind === kind) {
      layout.margin = { ...place.labMargins.margin, autoexpand: false };
      for (const name of Object.keys(layout).filter((name) => /^[xy]axis/.test(name))) {
        layout[name] = { ...layout[name], ticklabeloverflow: "allow" };
      }
    }
    window.Plotly.newPlot(plot, spec.data, layout, { ...${JSON.stringify(CONFIG)}, staticPlot })
      .then(() => {
        const { l, r, t, b } = plot._fullLayout._size;
        place.labMargins = { kind, margin: { l, r, t, b } };
      })
      .catch(() => plot.replaceWith(picture));
  };
  if (window.Plotly) draw();
  else (window.labFigures ||= []).push(draw);
})`;

/** What a figure is made of. */
export interface FigureContent extends FigureOptions {
  /** What plotly.js draws, without the title. */
  spec: { data: readonly unknown[]; layout: object };
  /** The text alternative. */
  alt: string;
}

/**
 * A figure: a plotly.js specification with a title that states the finding and a text alternative.
 *
 * As the value of a notebook's cell it shows itself: a static picture that is visible everywhere,
 * also in untrusted notebooks, and an interactive plot where scripts run and plotly.js is there.
 * Reports draw `application/vnd.plotly.v1+json`; a terminal prints the title, the caption and the
 * alternative.
 * @example
 * ```ts
 * import { Figure } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = new Figure({
 *   title: "Squares grow faster than their roots",
 *   alt: "The points (1, 1), (2, 4) and (3, 9)",
 *   spec: { data: [{ type: "scatter", x: [1, 2, 3], y: [1, 4, 9] }], layout: {} },
 * });
 * const bundle = await figure.bundle();
 * assertStringIncludes(String(bundle["text/html"]), "data:image/svg+xml;base64,");
 * ```
 */
export class Figure implements Displayable {
  /** What plotly.js draws: plain JSON, without the title. */
  readonly spec: PlotlySpec;
  /** The finding. */
  readonly title: string;
  /** What is shown and how it was made. */
  readonly caption: string;
  /** The text alternative. */
  readonly alt: string;

  /**
   * Takes a copy of the specification.
   * @param content the specification and its words
   * @throws {TypeError} when the specification holds something other than plain data
   */
  constructor(content: FigureContent) {
    this.spec = toJson(content.spec) as JsonObject & PlotlySpec;
    this.title = content.title;
    this.caption = content.caption ?? "";
    this.alt = content.alt;
  }

  /**
   * What front-ends choose from.
   * @param draw turns the specification into SVG; the figure still shows its numbers when it throws
   * @returns HTML with the static picture, the plotly specification, and a text
   */
  async bundle(
    draw: (spec: PlotlySpec) => Promise<string> = staticPicture,
  ): Promise<MimeBundle> {
    return this.#bundleOf(this.#html(await this.#picture(draw)));
  }

  /** Called by the kernel. */
  [JUPYTER_DISPLAY](): Promise<MimeBundle> {
    return this.bundle();
  }

  /** What `console.log` prints: the text, not the numbers. */
  [INSPECT](): string {
    return this.toString();
  }

  /** The title, the caption and the text alternative: what a terminal shows. */
  toString(): string {
    return [this.title, this.caption, `[figure] ${this.alt}`].filter((s) => s !== "").join("\n");
  }

  /**
   * The same without the still picture, for a page that draws the figure itself.
   * @returns HTML with an empty place, the plotly specification, and a text
   */
  sketch(): MimeBundle {
    const height = this.spec.layout.height ?? 420;
    const empty = `<div class="lab-sketch" style="height: ${height}px"></div>`;
    return this.#bundleOf(this.#html(empty));
  }

  #bundleOf(html: string): MimeBundle {
    return {
      "text/html": html,
      "application/vnd.plotly.v1+json": { ...this.#titledSpec(), config: CONFIG },
      "text/plain": this.toString(),
    };
  }

  /** The still picture, or the numbers where it can't be drawn. */
  async #picture(draw: (spec: PlotlySpec) => Promise<string>): Promise<string> {
    const alt = escapeHtml(this.alt);
    try {
      const svg = await draw(this.spec);
      const height = this.spec.layout.height ?? 420;
      return `<img src="${dataUrl("image/svg+xml", svg)}" alt="${alt}" ` +
        `width="${STATIC_WIDTH}" height="${height}" style="max-width: 100%; height: auto">`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `<div class="lab-data"><p>The static picture could not be drawn ` +
        `(${escapeHtml(reason)}); these are its numbers. ${alt}</p>${dataTable(this.spec)}</div>`;
    }
  }

  #html(picture: string): string {
    const alt = escapeHtml(this.alt);
    const script = `<script>${UPGRADE}(document.currentScript.closest("figure"), ` +
      `${scriptJson(this.spec)})</script>`;
    return `<figure class="lab-figure" data-alt="${alt}" style="${STYLES.figure}">` +
      `${figcaption(this.title, this.caption)}${picture}${script}</figure>`;
  }

  /** The specification with the title inside, for front-ends that draw it alone. */
  #titledSpec(): JsonObject {
    const { data, layout } = this.spec;
    const lines = wrapText(this.title, 80).map(escapeLabel);
    const margin = (layout.margin ?? {}) as JsonObject;
    return {
      data,
      layout: {
        ...layout,
        margin: { ...margin, t: 24 + 22 * lines.length },
        title: {
          text: `<b>${lines.join("<br>")}</b>`,
          font: { size: 16 },
          x: 0,
          xref: "paper",
          xanchor: "left",
          yref: "container",
          automargin: true,
        },
      },
    };
  }
}

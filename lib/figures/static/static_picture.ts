/**
 * A plotly.js figure as an SVG file, without a browser: plotly.js draws into linkedom's document,
 * and a small stub answers its questions about sizes and pixels.
 */
import { boundingBox, type Box, type SvgNode } from "./boxes.ts";
import { CanvasStub } from "./canvas_stub.ts";
import { plotlySource } from "./plotly_source.ts";
import { type Point, pointOnPolyline, polylineLength } from "./polyline.ts";
import type { PlotlySpec } from "../charts/spec.ts";
import type { JsonObject } from "../texts/json.ts";
import { thinPoints } from "../charts/thin.ts";

/** The functions of plotly.js that are used here. */
interface Plotly {
  setPlotConfig(config: { logging: number }): void;
  toImage(
    figure: PlotlySpec,
    options: { format: "svg"; imageDataOnly: true; width: number; height: number },
  ): Promise<string>;
}

/** The part of linkedom that is used: no TypeScript library for the DOM is loaded in Deno. */
interface StubDocument {
  createElement(name: string): object;
  createElementNS(namespace: string, name: string): object;
}

/** linkedom's classes, which plotly.js compares with. */
type StubWindow = Record<"Element" | "HTMLElement" | "Node" | "DOMParser", unknown>;

type Rectangle = Box & { x: number; y: number; width: number; height: number };

const rectangle = (node: SvgNode): Rectangle => {
  const box = boundingBox(node) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  return { ...box, x: box.left, y: box.top, width, height };
};

/** Gives linkedom's elements the sizes and the canvas that they lack. */
function completeDocument(document: StubDocument): void {
  const svgElement = Object.getPrototypeOf(
    document.createElementNS("http://www.w3.org/2000/svg", "text"),
  );
  Object.assign(svgElement, {
    getBBox(this: SvgNode): Rectangle {
      return rectangle(this);
    },
    getBoundingClientRect(this: SvgNode): Rectangle {
      return rectangle(this);
    },
    getComputedTextLength(this: SvgNode): number {
      return rectangle(this).width;
    },
    getTotalLength(this: SvgNode): number {
      return polylineLength(this.getAttribute("d") ?? "");
    },
    getPointAtLength(this: SvgNode, length: number): Point {
      return pointOnPolyline(this.getAttribute("d") ?? "", length);
    },
  });
  // linkedom writes SVG names in capitals, plotly.js compares with small letters.
  Object.defineProperty(svgElement, "nodeName", {
    get(this: { localName: string }): string {
      return this.localName;
    },
  });
  const createElement = document.createElement.bind(document);
  Object.assign(document, {
    createElement: (name: string) => name === "canvas" ? new CanvasStub() : createElement(name),
  });
}

/**
 * Deno has no `__proto__`, for which the d3 inside plotly.js copies dozens of methods onto each
 * selection: figures with many labels took seconds. Where the text is not found, they do again.
 */
const withoutProto = (source: string): string =>
  source.replace(
    /\{\}\.__proto__\?function\((\w+),(\w+)\)\{\1\.__proto__=\2\}/,
    "Object.setPrototypeOf?function($1,$2){Object.setPrototypeOf($1,$2)}",
  );

/** plotly.js, started with a `window` of its own, so that no other code sees a browser here. */
async function startPlotly(): Promise<Plotly> {
  const [{ parseHTML }, source] = await Promise.all([import("linkedom"), plotlySource()]);
  const { document, window: dom } = parseHTML(
    "<!doctype html><html><head></head><body></body></html>",
  ) as unknown as { document: StubDocument; window: StubWindow };
  completeDocument(document);
  const nothing = (): void => {};
  const window: Record<string, unknown> = {
    document,
    navigator: { userAgent: "Mozilla/5.0" },
    CSS: { supports: () => true }, // so that heatmaps have one pixel per cell
    location: { href: "" },
    devicePixelRatio: 1,
    Element: dom.Element,
    HTMLElement: dom.HTMLElement,
    Node: dom.Node,
    DOMParser: dom.DOMParser,
    XMLSerializer: class {
      serializeToString(node: { toString(): string }): string {
        return node.toString();
      }
    },
    URL: { createObjectURL: () => "" },
    getComputedStyle: () => ({ getPropertyValue: () => "" }),
    matchMedia: () => ({ matches: false, addEventListener: nothing }),
    requestAnimationFrame: (callback: () => void) => setTimeout(callback, 0),
    cancelAnimationFrame: clearTimeout,
    addEventListener: nothing,
    removeEventListener: nothing,
    setTimeout,
    clearTimeout,
    performance,
  };
  Object.assign(window, { window, self: window });
  const module: { exports: unknown } = { exports: {} };
  const scope: Record<string, unknown> = { ...window, module, exports: module.exports };
  const start = new Function(...Object.keys(scope), "define", withoutProto(source));
  start(...Object.values(scope), undefined);
  const plotly = module.exports as Plotly;
  // What it warns of, as that margins have not come to rest, would stand below the picture in a notebook.
  plotly.setPlotConfig({ logging: 0 });
  return plotly;
}

let plotly: Promise<Plotly> | undefined;

/** Fonts as wide as Arial, after which everything is laid out: names in a wider one would be cut. */
const FONTS = "Arial, Helvetica, 'Liberation Sans', Roboto, 'DejaVu Sans Condensed', sans-serif";

/** The width in pixels at which static pictures are laid out. */
export const STATIC_WIDTH = 760;

/**
 * Draws a figure as an SVG file. Of more than 2,000 markers of a series an even choice is drawn, and
 * the picture says so.
 * @param spec what to draw; `spec.layout.height` is the height
 * @param width in pixels
 * @returns the SVG's text
 * @throws {Error} when plotly.js can't draw it
 * @example
 * ```ts
 * import { staticPicture } from "@lab/figures";
 * import { assertMatch } from "@std/assert";
 * const svg = await staticPicture({ data: [{ type: "scatter", y: [1, 3, 2] }], layout: {} });
 * assertMatch(svg, /^<svg[^]+<\/svg>$/);
 * ```
 */
export async function staticPicture(spec: PlotlySpec, width = STATIC_WIDTH): Promise<string> {
  plotly ??= startPlotly();
  const height = typeof spec.layout.height === "number" ? spec.layout.height : 420;
  // A copy, as plotly.js writes defaults into what it is given.
  const copy = structuredClone(thinPoints(spec));
  copy.layout.font = { ...copy.layout.font as JsonObject, family: FONTS };
  const svg = await (await plotly).toImage(copy, {
    format: "svg",
    imageDataOnly: true,
    width,
    height,
  });
  if (!svg.startsWith("<svg")) {
    throw new Error(`Cannot draw a figure as plotly.js must return SVG: current value is ${svg}`);
  }
  return svg.replace("<svg ", `<svg font-family="${FONTS}" `);
}

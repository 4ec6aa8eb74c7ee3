/** A small network as a picture: inputs, units and outputs, and the weights between them. */
import { descending, max, sum } from "d3-array";
import { Figure } from "./figure.ts";
import { escapeLabel } from "../texts/html.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { INK, paler, SIGN_COLOURS, translucent } from "./palette.ts";
import { course, type Place, placeOf, places, ranges } from "./circuit_layout.ts";
import { type Pixel, placeLabels } from "./edge_labels.ts";
import { baseLayout, type FigureOptions } from "./spec.ts";
import { STATIC_WIDTH } from "../static/static_picture.ts";
import { textWidth } from "../static/text_width.ts";
import { formatNumber, formatShare } from "../texts/table.ts";

/** A node: a character read, a hidden unit, or a character predicted. */
export interface CircuitNode {
  /** What edges call the node; unique in the picture. */
  id: string;
  /** What is written into the node's box; `id` when left out. */
  label?: string;
  /** The node's activation or probability, written behind its name and shown by its colour. */
  value?: number;
}

/** A weight between two nodes. */
export interface CircuitEdge {
  /** The `id` of the node that the edge starts from. */
  from: string;
  /** The `id` of the node that the edge leads to. */
  to: string;
  /** The weight, or the weight times the activation. */
  weight: number;
}

/** What a circuit shows. */
export interface CircuitOptions extends FigureOptions {
  /** The columns from left to right, each with a name and its nodes from top to bottom. */
  columns: readonly { label: string; nodes: readonly CircuitNode[] }[];
  /** The edges, each with the weight that it stands for. */
  edges: readonly CircuitEdge[];
  /** What the weights are; "weight" when left out. */
  weightLabel?: string;
  /** Only so many of the strongest edges are drawn; 40 when left out. */
  strongest?: number;
}

/** Pixels around the picture, and of the legend above it. */
const [MARGIN, LEGEND] = [16, 24];

function edgeTraces(
  edges: readonly CircuitEdge[],
  at: ReadonlyMap<string, Place>,
  name: string,
): JsonObject[] {
  const reach = max(edges, (edge) => Math.abs(edge.weight)) || 1;
  const seen = { positive: false, negative: false };
  return edges.map(({ from, to, weight }) => {
    const sign = weight < 0 ? "negative" : "positive";
    const first = !seen[sign];
    seen[sign] = true;
    const share = Math.abs(weight) / reach;
    const { x, y } = course(placeOf(from, at), placeOf(to, at));
    return {
      type: "scatter",
      mode: "lines",
      name: `${sign} ${escapeLabel(name)}`,
      legendgroup: sign,
      showlegend: first,
      x: plainNumbers(x),
      y: plainNumbers(y),
      line: {
        color: translucent(SIGN_COLOURS[sign], 0.35 + 0.65 * share),
        width: Number((0.75 + 5 * share).toFixed(2)),
      },
      text: `${escapeLabel(`${from} → ${to}: ${formatNumber(weight)}`)}`,
      hoverinfo: "text",
    };
  });
}

/** The picture's size in pixels, for which the weights find their places. */
interface Size {
  width: number;
  height: number;
}

const nodeText = ({ id, label, value }: CircuitNode): string =>
  `<b>${escapeLabel(label ?? id)}</b>` +
  (value === undefined ? "" : ` ${formatNumber(Number(value.toFixed(2)))}`);

/** The weights of the strongest edges, written beside them where there is room. */
function weightTrace(
  options: CircuitOptions,
  drawn: readonly CircuitEdge[],
  at: ReadonlyMap<string, Place>,
  size: Size,
): JsonObject {
  const range = ranges(options.columns.length);
  const scale = {
    x: size.width / (range.x[1] - range.x[0]),
    y: size.height / (range.y[1] - range.y[0]),
  };
  const pixel = (x: number, y: number): Pixel => ({ x: x * scale.x, y: y * scale.y });
  const edges = drawn.map(({ from, to, weight }) => {
    const { x, y } = course(placeOf(from, at), placeOf(to, at));
    return {
      course: x.map((each, i) => pixel(each, y[i])),
      text: formatNumber(Number(weight.toPrecision(2))),
    };
  });
  const boxes = options.columns.flatMap(({ nodes }) => nodes).map((node) => ({
    ...pixel(placeOf(node.id, at).x, placeOf(node.id, at).y),
    width: textWidth(nodeText(node).replace(/<.*?>/g, ""), 13) + 14,
    height: 28,
  }));
  const written = placeLabels(edges, boxes).flatMap((place, i) =>
    place === undefined ? [] : [{ ...place, text: edges[i].text }]
  );
  return {
    type: "scatter",
    mode: "text",
    showlegend: false,
    x: plainNumbers(written.map(({ x }) => x / scale.x), 4),
    y: plainNumbers(written.map(({ y }) => y / scale.y), 4),
    text: written.map(({ text }) => text),
    textfont: { size: 11 },
    hoverinfo: "skip",
    meta: "where there is room",
  };
}

/** The nodes' names and values for who asks for the numbers; what is seen of them are `nodeBoxes`. */
function nodeTrace(options: CircuitOptions, at: ReadonlyMap<string, Place>): JsonObject {
  const nodes = options.columns.flatMap((column) => column.nodes);
  return {
    type: "scatter",
    mode: "markers",
    showlegend: false,
    x: nodes.map((node) => placeOf(node.id, at).x),
    y: plainNumbers(nodes.map((node) => placeOf(node.id, at).y)),
    text: nodes.map(nodeText),
    marker: { size: 1, opacity: 0 },
    hoverinfo: "skip",
  };
}

/** Boxes with the nodes' names, which lie over the edges: vermilion above 0, blue below, pale near it. */
function nodeBoxes(options: CircuitOptions, at: ReadonlyMap<string, Place>): JsonObject[] {
  const nodes = options.columns.flatMap((column) => column.nodes);
  const reach = max(nodes, (node) => Math.abs(node.value ?? 0)) || 1;
  const colour = (value = 0): string =>
    value === 0 ? "#E0E0E0" : paler(
      value < 0 ? SIGN_COLOURS.negative : SIGN_COLOURS.positive,
      0.15 + 0.45 * Math.abs(value) / reach,
    );
  return nodes.map((node) => ({
    x: placeOf(node.id, at).x,
    y: placeOf(node.id, at).y,
    text: nodeText(node),
    showarrow: false,
    bgcolor: colour(node.value),
    bordercolor: INK,
    borderwidth: 1,
    borderpad: 4,
    font: { size: 13, color: "#111111" },
  }));
}

/** How many edges are not drawn, and how strong they are. */
function leftOut(edges: readonly CircuitEdge[], drawn: readonly CircuitEdge[]): string {
  if (drawn.length === edges.length) return "";
  const strength = (some: readonly CircuitEdge[]): number =>
    sum(some, ({ weight }) => Math.abs(weight));
  const share = 1 - strength(drawn) / (strength(edges) || 1);
  return `Not drawn: the ${edges.length - drawn.length} weakest of ${edges.length} edges, ` +
    `${formatShare(share)} of their strength.`;
}

function textAlternative(options: CircuitOptions, drawn: readonly CircuitEdge[]): string {
  const columns = options.columns.map((c) => `${c.nodes.length} in ${c.label}`).join(", ");
  const edges = drawn.slice(0, 8)
    .map((e) => `${e.from} to ${e.to} ${formatNumber(e.weight)}`).join("; ");
  return [
    `Network of ${columns}. Strongest of ${options.edges.length} edges: ${edges}.`,
    leftOut(options.edges, drawn),
  ].filter(Boolean).join(" ");
}

/**
 * A small network from left to right: an edge's width shows its weight's size, its colour the sign.
 * @param options columns of nodes, and the edges between them
 * @returns a figure that shows itself
 * @throws {RangeError} when an `id` occurs twice or an edge names a node that is not there
 * @example
 * ```ts
 * import { circuit } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = circuit({
 *   title: "One unit turns the colon into a line break",
 *   columns: [
 *     { label: "character read", nodes: [{ id: "':'" }] },
 *     { label: "hidden unit", nodes: [{ id: "unit 7", value: 0.97 }] },
 *     { label: "next character", nodes: [{ id: "line break", value: 0.9 }] },
 *   ],
 *   edges: [
 *     { from: "':'", to: "unit 7", weight: 3.1 },
 *     { from: "unit 7", to: "line break", weight: 4.2 },
 *   ],
 * });
 * assertStringIncludes(figure.alt, "unit 7 to line break 4.2; ':' to unit 7 3.1");
 * ```
 */
export function circuit(options: CircuitOptions): Figure {
  const at = places(options.columns);
  const drawn = [...options.edges]
    .sort((a, b) => descending(Math.abs(a.weight), Math.abs(b.weight)))
    .slice(0, options.strongest ?? 40);
  const most = Math.max(1, ...options.columns.map((column) => column.nodes.length));
  const hidden = { visible: false, fixedrange: true };
  const range = ranges(options.columns.length);
  const height = options.height ?? Math.min(800, 130 + 52 * most);
  const room = { width: STATIC_WIDTH - 2 * MARGIN, height: height - 2 * MARGIN - LEGEND };
  return new Figure({
    ...options,
    caption: [options.caption, leftOut(options.edges, drawn)].filter(Boolean).join(" "),
    alt: options.alt ?? textAlternative(options, drawn),
    spec: {
      data: [
        ...edgeTraces(drawn, at, options.weightLabel ?? "weight"),
        weightTrace(options, drawn, at, room),
        nodeTrace(options, at),
      ],
      layout: {
        ...baseLayout(height),
        margin: { l: MARGIN, r: MARGIN, t: MARGIN, b: MARGIN },
        hovermode: "closest",
        xaxis: { ...hidden, range: range.x },
        yaxis: { ...hidden, range: range.y },
        annotations: [
          ...options.columns.map((column, x) => ({
            x,
            y: 1.12,
            text: escapeLabel(column.label),
            showarrow: false,
            font: { size: 13 },
          })),
          ...nodeBoxes(options, at),
        ],
      },
    },
  });
}

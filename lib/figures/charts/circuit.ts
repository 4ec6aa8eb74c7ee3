/** A small network as a picture: inputs, units and outputs, and the weights between them. */
import { descending, max, sum } from "d3-array";
import { Figure } from "./figure.ts";
import { escapeLabel } from "../texts/html.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { INK, paler, SIGN_COLOURS, translucent } from "./palette.ts";
import { baseLayout, type FigureOptions } from "./spec.ts";
import { formatNumber, formatShare } from "../texts/table.ts";

/** A node: a character read, a hidden unit, or a character predicted. */
export interface CircuitNode {
  /** What edges call the node; unique in the picture. */
  id: string;
  /** What is written beside the node; `id` when left out. */
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

interface Place {
  x: number;
  y: number;
  column: number;
}

/** Where each node stands: columns at x = 0, 1, …, nodes spread evenly over y = 0 … 1. */
function places(options: CircuitOptions): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const [column, { nodes }] of options.columns.entries()) {
    for (const [row, node] of nodes.entries()) {
      if (found.has(node.id)) {
        throw new RangeError(
          `Cannot draw a circuit as each node must have its own 'id': '${node.id}' occurs twice`,
        );
      }
      found.set(node.id, { x: column, y: 1 - (row + 0.5) / nodes.length, column });
    }
  }
  return found;
}

function placeOf(id: string, at: ReadonlyMap<string, Place>): Place {
  const place = at.get(id);
  if (place === undefined) {
    throw new RangeError(
      `Cannot draw a circuit as every edge must join nodes of 'columns': '${id}' is none`,
    );
  }
  return place;
}

/** The course of an edge: straight between columns, a bow within one, a loop at one node. */
function course(from: Place, to: Place): { x: number[]; y: number[] } {
  if (from.column !== to.column) return { x: [from.x, to.x], y: [from.y, to.y] };
  const n = 16;
  const t = Array.from({ length: n + 1 }, (_, i) => i / n);
  if (from === to) {
    return {
      x: t.map((s) => from.x + 0.07 * (1 - Math.cos(2 * Math.PI * s))),
      y: t.map((s) => from.y + 0.035 * Math.sin(2 * Math.PI * s)),
    };
  }
  const bow = 0.12 + 0.25 * Math.abs(from.y - to.y);
  return {
    x: t.map((s) => from.x + 4 * bow * s * (1 - s)),
    y: t.map((s) => from.y + s * (to.y - from.y)),
  };
}

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

/** The weights of the strongest edges, written along their courses. */
function weightTrace(edges: readonly CircuitEdge[], at: ReadonlyMap<string, Place>): JsonObject {
  const named = edges.slice(0, 12);
  const middles = named.map(({ from, to }) => {
    const [a, b] = [placeOf(from, at), placeOf(to, at)];
    if (a.column === b.column) {
      const { x, y } = course(a, b);
      return { x: x[x.length >> 1], y: y[y.length >> 1] };
    }
    // Not in the middle, where edges cross, but a third of the way.
    return { x: a.x + (b.x - a.x) * 0.36, y: a.y + (b.y - a.y) * 0.36 };
  });
  return {
    type: "scatter",
    mode: "text",
    showlegend: false,
    x: plainNumbers(middles.map(({ x }) => x)),
    y: plainNumbers(middles.map(({ y }) => y)),
    text: named.map(({ weight }) => formatNumber(Number(weight.toPrecision(2)))),
    textposition: "top center",
    textfont: { size: 11 },
    hoverinfo: "skip",
  };
}

function nodeTrace(options: CircuitOptions, at: ReadonlyMap<string, Place>): JsonObject {
  const nodes = options.columns.flatMap((column) => column.nodes);
  const reach = max(nodes, (node) => Math.abs(node.value ?? 0)) || 1;
  const colour = (value = 0): string =>
    value === 0 ? "#B8B8B8" : paler(
      value < 0 ? SIGN_COLOURS.negative : SIGN_COLOURS.positive,
      0.3 + 0.7 * Math.abs(value) / reach,
    );
  const last = options.columns.length - 1;
  return {
    type: "scatter",
    mode: "markers+text",
    showlegend: false,
    x: nodes.map((node) => placeOf(node.id, at).x),
    y: plainNumbers(nodes.map((node) => placeOf(node.id, at).y)),
    text: nodes.map((node) =>
      `<b>${escapeLabel(node.label ?? node.id)}</b>` +
      (node.value === undefined ? "" : ` ${formatNumber(Number(node.value.toFixed(2)))}`)
    ),
    textposition: nodes.map((node) => {
      const { column } = placeOf(node.id, at);
      return column === 0 ? "middle left" : column === last ? "middle right" : "top center";
    }),
    marker: {
      size: 18,
      color: nodes.map((node) => colour(node.value)),
      line: { width: 1.5, color: INK },
    },
    hoverinfo: "text",
    cliponaxis: false,
  };
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
  const at = places(options);
  const drawn = [...options.edges]
    .sort((a, b) => descending(Math.abs(a.weight), Math.abs(b.weight)))
    .slice(0, options.strongest ?? 40);
  const most = Math.max(1, ...options.columns.map((column) => column.nodes.length));
  const hidden = { visible: false, fixedrange: true };
  return new Figure({
    ...options,
    caption: [options.caption, leftOut(options.edges, drawn)].filter(Boolean).join(" "),
    alt: options.alt ?? textAlternative(options, drawn),
    spec: {
      data: [
        ...edgeTraces(drawn, at, options.weightLabel ?? "weight"),
        weightTrace(drawn, at),
        nodeTrace(options, at),
      ],
      layout: {
        ...baseLayout(options.height ?? Math.min(800, 130 + 46 * most)),
        margin: { l: 16, r: 16, t: 16, b: 16 },
        hovermode: "closest",
        xaxis: { ...hidden, range: [-0.45, options.columns.length - 1 + 0.45] },
        yaxis: { ...hidden, range: [-0.02, 1.14] },
        annotations: options.columns.map((column, x) => ({
          x,
          y: 1.12,
          text: escapeLabel(column.label),
          showarrow: false,
          font: { size: 13 },
        })),
      },
    },
  });
}

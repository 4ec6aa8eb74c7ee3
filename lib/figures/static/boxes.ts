/** Bounding boxes of SVG text, which plotly.js asks for to leave room for labels and legends. */
import { textWidth } from "./text_width.ts";

/** What a box is computed from: the part of a DOM element that is read. */
export interface SvgNode {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly children: Iterable<SvgNode>;
  readonly parentNode: SvgNode | null;
  getAttribute(name: string): string | null;
}

/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const number = (text: string | null | undefined): number => Number.parseFloat(text ?? "") || 0;

/** A style property of an element or of the nearest element above it that has it. */
function inherited(node: SvgNode | null, property: string): string | undefined {
  const pattern = new RegExp(`(?:^|;)\\s*${property}:\\s*([^;]+)`);
  for (let at = node; at !== null && at !== undefined; at = at.parentNode) {
    const value = at.getAttribute?.("style")?.match(pattern)?.[1] ?? at.getAttribute?.(property);
    if (value) return value;
  }
  return undefined;
}

/** The box of a `<text>` around its anchor point. */
function textBox(node: SvgNode): Box {
  const size = number(inherited(node, "font-size")) || 12;
  // Other parts than lines, bold ones or exponents, stand beside each other.
  const lines = [...node.children].filter((child) => child.getAttribute("class") === "line");
  const texts = lines.length > 0 ? lines : [node];
  const width = Math.max(...texts.map((line) => textWidth(line.textContent ?? "", size)));
  const x = number(node.getAttribute("x"));
  const y = number(node.getAttribute("y"));
  const anchor = inherited(node, "text-anchor");
  const left = x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
  const rows = Math.max(1, lines.length);
  return {
    left,
    right: left + width,
    top: y - 0.95 * size,
    bottom: y + 0.25 * size + (rows - 1) * 1.3 * size,
  };
}

/** The box after the element's `transform`: translate, rotate and scale, as plotly.js writes them. */
function transformed(box: Box, transform: string | null): Box {
  let result = box;
  const steps = [...(transform ?? "").matchAll(/(translate|rotate|scale)\(([^)]*)\)/g)].reverse();
  for (const [, kind, list] of steps) {
    const [a = 0, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    const move = (x: number, y: number): [number, number] => {
      if (kind === "translate") return [x + a, y + b];
      if (kind === "scale") return [x * a, y * (b || a)];
      const [cos, sin] = [Math.cos(a * Math.PI / 180), Math.sin(a * Math.PI / 180)];
      return [b + (x - b) * cos - (y - c) * sin, c + (x - b) * sin + (y - c) * cos];
    };
    const corners = [
      move(result.left, result.top),
      move(result.right, result.top),
      move(result.left, result.bottom),
      move(result.right, result.bottom),
    ];
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    result = {
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  }
  return result;
}

/**
 * The box of an SVG element, from its texts and rectangles; lines and shapes count as nothing.
 * @param node an element
 * @returns its box in its parent's coordinates; undefined when it shows nothing
 */
export function boundingBox(node: SvgNode): Box | undefined {
  const tag = node.tagName.toLowerCase();
  let box: Box | undefined;
  if (tag === "text") {
    if ((node.textContent ?? "").trim() !== "") box = textBox(node);
  } else if (tag === "rect") {
    const [left, top] = [number(node.getAttribute("x")), number(node.getAttribute("y"))];
    const width = number(node.getAttribute("width"));
    box = { left, top, right: left + width, bottom: top + number(node.getAttribute("height")) };
  } else {
    for (const child of node.children) {
      const inner = boundingBox(child);
      if (inner === undefined) continue;
      box = box === undefined ? inner : {
        left: Math.min(box.left, inner.left),
        top: Math.min(box.top, inner.top),
        right: Math.max(box.right, inner.right),
        bottom: Math.max(box.bottom, inner.bottom),
      };
    }
  }
  return box === undefined ? undefined : transformed(box, node.getAttribute("transform"));
}

/** Matrices as coloured cells: weights, activations, probabilities. */
import { extent } from "d3-array";
import { Figure } from "./figure.ts";
import { escapeLabel } from "../texts/html.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { DIVERGING, INK, SEQUENTIAL } from "./palette.ts";
import { checkLength, rangeInWords } from "./series.ts";
import {
  allNames,
  type Axis,
  axisLayout,
  axisTitle,
  baseLayout,
  type FigureOptions,
  namedTicks,
  tooManyNames,
} from "./spec.ts";
import { formatNumber } from "../texts/table.ts";
import { wrapText } from "../static/wrap.ts";

/** An axis of a matrix: its name and the names of its rows or columns. */
export interface MatrixAxis {
  /** What the rows or columns are, such as "hidden unit". */
  label: string;
  /** The names of the rows or columns in order, also one name twice; 0, 1, 2, … when left out. */
  names?: readonly string[];
}

/** What a heatmap shows. */
export interface HeatmapOptions extends FigureOptions {
  /** The rows, drawn from top to bottom. */
  rows: MatrixAxis;
  /** The columns, drawn from left to right. */
  columns: MatrixAxis;
  /** `[rows, columns]` the values: rows of numbers, or flat and row-major with `shape`. */
  values: ArrayLike<number> | readonly ArrayLike<number>[];
  /** `[rows, columns]` of flat `values`; a single row when left out. */
  shape?: readonly [rows: number, columns: number];
  /** What is measured, with its unit; `range` sets both ends of the colours. */
  value: Axis;
  /** For values with a sign, or for amounts; the former, when left out, where both signs occur. */
  scale?: "diverging" | "sequential";
  /** The value in the middle of a diverging scale; 0 when left out. */
  middle?: number;
  /** What the values 0, 1, … stand for, where they are no amounts: named in a legend, without a scale. */
  kinds?: readonly string[];
  /** Writes the numbers into the cells, with so many digits after the point. */
  digits?: number;
}

const what = "a heatmap";

/** The values as rows, whichever way they were given. */
function asRows(options: HeatmapOptions): ArrayLike<number>[] {
  const { values, shape } = options;
  if (values.length === 0) {
    throw new RangeError(`Cannot draw ${what} as 'values' must have at least one row: it has 0`);
  }
  if (typeof values[0] !== "number") {
    const rows = Array.from(values as readonly ArrayLike<number>[]);
    for (const [i, row] of rows.entries()) {
      checkLength(what, `values[${i}]`, row.length, rows[0].length);
    }
    return rows;
  }
  const [rows, columns] = shape ?? [1, values.length];
  checkLength(what, "values", values.length, rows * columns);
  const flat = Array.from(values as ArrayLike<number>);
  return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
}

/** A sign that takes room without ink; plotly passes over spaces. */
const BLANK = "\u2800";

/** The title above a scale, where no number is beside it; below a wide one a line for the highest number. */
function scaleTitle(value: Axis): string {
  const title = axisTitle(value);
  return [...wrapText(title, 14), ...(title.length > 3 ? [BLANK] : [])].map(escapeLabel).join(
    "<br>",
  );
}

/** The colours and the values at their ends. */
function colours(options: HeatmapOptions, numbers: readonly number[]): JsonObject {
  const [low = 0, high = 1] = extent(numbers.filter(Number.isFinite));
  const diverging = (options.scale ?? (low < 0 && high > 0 ? "diverging" : "sequential")) ===
    "diverging";
  const middle = options.middle ?? 0;
  // An even reach on both sides, so that equal colours mean equal distances from the middle.
  const reach = Math.max(Math.abs(low - middle), Math.abs(high - middle)) || 1;
  const [zmin, zmax] = options.value.range ??
    (diverging ? [middle - reach, middle + reach] : [low, high === low ? low + 1 : high]);
  return { colorscale: (diverging ? DIVERGING : SEQUENTIAL).map((stop) => [...stop]), zmin, zmax };
}

/** What the colours mean: for amounts a bar beside the cells, for kinds the entries of a legend. */
function key({ kinds, value }: HeatmapOptions): { cells: JsonObject; entries: JsonObject[] } {
  if (kinds === undefined) {
    return {
      entries: [],
      cells: {
        colorbar: {
          title: {
            text: scaleTitle(value),
            side: "top",
            font: { size: 13 },
          },
          thickness: 14,
          outlinewidth: 0,
          ticks: "outside",
        },
      },
    };
  }
  const last = kinds.length - 1;
  const colourOf = (kind: number): string =>
    SEQUENTIAL[Math.round(kind / last * (SEQUENTIAL.length - 1))][1];
  return {
    cells: {
      colorscale: kinds.map((_, kind) => [kind / last, colourOf(kind)]),
      zmin: 0,
      zmax: last,
      showscale: false,
    },
    entries: kinds.map((name, kind) => ({
      type: "scatter",
      mode: "markers",
      name: escapeLabel(name),
      x: [null],
      y: [null],
      // Edged, as the darkest one would not be seen on a dark page.
      marker: { symbol: "square", size: 12, color: colourOf(kind), line: { color: INK, width: 1 } },
    })),
  };
}

/** The names of rows or columns: their numbers where they have no others. */
function namesOf(axis: MatrixAxis, count: number): readonly string[] {
  const names = axis.names ?? Array.from({ length: count }, (_, i) => String(i));
  checkLength(what, `names' of '${axis.label}`, names.length, count);
  return names;
}

/** Cells stand at 0, 1, 2, …; names are ticks, so that two columns may have the same name. */
function cellAxis({ label }: MatrixAxis, names: readonly string[]): JsonObject {
  return {
    ...axisLayout({ label }),
    ...namedTicks(names),
    showgrid: false,
    zeroline: false,
    showline: false,
  };
}

function textAlternative(options: HeatmapOptions, rows: readonly ArrayLike<number>[]): string {
  const cells: { value: number; row: number; column: number }[] = rows.flatMap((values, row) =>
    Array.from(values, (value, column) => ({ value, row, column }))
  );
  const nameOf = (axis: MatrixAxis, i: number): string =>
    `${axis.label} ${axis.names === undefined ? i : `'${axis.names[i]}'`}`;
  const strongest = cells.filter((cell) => Number.isFinite(cell.value))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, 3)
    .map((cell) =>
      `${formatNumber(cell.value)} at ${nameOf(options.rows, cell.row)}, ` +
      nameOf(options.columns, cell.column)
    );
  const head =
    `Heatmap of ${axisTitle(options.value)}: ${rows.length} rows (${options.rows.label}) by ` +
    `${rows[0].length} columns (${options.columns.label})`;
  if (options.kinds !== undefined) {
    const counts = options.kinds.map((name, kind) =>
      `${name}: ${formatNumber(cells.filter(({ value }) => value === kind).length)} cells`
    );
    return `${head}. ${counts.join("; ")}.`;
  }
  return `${head}, values ` +
    `${rangeInWords(cells.map((cell) => cell.value))}. Largest in size: ${strongest.join("; ")}.`;
}

/**
 * What the pointer reads: names of row and column, and the value. The axes know the names that they
 * show; with more, each cell carries its own.
 */
function hover(options: HeatmapOptions, rows: readonly ArrayLike<number>[]): JsonObject {
  const value = `${escapeLabel(axisTitle(options.value))}: %{z:.4~g}<extra></extra>`;
  const line = (axis: MatrixAxis, name: string | number): string =>
    `${escapeLabel(axis.label)}: ${typeof name === "number" ? name : escapeLabel(name)}`;
  if (!tooManyNames(options.rows.names) && !tooManyNames(options.columns.names)) {
    const place = `${line(options.rows, "%{y}")}<br>${line(options.columns, "%{x}")}`;
    return { hovertemplate: `${place}<br>${value}` };
  }
  return {
    hovertext: rows.map((row, i) =>
      Array.from(row, (_, j) =>
        `${line(options.rows, options.rows.names?.[i] ?? i)}<br>` +
        line(options.columns, options.columns.names?.[j] ?? j))
    ),
    hovertemplate: `%{hovertext}<br>${value}`,
  };
}

/**
 * A matrix as coloured cells. Values with a sign get blue (negative), white and vermilion
 * (positive), evenly around the middle; amounts get viridis.
 * @param options title, axes with their names, values
 * @returns a figure that shows itself
 * @throws {TypeError} when values, shape and names don't fit together
 * @throws {RangeError} when there are no values
 * @example
 * ```ts
 * import { heatmap } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = heatmap({
 *   title: "Unit 1 listens to 'b'",
 *   rows: { label: "hidden unit" },
 *   columns: { label: "character", names: ["a", "b", "c"] },
 *   values: Float64Array.of(0.1, -0.2, 0.3, 0, 2.5, -0.4),
 *   shape: [2, 3],
 *   value: { label: "weight" },
 * });
 * assertStringIncludes(figure.alt, "2.5 at hidden unit 1, character 'b'");
 * ```
 */
export function heatmap(options: HeatmapOptions): Figure {
  const rows = asRows(options);
  const numbers = rows.flatMap((row) => Array.from(row));
  const names = {
    x: namesOf(options.columns, rows[0].length),
    y: namesOf(options.rows, rows.length),
  };
  const height = options.height ?? Math.min(720, Math.max(260, 120 + 16 * rows.length));
  const { cells, entries } = key(options);
  const layout = baseLayout(height);
  const modebar = { ...layout.modebar as JsonObject, orientation: "h" };
  const text = options.digits === undefined ? {} : { texttemplate: `%{z:.${options.digits}f}` };
  return new Figure({
    ...options,
    alt: options.alt ?? textAlternative(options, rows),
    spec: {
      data: [{
        type: "heatmap",
        z: rows.map((row) => plainNumbers(row, 4)),
        ...colours(options, numbers),
        ...text,
        ...hover(options, rows),
        ...cells,
      }, ...entries],
      layout: {
        ...layout,
        ...(entries.length > 0 ? { showlegend: true } : { modebar }),
        xaxis: cellAxis(options.columns, names.x),
        yaxis: { ...cellAxis(options.rows, names.y), autorange: "reversed" },
        meta: allNames(names),
      },
    },
  });
}

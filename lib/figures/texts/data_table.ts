/** The numbers of a figure as a table: what is shown where no picture can be drawn. */
import { escapeHtml } from "@lab/text";
import type { Json } from "./json.ts";
import type { PlotlySpec } from "../charts/spec.ts";

const LONGEST = 20;

const asArray = (value: Json | undefined): readonly Json[] => Array.isArray(value) ? value : [];

/** The first entries of a list, and how many follow. */
function listed(values: readonly Json[]): string {
  const rest = values.length - LONGEST;
  return values.slice(0, LONGEST).map((v) => v === null ? "–" : String(v)).join(", ") +
    (rest > 0 ? `, … and ${rest} more` : "");
}

/**
 * The numbers of a figure: a row per trace and axis, long ones cut.
 * @param spec the figure
 * @returns a `<table>`
 */
export function dataTable(spec: PlotlySpec): string {
  const rows: [string, string][] = [];
  for (const [i, trace] of spec.data.entries()) {
    const name = typeof trace.name === "string" ? trace.name : `series ${i + 1}`;
    for (const key of ["x", "y"]) {
      const values = asArray(trace[key]);
      if (values.length > 0) rows.push([`${name}: ${key}`, listed(values)]);
    }
    const z = asArray(trace.z);
    for (const [row, values] of z.slice(0, LONGEST).entries()) {
      rows.push([`${name}: row ${row}`, listed(asArray(values))]);
    }
    if (z.length > LONGEST) rows.push([name, `… and ${z.length - LONGEST} more rows`]);
  }
  const body = rows.map(([name, text]) =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(text)}</td></tr>`
  );
  return `<table><tbody>${body.join("")}</tbody></table>`;
}

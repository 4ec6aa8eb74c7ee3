/** Fewer points for the static picture, which holds every point as an element of its own. */
import type { Json, JsonObject } from "../texts/json.ts";
import type { PlotlySpec } from "./spec.ts";

const MOST_POINTS = 2000;

const isCloud = (trace: JsonObject): boolean =>
  typeof trace.mode === "string" && trace.mode.includes("markers") &&
  Array.isArray(trace.y) && trace.y.length > MOST_POINTS;

/** Every so many entries of each of the trace's lists. */
function thinTrace(trace: JsonObject): JsonObject {
  const length = (trace.y as Json[]).length;
  const thin = (value: Json | undefined): Json | undefined =>
    Array.isArray(value) && value.length === length
      ? Array.from({ length: MOST_POINTS }, (_, i) => value[Math.floor(i * length / MOST_POINTS)])
      : value;
  return Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, thin(value)]));
}

/**
 * A specification without more than 2,000 markers per trace; where some were left out, the picture
 * says so.
 * @param spec the specification
 * @returns the same one, or a thinned copy
 */
export function thinPoints(spec: PlotlySpec): PlotlySpec {
  const clouds = spec.data.filter(isCloud);
  if (clouds.length === 0) return spec;
  const total = clouds.reduce((sum, trace) => sum + (trace.y as Json[]).length, 0);
  const note = {
    text: `${clouds.length * MOST_POINTS} of ${total} points, evenly chosen`,
    showarrow: false,
    xref: "paper",
    x: 1,
    xanchor: "right",
    yref: "paper",
    y: 0,
    yanchor: "bottom",
    font: { size: 11 },
  };
  const annotations = Array.isArray(spec.layout.annotations) ? spec.layout.annotations : [];
  return {
    data: spec.data.map((trace) => isCloud(trace) ? thinTrace(trace) : trace),
    layout: { ...spec.layout, annotations: [...annotations, note] },
  };
}

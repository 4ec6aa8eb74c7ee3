/**
 * Figures, tables and text samples that show themselves in Jupyter, in reports and in a terminal.
 *
 * Each builder turns plain data into one finished thing; `show` puts it under its cell.
 * @module
 */
export { pathListing, rankingChart } from "./analysis_attribution.ts";
export {
  ablationChart,
  circuitFigure,
  circuitTable,
  cutTable,
  searchTable,
} from "./analysis_causes.ts";
export {
  gradientFlowChart,
  informationChart,
  neighbourTable,
  patchChart,
  saliencyChart,
} from "./analysis_context.ts";
export {
  formatShare,
  maskEffectTable,
  maskTable,
  stateGrid,
  thresholdChart,
  unitFrequencyChart,
  weightMaskPicture,
} from "./analysis_masks.ts";
export { type VerdictEvidence, verdictTable } from "./analysis_verdict.ts";
export { barChart, type BarChartOptions, type BarSeries } from "./bar_chart.ts";
export { characterName } from "./character_names.ts";
export { circuit, type CircuitEdge, type CircuitNode, type CircuitOptions } from "./circuit.ts";
export { colouredText, type ColouredTextOptions } from "./coloured_text.ts";
export { describe } from "./describe.ts";
export { Block, type Displayable, JUPYTER_DISPLAY, type MimeBundle } from "./displayable.ts";
export { Figure, type FigureContent } from "./figure.ts";
export { heatmap, type HeatmapOptions, type MatrixAxis } from "./heatmap.ts";
export { histogram, type HistogramOptions } from "./histogram.ts";
export { escapeHtml, visibleCharacter } from "./html.ts";
export { type Json, type JsonObject, toJson } from "./json.ts";
export {
  lineChart,
  type LineChartOptions,
  type LineSeries,
  type PointLabel,
} from "./line_chart.ts";
export { type LiveProgress, LiveTraining, liveTraining } from "./live.ts";
export { liveModel, type LiveModelOptions } from "./live_model.ts";
export * from "./palette.ts";
export { Prose, prose } from "./prose.ts";
export type { Reference } from "./references.ts";
export { scatter, type ScatterOptions, type ScatterSeries } from "./scatter.ts";
export { show } from "./show.ts";
export type { Axis, FigureOptions, PlotlySpec } from "./spec.ts";
export { staticPicture } from "./static_picture.ts";
export { type Cell, type Column, formatNumber, table, type TableOptions } from "./table.ts";
export { textSample, type TextSampleOptions } from "./text_sample.ts";

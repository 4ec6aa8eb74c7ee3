/**
 * Figures, tables and text samples that show themselves in Jupyter, in reports and in a terminal.
 *
 * Each builder turns plain data into one finished thing; `show` puts it under its cell.
 * @module
 */
export { barChart, type BarChartOptions, type BarSeries } from "./charts/bar_chart.ts";
export {
  circuit,
  type CircuitEdge,
  type CircuitNode,
  type CircuitOptions,
} from "./charts/circuit.ts";
export { colouredText, type ColouredTextOptions } from "./texts/coloured_text.ts";
export { button, choice, type Draw, slider, type SliderOptions } from "./notebook/controls.ts";
export { describe } from "./texts/describe.ts";
export {
  Block,
  type Displayable,
  JUPYTER_DISPLAY,
  type MimeBundle,
} from "./notebook/displayable.ts";
export { Figure, type FigureContent } from "./charts/figure.ts";
export { heatmap, type HeatmapOptions, type MatrixAxis } from "./charts/heatmap.ts";
export { histogram, type HistogramOptions } from "./charts/histogram.ts";
export { type Json, type JsonObject, toJson } from "./texts/json.ts";
export {
  lineChart,
  type LineChartOptions,
  type LineSeries,
  type PointLabel,
} from "./charts/line_chart.ts";
export { type LiveProgress, LiveTraining, liveTraining } from "./notebook/live.ts";
export {
  LiveTrainings,
  liveTrainings,
  type ManyLiveOutcome,
  type ManyLiveProgress,
} from "./notebook/live_many.ts";
export * from "./charts/palette.ts";
export { namesInWords } from "./charts/series.ts";
export { numbersTable } from "./texts/numbers_table.ts";
export { Prose, prose, proseList } from "./texts/prose.ts";
export type { Reference } from "./charts/references.ts";
export { scatter, type ScatterOptions, type ScatterSeries } from "./charts/scatter.ts";
export { Place, show } from "./notebook/show.ts";
export type { Axis, FigureOptions, PlotlySpec } from "./charts/spec.ts";
export { rasterise } from "./static/raster.ts";
export { titledSvg } from "./static/titled_svg.ts";
export { staticPicture } from "./static/static_picture.ts";
export { thumbnailPicture } from "./static/thumbnail.ts";
export {
  type Cell,
  type Column,
  formatNumber,
  formatShare,
  table,
  type TableOptions,
} from "./texts/table.ts";
export { textSample, type TextSampleOptions } from "./texts/text_sample.ts";

/** One small figure of each kind, with the edge cases that are easy to see in a golden file. */
import {
  barChart,
  circuit,
  type Figure,
  heatmap,
  histogram,
  lineChart,
  scatter,
} from "@lab/figures";

/** The figures by the names of their golden files. */
export function sampleFigures(): Record<string, Figure> {
  return {
    "line-chart": lineChart({
      title: "The loss <falls>",
      caption: "two seeds & their band",
      x: { label: "iteration" },
      y: { label: "loss", unit: "nats" },
      series: [
        {
          name: "a < b",
          x: [0, 1, 2],
          y: Float64Array.of(3, NaN, 1),
          band: { low: [2, 2, 0.5], high: [4, 3, 1.5] },
        },
        { name: "second", x: [0, 2], y: [2.5, 2], dash: "dash", mode: "lines+markers" },
        { name: "behind", y: [1, 1], faint: true, colour: 0 },
      ],
      references: [
        { axis: "y", value: 2, label: "guessing" },
        { axis: "x", value: 1, label: "one sweep" },
      ],
      points: [{ x: 2, y: 1, label: "here" }],
    }),
    "line-chart-log": lineChart({
      title: "Errors fall with the square root",
      x: { label: "count", log: true, range: [1, 1000] },
      y: { label: "error", log: true },
      series: [{ name: "error", x: [1, 10, 100], y: [1, 0.3, 0] }],
      references: [{ axis: "y", value: 0.1, label: "a tenth" }],
      points: [{ x: 10, y: 0.3, label: "ten" }],
    }),
    "heatmap-signed": heatmap({
      title: "Weights",
      rows: { label: "unit" },
      columns: { label: "character", names: ["a", "<", "1"] },
      values: Float64Array.of(-0.01, 0, 0.034, 0.005, NaN, -0.0025),
      shape: [2, 3],
      value: { label: "contribution", unit: "nats" },
    }),
    "heatmap-amounts": heatmap({
      title: "Probabilities",
      rows: { label: "before", names: ["x", "x"] },
      columns: { label: "after" },
      values: [[0.25, 0.75], [1, 0]],
      value: { label: "probability", range: [0, 1] },
      digits: 2,
    }),
    "bar-chart": barChart({
      title: "Two models",
      categories: { label: "model", names: ["bigram", "network & co"] },
      value: { label: "loss", unit: "bits per character" },
      series: [
        { name: "training", values: [3.5, 2.4], error: { low: [3.4, 2], high: [3.7, 2.5] } },
        { name: "held out", values: [3.6, 2.6] },
      ],
      horizontal: true,
      references: [{ value: 5.954, label: "guessing" }],
    }),
    "bar-chart-signed": barChart({
      title: "Contributions",
      categories: { label: "unit", names: ["7", "12", "7"] },
      value: { label: "contribution" },
      series: [{ name: "units", values: Float64Array.of(2, -1, 0) }],
      bySign: true,
    }),
    histogram: histogram({
      title: "Values",
      value: { label: "h" },
      series: [
        { name: "after", values: Float64Array.of(-1, -0.9, 0.1, 0.8, 1, NaN) },
        { name: "before", values: [0, 0.1, -0.1] },
      ],
      bins: 4,
      share: true,
      references: [{ value: 0.5, label: "threshold" }],
    }),
    scatter: scatter({
      title: "Two measures",
      x: { label: "ablation" },
      y: { label: "attribution" },
      series: [
        { name: "units", x: [1, 2, 3], y: [1.1, 1.9, 3.2] },
        { name: "largest", x: [4], y: [4], names: ["unit <4>"], labelled: true },
      ],
      diagonal: true,
    }),
    circuit: circuit({
      title: "A colon ends the line",
      columns: [
        { label: "read", nodes: [{ id: "':'" }, { id: "'<'", value: 0.5 }] },
        { label: "unit", nodes: [{ id: "h7", value: 0.97 }, { id: "h12", value: -0.8 }] },
        { label: "next", nodes: [{ id: "out", label: "⏎", value: 0.9 }] },
      ],
      edges: [
        { from: "':'", to: "h7", weight: 3.1 },
        { from: "h7", to: "h12", weight: -1.5 },
        { from: "h12", to: "h12", weight: 0.5 },
        { from: "h7", to: "out", weight: 4.2 },
        { from: "'<'", to: "h12", weight: 0.01 },
      ],
      strongest: 4,
    }),
  };
}

/** The text of plotly.js' cartesian bundle, read when it is first needed. */

/**
 * The library as one script.
 * @returns its text, 1.5 MB
 */
export async function plotlySource(): Promise<string> {
  const { default: source } = await import(
    "plotly.js-cartesian-dist-min/plotly-cartesian.min.js",
    { with: { type: "text" } }
  );
  return source;
}

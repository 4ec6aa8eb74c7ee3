/**
 * Gives plotly.js to the notebook's front-end, so that figures become interactive there too.
 *
 * JupyterLab has no plotly.js. With `CHAR_RNN_INTERACTIVE=1` in the kernel's environment, the first
 * `show` of a session sends it as a display that is emptied again at once: the front-end keeps the
 * library, the saved notebook does not grow by 1.5 MB.
 */
import { isInteractive, send } from "./sending.ts";
import { plotlySource } from "../static/plotly_source.ts";

/** Draws the figures that were waiting for plotly.js. */
const DRAW_WAITING = "for (const draw of window.labFigures || []) draw(); window.labFigures = [];";

/** How long a front-end gets to run the script before the display is emptied. */
const RUNNING_MS = 400;

let offered: Promise<void> | undefined;

/**
 * A script that brings plotly.js, unless it is there, and draws the figures that wait for it.
 * @returns the script's text
 */
export async function interactiveScript(): Promise<string> {
  const source = (await plotlySource()).replaceAll("</script", "<\\/script");
  return `if (!window.Plotly) {${source}\n}\n${DRAW_WAITING}`;
}

async function sendPlotly(): Promise<void> {
  const id = crypto.randomUUID();
  const html = `<script>${await interactiveScript()}</script>`;
  await send({ "text/html": html, "text/plain": "" }, id);
  await new Promise((resolve) => setTimeout(resolve, RUNNING_MS));
  await send({ "text/html": "", "text/plain": "" }, id, true);
}

/**
 * Sends plotly.js to the front-end, once in a session, where `CHAR_RNN_INTERACTIVE=1` asks for it.
 * @returns when it has been sent
 */
export async function offerPlotly(): Promise<void> {
  if (!isInteractive()) return;
  offered ??= sendPlotly().catch((error) => {
    offered = undefined;
    throw error;
  });
  await offered;
}

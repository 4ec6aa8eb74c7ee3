/** Attribution against NumPy in float64: on a small random network, and on the one that ships. */
import { DATA_FOLDER, loadBundledText } from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";
import stored from "../../reference/analysis/attribution.json" with { type: "json" };
import { smallModel } from "../models.ts";
import { compareAttribution } from "./reference.ts";

const { text, ...model } = smallModel();
compareAttribution("H = 11", model, text, stored.small, 1e-10);

const shipped = await loadSnapshot(new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER));
const play = (await loadBundledText()).text.slice(0, 20_000);
compareAttribution("shipped", shipped, play, stored.shipped, 1e-9);

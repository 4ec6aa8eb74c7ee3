/** Sets of units against NumPy in float64: on a small random network, and on the one that ships. */
import { DATA_FOLDER, loadBundledText } from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";
import stored from "../../reference/analysis/search.json" with { type: "json" };
import { smallModel } from "../models.ts";
import { compareSets } from "./reference.ts";

const { text, ...model } = smallModel();
compareSets("H = 11", model, text, stored.small, 1e-11);

const shipped = await loadSnapshot(new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER));
const play = (await loadBundledText()).text.slice(0, 40_000);
compareSets("shipped", shipped, play, stored.shipped, 1e-9);

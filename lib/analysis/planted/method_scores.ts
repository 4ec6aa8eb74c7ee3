/**
 * Methods scored on planted circuits: which of the units that a method can see does it find, and what
 * else does it take for one?
 *
 * A unit counts as found where its effect is at least {@link FOUND_SHARE} of the whole: of all that
 * speaks for the target (attribution), of the difference between the texts (patching), of the
 * probability of the target (ablation through time). The search says itself what it found. Claim: these
 * shares of hits, for these networks. What it leaves out: other networks (see `planted_circuit.ts`).
 */
import { ablateThroughTime } from "../causes/ablation_through_time.ts";
import { collectBehaviour } from "../causes/behaviour.ts";
import { splitOccurrences } from "../causes/occurrences.ts";
import { carriersIn, FOUND_SHARE } from "../patching/carriers.ts";
import { patchScan } from "../patching/patch_scan.ts";
import { rankUnits } from "../causes/ranking.ts";
import { searchUnits } from "../sets/search.ts";
import type { PlantedCircuit } from "./planted_circuit.ts";

/** A way to find units. */
export type FindingMethod = "attribution" | "search" | "patch scan" | "ablation through time";

/** What a method found in a planted circuit. Cells are units at a depth, for the patch scan. */
export interface MethodScore {
  /** The method. */
  readonly method: FindingMethod;
  /** The units that it found. */
  readonly units: readonly number[];
  /** How many of the units (cells) found are among those that the method can see. */
  readonly hits: number;
  /** How many units (cells) it found. */
  readonly found: number;
  /** How many units (cells) it can see. */
  readonly visible: number;
  /** Which share of what was found is right: hits / found; 1 where nothing was found. */
  readonly precision: number;
  /** Which share of what can be seen was found: hits / visible. */
  readonly recall: number;
  /** Which share of the mechanism's units was found. */
  readonly ofMechanism: number;
}

/** How the methods are run. */
export interface MethodOptions {
  /** Which ones; all when left out. */
  methods?: readonly FindingMethod[];
  /** How many characters are read; 3000 when left out. */
  characters?: number;
  /** How many pairs of texts are patched; 10 when left out. */
  pairs?: number;
  /** Seed of the texts; 1 when left out. */
  seed?: number;
  /** From which share of the whole on an effect counts; {@link FOUND_SHARE} when left out. */
  share?: number;
}

/** By attribution, the units with a share of all that speaks for the target. */
function attributed(planted: PlantedCircuit, text: string, share: number): number[] {
  const ranked = rankUnits(collectBehaviour(planted.model, text, planted.behaviour));
  const whole = ranked.reduce((sum, { contribution }) => sum + Math.max(0, contribution), 0);
  return ranked.filter(({ contribution }) => contribution >= share * whole).map((row) => row.unit);
}

/** By ablation through time, the units without which the target or the rival gets less likely. */
function missed(planted: PlantedCircuit, text: string, share: number): number[] {
  const { model, behaviour, opposite } = planted;
  const found = new Set<number>();
  for (const asked of [behaviour, opposite ?? behaviour]) {
    const collected = collectBehaviour(model, text, { ...asked, pool: 1 });
    for (let unit = 0; unit < model.parameters.hiddenSize; unit++) {
      const { full, lost } = ablateThroughTime(collected, text, { units: [unit] });
      if (lost.mean >= share * full) found.add(unit);
    }
  }
  return [...found];
}

/** The smallest set found that is enough for the target and needed, against the mean. */
async function searched(planted: PlantedCircuit, text: string): Promise<readonly number[]> {
  const halves = splitOccurrences(collectBehaviour(planted.model, text, planted.behaviour));
  // By resampling, a set has to hold as well what would speak against the target elsewhere.
  const asked = { purpose: "both", occurrences: 64, goals: { by: ["mean"] } } as const;
  const { best } = await searchUnits(...halves, asked);
  return best?.units ?? [];
}

/** Units at depths, as one name each. */
const cellsOf = (byDepth: readonly (readonly number[])[]): string[] =>
  byDepth.flatMap((units, depth) => units.map((unit) => `${unit} at ${depth}`));

/** What a method found, among what it can see: units, or cells and the units in them. */
interface Found {
  units: readonly number[];
  found?: readonly unknown[];
  visible: readonly unknown[];
}

function scoreOf(
  method: FindingMethod,
  { units, found = units, visible }: Found,
  mechanism: readonly number[],
): MethodScore {
  const hits = found.filter((cell) => visible.includes(cell)).length;
  return {
    method,
    units,
    hits,
    found: found.length,
    visible: visible.length,
    precision: found.length === 0 ? 1 : hits / found.length,
    recall: hits / visible.length,
    ofMechanism: mechanism.filter((unit) => units.includes(unit)).length / mechanism.length,
  };
}

/**
 * Runs each method on a planted circuit and scores what it finds.
 * @param planted the circuit
 * @param options how much text, how many pairs, and what counts as found
 * @returns a row for each method
 * @example
 * ```ts
 * import { plantCircuit, scoreMethods } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const delayLine = plantCircuit("delay line", 1);
 * const [attribution] = await scoreMethods(delayLine, { methods: ["attribution"] });
 * assertEquals([attribution.precision, attribution.recall], [1, 1]);
 * assertEquals(attribution.ofMechanism < 1, true); // the gate and the line's last unit
 * ```
 */
export async function scoreMethods(
  planted: PlantedCircuit,
  options: MethodOptions = {},
): Promise<MethodScore[]> {
  const { characters = 3000, pairs = 10, seed = 1, share = FOUND_SHARE } = options;
  const { model, atDecision, carriers, behaviour, rival } = planted;
  const text = planted.write(characters, seed);
  const all = Object.values(planted.mechanism).flat();
  const run: Record<FindingMethod, () => Found | Promise<Found>> = {
    "attribution": () => ({ units: attributed(planted, text, share), visible: atDecision }),
    "search": async () => ({ units: await searched(planted, text), visible: atDecision }),
    "patch scan": () => {
      const scan = patchScan(model, planted.pairs(pairs, seed), {
        targets: behaviour.targets,
        against: rival,
      });
      const byDepth = carriersIn(scan, share);
      const units = [...new Set(byDepth.flat())];
      return { units, found: cellsOf(byDepth), visible: cellsOf(carriers) };
    },
    "ablation through time": () => ({ units: missed(planted, text, share), visible: all }),
  };
  const { methods = Object.keys(run) as FindingMethod[] } = options;
  return await Promise.all(
    methods.map(async (method) => scoreOf(method, await run[method](), all)),
  );
}

/** What the builders of lib/findings show, on two models that lead to different sentences. */
import { Figure } from "@lab/figures";
import { assert, assertNotEquals } from "@std/assert";
import { assertGolden, assertNoOrphans, goldenEnding, type Shown } from "../golden.ts";
import { BLANK, type FindingsModel, MODELS } from "./models.ts";

/** Shows one finding of a model, or of another result. */
export type Finding<Of = FindingsModel> = (of: Of) => Shown | Promise<Shown>;

/**
 * Defines a test for each builder: on `planted` and on `tangled` it shows what the golden files
 * tests/reference/findings/ROOM/NAME-planted.json (.txt for tables and paragraphs) and
 * NAME-tangled.json hold, and its first sentences differ; and its words hold, whatever the model,
 * also for one that knows nothing.
 * @param room the file of lib/findings that the builders stand in
 * @param findings the builders by the names of their golden files
 * @param results two other results to show, by the names that stand for the models'
 */
export function testGolden(room: string, findings: Readonly<Record<string, Finding>>): void;
export function testGolden<Of>(
  room: string,
  findings: Readonly<Record<string, Finding<Of>>>,
  results: Readonly<Record<string, Of>>,
): void;
export function testGolden(
  room: string,
  findings: Readonly<Record<string, Finding>>,
  results: Readonly<Record<string, FindingsModel>> = MODELS,
): void {
  const names = Object.keys(results);
  const folder = new URL(`../reference/findings/${room}/`, import.meta.url);
  /** What a finding shows of the first model, which two tests look at. */
  const ofFirst = new Map<string, Shown>();
  const showFirst = async (name: string): Promise<Shown> => {
    const shown = ofFirst.get(name) ?? await findings[name](results[names[0]]);
    ofFirst.set(name, shown);
    return shown;
  };
  for (const [name, finding] of Object.entries(findings)) {
    Deno.test(`${name}() shows the golden words and numbers, others for another model`, async () => {
      const others = names.slice(1).map((model) => finding(results[model]));
      const shown = await Promise.all([showFirst(name), ...others]);
      for (const [k, model] of names.entries()) {
        await assertGolden(shown[k], new URL(`${name}-${model}`, folder));
      }
      const [first, second] = shown.map((one) => one instanceof Figure ? one.title : `${one}`);
      assertNotEquals(first, second);
      const words = results === MODELS ? [...shown, await finding(BLANK)] : shown;
      for (const text of words.map(String)) {
        assert(!/undefined|NaN|not a number|““/.test(text), text);
      }
    });
  }
  Deno.test(`golden files of ${room} belong to a finding each`, async () => {
    const files = Object.keys(findings).map(async (name) => {
      const ending = goldenEnding(await showFirst(name));
      return names.map((model) => `${name}-${model}${ending}`);
    });
    await assertNoOrphans(folder, (await Promise.all(files)).flat());
  });
}

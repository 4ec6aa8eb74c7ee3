/** What the builders of lib/findings show, on two models that lead to different sentences. */
import { Block, type Figure } from "@lab/figures";
import { assert, assertNotEquals } from "@std/assert";
import { assertGolden, assertNoOrphans, goldenEnding } from "../golden.ts";
import { type FindingsModel, MODELS } from "./models.ts";

/** Shows one finding of a model. */
export type Finding = (of: FindingsModel) => Figure | Block;

const names = Object.keys(MODELS) as (keyof typeof MODELS)[];

/**
 * Defines a test for each builder: on `planted` and on `tangled` it shows what the golden files
 * tests/reference/findings/ROOM/NAME-planted.json (.txt for tables) and NAME-tangled.json hold, and
 * its first sentences differ.
 * @param room the file of lib/findings that the builders stand in
 * @param findings the builders by the names of their golden files
 */
export function testGolden(room: string, findings: Readonly<Record<string, Finding>>): void {
  const folder = new URL(`../reference/findings/${room}/`, import.meta.url);
  for (const [name, finding] of Object.entries(findings)) {
    Deno.test(`${name}() shows the golden words and numbers, others for another model`, async () => {
      const shown = names.map((model) => finding(MODELS[model]));
      for (const [k, model] of names.entries()) {
        await assertGolden(shown[k], new URL(`${name}-${model}`, folder));
        assert(!/undefined|NaN|not a number|““/.test(`${shown[k]}`), `${shown[k]}`);
      }
      const [planted, tangled] = shown.map((one) => one instanceof Block ? one.text : one.title);
      assertNotEquals(planted, tangled);
    });
  }
  Deno.test(`golden files of ${room} belong to a finding each`, () =>
    assertNoOrphans(
      folder,
      Object.entries(findings).flatMap(([name, finding]) => {
        const ending = goldenEnding(finding(MODELS.planted));
        return names.map((model) => `${name}-${model}${ending}`);
      }),
    ));
}

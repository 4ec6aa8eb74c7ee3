/** A snapshot's texts and numbers in a .safetensors header, as JSON in one entry. */

/** Numbers that JSON has no word for, as Python spells them. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["-inf", -Infinity],
  ["-0.0", -0],
]);

type Metadata = Readonly<Record<string, string | number>>;

/**
 * Texts and numbers as JSON; NaN, the infinities and −0 as `{"float": "nan"}`.
 * @param metadata texts and numbers by their names
 * @returns the JSON
 */
export function metadataToJson(metadata: Metadata): string {
  return JSON.stringify(Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => {
      const [word] = [...WORDS].find(([, number]) => Object.is(number, value)) ?? [];
      return [name, word === undefined ? value : { float: word }];
    }),
  ));
}

/**
 * The values of a header: our own come as JSON in its entry `metadata`, other entries are texts.
 * @param metadata the header's texts
 * @returns texts and numbers by their names
 */
export function parseMetadata(metadata: Readonly<Record<string, string>>): Map<string, unknown> {
  const { metadata: own, ...texts } = metadata;
  const values = new Map<string, unknown>(Object.entries(texts));
  if (own === undefined) return values;
  try {
    for (const [name, value] of Object.entries(JSON.parse(own))) {
      const number = WORDS.get((value as { float?: string } | null)?.float ?? "");
      if (typeof value === "string" || typeof value === "number") values.set(name, value);
      else if (number !== undefined) values.set(name, number);
    }
  } catch {
    values.set("metadata", own);
  }
  return values;
}

/** Writes notebooks as Jupyter does, so that opening and saving one changes no byte. */
import type { Cell, MimeBundle, Notebook, Output } from "./nbformat.ts";

/** A text as the array of its lines, which is what Jupyter writes. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const bundle = (data: MimeBundle): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([type, content]) => [
      type,
      typeof content === "string" && !type.startsWith("image/") || type === "image/svg+xml"
        ? lines(content as string)
        : content,
    ]),
  );

const output = (of: Output): unknown =>
  of.output_type === "stream"
    ? { ...of, text: lines(of.text) }
    : "data" in of
    ? { ...of, data: bundle(of.data) }
    : of;

const cell = (of: Cell): unknown => ({
  ...of,
  source: lines(of.source),
  ...of.cell_type === "code" && { outputs: of.outputs.map(output) },
});

/** The same with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/**
 * A notebook as the text of an `.ipynb` file, byte for byte as Jupyter saves it: keys in order, texts as
 * arrays of lines, an indent of one space, a line break at the end.
 * @param notebook the notebook
 * @returns JSON in nbformat 4
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 * @example
 * ```ts
 * import { formatNotebook, parseNotebook } from "@lab/notebooks";
 * import { assertEquals } from "@std/assert";
 * const text = '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n';
 * assertEquals(formatNotebook(parseNotebook(text)), text);
 * ```
 */
export function formatNotebook(notebook: Notebook): string {
  const plain = { ...notebook, cells: notebook.cells.map(cell) };
  return `${JSON.stringify(sorted(plain), null, 1)}\n`;
}

import { assertEquals, assertThrows } from "@std/assert";
import { NotebookSyntaxError, parseNotebook } from "@lab/notebooks";

const whole = (cells: unknown): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

const failure = (source: string): NotebookSyntaxError =>
  assertThrows(() => parseNotebook(source, "a.ipynb"), NotebookSyntaxError);

Deno.test("parseNotebook() joins the lines of sources, streams and texts, not of JSON", () => {
  const { cells } = parseNotebook(whole([{
    cell_type: "code",
    id: "a1",
    metadata: {},
    source: ["1;\n", "2"],
    execution_count: 3,
    outputs: [
      { output_type: "stream", name: "stdout", text: ["a\n", "b"] },
      {
        output_type: "execute_result",
        data: { "text/plain": ["x", "y"], "application/vnd.plotly.v1+json": ["x", "y"] },
        metadata: {},
        execution_count: 3,
      },
    ],
  }]));
  assertEquals(cells, [{
    cell_type: "code",
    id: "a1",
    metadata: {},
    source: "1;\n2",
    execution_count: 3,
    outputs: [
      { output_type: "stream", name: "stdout", text: "a\nb" },
      {
        output_type: "execute_result",
        data: { "text/plain": "xy", "application/vnd.plotly.v1+json": ["x", "y"] },
        metadata: {},
        execution_count: 3,
      },
    ],
  }]);
});

Deno.test("parseNotebook() says where a file stops being JSON", () => {
  assertEquals(failure("# A title\n").position, "line 1 column 1");
  assertEquals(failure('{\n  "cells": [1,, 2]\n}').position, "line 2 column 15");
  assertEquals(failure("").position, "line 1 column 1");
  assertEquals(failure('{"cells": [\n').position, "line 2 column 1");
  assertEquals(failure("{} // no comments").position, "line 1 column 4");
});

Deno.test("parseNotebook() says which part is not a notebook's", () => {
  assertEquals(failure("[]").position, "the whole file");
  assertEquals(
    failure('{"nbformat": 3}').message,
    "Cannot read notebook 'a.ipynb': nbformat: must be 4: current value is 3 " +
      "(Jupyter opens it and saves it as 4)",
  );
  assertEquals(failure('{"nbformat": 4}').position, "cells");
  assertEquals(failure(whole([{ cell_type: "query", source: "" }])).position, "cells[0].cell_type");
  assertEquals(failure(whole([{ cell_type: "raw", source: 5 }])).position, "cells[0].source");
  const outputs = [{ output_type: "stream", name: "stdin", text: "" }];
  assertEquals(
    failure(whole([{ cell_type: "code", source: "", outputs }])).message,
    "Cannot read notebook 'a.ipynb': cells[0].outputs[0].name: " +
      'must be "stdout" or "stderr": current value is "stdin"',
  );
});

Deno.test("parseNotebook() reads a file with a byte order mark", () => {
  assertEquals(parseNotebook(`\uFEFF${whole([])}`, "a.ipynb").cells, []);
});

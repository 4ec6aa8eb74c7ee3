/** A behaviour at some of its occurrences only. H: hidden units. */
import { checkBehaviour, checkInteger } from "../checks.ts";
import type { Behaviour } from "./behaviour.ts";

/**
 * The same behaviour at some of its occurrences only.
 * @param behaviour the behaviour
 * @param rows which occurrences, 0 … n − 1
 * @returns a behaviour with copies of these rows; mean and pool stay
 * @throws {RangeError} when there is no row or one is out of range
 * @example
 * ```ts
 * import { collectBehaviour, selectOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals([...selectOccurrences(behaviour, [2, 0]).positions], [7, 1]);
 * ```
 */
export function selectOccurrences(behaviour: Behaviour, rows: readonly number[]): Behaviour {
  checkBehaviour(behaviour, "select occurrences");
  const H = behaviour.mean.length;
  const n = behaviour.positions.length;
  checkInteger(rows.length, "rows.length", [1, Infinity], "select occurrences");
  const hs = new Float64Array(rows.length * H);
  const hPrevs = new Float64Array(rows.length * H);
  rows.forEach((row, k) => {
    checkInteger(row, "rows", [0, n - 1], "select occurrences");
    hs.set(behaviour.hs.subarray(row * H, (row + 1) * H), k * H);
    hPrevs.set(behaviour.hPrevs.subarray(row * H, (row + 1) * H), k * H);
  });
  return {
    ...behaviour,
    positions: Int32Array.from(rows, (r) => behaviour.positions[r]),
    indices: Int32Array.from(rows, (r) => behaviour.indices[r]),
    hs,
    hPrevs,
  };
}

/**
 * Splits a behaviour's occurrences in two halves, every other one: units are chosen on the first
 * half and scored on the second, so that the score is not won by chance.
 * @param behaviour a behaviour with at least two occurrences
 * @returns `[first, second]`: occurrences 0, 2, 4 … and 1, 3, 5 …
 * @throws {RangeError} when there are fewer than two occurrences
 * @example
 * ```ts
 * import { collectBehaviour, splitOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals(splitOccurrences(behaviour).map((half) => half.positions.length), [2, 1]);
 * ```
 */
export function splitOccurrences(behaviour: Behaviour): [first: Behaviour, second: Behaviour] {
  checkBehaviour(behaviour, "split a behaviour in halves");
  const rows = [...behaviour.positions.keys()];
  checkInteger(rows.length, "occurrences", [2, Infinity], "split a behaviour in halves");
  return [
    selectOccurrences(behaviour, rows.filter((row) => row % 2 === 0)),
    selectOccurrences(behaviour, rows.filter((row) => row % 2 === 1)),
  ];
}

/**
 * The same behaviour at no more than some number of occurrences, evenly spaced over the text.
 * @param behaviour the behaviour
 * @param count how many occurrences to keep at most, ≥ 1
 * @returns the behaviour itself when it has no more than `count`, else a smaller one
 * @throws {RangeError} when `count` is not an integer ≥ 1
 * @example
 * ```ts
 * import { collectBehaviour, thinOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab: ") };
 * const behaviour = collectBehaviour(model, "a: b: a: ", { after: ":", targets: " " });
 * assertEquals([...thinOccurrences(behaviour, 1).positions], [4]);
 * ```
 */
export function thinOccurrences(behaviour: Behaviour, count: number): Behaviour {
  checkBehaviour(behaviour, "thin occurrences");
  checkInteger(count, "count", [1, Infinity], "thin occurrences");
  const n = behaviour.positions.length;
  if (n <= count) return behaviour;
  const rows = Array.from({ length: count }, (_, k) => Math.floor((k + 0.5) * n / count));
  return selectOccurrences(behaviour, rows);
}

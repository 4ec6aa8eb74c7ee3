/** Cuts and circuits as figures: which inputs and weights carry a behaviour. */
import { type Behaviour, type Circuit, type CutResult, otherInputs } from "@lab/analysis";
import { type Block, circuit, type Figure, formatShare, table } from "@lab/figures";
import { characterName, inWords, visibleCharacter } from "@lab/text";
import { capital, eventName, measureInWords, measureName } from "./behaviour.ts";

/**
 * The step with one of its inputs cut.
 * @param cuts the full step and its cuts
 * @param behaviour what they were measured on
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { collectBehaviour, cutInputs } from "@lab/analysis";
 * import { cutTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertStringIncludes(cutTable(cutInputs(behaviour), behaviour).text, "the same character in another text gives 33 %");
 * ```
 */
export function cutTable(cuts: readonly CutResult[], behaviour: Behaviour): Block {
  const { full, otherText, otherCharacter } = otherInputs(cuts);
  const measured = ({ value, interval, error }: CutResult): string => {
    const [own, low, high] = [value, ...interval].map((end) => measureInWords(end, behaviour));
    return Number.isNaN(error) || (low === own && high === own)
      ? own
      : `${own} (${low} to ${high})`;
  };
  const parts = { nothing: "nothing", Whh: "state before (Whh · h)", Wxh: "character (Wxh · x)" };
  const by = { nothing: "–", zero: "zero", mean: "mean", resample: "from elsewhere in the text" };
  return table({
    title:
      `${capital(behaviour.label)}: ${measureInWords(full.value, behaviour)}; the same character ` +
      `in another text gives ${measured(otherText)}, another character in the same text ` +
      measured(otherCharacter),
    caption:
      `${eventName(behaviour)} with one of the step's two inputs replaced; ± is the standard ` +
      "error of the mean over occurrences and resampled states; in brackets, intervals of 95 %.",
    columns: [
      "cut",
      "replaced by",
      ...behaviour.targets.map((character) => ({
        label: `P(${characterName(character)})`,
        digits: 3,
      })),
      { label: behaviour.against.length === 0 ? "together" : measureName(behaviour), digits: 3 },
      { label: "±", digits: 3 },
      { label: "KL from the full network", unit: "bits", digits: 3 },
    ],
    rows: cuts.map((row) => [
      parts[row.cut],
      by[row.by],
      ...row.targets.map(({ probability }) => probability),
      row.value,
      Number.isNaN(row.error) ? "–" : row.error,
      row.klBits,
    ]),
  });
}

/** What a circuit's picture has no edges for. */
const leftOut = ({ units, edges, share }: Circuit["leftOut"]): string =>
  units === 0
    ? "no other unit"
    : `the ${edges} weights of the ${units} other units, ${formatShare(share)} of what all carry`;

/**
 * A behaviour's circuit: input → units → targets, with what each weight carries.
 * @param drawn the circuit
 * @param of how many units the set has that these were taken from; all are drawn when left out
 * @returns a picture of the circuit
 * @example
 * ```ts
 * import { circuitOf, collectBehaviour } from "@lab/analysis";
 * import { circuitFigure } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertEquals(circuitFigure(circuitOf(behaviour, [0, 3])).title, "“:” → 2 units → space");
 * ```
 */
export function circuitFigure(drawn: Circuit, of = drawn.units.length): Figure {
  const input = drawn.input === undefined ? "what is read" : characterName(drawn.input);
  const idOf = (node: string | number): string =>
    typeof node === "number" ? `unit ${node}` : node === "input" ? input : characterName(node);
  return circuit({
    title: `${input} → ${drawn.units.length}${of > drawn.units.length ? ` of ${of}` : ""} unit${
      of === 1 ? "" : "s"
    } → ${inWords(drawn.outputs)}`,
    caption: "Left: the weights of Wxh from the input's column" +
      (drawn.input === undefined ? ", their mean over what is read" : "") +
      ". Right: each weight of Why times (h − its mean over the text), what the unit adds to the " +
      "logit in nats. Colours of units: " +
      `mean activation ${drawn.label}. Left out: ${
        leftOut(drawn.leftOut)
      }, and all weights of Whh.`,
    height: 140 + 52 * Math.max(3, drawn.units.length),
    columns: [
      { label: "input", nodes: [{ id: input }] },
      {
        label: "hidden units",
        nodes: drawn.units.map(({ unit, hAtOccurrences }) => ({
          id: idOf(unit),
          value: hAtOccurrences,
        })),
      },
      { label: "next character", nodes: drawn.outputs.map((id) => ({ id: characterName(id) })) },
    ],
    edges: drawn.edges.map(({ from, to, carries }) => ({
      from: idOf(from),
      to: idOf(to),
      weight: carries,
    })),
  });
}

/**
 * A circuit's weights, and its units' mean activations and inputs.
 * @param drawn the circuit
 * @returns a table with a row for each unit
 * @example
 * ```ts
 * import { circuitOf, collectBehaviour } from "@lab/analysis";
 * import { circuitTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertStringIncludes(circuitTable(circuitOf(behaviour, [0, 3])).text, "Why[“␣”, unit]");
 * ```
 */
export function circuitTable(drawn: Circuit): Block {
  const input = drawn.input === undefined ? "read" : `“${visibleCharacter(drawn.input)}”`;
  const numbers = [
    "h",
    "h on average",
    `Wxh[unit, ${input}]`,
    "Whh h",
    "bh",
    ...drawn.outputs.map((output) => `Why[“${visibleCharacter(output)}”, unit]`),
  ];
  return table({
    title: `The circuit's weights, and its units' mean activations and inputs ${drawn.label}`,
    columns: ["unit", ...numbers.map((label) => ({ label, digits: 2 }))],
    rows: drawn.units.map((node) => [
      ...[node.unit, node.hAtOccurrences, node.hOverText, node.input, node.recurrent, node.bias],
      ...drawn.edges.filter((edge) => edge.from === node.unit).map((edge) => edge.weight),
    ]),
  });
}

/** What every analysis asks of its arguments. Internal: not part of the folder's front door. */
import { quoteCharacter, type Vocabulary } from "@lab/text";

/** What a value is, as errors say it. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return "a text";
  if (ArrayBuffer.isView(value)) return "numbers";
  if (Array.isArray(value)) return typeof value[0] === "number" ? "numbers" : "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  if ("hPrevs" in value) return "a behaviour";
  if ("Wxh" in value) return "parameters without a vocabulary";
  return "parameters" in value && "vocabulary" in value ? "a model" : "something else";
}

/** What a check has found: one clear line. */
function wrong(action: string, name: string, rule: string, value: unknown): TypeError {
  return new TypeError(
    `Cannot ${action} as '${name}' must be ${rule}: current value is ${kindOf(value)}`,
  );
}

/** A model, not its parameters alone nor a text. */
export function checkModel(model: unknown, action: string): void {
  if (kindOf(model) === "a model") return;
  throw wrong(action, "model", "{ parameters, vocabulary }, such as loadSnapshot() gives", model);
}

/** A behaviour, not the model that has it. */
export function checkBehaviour(behaviour: unknown, action: string): void {
  if (kindOf(behaviour) === "a behaviour") return;
  throw wrong(action, "behaviour", "what collectBehaviour() gives", behaviour);
}

/** A text, not the numbers of its characters. */
export function checkText(text: unknown, action: string, name = "text"): void {
  if (kindOf(text) !== "numbers" && Symbol.iterator in Object(text)) return;
  throw wrong(action, name, "characters (vocabulary.decode() gives them for numbers)", text);
}

/** The units, each once and within 0 … H − 1, at least one of them. */
export function checkUnits(units: Iterable<number>, hiddenSize: number, action: string): number[] {
  const list = [...units];
  if (list.length === 0) {
    throw new RangeError(
      `Cannot ${action} as 'units' must name at least one hidden unit: current value is empty`,
    );
  }
  const seen = new Set<number>();
  for (const unit of list) {
    if (!Number.isInteger(unit) || unit < 0 || unit >= hiddenSize) {
      throw new RangeError(
        `Cannot ${action} as 'units' must be integers from 0 to ${hiddenSize - 1}: current value ` +
          `is ${unit}`,
      );
    }
    if (seen.has(unit)) {
      throw new RangeError(
        `Cannot ${action} as 'units' must name each hidden unit once: ${unit} is repeated`,
      );
    }
    seen.add(unit);
  }
  return list;
}

/** Different characters of the vocabulary, at least one, given as a text such as `" \n"`. */
export function checkCharacters(
  characters: Iterable<string>,
  vocabulary: Vocabulary,
  name: string,
  action: string,
): string[] {
  checkText(characters, action, name);
  const list = [...new Set(characters)];
  if (list.length === 0) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must hold at least one character: current value is empty`,
    );
  }
  for (const character of list) {
    if (!vocabulary.has(character)) {
      throw new RangeError(
        `Cannot ${action} as '${name}' must hold characters of the vocabulary's ` +
          `${vocabulary.size}: current value has ${quoteCharacter(character)}`,
      );
    }
  }
  return list;
}

/** A text that is not empty, as numbers. */
export function checkPrefix(prefix: string, vocabulary: Vocabulary, action: string): Int32Array {
  checkText(prefix, action, "prefix");
  if (prefix === "") {
    throw new RangeError(
      `Cannot ${action} as 'prefix' must have at least one character: current value is empty`,
    );
  }
  checkCharacters(prefix, vocabulary, "prefix", action);
  return vocabulary.encode(prefix);
}

/** A threshold from 0 to 1. */
export function checkThreshold(threshold: number, action: string, name = "threshold"): void {
  if (typeof threshold !== "number") {
    throw new TypeError(
      `Cannot ${action} as '${name}' must be a number: current value is ${String(threshold)}`,
    );
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must be a number from 0 to 1: current value is ${threshold}`,
    );
  }
}

/** An integer within limits. */
export function checkInteger(
  value: number,
  name: string,
  [low, high]: readonly [number, number],
  action: string,
): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  const rule = high === Infinity ? `an integer >= ${low}` : `an integer from ${low} to ${high}`;
  throw new RangeError(`Cannot ${action} as '${name}' must be ${rule}: current value is ${value}`);
}

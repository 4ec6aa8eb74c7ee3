/** The wrong thing in the right place: one clear line at every door that takes a model, a text or a behaviour. */
import * as analysis from "@lab/analysis";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { randomModel, randomText } from "./models.ts";

const model = randomModel(3);
const { parameters, vocabulary } = model;
const text = randomText(model, 300, 3);
const indices = vocabulary.encode(text);
const behaviour = analysis.collectBehaviour(model, text, { after: ":", targets: " " });
const targets = " ";

/** Doors that take a model first, with what comes behind it. */
const MODEL_FIRST: Record<string, unknown[]> = {
  BehaviourRecorder: [{ after: ":", targets }],
  ContextInformation: [{ targets }],
  UnitStatistics: [],
  activationMasks: ["ab:"],
  attributeLogits: [new Float64Array(11), { of: "a", reference: behaviour.mean }],
  attributePreActivation: [new Float64Array(11), "a", 0],
  collectBehaviour: [text, { after: ":", targets }],
  compareBeginnings: ["ab", "abab"],
  contextInformation: [text, { targets }],
  contextInformationAfter: [behaviour.pool, { targets }],
  gradientFlow: [text],
  integrateInputs: ["ab", { targets, reference: behaviour }],
  integrateState: [new Float64Array(11), { targets, reference: behaviour }],
  observe: [text, []],
  patchByDepth: [{ from: "ab", into: "ab", targets }],
  pathTable: [new Float64Array(11), { input: "a", output: "b", reference: behaviour }],
  recordActivations: [text],
  saliency: ["ab", { targets }],
  secondFeeds: [text],
  softmaxRounding: ["ab"],
  sweepThresholds: ["ab", [0.5]],
  unitStatistics: [text],
  walk: [text],
  cycleMultipliers: [[new Float64Array(11)]],
  differenceLife: [text],
  exploreSides: [text],
  findFixedPoints: ["a", behaviour.pool],
  findSides: [text],
  followCharacter: ["a", [new Float64Array(11)]],
  lyapunovExponents: [text],
  measureTraps: ["ab", "abab"],
  probeMemory: [text],
  patchScan: [[], { targets }],
  testMasks: [[]],
  classMeans: [text, () => "all"],
  findBasins: [new Float64Array(11), "ab", [], [1]],
  foldConstantUnits: [text],
  foldUnits: [[0], behaviour.mean],
  maskedProbabilities: [{}, {}],
  pairPlaces: [text, { count: 1, clean: () => true, corrupted: () => true }],
  takeSnapshot: [text, []],
};

/** Doors that take a text behind the model, with what comes behind that. */
const TEXT_SECOND: Record<string, unknown[]> = {
  activationMasks: [],
  collectBehaviour: [{ after: ":", targets }],
  contextInformation: [{ targets }],
  gradientFlow: [],
  integrateInputs: [{ targets, reference: behaviour }],
  observe: [[]],
  recordActivations: [],
  saliency: [{ targets }],
  secondFeeds: [],
  sweepThresholds: [[0.5]],
  unitStatistics: [],
  walk: [],
  differenceLife: [],
  exploreSides: [],
  findSides: [],
  lyapunovExponents: [],
  probeMemory: [],
  takeSnapshot: [[]],
  classMeans: [() => "all"],
  foldConstantUnits: [],
  pairPlaces: [{ count: 1, clean: () => true, corrupted: () => true }],
};

/** Doors that take a behaviour first, with what comes behind it. */
const BEHAVIOUR_FIRST: Record<string, unknown[]> = {
  ablate: [{ units: [0] }],
  ablationCurves: [],
  circuitOf: [[0]],
  cutInputs: [],
  edgeEffects: [],
  edgeShares: [[{ from: 0, to: 1 }]],
  rankUnits: [],
  scoreSet: [[0]],
  searchPurposes: [behaviour],
  searchUnits: [behaviour],
  selectOccurrences: [[0]],
  specificity: [text, [0]],
  splitOccurrences: [],
  thinOccurrences: [1],
  ablateThroughTime: [text, { units: [0] }],
  masksAt: [],
  decisionByDepth: [text],
  randomSets: [[0, 1]],
  whereDecisionSits: [text, {}],
};

/** Calls a door, be it a function, a class or a generator. */
function call(name: string, args: unknown[]): unknown {
  const door = analysis[name as keyof typeof analysis] as (...args: unknown[]) => unknown;
  if (/^class /.test(String(door))) return Reflect.construct(door, args);
  const result = door(...args);
  return name === "walk" ? [...result as Iterable<unknown>] : result;
}

async function assertOneLine(name: string, args: unknown[], ...parts: string[]): Promise<void> {
  const error = await assertRejects(async () => await call(name, args), TypeError);
  for (const part of parts) assert(error.message.includes(part), `${name}: ${error.message}`);
  assert(
    /^Cannot .+: current value is [^\n]+[^.]$/.test(error.message),
    `${name}: ${error.message}`,
  );
}

for (const [name, rest] of Object.entries(MODEL_FIRST)) {
  Deno.test(`${name}() says in one line that parameters, a text or nothing is no model`, async () => {
    const rule = "'model' must be { parameters, vocabulary }";
    await assertOneLine(name, [parameters, ...rest], rule, "is parameters without a vocabulary");
    await assertOneLine(name, [text, ...rest], rule, "is a text");
    await assertOneLine(name, [undefined, ...rest], rule, "is undefined");
  });
}

for (const [name, rest] of Object.entries(TEXT_SECOND)) {
  Deno.test(`${name}() says in one line that numbers are no text`, async () => {
    await assertOneLine(name, [model, indices, ...rest], "must be characters", "is numbers");
    await assertOneLine(name, [model, [...indices], ...rest], "must be characters", "is numbers");
    await assertOneLine(name, [model, undefined, ...rest], "must be characters", "is undefined");
  });
}

for (const [name, rest] of Object.entries(BEHAVIOUR_FIRST)) {
  Deno.test(`${name}() says in one line that a model or a text is no behaviour`, async () => {
    const rule = "'behaviour' must be what collectBehaviour() gives";
    await assertOneLine(name, [model, ...rest], rule, "is a model");
    await assertOneLine(name, [text, ...rest], rule, "is a text");
  });
}

Deno.test("collectBehaviour() says in one line what a list, a function and a number are", () => {
  const kinds = [["a"], () => 1, 3, {}, null].map((wrong) =>
    assertThrows(() => call("collectBehaviour", [wrong, text, { after: ":", targets }]), TypeError)
      .message.split("current value is ")[1]
  );
  assertEquals(kinds, ["a list", "a function", "a number", "something else", "null"]);
});

Deno.test("cutInputs() says that it is cutting which was asked for", () => {
  assertOneLine("cutInputs", [model], "Cannot cut inputs as 'behaviour'");
});

Deno.test("The lists here name every function that takes a model or a behaviour first", () => {
  // these take parts of a behaviour, such as its targets, from anywhere
  const parts = ["measureOf", "leadWeights", "inputOf"];
  const named = { ...MODEL_FIRST, ...BEHAVIOUR_FIRST };
  const missing = Object.entries(analysis).filter(([name, door]) =>
    /^(async )?function\*? \w+\(\s*(model|behaviour)\b/.test(String(door)) && !(name in named)
  ).map(([name]) => name);
  assertEquals(missing.filter((name) => !parts.includes(name)), []);
});

Deno.test("walk() takes a list of characters, and whatever yields them", () => {
  for (const characters of [[..."ab"], new Set("ab"), "ab", "ab"[Symbol.iterator]()]) {
    assertEquals([...analysis.walk(model, characters)].length, 2);
  }
});

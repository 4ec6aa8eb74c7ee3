/// <reference lib="dom" />
/**
 * Runs in an exported page: puts the network itself in the place of each sample that came with one. Without
 * scripts the sample stays, and a printer gets it.
 */
import { referenceNetwork } from "@lab/engines";
import { Random } from "@lab/numerics";
import { spokenCharacter } from "@lab/text";
import { type Readout, TracedText } from "./traced_text.ts";
import { unpackNetwork, unpackNumbers } from "./network_data.ts";
import type { PlaygroundData } from "../program.ts";

/** How many of the likeliest characters are shown. */
const SHOWN = 8;
/** Longest text that is kept in the page. */
const LONGEST = 10_000;
/** Characters a picture of the screen. */
const PACE = 3;

/** The slider's steps are those of log2 τ. */
const SLIDER = { min: -2, max: 2, step: 0.25 };

/** What the next character can be computed from, each choice in words. */
function readouts({ indices, mean: packed }: NonNullable<PlaygroundData["units"]>): {
  words: string;
  readout: Readout | undefined;
}[] {
  const mean = unpackNumbers(packed);
  const isIn = Array.from(mean, (_, i) => indices.includes(i));
  const set = indices.length > 12
    ? `the ${indices.length} units of the set`
    : `unit${indices.length === 1 ? "" : "s"} ${indices.join(", ")}`;
  return [
    { words: "the whole network", readout: undefined },
    { words: `all but ${set}`, readout: { own: isIn.map((value) => !value), mean } },
    { words: `${set} alone`, readout: { own: isIn, mean } },
  ];
}

/** An element with its attributes and what is in it. */
function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The network in a page, with what the reader can change. */
class Panel {
  readonly #data: PlaygroundData;
  readonly #traced: TracedText;
  #random: Random;
  #isWriting = false;
  readonly #text = element("textarea", { rows: 12, maxlength: LONGEST, spellcheck: "false" });
  readonly #note = element("p", { class: "note", role: "status" });
  readonly #slider = element("input", { type: "range", ...SLIDER });
  readonly #tau = element("output");
  readonly #write = element("button", { type: "button" });
  readonly #again = element("button", { type: "button" }, "Start again");
  readonly #rows = element("tbody");
  readonly #choices: HTMLInputElement[] = [];

  constructor(data: PlaygroundData) {
    const { model, start } = unpackNetwork(data.network);
    this.#data = data;
    const network = referenceNetwork(model.parameters);
    network.setState(start);
    this.#traced = new TracedText(network, model.vocabulary);
    this.#random = new Random(data.seed);
    this.#text.addEventListener("input", () => this.#read(this.#text.value));
    this.#slider.addEventListener("input", () => this.#show());
    this.#write.addEventListener("click", () => this.#toggle());
    this.#again.addEventListener("click", () => this.#begin());
    this.#begin();
  }

  /** What the page shows. */
  get root(): HTMLElement {
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, "next"),
      element("th", { scope: "col", colspan: 2 }, "probability"),
    );
    const table = element(
      "table",
      {},
      element("caption", {}, "What it expects after this text"),
      element("thead", {}, head),
      this.#rows,
    );
    return element(
      "div",
      { class: "panel", role: "group", "aria-label": "The network, running in this page" },
      element(
        "div",
        { class: "writing" },
        element("label", {}, "Text: change it as you like", this.#text),
        this.#note,
        element("label", {}, "Temperature τ = ", this.#tau, this.#slider),
        ...this.#unitChoice(),
        element("p", { class: "buttons" }, this.#write, this.#again),
      ),
      table,
    );
  }

  /** Which units the next character is computed from, where the network came with a set of them. */
  #unitChoice(): HTMLElement[] {
    const { units } = this.#data;
    if (units === undefined) return [];
    const group = crypto.randomUUID();
    const labels = readouts(units).map(({ words, readout }) => {
      const input = element("input", { type: "radio", name: group });
      input.addEventListener("change", () => {
        this.#traced.readout = readout;
        this.#show();
      });
      this.#choices.push(input);
      return element("label", { class: "choice" }, input, words);
    });
    this.#choices[0].checked = true;
    const legend = element("legend", {}, "The next character comes from");
    const note = element("p", { class: "hint" }, "Silenced units stand at their mean.");
    return [element("fieldset", {}, legend, ...labels, note)];
  }

  get #temperature(): number {
    return 2 ** Number(this.#slider.value);
  }

  #begin(): void {
    this.#stop();
    this.#random = new Random(this.#data.seed);
    this.#slider.value = String(Math.log2(this.#data.temperature));
    this.#text.value = this.#data.text;
    this.#traced.readout = undefined;
    if (this.#choices.length > 0) this.#choices[0].checked = true;
    this.#read(this.#data.text);
  }

  #read(text: string): void {
    this.#traced.text = text;
    const { unknown } = this.#traced;
    const names = unknown.slice(0, 10).map(spokenCharacter).join(" ");
    this.#note.textContent = unknown.length === 0
      ? ""
      : `Left out, as the network has never seen it: ${names}`;
    this.#show();
  }

  #toggle(): void {
    if (this.#isWriting) return this.#stop();
    this.#isWriting = true;
    // What the network does not know goes now, so that the text shown is the text read.
    this.#text.value = this.#traced.text;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#step(this.#data.length, isStill ? this.#data.length : PACE);
  }

  /** Writes some characters, and goes on with the next picture of the screen. */
  #step(left: number, pace: number): void {
    if (!this.#isWriting) return;
    const room = LONGEST - this.#text.value.length;
    const count = Math.min(left, pace, room);
    let written = "";
    for (let i = 0; i < count; i++) written += this.#traced.write(this.#temperature, this.#random);
    this.#text.value += written;
    this.#text.scrollTop = this.#text.scrollHeight;
    if (left > count && count > 0) requestAnimationFrame(() => this.#step(left - count, pace));
    else this.#isWriting = false;
    this.#show();
  }

  #stop(): void {
    this.#isWriting = false;
    this.#show();
  }

  #show(): void {
    this.#tau.textContent = this.#temperature.toFixed(2);
    this.#write.textContent = this.#isWriting ? "Stop" : `Write ${this.#data.length} characters`;
    this.#rows.replaceChildren(
      ...this.#traced.next(this.#temperature).slice(0, SHOWN).map(({ character, probability }) => {
        const bar = element("span", { class: "bar", "aria-hidden": "true" });
        bar.style.width = `${100 * probability}%`;
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, spokenCharacter(character)),
          element("td", {}, probability.toFixed(3)),
          element("td", { class: "bars" }, bar),
        );
      }),
    );
  }
}

for (const output of document.querySelectorAll(".output.playground")) {
  try {
    const data = JSON.parse(output.querySelector("script")!.textContent) as PlaygroundData;
    output.append(new Panel(data).root);
    output.classList.add("running");
  } catch (error) {
    console.error(error); // the sample remains
  }
}

/** As much of a canvas as plotly.js' heatmap asks for: filled rectangles, pixels, a PNG address. */
import { dataUrl } from "@lab/text";
import { encodePng } from "./png.ts";

type Rgba = [number, number, number, number];

/** Reads `#rgb`, `#rrggbb`, `rgb(…)` and `rgba(…)`; anything else is transparent. */
function parseColour(colour: string): Rgba {
  const hex = colour.match(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)?.[1];
  if (hex !== undefined) {
    const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
    const n = Number.parseInt(full, 16);
    return [n >> 16, (n >> 8) & 255, n & 255, 255];
  }
  const numbers = colour.match(/^rgba?\(([^)]*)\)$/i)?.[1].split(/[\s,/]+/).map(Number);
  if (numbers === undefined || numbers.length < 3 || numbers.some(Number.isNaN)) {
    return [0, 0, 0, 0];
  }
  const [red, green, blue, alpha = 1] = numbers;
  return [red, green, blue, Math.round(alpha * 255)];
}

/** A canvas without a screen. */
export class CanvasStub {
  #width = 300;
  #height = 150;
  #pixels = new Uint8ClampedArray(0);
  /** The colour of the next `fillRect`. */
  fillStyle = "#000000";

  get width(): number {
    return this.#width;
  }
  set width(value: number) {
    this.#width = Math.max(1, Math.round(value));
    this.#clear();
  }
  get height(): number {
    return this.#height;
  }
  set height(value: number) {
    this.#height = Math.max(1, Math.round(value));
    this.#clear();
  }

  #clear(): void {
    this.#pixels = new Uint8ClampedArray(this.#width * this.#height * 4);
  }

  /** The canvas is its own drawing context. */
  getContext(): this {
    if (this.#pixels.length === 0) this.#clear();
    return this;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const colour = parseColour(this.fillStyle);
    const right = Math.min(this.#width, Math.round(x + width));
    const bottom = Math.min(this.#height, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++) {
      for (let column = Math.max(0, Math.round(x)); column < right; column++) {
        this.#pixels.set(colour, (row * this.#width + column) * 4);
      }
    }
  }

  createImageData(width: number, height: number): { data: Uint8ClampedArray } {
    return { data: new Uint8ClampedArray(width * height * 4) };
  }

  /** plotly.js puts whole pictures only, so the offset is not needed. */
  putImageData(image: { data: Uint8ClampedArray }): void {
    this.#pixels.set(image.data.subarray(0, this.#pixels.length));
  }

  toDataURL(): string {
    return dataUrl("image/png", encodePng(this.#width, this.#height, this.#pixels));
  }
}

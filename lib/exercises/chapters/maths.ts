/** Small maths and random cases for the exercises, in plain lists as the chapters write them. */
import type { Random } from "@lab/numerics";

/** A list of numbers. */
export type Vector = number[];
/** Rows of numbers. */
export type Matrix = number[][];

export const sum = (v: Vector): number => v.reduce((total, each) => total + each, 0);
export const dot = (a: Vector, b: Vector): number => sum(a.map((each, i) => each * b[i]));
export const times = (M: Matrix, v: Vector): Vector => M.map((row) => dot(row, v));
export const transpose = (M: Matrix): Matrix => M[0].map((_, j) => M.map((row) => row[j]));
export const add = (...vs: Vector[]): Vector => vs[0].map((_, i) => sum(vs.map((v) => v[i])));
export const outer = (a: Vector, b: Vector): Matrix => a.map((x) => b.map((y) => x * y));
export const softmax = (y: Vector, temperature = 1): Vector => {
  const largest = Math.max(...y);
  const powers = y.map((each) => Math.exp((each - largest) / temperature));
  return powers.map((each) => each / sum(powers));
};

export const many = <T>(count: number, make: (k: number) => T): T[] =>
  Array.from({ length: count }, (_, k) => make(k));
export const vector = (random: Random, size: number, scale = 1): Vector =>
  many(size, () => scale * random.normal());
export const matrix = (random: Random, rows: number, columns: number, scale = 1): Matrix =>
  many(rows, () => vector(random, columns, scale));
export const distribution = (random: Random, size: number): Vector =>
  softmax(vector(random, size, 1.5));
/** A whole number from low to high, both included. */
export const between = (random: Random, low: number, high: number): number =>
  low + random.integer(high - low + 1);

/**
 * Seeded random numbers, softmax, intervals, eigenvalues, and the few vector and matrix helpers that
 * the equations need.
 * @module
 */
export * from "./bootstrap.ts";
export * from "./draw.ts";
export * from "./eigen.ts";
export * from "./statistics/intervals.ts";
export * from "./keyed.ts";
export * from "./matrix.ts";
export * from "./orthogonal.ts";
export * from "./random.ts";
export * from "./statistics/ranks.ts";
export * from "./statistics/signed_ranks.ts";
export * from "./softmax.ts";
export * from "./solve.ts";
export * from "./spectral.ts";
export * from "./statistics/student.ts";
export * from "./vectors.ts";

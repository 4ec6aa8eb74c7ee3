/** All exercises, in the order of the chapters. */
import type { Exercise } from "../exercise.ts";
import { CHAPTER_1 } from "./chapter1.ts";
import { CHAPTER_2 } from "./chapter2.ts";
import { CHAPTER_3 } from "./chapter3.ts";
import { CHAPTER_4 } from "./chapter4.ts";
import { CHAPTER_5 } from "./chapter5.ts";
import { CHAPTER_6 } from "./chapter6.ts";
import { CHAPTER_7 } from "./chapter7.ts";
import { CHAPTER_8 } from "./chapter8.ts";
import { CHAPTER_9 } from "./chapter9.ts";

/** All exercises, in the order of the chapters. */
export const EXERCISES: readonly Exercise[] = [
  ...CHAPTER_1,
  ...CHAPTER_2,
  ...CHAPTER_3,
  ...CHAPTER_4,
  ...CHAPTER_5,
  ...CHAPTER_6,
  ...CHAPTER_7,
  ...CHAPTER_8,
  ...CHAPTER_9,
];

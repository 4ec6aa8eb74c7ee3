/** What the models of this room check before they count. */

/**
 * Throws unless a size is an integer in its range.
 * @param name its name
 * @param value its value
 * @param range the least and the largest value
 * @throws {RangeError} when it is none
 */
export function checkSize(
  name: string,
  value: number,
  [least, most]: readonly [number, number],
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `Cannot build a model as '${name}' must be an integer from ${least} to ${most}: current ` +
      `value is ${value}`,
  );
}

/**
 * Throws unless all numbers of a text stand for characters.
 * @param indices the numbers
 * @param vocabularySize V
 * @throws {RangeError} with the first number that is not an integer from 0 to V − 1
 */
export function checkCharacters(indices: ArrayLike<number>, vocabularySize: number): void {
  for (let n = 0; n < indices.length; n++) {
    const index = indices[n];
    if (Number.isInteger(index) && index >= 0 && index < vocabularySize) continue;
    throw new RangeError(
      `Cannot read a text as each number must be 0 to ${vocabularySize - 1}: number ${n} is ` +
        `${index}`,
    );
  }
}

/**
 * Constant addresses, above what is compiled in, of what the kernels share with the AssemblyScript: V8 checks all
 * addresses but constant ones. `assembly/memory.ts` names the same ones and lays out the rest.
 */
import { type Code, emit } from "../assembler.ts";

const { add, fused, integer, load, multiply } = emit;

/** −clip, clip and the rate, each four times. */
export const LIMITS = 4096;
/** Twelve vectors of gradients that wait, and the roots beside them. */
export const GRADIENTS = LIMITS + 48;
export const ROOTS = GRADIENTS + 192;
/** The numbers of tanh, each four times: `assembly/vector.ts`. */
export const TANH = ROOTS + 192;
/** [T][6] numbers of six rows, then the panels' list. */
export const NUMBERS = TANH + 14 * 16;

/** The vector at a constant address. */
export function constant(address: number): Code {
  return load(integer(address));
}

/** a · b + c: with one rounding where relaxed SIMD may be used. */
export function multiplyAdd(isRelaxed: boolean): (a: Code, b: Code, c: Code) => Code {
  return isRelaxed ? fused : (a, b, c) => add(multiply(a, b), c);
}

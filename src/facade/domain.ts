// Operands that may not hold every number.

import type { Input } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { type Domain, probability } from "../spec/domain.js";
import type { Context } from "./context.js";

/** Up to here a probability counts as 1: softmax gives 1 + 2^-23 at times, sums of what it gives a little more. */
const LIFTED = 1 + 2 ** -20;

/**
 * The operand, once it is known to lie in its domain; a copy where what rounding lifted above 1 has to be 1.
 * @param expected the domain in words, where it is not that of probabilities
 */
export function within(
  op: string,
  name: string,
  operand: Input,
  domain: Domain,
  { backend }: Context,
  expected = "a probability from 0 to 1",
): Input {
  const [low, high] = domain;
  if (backend.firstOutside(operand, low, high) < 0) return operand;
  const values = dataOf(operand);
  const index = backend.firstOutside(operand, low, domain === probability ? LIFTED : high);
  if (index >= 0) throw new RangeError(`${op}: ${name}[${index}] is ${values[index]}, expected ${expected}`);
  const lowered = new Float32Array(sizeOf(operand));
  for (let i = 0; i < lowered.length; i++) lowered[i] = Math.min(values[i] as number, high);
  return lowered;
}

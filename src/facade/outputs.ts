// Where results go, and what becomes of them where a call fails.

import type { Input, Output } from "../backend/backend.js";
import { isFloat32Array } from "../runtime/arrays.js";
import { Tensor } from "../runtime/tensor.js";
import { attached, checkTensor, describe } from "./arguments.js";
import type { Context } from "./context.js";
import { checkFits, product, type Shape } from "./shapes.js";

/** The option `out`, once it is known that results can be written into it. */
export function checkOut(op: string, given: unknown, { store }: Pick<Context, "store">): Output | undefined {
  if (given === undefined) return undefined;
  if (given instanceof Tensor) {
    checkTensor(op, "out", given, store);
    return given;
  }
  if (!isFloat32Array(given)) throw new TypeError(`${op}: out is ${describe(given)}, expected a Float32Array or a Tensor`);
  return attached(op, "out", given);
}

/** Where the result goes: `given`, once it is known to fit, else something new of the kind of `like`. @param given as `checkOut` gives it */
export function outputFor(
  op: string,
  given: Output | undefined,
  like: Input,
  shape: Shape,
  { store }: Pick<Context, "store">,
): Output {
  if (given === undefined) return like instanceof Tensor ? store.create(shape) : new Float32Array(product(shape));
  checkFits(op, "out", given, shape);
  return given;
}

/** Several new results, of the kind of `like`. */
export function newOutputs<K extends string>(
  like: Input,
  shapes: Readonly<Record<K, Shape>>,
  { store }: Context,
): Record<K, Output> {
  const made: Partial<Record<K, Output>> = {};
  try {
    for (const name of Object.keys(shapes) as K[]) {
      made[name] = like instanceof Tensor ? store.create(shapes[name]) : new Float32Array(product(shapes[name]));
    }
  } catch (error) {
    throw released(error, undefined, ...(Object.values(made) as Output[]));
  }
  return made as Record<K, Output>;
}

/**
 * Gives back what was made for a call that fails.
 * @param given the caller's own `out`, which stays
 * @returns the error, to be thrown on
 */
export function released(error: unknown, given: unknown, ...made: readonly (Output | undefined)[]): unknown {
  for (const output of made) if (output instanceof Tensor && output !== given) output.dispose();
  return error;
}

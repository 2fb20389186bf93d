// Where results go, and what becomes of them where a call fails.

import type { Input, Output } from "../backend/backend.js";
import { isTensorOperand } from "../backend/operands.js";
import { isFloat32Array } from "../runtime/arrays.js";
import { livesIn, Tensor, type TensorStore } from "../runtime/tensor.js";
import { attached, checkTensor, describe, inheritsTensor } from "./arguments.js";
import type { Context } from "./context.js";
import { checkFits, product, type Shape, words } from "./shapes.js";

/** The option `out`, once it is known that results can be written into it. */
export function checkOut(op: string, given: unknown, { store }: Pick<Context, "store">): Output | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "object" && given !== null && !ArrayBuffer.isView(given) && livesIn(given, store)) return given;
  return arrayOut(op, given, store);
}

function arrayOut(op: string, given: unknown, store: TensorStore): Output {
  if (isFloat32Array(given)) return attached(op, "out", given);
  if (inheritsTensor(given)) checkTensor(op, "out", given, store);
  throw new TypeError(`${op}: out is ${describe(given)}, expected a Float32Array or a Tensor`);
}

/** Where the result goes: `given`, once it is known to fit, else something new of the kind of `like`. @param given as `checkOut` gives it */
export function outputFor(
  op: string,
  given: Output | undefined,
  like: Input,
  shape: Shape,
  { store }: Pick<Context, "store">,
): Output {
  if (given === undefined) return newOutput(op, like, shape, store);
  // To read an array may have run code of its owner, which disposed or transferred it.
  if (isTensorOperand(given) ? !livesIn(given, store) : given.length === 0) checkOut(op, given, { store });
  checkFits(op, "out", given, shape);
  return given;
}

/** Elements that no memory holds: 16 GiB of them. */
const MOST = 2 ** 32;

function newOutput(op: string, like: Input, shape: Shape, store: TensorStore): Output {
  const size = product(shape);
  if (size > MOST) throw new RangeError(`${op}: the result has shape ${words(shape)}, expected at most ${MOST} elements`);
  return isTensorOperand(like) ? store.create(shape) : new Float32Array(size);
}

/** Several new results, of the kind of `like`. */
export function newOutputs<K extends string>(
  op: string,
  like: Input,
  shapes: Readonly<Record<K, Shape>>,
  { store }: Context,
): Record<K, Output> {
  const made: Partial<Record<K, Output>> = {};
  try {
    for (const name of Object.keys(shapes) as K[]) {
      made[name] = newOutput(op, like, shapes[name], store);
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

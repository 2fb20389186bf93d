// Reads the target of a row loss: class indices, or a probability for each class.

import type { Input, RowTargets } from "../backend/backend.js";
import { readExactly } from "../backend/numbers.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { isBigIntArray, lengthOf, type TypedArray } from "../runtime/arrays.js";
import { probability } from "../spec/domain.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, describe } from "./arguments.js";
import type { Context } from "./context.js";
import { within } from "./domain.js";
import { checkFits, lastOf, product, type Shape, sameShape, startsWith, toldShape, words } from "./shapes.js";

/** The numbers of a target. Where it may hold classes, they may have 64 bits, as ONNX and PyTorch have them. */
export function checkTarget(spec: SpecOf<"rowLoss">, target: unknown, context: Context): Input {
  if (spec.targets !== "probabilities" && isBigIntArray(target)) return fromBig(spec.name, target);
  return checkInput(spec.name, "target", target, context, readExactly);
}

function fromBig(op: string, target: BigInt64Array | BigUint64Array): Float64Array {
  return Float64Array.from({ length: lengthOf(target) }, (_, i) => {
    const index = Number(target[i]);
    // No number of classes is as large, and rounded it would be another.
    if (!Number.isSafeInteger(index)) throw new RangeError(`${op}: target[${i}] is ${target[i]}, expected a class`);
    return index;
  });
}

/** @param losses the shape of the losses */
export function readTargets(
  spec: SpecOf<"rowLoss">,
  target: Input,
  main: Shape,
  losses: Shape,
  classWeights: Input | undefined,
  ignoreIndex: number | undefined,
  weights: Input | undefined,
  context: Context,
): RowTargets {
  const op = spec.name;
  if (ignoreIndex !== undefined && (typeof ignoreIndex !== "number" || ignoreIndex !== (ignoreIndex | 0))) {
    throw new (typeof ignoreIndex === "number" ? RangeError : TypeError)(
      `${op}: ignoreIndex is ${describe(ignoreIndex)}, expected a 32-bit integer`,
    );
  }
  if (holdsProbabilities(spec, target, main, losses)) {
    checkFits(op, "target", target, main, "a probability for each class, as prediction");
    if (ignoreIndex !== undefined) throw new TypeError(`${op}: ignoreIndex needs class indices as target, not probabilities`);
    const probabilities = within(op, "target", target, probability, context);
    return { indices: undefined, probabilities, classWeights, ignoreIndex, weights };
  }
  checkClassesFit(spec, target, main, losses);
  const indices = checkIndices(op, dataOf(target), lastOf(main), ignoreIndex);
  return { indices, probabilities: undefined, classWeights, ignoreIndex, weights };
}

/** Asked only of a target of an op that takes both. With a single class, or where there are no rows, it holds classes. */
function holdsProbabilities({ targets }: SpecOf<"rowLoss">, target: Input, main: Shape, losses: Shape): boolean {
  if (targets !== "either") return targets === "probabilities";
  if (lastOf(main) === 1) return false;
  const told = toldShape(target);
  return told ? sameShape(told, main) : sizeOf(target) === product(main) && sizeOf(target) !== product(losses);
}

/** That there is a class for each loss; [N, 1] is as good as [N]. */
function checkClassesFit({ name, targets }: SpecOf<"rowLoss">, target: Input, main: Shape, losses: Shape): void {
  const told = toldShape(target);
  if (told === undefined ? sizeOf(target) === product(losses) : sameShape(told, losses)) return;
  if (told?.length === losses.length + 1 && lastOf(told) === 1 && startsWith(told, losses)) return;
  const either = told ? `, or ${words(main)} of probabilities` : `, or ${product(main)} probabilities`;
  const shapeless = main.length === 1 ? "; pass shape: [rows, classes] where prediction is flat" : "";
  checkFits(name, "target", target, losses, `one class for each row${targets === "either" ? either : ""}${shapeless}`);
}

/** What the mean divides by: rows, or with class indices the class weights of those that are not ignored. */
export function meanDivisor(targets: RowTargets, rows: number, sampleWeights: Input | undefined, { sum }: Context): number {
  const { indices, classWeights, ignoreIndex } = targets;
  if (!indices) return sampleWeights ? sum(sampleWeights) : rows;
  if (!sampleWeights && !classWeights && ignoreIndex === undefined) return rows;
  return indexDivisor(indices, sampleWeights && dataOf(sampleWeights), classWeights && dataOf(classWeights), ignoreIndex);
}

function checkIndices(op: string, target: TypedArray, classes: number, ignoreIndex: number | undefined): TypedArray {
  for (let row = 0; row < target.length; row++) {
    const index = target[row] as number;
    if ((index >= 0 && index < classes && Number.isInteger(index)) || index === ignoreIndex) continue;
    throw new RangeError(`${op}: target[${row}] is ${index}, expected a class from 0 to ${classes - 1}`);
  }
  return target;
}

/** Σ of the weights as the kernels read them, which is in float32. */
function indexDivisor(
  indices: ArrayLike<number>,
  sampleWeights: ArrayLike<number> | undefined,
  classWeights: ArrayLike<number> | undefined,
  ignoreIndex: number | undefined,
): number {
  let divisor = 0;
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] as number;
    if (index === ignoreIndex) continue;
    const weight = sampleWeights ? Math.fround(sampleWeights[row] as number) : 1;
    divisor += weight * (classWeights ? Math.fround(classWeights[index] as number) : 1);
  }
  return divisor;
}

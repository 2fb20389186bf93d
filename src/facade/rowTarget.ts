// Reads the target of a row loss: class indices, or a probability for each class.

import type { Input, RowTargets } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { lengthOf, typedArrayName } from "../runtime/arrays.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { checkSize, describe } from "./arguments.js";
import type { Context } from "./context.js";

const isFloating = (target: Input) => target instanceof Tensor || typedArrayName(target)?.startsWith("Float");

export function readTargets(
  spec: SpecOf<"rowLoss">,
  target: Input,
  rows: number,
  columns: number,
  classWeights: Input | undefined,
  ignoreIndex: number | undefined,
  weights: Input | undefined,
): RowTargets {
  const op = spec.name;
  if (classWeights !== undefined) checkSize(op, "classWeights", classWeights, columns, "one for each class");
  if (ignoreIndex !== undefined && ignoreIndex !== (ignoreIndex | 0)) {
    throw new (typeof ignoreIndex === "number" ? RangeError : TypeError)(
      `${op}: ignoreIndex is ${describe(ignoreIndex)}, expected a 32-bit integer`,
    );
  }
  const size = sizeOf(target);
  const probable = spec.targets !== "classes" && size === rows * columns && (size !== rows || isFloating(target));
  if (probable) {
    if (ignoreIndex !== undefined) throw new TypeError(`${op}: ignoreIndex needs class indices as target, not probabilities`);
    return { indices: undefined, probabilities: target, classWeights, ignoreIndex, weights };
  }
  if (spec.targets === "probabilities") {
    checkSize(op, "target", target, rows * columns, "a probability for each class, as prediction");
  }
  if (size !== rows) {
    const both =
      spec.targets === "either" ? `one class for each row, or ${rows * columns} probabilities` : "one class for each row";
    checkSize(op, "target", target, rows, both);
  }
  const indices = checkIndices(op, dataOf(target), columns, ignoreIndex);
  return { indices, probabilities: undefined, classWeights, ignoreIndex, weights };
}

/** What the mean divides by: rows, or with class indices the class weights of those that are not ignored. */
export function meanDivisor(targets: RowTargets, rows: number, sampleWeights: Input | undefined, { sum }: Context): number {
  const { indices, classWeights, ignoreIndex } = targets;
  if (!indices) return sampleWeights ? sum(sampleWeights) : rows;
  if (!sampleWeights && !classWeights && ignoreIndex === undefined) return rows;
  return indexDivisor(indices, sampleWeights && dataOf(sampleWeights), classWeights && dataOf(classWeights), ignoreIndex);
}

function checkIndices(op: string, target: ArrayLike<number>, classes: number, ignoreIndex: number | undefined) {
  for (let row = 0; row < lengthOf(target); row++) {
    const index = target[row] as number;
    if ((index >= 0 && index < classes && Number.isInteger(index)) || index === ignoreIndex) continue;
    throw new RangeError(`${op}: target[${row}] is ${index}, expected a class from 0 to ${classes - 1}`);
  }
  const asIs = Array.isArray(target) || ["Int32Array", "Uint8Array"].includes(typedArrayName(target) as string);
  return asIs ? (target as Int32Array | Uint8Array | readonly number[]) : new Int32Array(target);
}

function indexDivisor(
  indices: ArrayLike<number>,
  sampleWeights: ArrayLike<number> | undefined,
  classWeights: ArrayLike<number> | undefined,
  ignoreIndex: number | undefined,
): number {
  let divisor = 0;
  for (let row = 0; row < lengthOf(indices); row++) {
    const index = indices[row] as number;
    if (index === ignoreIndex) continue;
    divisor += (sampleWeights ? (sampleWeights[row] as number) : 1) * (classWeights ? (classWeights[index] as number) : 1);
  }
  return divisor;
}

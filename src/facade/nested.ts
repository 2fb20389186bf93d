// Arrays of arrays: their numbers in a row, and the shape that the nesting tells.

import { isTypedArray, lengthOf, type TypedArray } from "../runtime/arrays.js";
import { isArray } from "../runtime/objects.js";
import { describe } from "./arguments.js";
import { knownShape, type Shape } from "./knownShapes.js";

const nestedShape = Symbol("shape");

/** In float64, since class indices may be larger than float32 can count. */
class NestedNumbers extends Float64Array {
  [nestedShape]: Shape = [];
  /** Its slices are flat. */
  static get [Symbol.species]() {
    return Float64Array;
  }
}

/** The shape that arrays of arrays had; undefined for any other array. */
export const nestedShapeOf = (numbers: object): Shape | undefined => (numbers as Partial<NestedNumbers>)[nestedShape];

/** More than anybody nests: an array may hold itself. */
const DEEPEST = 32;

type Row = readonly unknown[] | TypedArray;

export const isRow = (value: unknown): value is Row => isArray(value) || isTypedArray(value);

/**
 * The numbers, once they are known to be all there, each where the first row of its kind has one. Each element is read once.
 * @param first the first element, which was read already
 */
export function readNested(op: string, name: string, rows: Row, first: unknown): NestedNumbers {
  const shape: number[] = [];
  const numbers: number[] = [];
  const path: number[] = [];
  /** The axis of the numbers, once one was found. */
  let last = -1;
  const refuse = (each: unknown, expected: string): never => {
    const place = path.map((index) => `[${index}]`).join("");
    const isRagged = isRow(each) || typeof each === "number";
    throw new (isRagged ? RangeError : TypeError)(`${op}: ${name}${place} is ${describe(each)}, expected ${expected}`);
  };
  const read = (row: Row, length: number) => {
    const axis = path.length;
    if (axis === DEEPEST) throw new RangeError(`${op}: ${name} is an array in more than ${DEEPEST} others`);
    shape[axis] = length;
    for (let i = 0; i < length; i++) {
      const each = axis + i === 0 ? first : row[i];
      path[axis] = i;
      if (axis === last || (shape.length === axis + 1 && typeof each === "number")) {
        if (typeof each !== "number") refuse(each, "a number");
        numbers.push(each as number);
        last = axis;
      } else if (isRow(each)) {
        const inner = lengthOf(each);
        if (inner !== (shape[axis + 1] ?? inner)) refuse(each, `an array of ${shape[axis + 1]}`);
        read(each, inner);
      } else refuse(each, shape.length > axis + 1 ? `an array of ${shape[axis + 1]}` : "a number");
    }
    path.length = axis;
  };
  read(rows, lengthOf(rows));
  const nested = new NestedNumbers(numbers);
  nested[nestedShape] = knownShape(shape);
  return nested;
}

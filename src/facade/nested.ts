// Arrays of arrays: their numbers in a row, and the shape that the nesting tells.

import { isTypedArray } from "../runtime/arrays.js";
import { describe } from "./arguments.js";

/** In float64, since class indices may be larger than float32 can count. */
export class NestedNumbers extends Float64Array {
  shape: readonly number[] = [];
  /** Its slices are flat. */
  static get [Symbol.species]() {
    return Float64Array;
  }
}

/** More than anybody nests: an array may hold itself. */
const DEEPEST = 32;

type Row = ArrayLike<unknown>;

const isNumberArray = (value: unknown): value is Row => Array.isArray(value) || isTypedArray(value);

/** The lengths of the first row, the first row in it, and so on. */
function shapeOfFirst(rows: Row): number[] {
  const shape: number[] = [];
  let first: unknown = rows;
  while (isNumberArray(first) && shape.length < DEEPEST) {
    shape.push(first.length);
    first = first[0];
  }
  return shape;
}

/** The numbers, once they are known to be all there, each where the first row of its kind has one. */
export function readNested(op: string, name: string, rows: Row): NestedNumbers {
  const shape = Object.freeze(shapeOfFirst(rows));
  const numbers: number[] = [];
  const read = (row: Row, axis: number, place: string) => {
    for (let i = 0; i < row.length; i++) {
      const each = row[i];
      const here = `${place}[${i}]`;
      const length = shape[axis + 1];
      const isRow = isNumberArray(each);
      if (length === undefined ? typeof each === "number" : isRow && each.length === length) {
        if (isRow) read(each, axis + 1, here);
        else numbers.push(each as number);
        continue;
      }
      const expected = length === undefined ? "a number" : `an array of ${length}`;
      const ragged = isRow || typeof each === "number";
      const came = isRow ? `an array of ${each.length}` : describe(each);
      throw new (ragged ? RangeError : TypeError)(`${op}: ${name}${here} is ${came}, expected ${expected}`);
    }
  };
  read(rows, 0, "");
  const nested = new NestedNumbers(numbers);
  nested.shape = shape;
  return nested;
}

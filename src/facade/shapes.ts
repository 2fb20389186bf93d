// Shapes of operands. A tensor, an array of arrays and the option `shape` tell one; a flat array has none, and fits by its size.
//
// One operand of a call has the main shape, from which follow those of all others: each by a rule, a function of the main one.

import type { Input, Output } from "../backend/backend.js";
import { isArray, sizeOf } from "../backend/operands.js";
import { axesOf, Tensor } from "../runtime/tensor.js";
import { flatShape, knownShape, type Shape } from "./knownShapes.js";
import { nestedShapeOf } from "./nested.js";

export type { Shape } from "./knownShapes.js";

/** The shape that an operand tells, if it does. */
export function toldShape(operand: Input | Output | undefined): Shape | undefined {
  if (isArray(operand)) return nestedShapeOf(operand);
  return operand instanceof Tensor ? axesOf(operand) : undefined;
}

/** Whether two shapes are one. A single number has no axis, or one of 1. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  return a.length === b.length ? startsWith(a, b) : a.length + b.length === 1 && product(a) === product(b);
}

/** Whether the first axes of a shape are those of another. */
export function startsWith(shape: Shape, first: Shape): boolean {
  for (let axis = 0; axis < first.length; axis++) if (shape[axis] !== first[axis]) return false;
  return true;
}

/** The product of the lengths of some axes; 1 for none. */
export function product(shape: Shape, start = 0, end = shape.length): number {
  let all = 1;
  for (let axis = start; axis < end; axis++) all *= shape[axis] as number;
  return all;
}

export const words = (shape: Shape): string => `[${shape.join(", ")}]`;

/** The length of the last axis; of a single number, 1. */
export const lastOf = (shape: Shape): number => shape[shape.length - 1] ?? 1;

/** A rule whose latest result is kept: calls in a row mostly ask for the same. */
export function rule(make: (main: Shape, given: number) => Shape): (main: Shape, given?: number) => Shape {
  let latestMain: Shape = [];
  let latestGiven = 0;
  let latest: Shape | undefined;
  return (main, given = 0) => {
    if (latest === undefined || given !== latestGiven || !sameShape(main, latestMain)) {
      latest = knownShape(make(main, given));
      latestMain = main;
      latestGiven = given;
    }
    return latest;
  };
}

/** That an operand has the shape expected of it, or, where it tells none, the size. @param like why, in words */
export function checkFits(op: string, name: string, operand: Input | Output, expected: Shape, like?: string): void {
  // Short, as checkInput is.
  const told = toldShape(operand);
  if (told === undefined ? sizeOf(operand) === product(expected) : told === expected) return;
  checkLengths(op, name, operand, expected, like);
}

function checkLengths(op: string, name: string, operand: Input | Output, expected: Shape, like: string | undefined): void {
  const told = toldShape(operand);
  if (told !== undefined && sameShape(told, expected)) return;
  throw new RangeError(`${op}: ${name} ${misfit(operand, told, expected, like)}`);
}

function misfit(operand: Input | Output, told: Shape | undefined, expected: Shape, like: string | undefined): string {
  if (told) return `has shape ${words(told)}, expected ${words(expected)}${like ? ` (${like})` : ""}`;
  return `has ${sizeOf(operand)} elements, expected ${product(expected)} (${like ?? `shape ${words(expected)}`})`;
}

/**
 * The main shape of a call: as the option says, else as its main operand or another that must have the same tells, else flat.
 * @param given the option, as `ownShape` gives it
 */
export function mainShape(
  op: string,
  given: Shape | undefined,
  name: string,
  main: Input,
  alike?: Input | Output,
  alikeToo?: Input | Output,
): Shape {
  const told = toldShape(main);
  if (told !== undefined && given === undefined) return told;
  if (given !== undefined) return checkedShape(op, given, name, main);
  return toldOfSize(main, alike) ?? toldOfSize(main, alikeToo) ?? flatShape(sizeOf(main));
}

function checkedShape(op: string, given: Shape, name: string, main: Input): Shape {
  const told = toldShape(main);
  if (told && !sameShape(told, given)) {
    throw new RangeError(`${op}: ${name} has shape ${words(told)}, expected ${words(given)} (the given shape)`);
  }
  const size = product(given);
  if (size !== sizeOf(main)) {
    throw new RangeError(`${op}: shape ${words(given)} holds ${size} elements, but ${name} has ${sizeOf(main)}`);
  }
  return given;
}

function toldOfSize(main: Input, other: Input | Output | undefined): Shape | undefined {
  const told = toldShape(other);
  return told !== undefined && product(told) === sizeOf(main) ? told : undefined;
}

// Broadcasting: two shapes as few axes along which both inputs move evenly.

import { backend_util } from "@tensorflow/tfjs-core";

/** Axes of the output merged to one: an input moves along all of them, or along none. */
interface Axis {
  size: number;
  readonly a: boolean;
  readonly b: boolean;
}

/** Axes that the kernels of assembly/tfjs/binary.ts go along: three outer ones and the line. */
const AXES = 4;
/** Of a layout: twelve 32-bit integers. */
export const LAYOUT_BYTES = 48;

export interface Broadcast {
  readonly shape: number[];
  /** The outer sizes and the length of a line; the outer strides of a and 1 if it goes along a line, else 0; the same of b. */
  readonly layout: readonly number[];
}

/** A piece of a broadcast: its layout, and where it begins in a, b and the output, in elements. */
export interface Piece {
  readonly layout: readonly number[];
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** Elements of a line that are not parted: a cache line of the output, if that is bytes. */
const LINE = 64;

/** About `wanted` pieces along the outermost axis, which together are the whole. All but the last have one layout. */
export function pieces(layout: readonly number[], wanted: number): Piece[] {
  const axis = Math.max(
    0,
    layout.slice(0, AXES).findIndex((size) => size !== 1),
  );
  const isLine = axis === AXES - 1;
  const size = layout[axis] as number;
  const together = isLine ? LINE : 1;
  const each = together * Math.ceil(size / wanted / together);
  if (each >= size) return [{ layout, a: 0, b: 0, out: 0 }];
  const inside = layout.slice(axis + 1, AXES).reduce((product, next) => product * next, 1);
  const [a, b] = [layout[AXES + axis] as number, layout[2 * AXES + axis] as number];
  const whole = resized(layout, axis, each);
  const made: Piece[] = [];
  for (let first = 0; first < size; first += each) {
    const isWhole = first + each <= size;
    const own = isWhole ? whole : resized(layout, axis, size - first);
    made.push({ layout: own, a: first * a, b: first * b, out: first * inside });
  }
  return made;
}

function resized(layout: readonly number[], axis: number, size: number): number[] {
  return layout.map((value, i) => (i === axis ? size : value));
}

/** The shape of a broadcast result and how to compute it; undefined where that takes more axes than the kernels have. */
export function broadcast(aShape: number[], bShape: number[]): Broadcast | undefined {
  const shape = backend_util.assertAndGetBroadcastShape(aShape, bShape);
  const axes = mergedAxes(aShape, bShape, shape);
  if (axes.length > AXES) return undefined;
  while (axes.length < AXES) axes.unshift({ size: 1, a: true, b: true });
  const line = axes[AXES - 1] as Axis;
  return {
    shape,
    layout: [...axes.map(({ size }) => size), ...strides(axes, "a"), Number(line.a), ...strides(axes, "b"), Number(line.b)],
  };
}

function mergedAxes(aShape: readonly number[], bShape: readonly number[], shape: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  for (let i = 0; i < shape.length; i++) {
    const size = shape[i] as number;
    if (size === 1) continue;
    const a = moves(aShape, shape.length - i);
    const b = moves(bShape, shape.length - i);
    const last = axes.at(-1);
    if (last && last.a === a && last.b === b) last.size *= size;
    else axes.push({ size, a, b });
  }
  return axes;
}

/** Whether a shape has more than one element on the axis that is the `fromEnd`-th from the end. */
function moves(shape: readonly number[], fromEnd: number): boolean {
  return fromEnd <= shape.length && shape[shape.length - fromEnd] !== 1;
}

/** Elements between neighbours on each outer axis of one input. */
function strides(axes: readonly Axis[], input: "a" | "b"): number[] {
  const result: number[] = [];
  let inside = 1;
  for (let i = axes.length - 1; i >= 0; i--) {
    const axis = axes[i] as Axis;
    if (i < axes.length - 1) result.unshift(axis[input] && axis.size > 1 ? inside : 0);
    if (axis[input]) inside *= axis.size;
  }
  return result;
}

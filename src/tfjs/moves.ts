// Moves of numbers between arrangements: y[i · yStrides] = x[i · xStrides] as few axes for the kernel of assembly/tfjs/move.ts.

/** An axis to go along: how far, and how far apart neighbours are in x and y, in elements (0: repeated, negative: backwards). */
export interface Axis {
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

/** Axes of the kernel: four outer ones, the rows and the columns of a plane. */
const AXES = 6;
const NOTHING: Axis = { size: 1, x: 0, y: 0 };

/** Elements between neighbours on each axis of a tensor. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = new Array(shape.length);
  let inside = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = inside;
    inside *= shape[i] as number;
  }
  return strides;
}

/** Axes without those of one element, neighbours made one where both x and y go on evenly. */
function merged(axes: readonly Axis[]): Axis[] {
  const result: Axis[] = [];
  for (const axis of axes) {
    const last = result.at(-1);
    if (axis.size === 1) continue;
    if (last && last.x === axis.x * axis.size && last.y === axis.y * axis.size) {
      result[result.length - 1] = { size: last.size * axis.size, x: axis.x, y: axis.y };
    } else {
      result.push(axis);
    }
  }
  return result;
}

/**
 * The kernel's plan for axes in the order of y, outermost first: sizes, strides of x, strides of y. Undefined where there
 * are too many. Where x is not read along its rows, that axis becomes the plane's rows, so that blocks are transposed.
 */
export function movePlan(axes: readonly Axis[]): number[] | undefined {
  const order = merged(axes);
  if (order.length > AXES) return undefined;
  const row = order.findIndex(({ x }) => x === 1);
  if (row >= 0 && row < order.length - 2) order.splice(order.length - 2, 0, ...order.splice(row, 1));
  // The outermost axis is what threads share out.
  const plane = order.splice(Math.max(0, order.length - 2));
  while (plane.length < 2) plane.unshift(NOTHING);
  while (order.length < AXES - 2) order.push(NOTHING);
  order.push(...plane);
  return [...order.map(({ size }) => size), ...order.map(({ x }) => x), ...order.map(({ y }) => y)];
}

// Kernels that move numbers and compute nothing.

import { backend_util, slice_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { type Axis, movePlan, stridesOf } from "../moves.js";
import { callForTasks } from "../parallel.js";
import { areWords, bitsOf, sizeOf, typeOf } from "../shape.js";
import { filled } from "../stage.js";

/** One move into an output, from and to the given elements. */
interface Piece {
  readonly source: TensorInfo;
  readonly axes: readonly Axis[];
  readonly from?: number;
  readonly to?: number;
}

/** A tensor of the pieces' type that they are moved into, `before` that filled with a value where one is given. */
function assembled(
  backend: LanewiseBackend,
  shape: readonly number[],
  pieces: readonly Piece[],
  before?: number,
): TensorInfo | undefined {
  const whole = pieces.map(({ source, axes, from = 0, to = 0 }) => ({ source, plan: movePlan(axes), from, to }));
  const dtype = pieces[0] && typeOf(pieces[0].source);
  if (whole.some(({ plan }) => !plan) || util.sizeFromShape(shape as number[]) === 0) return undefined;
  for (const { source } of whole) backend.address(source);
  return filled(
    backend,
    shape,
    (target) => {
      if (before !== undefined) {
        const bits = bitsOf(before, dtype ?? "float32");
        backend.own.fill(target, util.sizeFromShape(shape as number[]), bits);
      }
      for (const { source, plan = [], from, to } of whole) {
        const planAt = backend.workArea.integers(plan);
        const given = [planAt, backend.address(source) + from * 4, target + to * 4];
        callForTasks(backend, backend.own.move, given, plan[0] as number, { units: sizeOf(source) });
      }
    },
    dtype,
  );
}

/** Axes that go through all of a shape with the given strides. */
function axesOf(shape: readonly number[], x: readonly number[], y: readonly number[]): Axis[] {
  return shape.map((size, i) => ({ size, x: x[i] as number, y: y[i] as number }));
}

const transpose: Kernel<{ x: TensorInfo }, { perm: number[] }> = (backend, { x }, { perm }) => {
  if (!areWords(x)) return undefined;
  const shape = perm.map((axis) => x.shape[axis] as number);
  const strides = stridesOf(x.shape);
  const permuted = perm.map((axis) => strides[axis] as number);
  return assembled(backend, shape, [{ source: x, axes: axesOf(shape, permuted, stridesOf(shape)) }]);
};

/** x[begin : begin + size : step] of every axis. */
function section(
  backend: LanewiseBackend,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
  step?: readonly number[],
): TensorInfo | undefined {
  const strides = stridesOf(x.shape);
  const from = begin.reduce((sum, start, i) => sum + start * (strides[i] as number), 0);
  const stepped = strides.map((stride, i) => stride * (step?.[i] ?? 1));
  return assembled(backend, size, [{ source: x, axes: axesOf(size, stepped, stridesOf(size)), from }]);
}

const slice: Kernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }> = (backend, { x }, attributes) => {
  if (!areWords(x)) return undefined;
  const [begin, size] = slice_util.parseSliceParams(x as never, attributes.begin, attributes.size) as [number[], number[]];
  slice_util.assertParamsValid(x as never, begin, size);
  return section(backend, x, begin, size);
};

interface StridedSliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

const stridedSlice: Kernel<{ x: TensorInfo }, StridedSliceAttributes> = (backend, { x }, attributes) => {
  if (!areWords(x)) return undefined;
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const info = slice_util.sliceInfo(x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
  // The CPU kernel shares the memory.
  if (info.isIdentity) return undefined;
  if (info.finalShape.includes(0)) return filled(backend, info.finalShape, () => {}, typeOf(x));
  // For every axis of x: the final shape leaves out those that are dropped.
  const size = slice_util.computeOutShape(info.begin, info.end, info.strides);
  const out = section(backend, x, info.begin, size, info.strides);
  return out && { ...out, shape: info.finalShape };
};

/** x cut along an axis into pieces of the given sizes. */
function cut(backend: LanewiseBackend, x: TensorInfo, axis: number, sizes: readonly number[]): TensorInfo[] | undefined {
  const pieces: TensorInfo[] = [];
  let isWhole = false;
  try {
    let start = 0;
    for (const length of sizes) {
      const begin = x.shape.map((_, i) => (i === axis ? start : 0));
      const size = x.shape.map((each, i) => (i === axis ? length : each));
      const piece = section(backend, x, begin, size);
      if (!piece) return undefined;
      pieces.push(piece);
      start += length;
    }
    isWhole = true;
    return pieces;
  } finally {
    if (!isWhole) for (const made of pieces) backend.disposeIntermediateTensorInfo(made);
  }
}

const split: Kernel<{ x: TensorInfo }, { numOrSizeSplits: number | number[]; axis: number }> = (backend, { x }, attributes) => {
  if (!areWords(x)) return undefined;
  const axis = util.parseAxisParam(attributes.axis, x.shape)[0] as number;
  return cut(backend, x, axis, backend_util.prepareSplitSize(x as never, attributes.numOrSizeSplits, axis));
};

const unpack: Kernel<{ value: TensorInfo }, { axis: number }> = (backend, { value }, attributes) => {
  if (!areWords(value)) return undefined;
  const axis = attributes.axis < 0 ? attributes.axis + value.shape.length : attributes.axis;
  const pieces = cut(backend, value, axis, new Array(value.shape[axis] as number).fill(1));
  const shape = value.shape.filter((_, i) => i !== axis);
  return pieces?.map((piece) => ({ ...piece, shape }));
};

/** Tensors one after the other along an axis; `shapes` are theirs. */
function joined(
  backend: LanewiseBackend,
  tensors: readonly TensorInfo[],
  shapes: readonly number[][],
  axis: number,
): TensorInfo | undefined {
  const outShape = backend_util.computeOutShape(shapes as number[][], axis);
  const strides = stridesOf(outShape);
  let to = 0;
  const pieces = tensors.map((source, i): Piece => {
    const shape = shapes[i] as number[];
    const piece = { source, axes: axesOf(shape, stridesOf(shape), strides), to };
    to += (shape[axis] as number) * (strides[axis] as number);
    return piece;
  });
  return assembled(backend, outShape, pieces);
}

const concat: Kernel<TensorInfo[], { axis: number }> = (backend, tensors, attributes) => {
  const [first] = tensors;
  if (!first || !areWords(...tensors)) return undefined;
  const axis = util.parseAxisParam(attributes.axis, first.shape)[0] as number;
  const shapes = tensors.map(({ shape }) => shape);
  backend_util.assertParamsConsistent(shapes, axis);
  const filledOnes = tensors.filter((tensor) => sizeOf(tensor) > 0);
  // Nothing is copied of a single one.
  if (filledOnes.length < 2) return undefined;
  return joined(
    backend,
    filledOnes,
    filledOnes.map(({ shape }) => shape),
    axis,
  );
};

const pack: Kernel<TensorInfo[], { axis: number }> = (backend, tensors, { axis }) => {
  const [first] = tensors;
  if (!first || tensors.length < 2 || sizeOf(first) === 0 || !areWords(...tensors)) return undefined;
  if (!tensors.every(({ shape }) => util.arraysEqual(shape, first.shape))) return undefined;
  const place = axis < 0 ? axis + first.shape.length + 1 : axis;
  const shape = [...first.shape.slice(0, place), 1, ...first.shape.slice(place)];
  return joined(
    backend,
    tensors,
    tensors.map(() => shape),
    place,
  );
};

const pad: Kernel<{ x: TensorInfo }, { paddings: [number, number][]; constantValue: number }> = (
  backend,
  { x },
  { paddings, constantValue },
) => {
  if (!areWords(x) || sizeOf(x) === 0) return undefined;
  const shape = paddings.map(([before, after], i) => before + (x.shape[i] as number) + after);
  const strides = stridesOf(shape);
  const to = paddings.reduce((sum, [before], i) => sum + before * (strides[i] as number), 0);
  return assembled(backend, shape, [{ source: x, axes: axesOf(x.shape, stridesOf(x.shape), strides), to }], constantValue);
};

const tile: Kernel<{ x: TensorInfo }, { reps: number[] }> = (backend, { x }, { reps }) => {
  if (!areWords(x) || reps.length !== x.shape.length) return undefined;
  const shape = x.shape.map((size, i) => size * (reps[i] as number));
  const from = stridesOf(x.shape);
  const to = stridesOf(shape);
  const axes = x.shape.flatMap((size, i): Axis[] => [
    { size: reps[i] as number, x: 0, y: size * (to[i] as number) },
    { size, x: from[i] as number, y: to[i] as number },
  ]);
  return assembled(backend, shape, [{ source: x, axes }]);
};

const reverse: Kernel<{ x: TensorInfo }, { dims: number | number[] }> = (backend, { x }, { dims }) => {
  if (!areWords(x) || x.shape.length === 0) return undefined;
  const backwards = util.parseAxisParam(dims, x.shape);
  const strides = stridesOf(x.shape);
  const step = strides.map((stride, i) => (backwards.includes(i) ? -stride : stride));
  const from = backwards.reduce((sum, i) => sum + ((x.shape[i] as number) - 1) * (strides[i] as number), 0);
  return assembled(backend, x.shape, [{ source: x, axes: axesOf(x.shape, step, strides), from }]);
};

export const movements: KernelTable = {
  Concat: concat,
  Pack: pack,
  PadV2: pad,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};

// Kernels that TensorFlow.js has no name for: forward and backward passes of the table's ops. Its gradients and this package's
// own ops call them.
//
// Each has two ways: the WebAssembly kernel, and where linear memory is full the op's float64 reference, on ordinary arrays.

import type { TensorInfo, TypedArray } from "@tensorflow/tfjs-core";
import type { Settings } from "../../backend/backend.js";
import { ReferenceBackend } from "../../backend/reference.js";
import { type OpName, ops } from "../../ops.js";
import { type LossKernel, Mode, Pass, type RowLossKernel, rowScratchBytes } from "../../runtime/abi.js";
import type { Kind, SpecOf } from "../../spec/types.js";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel } from "../kernel.js";
import { callForElements, callForItems, scratchOf } from "../parallel.js";
import { sizeOf } from "../shape.js";
import { filled } from "../stage.js";
import { kernelOf, runMap, runRows } from "../tableKernel.js";

export interface TableAttributes {
  readonly op: OpName;
  /** The op's options, all of them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface TableKernel {
  readonly fast: Kernel;
  readonly reference: Kernel;
}

interface Tensors {
  readonly dy?: TensorInfo;
  readonly x: TensorInfo;
  readonly target?: TensorInfo;
}

const reference = new ReferenceBackend();

function specOf<K extends Kind>(op: OpName): SpecOf<K> {
  return ops[op] as unknown as SpecOf<K>;
}

function settingsOf({ op, options }: TableAttributes): Settings {
  const spec = ops[op] as unknown as { parameters?(options: object): readonly number[] };
  const [a = 0, b = 0] = spec.parameters?.(options) ?? [];
  return { values: options, a, b };
}

/** The numbers on ordinary arrays: NaN where there are fewer than the shape says. */
function valuesOf(backend: LanewiseBackend, info: TensorInfo): Float32Array {
  const values = backend.entry(info).values as Float32Array;
  const size = sizeOf(info);
  if (values.length >= size) return values;
  const whole = new Float32Array(size).fill(Number.NaN);
  whole.set(values);
  return whole;
}

const addressOf = (backend: LanewiseBackend, info: TensorInfo) => backend.address(info, "float32");

/** Whether a target holds a class for each row, and not a probability for each class. */
const areClasses = (target: TensorInfo) => target.dtype === "int32";

/** Runs `fill` on a new ordinary array. */
function plain(backend: LanewiseBackend, shape: number[], count: number, fill: (out: Float32Array) => void): TensorInfo {
  const out = new Float32Array(count);
  fill(out);
  return backend.makeTensorInfo(shape, "float32", out as TypedArray);
}

/** Rows along the last axis. */
function rowsOf(x: TensorInfo): { rows: number; columns: number } {
  const columns = x.shape.at(-1) ?? 1;
  return { rows: x.shape.slice(0, -1).reduce((rows, length) => rows * length, 1), columns };
}

/** Of rows without elements there is nothing for a kernel to do, but something to say: log Σ of nothing is −∞. */
function exceptEmpty(kernel: TableKernel): TableKernel {
  const { fast, reference } = kernel;
  return {
    fast: (backend, tensors, attributes) => (sizeOf(tensors.x) === 0 ? reference : fast)(backend, tensors, attributes),
    reference,
  };
}

function activation(pass: Pass): TableKernel {
  return {
    fast: (backend, { dy, x }: Tensors, attributes: TableAttributes) => {
      const { a, b } = settingsOf(attributes);
      const from = addressOf(backend, x);
      const upstream = dy ? addressOf(backend, dy) : from;
      const out = backend.output(x.shape);
      runMap(backend, attributes.op, pass, from, upstream, backend.address(out), sizeOf(x), a, b);
      return out;
    },
    reference: (backend, { dy, x }: Tensors, attributes: TableAttributes) => {
      const run = reference.activation(specOf<"activation">(attributes.op));
      return plain(backend, x.shape, sizeOf(x), (out) =>
        run(pass, valuesOf(backend, x), dy && valuesOf(backend, dy), out, sizeOf(x), settingsOf(attributes)),
      );
    },
  };
}

function row(pass: Pass): TableKernel {
  const shapeOf = (x: TensorInfo, op: OpName) =>
    specOf<"row">(op).reduces && pass === Pass.forward ? x.shape.slice(0, -1) : x.shape;
  return {
    fast: (backend, { dy, x }: Tensors, { op }: TableAttributes) => {
      const { rows, columns } = rowsOf(x);
      const from = addressOf(backend, x);
      const upstream = dy ? addressOf(backend, dy) : from;
      const reduced = specOf<"row">(op).reduces ? 1 : columns;
      const outColumns = pass === Pass.forward ? reduced : columns;
      return filled(backend, shapeOf(x, op), (out) =>
        runRows(backend, op, pass, from, upstream, out, rows, columns, { dyColumns: reduced, outColumns }),
      );
    },
    reference: (backend, { dy, x }: Tensors, attributes: TableAttributes) => {
      const { rows, columns } = rowsOf(x);
      const run = reference.row(specOf<"row">(attributes.op));
      const shape = shapeOf(x, attributes.op);
      const layout = { outer: rows, length: columns, inner: 1 };
      return plain(backend, shape, shape.length === x.shape.length ? sizeOf(x) : rows, (out) =>
        run(pass, valuesOf(backend, x), dy && valuesOf(backend, dy), out, layout, settingsOf(attributes)),
      );
    },
  };
}

function loss(mode: Mode): TableKernel {
  return {
    fast: (backend, { dy, x, target }: Required<Tensors>, attributes: TableAttributes) => {
      const { a, b } = settingsOf(attributes);
      const prediction = addressOf(backend, x);
      const wanted = addressOf(backend, target);
      const weights = dy ? addressOf(backend, dy) : 0;
      const out = backend.output(x.shape);
      const kernel = kernelOf<LossKernel>(backend, attributes.op);
      const given = [mode, prediction, wanted, weights, backend.address(out), sizeOf(x), 1, a, b];
      callForElements(backend, kernel, given, 5, [0, 4, 4, 4, 4]);
      return out;
    },
    reference: (backend, { dy, x, target }: Required<Tensors>, attributes: TableAttributes) => {
      const run = reference.loss(specOf<"loss">(attributes.op));
      const [prediction, wanted] = [valuesOf(backend, x), valuesOf(backend, target)];
      return plain(backend, x.shape, sizeOf(x), (out) => {
        run(mode, prediction, wanted, dy && valuesOf(backend, dy), out, sizeOf(x), 1, settingsOf(attributes));
      });
    },
  };
}

/** The target holds int32 classes, one for each row, or a probability for each class. */
function rowLoss(mode: Mode): TableKernel {
  const shapeOf = (x: TensorInfo) => (mode === Mode.losses ? x.shape.slice(0, -1) : x.shape);
  return {
    fast: (backend, { dy, x, target }: Required<Tensors>, attributes: TableAttributes) => {
      const { a } = settingsOf(attributes);
      const { rows, columns } = rowsOf(x);
      const prediction = addressOf(backend, x);
      const [probabilities, indices] = areClasses(target) ? [0, backend.address(target)] : [addressOf(backend, target), 0];
      const weights = dy ? addressOf(backend, dy) : 0;
      const kernel = kernelOf<RowLossKernel>(backend, attributes.op);
      const row = columns * 4;
      const outRow = mode === Mode.losses ? 4 : row;
      return filled(backend, shapeOf(x), (out) => {
        const { each, all } = scratchOf(backend, rowScratchBytes(columns));
        const scratch = backend.workArea.address(all);
        const given = [mode, prediction, probabilities, indices, 0, weights, out, rows, columns, 1, a, 0, 0, scratch];
        callForItems(backend, kernel, given, {
          argument: 7,
          bytes: [0, row, row, 4, 0, 4, outRow],
          units: rows * columns,
          scratch: { argument: 13, bytes: each },
        });
      });
    },
    reference: (backend, { dy, x, target }: Required<Tensors>, attributes: TableAttributes) => {
      const run = reference.rowLoss(specOf<"rowLoss">(attributes.op));
      const { rows, columns } = rowsOf(x);
      const values = valuesOf(backend, target);
      const targets = areClasses(target) ? { indices: Int32Array.from(values) } : { probabilities: values };
      const weights = dy && valuesOf(backend, dy);
      return plain(backend, shapeOf(x), mode === Mode.losses ? rows : sizeOf(x), (out) => {
        run(mode, valuesOf(backend, x), { ...targets, weights }, out, rows, columns, 1, settingsOf(attributes));
      });
    },
  };
}

const rowForward = exceptEmpty(row(Pass.forward));

/** TensorFlow.js has a name and a gradient for it, but no backend a kernel: tf.logSoftmax is composed of others. */
function logSoftmax(way: keyof TableKernel): Kernel<{ logits: TensorInfo }, { axis?: number }> {
  return (backend, { logits }, { axis = -1 }) => {
    if (axis !== -1 && axis !== logits.shape.length - 1) throw new RangeError(`LogSoftmax: axis is ${axis}, expected the last`);
    return rowForward[way](backend, { x: logits }, { op: "logSoftmax", options: {} });
  };
}

/** The kernels by name. Inputs are read as float32: dy, x, target; attributes name the op and its options. */
export const tableKernels = {
  LanewiseActivation: activation(Pass.forward),
  LanewiseActivationBackward: activation(Pass.backward),
  LanewiseRow: rowForward,
  LanewiseRowBackward: exceptEmpty(row(Pass.backward)),
  LanewiseLoss: loss(Mode.losses),
  LanewiseLossBackward: loss(Mode.gradient),
  LanewiseRowLoss: exceptEmpty(rowLoss(Mode.losses)),
  LanewiseRowLossBackward: exceptEmpty(rowLoss(Mode.gradient)),
  LogSoftmax: { fast: logSoftmax("fast"), reference: logSoftmax("reference") },
} as const satisfies Readonly<Record<string, TableKernel>>;

export type TableKernelName = keyof typeof tableKernels;

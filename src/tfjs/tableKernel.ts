// The kernels of the table of ops, on addresses, on threads where that is worth it.

import { type OpName, ops } from "../ops.js";
import { type MapKernel, type Pass, type RowKernel, rowScratchBytes } from "../runtime/abi.js";
import type { LanewiseBackend } from "./backend.js";
import { callForElements, callForItems, scratchOf } from "./parallel.js";

/** The kernel of an op of the table. */
export function kernelOf<K>(backend: LanewiseBackend, op: OpName): K {
  const spec = ops[op];
  return backend.core[("kernel" in spec && spec.kernel) || spec.name] as K;
}

/** An element-wise pass: x[count], and dy[count] where the pass takes one, to out[count]. @param a, b the op's parameters */
export function runMap(
  backend: LanewiseBackend,
  op: OpName,
  pass: Pass,
  x: number,
  dy: number,
  out: number,
  count: number,
  a = 0,
  b = 0,
): void {
  const kernel = kernelOf<MapKernel>(backend, op);
  // A part that is done again would find its input overwritten.
  if (out === x || out === dy) kernel(pass, x, dy, out, count, a, b);
  else callForElements(backend, kernel, [pass, x, dy, out, count, a, b], 4, [0, 4, 4, 4]);
}

/** A pass over rows: x[rows, columns] and dy to out, which have as many columns as they say. */
export function runRows(
  backend: LanewiseBackend,
  op: OpName,
  pass: Pass,
  x: number,
  dy: number,
  out: number,
  rows: number,
  columns: number,
  { dyColumns, outColumns } = { dyColumns: columns, outColumns: columns },
): void {
  const { each, all } = scratchOf(backend, rowScratchBytes(columns));
  const given = [pass, x, dy, out, rows, columns, 0, backend.workArea.address(all)];
  callForItems(backend, kernelOf<RowKernel>(backend, op), given, {
    argument: 4,
    bytes: [0, columns * 4, dyColumns * 4, outColumns * 4],
    units: rows * columns,
    scratch: { argument: 7, bytes: each },
  });
}

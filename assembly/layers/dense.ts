// Dense (fully connected) layer: y = x · weights + bias, and what its backward pass is made of: dx = dy · weightsᵀ,
// dweights = xᵀ · dy, dbias = the column sums of dy. In `high` the products, which are exact in float64, are summed in
// float64 lanes and rounded once.

import { gemm, gemmScratchBytes } from "../loops/gemm";

export { columnSums } from "../loops/columnSums";

/** c[m, n] = op(a)[m, k] · op(b)[k, n] + bias[n]; a transposed operand is stored as [k, m] or [n, k]; bias may be 0. */
export function matmul(
  transposeA: i32,
  transposeB: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  scratch: usize,
): void {
  matmulPart(transposeA, transposeB, a, b, bias, c, m, n, k, scratch, 0, m, 0, n);
}

/** The same for some rows and columns of c; an element's bits do not depend on which. */
export function matmulPart(
  transposeA: i32,
  transposeB: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  scratch: usize,
  rowStart: i32,
  rowEnd: i32,
  columnStart: i32,
  columnEnd: i32,
): void {
  if (HIGH) {
    gemm<f64>(transposeA != 0, transposeB != 0, a, b, bias, c, m, n, k, scratch, rowStart, rowEnd, columnStart, columnEnd);
  } else {
    gemm<f32>(transposeA != 0, transposeB != 0, a, b, bias, c, m, n, k, scratch, rowStart, rowEnd, columnStart, columnEnd);
  }
}

/** Bytes of work area that matmul needs: at most a few hundred kB, whatever the sizes. */
export function matmulScratchBytes(m: i32, n: i32, k: i32): i32 {
  return <i32>(HIGH ? gemmScratchBytes<f64>(m, n, k) : gemmScratchBytes<f32>(m, n, k));
}

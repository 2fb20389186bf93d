// Sums of the columns of a row-major matrix (the gradient of a bias), in float64 lanes, rounded once.
//
// A block of 16 columns, one cache line of a row, goes down all rows with its eight sums in registers. The last block may
// read the next row's values, or the padding behind the matrix, into sums beyond the last column: these fall into the
// padding of `sums`.

import { demote, promoteHigh, promoteLow, zero } from "../lanes";

const BLOCK_BYTES = 64;

export function columnSums(x: usize, sums: usize, rows: i32, columns: i32): void {
  const rowBytes = (<usize>columns) << 2;
  for (let at: usize = 0; at < rowBytes; at += BLOCK_BYTES) {
    let sum0 = zero();
    let sum1 = zero();
    let sum2 = zero();
    let sum3 = zero();
    let sum4 = zero();
    let sum5 = zero();
    let sum6 = zero();
    let sum7 = zero();
    let place = x + at;
    for (let row = 0; row < rows; row++) {
      const four0 = v128.load(place);
      const four1 = v128.load(place, 16);
      const four2 = v128.load(place, 32);
      const four3 = v128.load(place, 48);
      sum0 = f64x2.add(sum0, promoteLow(four0));
      sum1 = f64x2.add(sum1, promoteHigh(four0));
      sum2 = f64x2.add(sum2, promoteLow(four1));
      sum3 = f64x2.add(sum3, promoteHigh(four1));
      sum4 = f64x2.add(sum4, promoteLow(four2));
      sum5 = f64x2.add(sum5, promoteHigh(four2));
      sum6 = f64x2.add(sum6, promoteLow(four3));
      sum7 = f64x2.add(sum7, promoteHigh(four3));
      place += rowBytes;
    }
    v128.store(sums + at, demote(sum0, sum1));
    v128.store(sums + at, demote(sum2, sum3), 16);
    v128.store(sums + at, demote(sum4, sum5), 32);
    v128.store(sums + at, demote(sum6, sum7), 48);
  }
}

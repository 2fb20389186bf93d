// Transposition of a block of float32: y[c · yStride + r] = x[r · xStride + c], strides in elements.
//
// Tiles of 4 × 4 by eight shuffles; the edges, fewer than four rows or columns, element by element. Nothing outside is written.

/** x[rows, columns] to y[columns, rows]; x and y must not overlap. */
export function transposeBlock(x: usize, y: usize, rows: i32, columns: i32, xStride: i32, yStride: i32): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  const xBytes = (<usize>xStride) << 2;
  const yBytes = (<usize>yStride) << 2;
  for (let r = 0; r < wholeRows; r += 4) {
    let from = x + <usize>r * xBytes;
    let to = y + ((<usize>r) << 2);
    for (let c = 0; c < wholeColumns; c += 4) {
      const row0 = v128.load(from);
      const row1 = v128.load(from + xBytes);
      const row2 = v128.load(from + 2 * xBytes);
      const row3 = v128.load(from + 3 * xBytes);
      const low01 = i32x4.shuffle(row0, row1, 0, 4, 1, 5);
      const high01 = i32x4.shuffle(row0, row1, 2, 6, 3, 7);
      const low23 = i32x4.shuffle(row2, row3, 0, 4, 1, 5);
      const high23 = i32x4.shuffle(row2, row3, 2, 6, 3, 7);
      v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
      v128.store(to + yBytes, i64x2.shuffle(low01, low23, 1, 3));
      v128.store(to + 2 * yBytes, i64x2.shuffle(high01, high23, 0, 2));
      v128.store(to + 3 * yBytes, i64x2.shuffle(high01, high23, 1, 3));
      from += 16;
      to += yBytes * 4;
    }
  }
  transposeElements(x, y, 0, wholeRows, wholeColumns, columns, xBytes, yBytes);
  transposeElements(x, y, wholeRows, rows, 0, columns, xBytes, yBytes);
}

function transposeElements(
  x: usize,
  y: usize,
  rowStart: i32,
  rowEnd: i32,
  columnStart: i32,
  columnEnd: i32,
  xBytes: usize,
  yBytes: usize,
): void {
  for (let r = rowStart; r < rowEnd; r++) {
    for (let c = columnStart; c < columnEnd; c++) {
      store<f32>(y + <usize>c * yBytes + ((<usize>r) << 2), load<f32>(x + <usize>r * xBytes + ((<usize>c) << 2)));
    }
  }
}

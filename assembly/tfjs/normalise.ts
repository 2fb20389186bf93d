// Batch normalisation with given statistics: y = (x − mean) · scale / √(variance + epsilon) + offset.
//
// x is seen as rows of `columns` numbers, each with statistics of its own. They are written out until they fill whole
// vectors, so that a vector may begin at any channel and the end of a row needs no care.

import { madd } from "../lanes";

/** Length of the written-out statistics: whole rows and whole vectors. */
function period(columns: i32): i32 {
  if ((columns & 3) == 0) return columns;
  return (columns & 1) == 0 ? 2 * columns : 4 * columns;
}

/** Rows that make whole vectors; threads may split there. */
export function normalisationRows(columns: i32): i32 {
  return period(columns) / columns;
}

export function normalisationScratchBytes(columns: i32): usize {
  return 3 * ((<usize>((period(columns) + 15) & -16)) << 2);
}

/** Writes the statistics out to `table`; scale and offset may be 0, for 1 and 0. */
export function normalisationTable(
  mean: usize,
  variance: usize,
  scale: usize,
  offset: usize,
  epsilon: f64,
  columns: i32,
  table: usize,
): void {
  const length = period(columns);
  const bytes = (<usize>((length + 15) & -16)) << 2;
  let column = 0;
  for (let i = 0; i < length; i++) {
    const at = (<usize>column) << 2;
    const to = table + ((<usize>i) << 2);
    const factor = scale ? <f64>load<f32>(scale + at) : 1;
    store<f32>(to, <f32>(factor / sqrt<f64>(<f64>load<f32>(variance + at) + epsilon)));
    store<f32>(to + bytes, load<f32>(mean + at));
    store<f32>(to + 2 * bytes, offset ? load<f32>(offset + at) : 0);
    column = column + 1 == columns ? 0 : column + 1;
  }
}

/** x[count] to y, from the beginning of a period on; up to three numbers behind y's end are written too. */
export function normalise(x: usize, y: usize, count: i32, columns: i32, table: usize): void {
  const periodBytes = (<usize>period(columns)) << 2;
  const bytes = (<usize>((period(columns) + 15) & -16)) << 2;
  const tableEnd = table + periodBytes;
  const end = y + ((<usize>count) << 2);
  let place = table;
  while (y < end) {
    const factor = v128.load(place);
    const centred = f32x4.sub(v128.load(x), v128.load(place + bytes));
    v128.store(y, madd<f32>(centred, factor, v128.load(place + 2 * bytes)));
    x += 16;
    y += 16;
    place += 16;
    if (place == tableEnd) place = table;
  }
}

// Row kernels (the softmax family): rows along the last axis as they stand, others by way of wasmStridedRows.ts.

import { Pass, type RowKernel, rowScratchBytes } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { SpecOf } from "../spec/types.js";
import type { Input, Output, RowRunner } from "./backend.js";
import { addressIn, inMemory } from "./operands.js";
import { eachRowBlock } from "./rowBlocks.js";
import { costs, type Splitter } from "./split.js";
import type { Stage } from "./stage.js";
import { type Transpose, wasmStridedRows } from "./wasmStridedRows.js";

const [OUT, SCRATCH, LENGTH, WIDTH] = [3, 7, 8, 9];

export function wasmRows(
  spec: SpecOf<"row">,
  kernel: RowKernel,
  transpose: Transpose,
  memory: LinearMemory,
  stage: Stage,
  split: Splitter,
): RowRunner {
  const costOf = costs();
  const strided = wasmStridedRows(spec, kernel, transpose, memory, split);
  return (pass, x, dy, out, layout, settings) => {
    if (layout.inner !== 1) {
      strided(pass, x, dy, out, layout, settings);
      return;
    }
    const { outer: rows, length: columns } = layout;
    const dyColumns = spec.reduces ? 1 : columns;
    const outColumns = spec.reduces && pass === Pass.forward ? 1 : columns;
    if (!inMemory(x) || !inMemory(dy) || !inMemory(out)) {
      const scratch = split.scratch(rowScratchBytes(columns));
      runStaged(kernel, stage, pass, x, dy, out, rows, columns, dyColumns, outColumns, settings.a, scratch);
      return;
    }
    const cost = costOf[pass];
    const units = rows * columns;
    if (rows > 1 && split.isWorth(cost, units)) {
      runSplit(kernel, split, cost, pass, x, dy ?? x, out, rows, columns, dyColumns, outColumns, settings.a);
      return;
    }
    const started = split.start(cost, units);
    const scratch = split.scratch(rowScratchBytes(columns));
    kernel(pass, addressIn(x, 0), addressIn(dy ?? x, 0), addressIn(out, 0), rows, columns, settings.a, scratch);
    cost.end(started, units);
  };
}

/** Plain arrays are brought in and out block by block. (A closure makes garbage in every call of the function around it.) */
function runStaged(
  kernel: RowKernel,
  stage: Stage,
  pass: Pass,
  x: Input,
  dy: Input | undefined,
  out: Output,
  rows: number,
  columns: number,
  dyColumns: number,
  outColumns: number,
  zeroEmpty: number,
  scratch: number,
): void {
  eachRowBlock(stage, rows, columns, (row, length, start, count) => {
    const xAddress = stage.input(x, start, count, 0);
    const dyAddress = dy === undefined ? xAddress : stage.input(dy, row * dyColumns, length * dyColumns, 1);
    kernel(pass, xAddress, dyAddress, stage.output(out, row * outColumns, 2), length, columns, zeroEmpty, scratch);
    stage.commit(out, row * outColumns, length * outColumns, 2);
  });
}

function runSplit(
  kernel: RowKernel,
  split: Splitter,
  cost: Cost,
  pass: Pass,
  x: Input,
  dy: Input,
  out: Output,
  rows: number,
  columns: number,
  dyColumns: number,
  outColumns: number,
  zeroEmpty: number,
): void {
  const each = split.rows(cost, rows, columns);
  const tasks = Math.ceil(rows / each);
  const table = split.table(tasks, WIDTH);
  for (let task = 0; task < tasks; task++) {
    const row = task * each;
    const length = Math.min(each, rows - row);
    const at = task * WIDTH;
    table[at] = pass;
    table[at + 1] = addressIn(x, row * columns);
    table[at + 2] = addressIn(dy, row * dyColumns);
    table[at + OUT] = addressIn(out, row * outColumns);
    table[at + 4] = length;
    table[at + 5] = columns;
    table[at + 6] = zeroEmpty;
    table[at + LENGTH] = length * outColumns * 4;
  }
  const inPlace = out === x || out === dy;
  const job = inPlace && split.overwrites(OUT, LENGTH, each * outColumns * 4);
  const scratches = split.scratches(SCRATCH, rowScratchBytes(columns));
  split.run(kernel, WIDTH, tasks, { ...job, ...scratches, cost, units: rows * columns });
}

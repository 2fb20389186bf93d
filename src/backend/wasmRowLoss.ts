// Losses of rows: in blocks that depend on the shape alone, whose sums are added in order, whoever computes them.

import { BLOCK_ELEMENTS, type Mode, type RowLossKernel, rowScratchBytes } from "../runtime/abi.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { Input, Output, RowLossRunner, RowTargets } from "./backend.js";
import { addressIn, dataOf, inMemory } from "./operands.js";
import { eachRowBlock, rowsPerBlock } from "./rowBlocks.js";
import { costs, type Splitter } from "./split.js";
import type { Stage } from "./stage.js";
import { inOrder } from "./wasmLoss.js";

const [OUT, SCRATCH, LOSSES, LENGTH, WIDTH] = [6, 13, 14, 15, 16];
/** Of the stage's slots, the one for class indices. */
const INDICES_SLOT = 1;
/** That for weights, and for losses beside a gradient: kernels read the weight of a row before they write its loss. */
const WEIGHTS_SLOT = 2;

export function wasmRowLoss(kernel: RowLossKernel, stage: Stage, split: Splitter): RowLossRunner {
  const costOf = costs();
  return (mode, prediction, targets, out, rows, columns, scale, { a }, losses) => {
    if (rows * columns === 0) {
      // Of no rows or no classes there is no loss, and nothing for a kernel to do.
      if (out) dataOf(out).fill(0);
      if (losses) dataOf(losses).fill(0);
      return 0;
    }
    const { probabilities, classWeights, weights } = targets;
    const resident =
      inMemory(prediction) &&
      inMemory(probabilities) &&
      inMemory(classWeights) &&
      inMemory(weights) &&
      inMemory(out) &&
      inMemory(losses);
    const scratchBytes = rowScratchBytes(columns);
    if (!resident) {
      const scratch = split.scratch(scratchBytes);
      return runStaged(kernel, stage, mode, prediction, targets, out, rows, columns, scale, a, scratch, losses);
    }
    const cost = costOf[mode];
    if (rows > 1 && split.isWorth(cost, rows * columns)) {
      return runSplit(kernel, stage, split, cost, mode, prediction, targets, out, rows, columns, scale, a, losses);
    }
    const started = split.start(cost, rows * columns);
    const scratch = split.scratch(scratchBytes);
    const sum = runResident(kernel, stage, mode, prediction, targets, out, rows, columns, scale, a, scratch, losses);
    cost.end(started, rows * columns);
    return sum;
  };
}

/** Plain arrays are brought in and out block by block. */
function runStaged(
  kernel: RowLossKernel,
  stage: Stage,
  mode: Mode,
  prediction: Input,
  { indices, probabilities, classWeights, weights, ignoreIndex }: RowTargets,
  out: Output | undefined,
  rows: number,
  columns: number,
  scale: number,
  a: number,
  scratch: number,
  losses: Output | undefined,
): number {
  let sum = 0;
  eachRowBlock(stage, rows, columns, (row, length, start, count) => {
    const perRow = mode < 2;
    sum += kernel(
      mode,
      stage.input(prediction, start, count, 0),
      stage.input(probabilities, start, count, 1),
      stage.integers(indices, row, length, INDICES_SLOT),
      stage.input(classWeights, 0, columns, 3),
      stage.input(weights, row, length, WEIGHTS_SLOT),
      stage.output(out, perRow ? row : start, 4),
      length,
      columns,
      scale,
      a,
      ignoreIndex ?? 0,
      ignoreIndex === undefined ? 0 : 1,
      scratch,
      stage.output(losses, row, WEIGHTS_SLOT),
    );
    stage.commit(out, perRow ? row : start, perRow ? length : count, 4);
    stage.commit(losses, row, length, WEIGHTS_SLOT);
  });
  return sum;
}

/** Tensors where they stand; only class indices are staged. */
function runResident(
  kernel: RowLossKernel,
  stage: Stage,
  mode: Mode,
  prediction: Input,
  { indices, probabilities, classWeights, weights, ignoreIndex }: RowTargets,
  out: Output | undefined,
  rows: number,
  columns: number,
  scale: number,
  a: number,
  scratch: number,
  losses: Output | undefined,
): number {
  const each = rowsPerBlock(columns);
  const outColumns = mode < 2 ? 1 : columns;
  let sum = 0;
  for (let row = 0; row < rows; row += each) {
    const length = Math.min(each, rows - row);
    sum += kernel(
      mode,
      addressIn(prediction, row * columns),
      addressIn(probabilities, row * columns),
      stage.integers(indices, row, length, INDICES_SLOT),
      addressIn(classWeights, 0),
      addressIn(weights, row),
      addressIn(out, row * outColumns),
      length,
      columns,
      scale,
      a,
      ignoreIndex ?? 0,
      ignoreIndex === undefined ? 0 : 1,
      scratch,
      addressIn(losses, row),
    );
  }
  return sum;
}

function runSplit(
  kernel: RowLossKernel,
  stage: Stage,
  split: Splitter,
  cost: Cost,
  mode: Mode,
  prediction: Input,
  { indices, probabilities, classWeights, weights, ignoreIndex }: RowTargets,
  out: Output | undefined,
  rows: number,
  columns: number,
  scale: number,
  a: number,
  losses: Output | undefined,
): number {
  const each = rowsPerBlock(columns);
  const outColumns = mode < 2 ? 1 : columns;
  // As many rows at a time as the stage holds class indices for, in whole blocks.
  const most = indices ? Math.floor(BLOCK_ELEMENTS / each) * each : rows;
  const sums = new Float64Array(Math.ceil(rows / each));
  for (let first = 0; first < rows; first += most) {
    const end = Math.min(rows, first + most);
    const tasks = Math.ceil((end - first) / each);
    const table = split.table(tasks, WIDTH);
    const indicesAddress = stage.integers(indices, first, end - first, INDICES_SLOT);
    for (let task = 0; task < tasks; task++) {
      const row = first + task * each;
      const length = Math.min(each, end - row);
      const at = task * WIDTH;
      table[at] = mode;
      table[at + 1] = addressIn(prediction, row * columns);
      table[at + 2] = addressIn(probabilities, row * columns);
      table[at + 3] = indices ? indicesAddress + (row - first) * 4 : 0;
      table[at + 4] = addressIn(classWeights, 0);
      table[at + 5] = addressIn(weights, row);
      table[at + OUT] = addressIn(out, row * outColumns);
      table[at + 7] = length;
      table[at + 8] = columns;
      table[at + 9] = scale;
      table[at + 10] = a;
      table[at + 11] = ignoreIndex ?? 0;
      table[at + 12] = ignoreIndex === undefined ? 0 : 1;
      table[at + LOSSES] = addressIn(losses, row);
      table[at + LENGTH] = length * outColumns * 4;
    }
    const inPlace = out !== undefined && (out === prediction || out === weights);
    const job = inPlace && split.overwrites(OUT, LENGTH, each * outColumns * 4);
    const scratches = split.scratches(SCRATCH, rowScratchBytes(columns));
    split.run(kernel, WIDTH, tasks, {
      ...job,
      ...scratches,
      cost,
      units: (end - first) * columns,
      results: sums.subarray(first / each),
    });
  }
  return inOrder(sums);
}

// Activations with a slope for each channel, or one for all.

import type { ChannelKernel, HelperKernels, MapKernel, Pass } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { ChannelActivationRunner, Input, Output } from "./backend.js";
import { addressIn, dataOf, inMemory } from "./operands.js";
import { withResident } from "./resident.js";
import { eachRowBlock } from "./rowBlocks.js";
import { costs, type Splitter } from "./split.js";
import type { Stage } from "./stage.js";
import { splitMap } from "./wasmMap.js";

const [OUT, LENGTH, WIDTH] = [4, 7, 8];

export function wasmChannels(
  kernel: ChannelKernel,
  sharedKernel: MapKernel,
  { preluAlpha, preluAlphaShared }: HelperKernels,
  memory: LinearMemory,
  stage: Stage,
  split: Splitter,
): ChannelActivationRunner {
  const shared = splitMap(sharedKernel, split);
  const costOf = costs();
  return {
    run: (pass, x, alpha, dy, out, rows, columns) => {
      if (inMemory(x) && inMemory(alpha) && inMemory(dy) && inMemory(out)) {
        const cost = costOf[pass];
        if (columns === 1) {
          shared(pass, addressIn(x, 0), addressIn(dy ?? x, 0), addressIn(out, 0), rows, firstOf(alpha), 0);
        } else if (rows > 1 && split.isWorth(cost, rows * columns)) {
          runSplit(kernel, split, cost, pass, x, alpha, dy ?? x, out, rows, columns);
        } else {
          const started = split.start(cost, rows * columns);
          kernel(pass, addressIn(x, 0), addressIn(alpha, 0), addressIn(dy ?? x, 0), addressIn(out, 0), rows, columns);
          cost.end(started, rows * columns);
        }
        return;
      }
      runStaged(kernel, sharedKernel, stage, pass, x, alpha, dy, out, rows, columns);
    },
    alphaGradient: (x, _alpha, dy, out, rows, columns) => {
      if (columns === 1) {
        let sum = 0;
        eachRowBlock(stage, rows, 1, (_row, _length, start, count) => {
          sum += preluAlphaShared(stage.input(x, start, count, 0), stage.input(dy, start, count, 1), count);
        });
        dataOf(out)[0] = sum;
        return;
      }
      withResident(memory, [x, dy], [out], ([xAt, dyAt], [outAt]) => {
        preluAlpha(xAt as number, dyAt as number, outAt as number, rows, columns);
      });
    },
  };
}

function firstOf(values: Input): number {
  return Math.fround(dataOf(values)[0] as number);
}

/** Plain arrays are brought in and out block by block. */
function runStaged(
  kernel: ChannelKernel,
  sharedKernel: MapKernel,
  stage: Stage,
  pass: Pass,
  x: Input,
  alpha: Input,
  dy: Input | undefined,
  out: Output,
  rows: number,
  columns: number,
): void {
  const slope = columns === 1 ? firstOf(alpha) : 0;
  eachRowBlock(stage, rows, columns, (_row, length, start, count) => {
    const xAddress = stage.input(x, start, count, 0);
    const dyAddress = dy === undefined ? xAddress : stage.input(dy, start, count, 1);
    const outAddress = stage.output(out, start, 0);
    if (columns === 1) sharedKernel(pass, xAddress, dyAddress, outAddress, count, slope, 0);
    else kernel(pass, xAddress, stage.input(alpha, 0, columns, 2), dyAddress, outAddress, length, columns);
    stage.commit(out, start, count, 0);
  });
}

function runSplit(
  kernel: ChannelKernel,
  split: Splitter,
  cost: Cost,
  pass: Pass,
  x: Input,
  alpha: Input,
  dy: Input,
  out: Output,
  rows: number,
  columns: number,
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
    table[at + 2] = addressIn(alpha, 0);
    table[at + 3] = addressIn(dy, row * columns);
    table[at + OUT] = addressIn(out, row * columns);
    table[at + 5] = length;
    table[at + 6] = columns;
    table[at + LENGTH] = length * columns * 4;
  }
  const inPlace = out === x || out === dy;
  const job = inPlace && split.overwrites(OUT, LENGTH, each * columns * 4);
  split.run(kernel, WIDTH, tasks, { ...job, cost, units: rows * columns });
}

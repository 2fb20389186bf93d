// Element-wise losses and penalties: in fixed blocks, whose sums are added in order, whoever computes them.

import { BLOCK_ELEMENTS, type LossKernel, Mode } from "../runtime/abi.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { Input, LossRunner, Output } from "./backend.js";
import { addressIn, inMemory } from "./operands.js";
import { costs, type Splitter } from "./split.js";
import type { Stage } from "./stage.js";

const [OUT, LENGTH, WIDTH] = [4, 10, 11];
/** Of the stage's slots, the one for losses beside a gradient, which takes the place of the prediction. */
const LOSSES_SLOT = 3;
/** That for a gradient beside the sum: a kernel that has to add anew reads the prediction again, which would cost it a pass in place. */
const APART_SLOT = 4;

export function wasmLoss(kernel: LossKernel, stage: Stage, split: Splitter): LossRunner {
  const costOf = costs();
  return (mode, prediction, target, weights, out, count, scale, { a, b }, losses) => {
    const resident = inMemory(prediction) && inMemory(target) && inMemory(weights) && inMemory(out) && inMemory(losses);
    if (resident && split.isSmall(count)) {
      const [p, t, w] = [addressIn(prediction, 0), addressIn(target, 0), addressIn(weights, 0)];
      return kernel(mode, p, t, w, addressIn(out, 0), count, scale, a, b, addressIn(losses, 0));
    }
    const cost = costOf[mode];
    if (resident && count > BLOCK_ELEMENTS && split.isWorth(cost, count)) {
      return runSplit(kernel, split, cost, mode, prediction, target, weights, out, count, scale, a, b, losses);
    }
    const started = resident ? split.start(cost, count) : 0;
    const outSlot = mode === Mode.sumAndGradient ? APART_SLOT : 0;
    let sum = 0;
    for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
      const length = Math.min(BLOCK_ELEMENTS, count - start);
      sum += kernel(
        mode,
        stage.input(prediction, start, length, 0),
        stage.input(target, start, length, 1),
        stage.input(weights, start, length, 2),
        stage.output(out, start, outSlot),
        length,
        scale,
        a,
        b,
        stage.output(losses, start, LOSSES_SLOT),
      );
      stage.commit(out, start, length, outSlot);
      stage.commit(losses, start, length, LOSSES_SLOT);
    }
    cost.end(started, count);
    return sum;
  };
}

function runSplit(
  kernel: LossKernel,
  split: Splitter,
  cost: Cost,
  mode: Mode,
  prediction: Input,
  target: Input | undefined,
  weights: Input | undefined,
  out: Output | undefined,
  count: number,
  scale: number,
  a: number,
  b: number,
  losses: Output | undefined,
): number {
  const tasks = Math.ceil(count / BLOCK_ELEMENTS);
  const table = split.table(tasks, WIDTH);
  for (let task = 0; task < tasks; task++) {
    const start = task * BLOCK_ELEMENTS;
    const length = Math.min(BLOCK_ELEMENTS, count - start);
    const at = task * WIDTH;
    table[at] = mode;
    table[at + 1] = addressIn(prediction, start);
    table[at + 2] = addressIn(target, start);
    table[at + 3] = addressIn(weights, start);
    table[at + OUT] = addressIn(out, start);
    table[at + 5] = length;
    table[at + 6] = scale;
    table[at + 7] = a;
    table[at + 8] = b;
    table[at + 9] = addressIn(losses, start);
    table[at + LENGTH] = length * 4;
  }
  const inPlace = out !== undefined && (out === prediction || out === target || out === weights);
  const results = new Float64Array(tasks);
  const job = inPlace && split.overwrites(OUT, LENGTH, BLOCK_ELEMENTS * 4);
  split.run(kernel, WIDTH, tasks, { ...job, cost, units: count, results });
  return inOrder(results);
}

/** The sum of the blocks' sums, from the first on. */
export function inOrder(sums: Float64Array): number {
  let total = 0;
  for (let i = 0; i < sums.length; i++) total += sums[i] as number;
  return total;
}

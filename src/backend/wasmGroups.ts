// Activations that make one element of each group.

import { type GroupKernel, Pass } from "../runtime/abi.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { SpecOf } from "../spec/types.js";
import type { GroupActivationRunner, Input, Output } from "./backend.js";
import { addressIn, inMemory } from "./operands.js";
import { eachRowBlock } from "./rowBlocks.js";
import { costs, type Splitter } from "./split.js";
import type { Stage } from "./stage.js";

const [OUT, LENGTH, WIDTH] = [3, 6, 7];

export function wasmGroups(
  spec: SpecOf<"groupActivation">,
  kernel: GroupKernel,
  stage: Stage,
  split: Splitter,
): GroupActivationRunner {
  const costOf = costs();
  return (pass, x, dy, out, groups, { values: options }) => {
    const size = spec.groupSize(options);
    if (inMemory(x) && inMemory(dy) && inMemory(out)) {
      const cost = costOf[pass];
      if (groups > 1 && split.isWorth(cost, groups * size)) {
        runSplit(kernel, split, cost, pass, x, dy, out, groups, size);
        return;
      }
      const started = split.start(cost, groups * size);
      kernel(pass, addressIn(x, 0), addressIn(dy ?? x, 0), addressIn(out, 0), groups, size);
      cost.end(started, groups * size);
      return;
    }
    runStaged(kernel, stage, pass, x, dy, out, groups, size);
  };
}

/** Plain arrays are brought in and out block by block. */
function runStaged(
  kernel: GroupKernel,
  stage: Stage,
  pass: Pass,
  x: Input,
  dy: Input | undefined,
  out: Output,
  groups: number,
  size: number,
): void {
  eachRowBlock(stage, groups, size, (group, length, start, count) => {
    const xAddress = stage.input(x, start, count, 0);
    const forward = pass === Pass.forward;
    const dyAddress = dy === undefined ? xAddress : stage.input(dy, group, length, 1);
    kernel(pass, xAddress, dyAddress, stage.output(out, forward ? group : start, 2), length, size);
    stage.commit(out, forward ? group : start, forward ? length : count, 2);
  });
}

function runSplit(
  kernel: GroupKernel,
  split: Splitter,
  cost: Cost,
  pass: Pass,
  x: Input,
  dy: Input | undefined,
  out: Output,
  groups: number,
  size: number,
): void {
  // Four groups are read at a time: where the first of them stands in its task must not matter, nor who writes beside it.
  const each = 4 * Math.ceil(split.rows(cost, groups, size) / 4);
  const tasks = Math.ceil(groups / each);
  const outSize = pass === Pass.forward ? 1 : size;
  const table = split.table(tasks, WIDTH);
  for (let task = 0; task < tasks; task++) {
    const group = task * each;
    const length = Math.min(each, groups - group);
    const at = task * WIDTH;
    table[at] = pass;
    table[at + 1] = addressIn(x, group * size);
    table[at + 2] = addressIn(dy, group);
    table[at + OUT] = addressIn(out, group * outSize);
    table[at + 4] = length;
    table[at + 5] = size;
    table[at + LENGTH] = length * outSize * 4;
  }
  const inPlace = out === x || out === dy;
  const job = inPlace && split.overwrites(OUT, LENGTH, each * outSize * 4);
  split.run(kernel, WIDTH, tasks, { ...job, cost, units: groups * size });
}

// The loop that caller and workers share: claim a task, do it, say so.

import { type Control, Field, LINE, TaskState } from "./control.js";
import { callAt, type Kernel } from "./kernel.js";

/** The functions that a module exports, in its own order, which is the same in every thread. */
export function kernelsOf(module: WebAssembly.Module, exports: WebAssembly.Exports): Kernel[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === "function")
    .map(({ name }) => exports[name] as Kernel);
}

/** An address kept in 32 bits, as a number ≥ 0. */
export function address(integers: Int32Array, field: number): number {
  return (integers[field] as number) >>> 0;
}

/** Claims and does tasks until none is left. @param keep copies what a task overwrites; for threads that may die of a sudden */
export function takeTasks(control: Control, kernels: readonly Kernel[], thread: number, keep?: (task: number) => void): void {
  const { integers } = control;
  const shares = Atomics.load(integers, Field.shares);
  for (let i = 0; i < shares; i++) takeShare(control, kernels, thread, (thread + i) % shares, keep);
}

/** Its own, or what is left of another thread's. */
function takeShare(
  control: Control,
  kernels: readonly Kernel[],
  thread: number,
  share: number,
  keep: ((task: number) => void) | undefined,
): void {
  const { integers } = control;
  for (;;) {
    const left = Atomics.sub(integers, Field.left + share * LINE, 1);
    if (left <= 0) return;
    const task = (integers[Field.ends + share] as number) - left;
    try {
      if (keep) keep(task);
      doTask(control, kernels, thread, task);
    } catch (error) {
      control.fail(thread, error);
      Atomics.store(integers, Field.states + task, TaskState.failed);
    }
    if (Atomics.load(integers, Field.callerSleeps) === 1) Atomics.notify(integers, Field.states + task);
  }
}

/** Does one task, whoever claimed it. */
export function doTask(control: Control, kernels: readonly Kernel[], thread: number, task: number): void {
  const { integers, results, arguments: table } = control;
  const at = task * (integers[Field.argumentsPerTask] as number);
  const scratch = integers[Field.scratchArgument] as number;
  if (scratch >= 0) {
    table[at + scratch] = address(integers, Field.scratchAddress) + thread * address(integers, Field.scratchBytes);
  }
  results[task] = callAt(kernels[integers[Field.kernel] as number] as Kernel, table, at);
  integers[Field.done + thread] = (integers[Field.done + thread] as number) + 1;
  Atomics.store(integers, Field.states + task, TaskState.done);
}

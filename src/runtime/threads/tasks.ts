// The loop that caller and workers share: claim a task, do it, say so.

import { type Control, Field, TaskState } from "./control.js";

export type Kernel = (...values: number[]) => number;

/** The functions that a module exports, in its own order, which is the same in every thread. */
export function kernelsOf(module: WebAssembly.Module, exports: WebAssembly.Exports): Kernel[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === "function")
    .map(({ name }) => exports[name] as Kernel);
}

/**
 * Calls a kernel with the arguments at an index. WebAssembly functions ignore what they have no parameter for, so one call
 * serves all, without making an array of arguments.
 */
export function callAt(kernel: Kernel, a: Float64Array, i: number): number {
  // biome-ignore format: one line for eight arguments
  return kernel(
    a[i] as number, a[i + 1] as number, a[i + 2] as number, a[i + 3] as number, a[i + 4] as number, a[i + 5] as number, a[i + 6] as number, a[i + 7] as number,
    a[i + 8] as number, a[i + 9] as number, a[i + 10] as number, a[i + 11] as number, a[i + 12] as number, a[i + 13] as number, a[i + 14] as number, a[i + 15] as number,
    a[i + 16] as number, a[i + 17] as number, a[i + 18] as number, a[i + 19] as number, a[i + 20] as number, a[i + 21] as number, a[i + 22] as number, a[i + 23] as number,
  );
}

/** An address kept in 32 bits, as a number ≥ 0. */
export function address(integers: Int32Array, field: number): number {
  return (integers[field] as number) >>> 0;
}

/** Claims and does tasks until none is left. @param keep copies what a task overwrites; for threads that may die of a sudden */
export function takeTasks(control: Control, kernels: readonly Kernel[], thread: number, keep?: (task: number) => void): void {
  const { integers } = control;
  for (;;) {
    const task = Atomics.add(integers, Field.next, 1);
    if (task >= Atomics.load(integers, Field.tasks)) return;
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

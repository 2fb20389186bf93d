// One job: opened, shared with the workers, waited for.

import { now } from "../environment.js";
import { ARGUMENTS_MOST, type Control, Field, LINE, TASKS_MOST, TaskState, WorkerState } from "./control.js";
import type { Job, Memory } from "./job.js";
import type { Kernel } from "./kernel.js";
import type { Member } from "./member.js";
import { address, doTask, takeTasks } from "./tasks.js";

/** How long the caller looks for the last tasks before it sleeps, where it may. */
const SPIN_MILLISECONDS = 0.5;
const LOOKS = 64;
/** A task that takes longer than this, and than so many of the caller's own, is given up: its worker has died. */
const PATIENCE_MILLISECONDS = 1000;
const PATIENCE_TASKS = 100;

export interface Place {
  readonly control: Control;
  readonly kernels: readonly Kernel[];
  readonly members: readonly Member[];
  /** The caller included: as many as were started, whether they live or not. */
  readonly threads: number;
  readonly memory: Memory;
}

export interface Work {
  /** Of the kernel. */
  readonly index: number;
  readonly table: Float64Array;
  readonly argumentsPerTask: number;
  readonly tasks: number;
  readonly job: Job;
}

/** Does the work with all threads. @returns true where workers died of it: then all is done, and the pool is not to be used again */
export function forkJoin(place: Place, work: Work): boolean {
  const { control } = place;
  const { tasks, argumentsPerTask, job } = work;
  const most = Math.min(TASKS_MOST, Math.floor(ARGUMENTS_MOST / argumentsPerTask));
  let lost = false;
  for (let first = 0; first < tasks; first += most) {
    const count = Math.min(most, tasks - first);
    open(control, work, first, count, place.threads);
    wake(control, place.members);
    const before = control.done(0);
    const started = now();
    takeTasks(control, place.kernels, 0);
    const elapsed = now() - started;
    const own = control.done(0) - before;
    const patience = Math.max(PATIENCE_MILLISECONDS, (PATIENCE_TASKS * elapsed) / Math.max(1, own));
    lost = join(place, count, patience, lost) || lost;
    if (control.hasFailed) throw control.failure();
    for (let task = 0; job.results && task < count; task++) job.results[first + task] = control.results[task] as number;
  }
  return lost;
}

function open(
  { integers, arguments: table }: Control,
  { index, table: given, argumentsPerTask, job }: Work,
  first: number,
  count: number,
  shares: number,
) {
  const start = first * argumentsPerTask;
  const end = start + count * argumentsPerTask;
  for (let i = start; i < end; i++) table[i - start] = given[i] as number;
  integers.fill(TaskState.open, Field.states, Field.states + count);
  integers[Field.kernel] = index;
  integers[Field.argumentsPerTask] = argumentsPerTask;
  integers[Field.scratchArgument] = job.scratch?.argument ?? -1;
  integers[Field.scratchAddress] = job.scratch?.address ?? 0;
  integers[Field.scratchBytes] = job.scratch?.bytes ?? 0;
  integers[Field.overwrittenAddress] = job.overwrites?.address ?? -1;
  integers[Field.overwrittenBytes] = job.overwrites?.length ?? -1;
  integers[Field.copiesAddress] = job.overwrites?.copies ?? 0;
  integers[Field.copiesBytes] = job.overwrites?.bytes ?? 0;
  integers[Field.failedThread] = 0;
  integers[Field.shares] = shares;
  for (let share = 0; share < shares; share++) integers[Field.ends + share] = Math.round((count * (share + 1)) / shares);
  for (let share = 0; share < shares; share++) Atomics.store(integers, Field.left + share * LINE, shareOf(integers, share));
}

/** How many tasks a share has. */
function shareOf(integers: Int32Array, share: number): number {
  return (integers[Field.ends + share] as number) - (share === 0 ? 0 : (integers[Field.ends + share - 1] as number));
}

function wake({ integers }: Control, members: readonly Member[]): void {
  Atomics.add(integers, Field.generation, 1);
  for (const member of members) {
    if (member.state !== WorkerState.asleep) continue;
    Atomics.notify(integers, Field.generation);
    return;
  }
}

/** Waits until every task is done; does those again that no worker finishes. @returns whether there were any */
function join(place: Place, count: number, patience: number, alreadyLost: boolean): boolean {
  const { control } = place;
  let lost = alreadyLost;
  for (let task = 0; task < count; task++) {
    if (isOver(control, task) || (!lost && waitFor(control, task, patience))) continue;
    if (!lost) {
      // It must not come back to life: the end of its thread is requested before its task is done again.
      for (const member of place.members) void member.stop();
      lost = true;
    }
    restore(place, task);
    doTask(control, place.kernels, 0, task);
  }
  return lost && !alreadyLost;
}

function isOver({ integers }: Control, task: number): boolean {
  const state = Atomics.load(integers, Field.states + task);
  return state === TaskState.done || state === TaskState.failed;
}

function waitFor(control: Control, task: number, patience: number): boolean {
  const started = now();
  for (;;) {
    for (let look = 0; look < LOOKS; look++) if (isOver(control, task)) return true;
    const elapsed = now() - started;
    if (elapsed > patience) return false;
    if (elapsed > SPIN_MILLISECONDS && control.maySleep) sleep(control, task);
  }
}

/** Until the task's state changes, for at most some milliseconds. */
function sleep({ integers }: Control, task: number): void {
  Atomics.store(integers, Field.callerSleeps, 1);
  const state = Atomics.load(integers, Field.states + task);
  if (state !== TaskState.done && state !== TaskState.failed) Atomics.wait(integers, Field.states + task, state, 20);
  Atomics.store(integers, Field.callerSleeps, 0);
}

/** Brings back what the task had overwritten. */
function restore({ control, memory }: Place, task: number): void {
  const { integers, arguments: table } = control;
  const thread = Atomics.load(integers, Field.states + task) - TaskState.copied;
  if (thread < 0) return;
  const row = task * (integers[Field.argumentsPerTask] as number);
  const to = table[row + (integers[Field.overwrittenAddress] as number)] as number;
  const length = table[row + (integers[Field.overwrittenBytes] as number)] as number;
  const from = address(integers, Field.copiesAddress) + thread * address(integers, Field.copiesBytes);
  new Uint8Array(memory.memory.buffer).copyWithin(to, from, from + length);
}

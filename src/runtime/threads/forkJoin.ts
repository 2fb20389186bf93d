// One job: opened, shared with the workers, waited for.

import { now } from "../environment.js";
import { alone } from "./alone.js";
import { ARGUMENTS_MOST, type Control, Field, LINE, TASKS_MOST, TaskState, WorkerState } from "./control.js";
import type { Job, Memory } from "./job.js";
import type { Kernel } from "./kernel.js";
import type { Member } from "./member.js";
import { address, doTask, takeTasks } from "./tasks.js";

/** How long the caller looks for the last tasks before it sleeps, where it may. */
const SPIN_MILLISECONDS = 0.5;
const LOOKS = 64;
/** How long the caller waits at a time, … */
const WAIT_MILLISECONDS = 20;
/** … and how often, until workers that live are taken for stuck. */
const WAITS_MOST = 250;

export interface Place {
  readonly control: Control;
  readonly kernels: readonly Kernel[];
  readonly members: readonly Member[];
  /** The caller included: as many as were started, whether they live or not. */
  readonly threads: number;
  readonly memory: Memory;
  /** Told when the workers have to be ended. */
  lose(): void;
}

export interface Work {
  /** Of the kernel. */
  readonly index: number;
  readonly table: Float64Array;
  readonly argumentsPerTask: number;
  readonly tasks: number;
  readonly job: Job;
}

/** Does the work with all threads. Where workers end in the middle of it, the caller does what they leave. */
export function forkJoin(place: Place, work: Work): void {
  const { control, kernels } = place;
  const { index, table, tasks, argumentsPerTask, job } = work;
  const most = Math.min(TASKS_MOST, Math.floor(ARGUMENTS_MOST / argumentsPerTask));
  for (let first = 0; first < tasks; first += most) {
    const count = Math.min(most, tasks - first);
    open(control, work, first, count, place.threads);
    wake(control, place.members);
    takeTasks(control, kernels, 0);
    const areLost = !join(place, count);
    if (control.hasFailed) throw control.failure();
    for (let task = 0; job.results && task < count; task++) job.results[first + task] = control.results[task] as number;
    if (areLost) {
      alone(kernels[index] as Kernel, table, argumentsPerTask, first + count, tasks, job);
      return;
    }
  }
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

/**
 * Waits until every task is done. Where a worker has ended, all of them are, and what they have left is done again.
 * @returns whether the workers live
 */
function join(place: Place, count: number): boolean {
  for (let task = 0; task < count; task++) {
    if (isOver(place.control, task) || waitFor(place, task)) continue;
    place.lose();
    endAll(place);
    doAgain(place, task, count);
    return false;
  }
  return true;
}

function isOver({ integers }: Control, task: number): boolean {
  const state = Atomics.load(integers, Field.states + task);
  return state === TaskState.done || state === TaskState.failed;
}

/**
 * False where nobody will end the task. A worker that is only late cannot be told to stop: it may be between reading a number
 * and writing the result over it, in memory that is the caller's again once the call has returned. So it is waited for as long
 * as it lives, or may live. (A browser ends no worker but with its page, and says nothing of it.)
 */
function waitFor({ control, members }: Place, task: number): boolean {
  if (looked(control, task, SPIN_MILLISECONDS)) return true;
  for (let waits = 0; ; waits++) {
    if (control.maySleep) sleep(control, task);
    else looked(control, task, WAIT_MILLISECONDS);
    if (isOver(control, task)) return true;
    if (members.some(({ hasEnded }) => hasEnded)) return false;
    if (waits > WAITS_MOST && members.every(({ hasEnded }) => hasEnded !== undefined)) return false;
  }
}

/** Looks at a task for some time, without sleeping. @returns whether it is over */
function looked(control: Control, task: number, milliseconds: number): boolean {
  const end = now() + milliseconds;
  do {
    for (let look = 0; look < LOOKS; look++) if (isOver(control, task)) return true;
  } while (now() < end);
  return false;
}

/** Until the task's state changes, for at most some milliseconds. */
function sleep({ integers }: Control, task: number): void {
  Atomics.store(integers, Field.callerSleeps, 1);
  const state = Atomics.load(integers, Field.states + task);
  if (state !== TaskState.done && state !== TaskState.failed) {
    Atomics.wait(integers, Field.states + task, state, WAIT_MILLISECONDS);
  }
  Atomics.store(integers, Field.callerSleeps, 0);
}

/** Ends the workers, and waits until they have ended: nobody knows which of them is at what, and none must write any more. */
function endAll({ control: { integers }, members }: Place): void {
  for (const member of members) void member.stop();
  for (const member of members) {
    // Who has not begun has claimed nothing, nor will: no task is left.
    while (member.answered && member.hasEnded === false) Atomics.wait(integers, Field.quits, 1, 1);
  }
}

/** Does what is left of some tasks. */
function doAgain(place: Place, first: number, end: number): void {
  for (let task = first; task < end; task++) {
    if (isOver(place.control, task)) continue;
    restore(place, task);
    doTask(place.control, place.kernels, 0, task);
  }
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

// Times several tasks against each other: in short rounds, one after the other, so that the machine's drift hits all alike.

import { Bench } from "tinybench";

/** A sample is at least this long, in milliseconds: shorter calls are repeated, so that the clock does not count. */
const SAMPLE = 0.05;
/** Milliseconds of warm-up for each task: engines compile in the background while it runs … */
const WARM_UP = 20;
/** … and may only now have the better code: each is warmed up again, and its calls are estimated. */
const SECOND_WARM_UP = 5;
/** A call longer than this, in milliseconds, is timed in fewer rounds. */
const LONG = 40;
const ROUNDS_OF_LONG = 2;

/**
 * @typedef {object} Task
 * @property {() => unknown} call
 * @property {boolean} [asynchronous] whether `call` gives a promise
 * @property {() => void} [before] runs before a round's calls
 * @property {(milliseconds: number) => Promise<number>} [measure] times itself instead, elsewhere: milliseconds a call
 */

export function median(values) {
  return quantile(values, 0.5);
}

/** Linear between the two nearest. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

function repeated({ call, asynchronous }, times) {
  if (asynchronous) {
    return async () => {
      for (let i = 0; i < times; i++) await call();
    };
  }
  return () => {
    for (let i = 0; i < times; i++) call();
  };
}

/** Calls for a while, and tells how long the last calls took, in milliseconds. */
async function warmUp(task, milliseconds) {
  task.before?.();
  if (task.measure) return task.measure(milliseconds);
  const start = performance.now();
  let times = 1;
  for (;;) {
    const sample = repeated(task, times);
    const begin = performance.now();
    await sample();
    const end = performance.now();
    if (end - start > milliseconds) return (end - begin) / times;
    if (end - begin < SAMPLE) times *= 2;
  }
}

/** One round of one task: the median call, in milliseconds. */
async function sampleOf(task, milliseconds, estimate) {
  if (task.measure) return task.measure(milliseconds);
  const times = Math.max(1, Math.ceil(SAMPLE / estimate));
  const bench = new Bench({ time: milliseconds, iterations: 1, warmup: false });
  bench.add("task", repeated(task, times), { async: task.asynchronous === true });
  task.before?.();
  await bench.run();
  const [{ result }] = bench.tasks;
  if (result.state !== "completed") throw result.error ?? new Error(result.state);
  return result.latency.p50 / times;
}

/**
 * @param {Record<string, Task>} tasks
 * @param {{ rounds: number, milliseconds: number }} pace milliseconds a task and round
 * @returns {Promise<Record<string, number[]>>} nanoseconds a call, one for each round; of long calls for the first rounds only
 */
export async function timeTogether(tasks, { rounds, milliseconds }) {
  const estimates = {};
  for (const [name, task] of Object.entries(tasks)) estimates[name] = await warmUp(task, WARM_UP);
  for (const [name, task] of Object.entries(tasks)) {
    if (estimates[name] < LONG) estimates[name] = await warmUp(task, SECOND_WARM_UP);
  }
  const times = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      if (estimates[name] > LONG && round >= ROUNDS_OF_LONG) continue;
      times[name].push((await sampleOf(task, milliseconds, estimates[name])) * 1e6);
    }
  }
  return times;
}

/**
 * How many times as long as `base` a task took, round by round: median and quartiles.
 * @returns {[median: number, low: number, high: number]}
 */
export function ratioOf(times, base) {
  const ratios = times.slice(0, base.length).map((each, round) => each / base[round]);
  return [median(ratios), quantile(ratios, 0.25), quantile(ratios, 0.75)];
}

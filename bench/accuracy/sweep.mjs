// Deals blocks of inputs to worker threads, function by function, and gathers their tallies.

import { Worker } from "node:worker_threads";
import { stratified } from "./inputs.mjs";
import { BLOCK, emptyTally, mergeTally } from "./tally.mjs";

/** Blocks a message: large enough to make the messages cheap, small enough for a lively progress line. */
const BLOCKS_A_TASK = 16;

/** A worker thread that answers one message at a time. */
class Helper {
  #answered;
  #failed;

  constructor(modules) {
    this.worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData: { modules } });
    this.worker.on("message", (message) => this.#answered(message));
    this.worker.on("error", (error) => this.#failed(error));
    this.ready = this.#answer();
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
    });
  }

  ask(message) {
    const answer = this.#answer();
    this.worker.postMessage(message);
    return answer;
  }
}

/** The tallies of one function over all its inputs. */
async function sweepFunction(helpers, { op, index }, blocks, patterns, modules, progress) {
  const tallies = modules.map(emptyTally);
  let next = 0;
  let done = 0;
  let count = 0;
  const work = async (helper) => {
    while (next < blocks) {
      const task = { start: next, end: Math.min(next + BLOCKS_A_TASK, blocks) };
      next = task.end;
      const given = patterns?.slice(task.start * BLOCK, task.end * BLOCK);
      const answer = await helper.ask({ op, index, blocks: task, given });
      answer.tallies.forEach((tally, k) => {
        mergeTally(tallies[k], tally);
      });
      count += answer.count;
      done += task.end - task.start;
      progress(op, done / blocks);
    }
  };
  await Promise.all(helpers.map(work));
  return { tallies, count };
}

/** Sweeps every function; `report` gets each result as it is finished. */
export async function sweep({ functions, count, exhaustive, modules, workers: workerCount, progress }, report) {
  const helpers = Array.from({ length: workerCount }, () => new Helper(modules));
  try {
    await Promise.all(helpers.map(({ ready }) => ready));
    for (const [position, { op, index, swept }] of functions.entries()) {
      const patterns = exhaustive ? undefined : padded(stratified(count, swept));
      const blocks = exhaustive ? 2 ** 32 / BLOCK : patterns.length / BLOCK;
      const started = performance.now();
      const advance = (name, share) => progress(`${name} ${swept.what}`, share, position, functions.length);
      const { tallies, count: inputs } = await sweepFunction(helpers, { op, index }, blocks, patterns, modules, advance);
      report({
        op,
        what: swept.what,
        bound: swept.bound,
        inputs,
        seconds: (performance.now() - started) / 1000,
        modules: modules.map((module, k) => ({ ...module, ...tallies[k] })),
      });
    }
  } finally {
    await Promise.all(helpers.map(({ worker }) => worker.terminate()));
  }
}

/** Whole blocks: the last one is filled up from the front. */
function padded(patterns) {
  const whole = new Uint32Array(Math.ceil(patterns.length / BLOCK) * BLOCK);
  whole.set(patterns);
  whole.set(patterns.subarray(0, whole.length - patterns.length), patterns.length);
  return whole;
}

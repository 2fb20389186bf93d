// The ceiling: how much more two workers do at the same time than one, with a library and data of their own each.

import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { median } from "../speed/time.mjs";

const MILLISECONDS = 15;

const answer = (worker, question) =>
  new Promise((resolve, reject) => {
    worker.removeAllListeners().once("message", resolve).once("error", reject);
    worker.postMessage(question);
  });

/** @returns {Promise<{ speedUp(problem, rounds: number): Promise<number>, close(): void }>} */
export async function openTwoApart() {
  const meeting = new SharedArrayBuffer(4);
  const workers = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: meeting }));
  const both = (question) => Promise.all(workers.map((worker) => answer(worker, question)));
  const speedUp = async (problem, rounds) => {
    await both({ problem });
    const ratios = [];
    for (let round = 0; round < rounds; round++) {
      const alone = [];
      for (const worker of workers) alone.push(await answer(worker, { meets: false }));
      const together = await both({ meets: true });
      ratios.push((2 * (1 / together[0] + 1 / together[1])) / (1 / alone[0] + 1 / alone[1]));
    }
    await both({ problem: undefined });
    return median(ratios);
  };
  return { speedUp, close: () => workers.map((worker) => worker.terminate()) };
}

if (!isMainThread) {
  const { load } = await import("lanewise");
  const { ours } = await import("../speed/ours.mjs");
  const { problemOf } = await import("../speed/problems.mjs");
  const library = ours("alone", await load({ threads: 1 }));
  const meeting = new Int32Array(workerData);
  let prepared;

  /** Waits for the other worker. */
  const meet = () => {
    const arrived = Atomics.add(meeting, 0, 1) + 1;
    const wanted = arrived + (arrived % 2);
    while (Atomics.load(meeting, 0) < wanted);
  };

  const milliseconds = () => {
    const start = performance.now();
    let calls = 0;
    let now = start;
    for (; now - start < MILLISECONDS; calls++) {
      prepared.call();
      now = performance.now();
    }
    return (now - start) / calls;
  };

  parentPort.on("message", ({ problem, meets }) => {
    if (meets === undefined) {
      prepared?.dispose();
      prepared = problem && library.prepare(problemOf(problem.op, problem.pass, problem.size));
      prepared?.read();
      if (prepared) milliseconds();
      parentPort.postMessage("ready");
      return;
    }
    if (meets) meet();
    parentPort.postMessage(milliseconds());
  });
}

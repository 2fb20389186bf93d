// Times several tasks against each other: in short rounds, one after the other, so that the machine's drift hits all alike.

import { Bench } from "tinybench";

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {Record<string, () => unknown>} tasks
 * @param {{ rounds: number, milliseconds: number }} options milliseconds a task and round
 * @returns {Promise<Record<string, { nanoseconds: number, spread: number }>>} median over rounds of the median call, and the
 *   relative distance between the quartiles of the rounds
 */
export async function timeTogether(tasks, { rounds, milliseconds }) {
  for (const task of Object.values(tasks)) task();
  const medians = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({
      time: milliseconds,
      iterations: 3,
      warmup: round === 0,
      warmupTime: milliseconds,
      warmupIterations: 3,
    });
    for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (result.state !== "completed") throw result.error ?? new Error(`${name}: ${result.state}`);
      medians[name].push(result.latency.p50 * 1e6);
    }
  }
  return Object.fromEntries(
    Object.entries(medians).map(([name, values]) => {
      const sorted = [...values].sort((a, b) => a - b);
      const quartile = (share) => sorted[Math.round(share * (sorted.length - 1))];
      const nanoseconds = median(values);
      return [name, { nanoseconds, spread: (quartile(0.75) - quartile(0.25)) / nanoseconds }];
    }),
  );
}

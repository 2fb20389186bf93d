// What a load test found: how long answers took, and what memory was held from a tenth of the way to the end.

const MEGABYTE = 2 ** 20;

/** Tells when memory is to be looked at: ten times in the course of a test, and at its end. */
export const looksAt = (number, requests) => number % Math.ceil(requests / 10) === 0;

/**
 * @param {{ requests: number, right: number, seconds: number, milliseconds: Float64Array, memory: readonly number[],
 *   tensors: readonly (readonly number[])[] }} found memory in bytes and tensors by thread or process, at each look
 * @returns {number} the exit code
 */
export function report({ requests, right, seconds, milliseconds, memory, tensors }) {
  milliseconds.sort();
  const at = (share) => `${milliseconds[Math.min(requests - 1, Math.floor(share * requests))].toFixed(2)} ms`;
  console.log(`${requests} requests: ${right} right answers, ${requests - right} wrong or lost`);
  console.log(`${(requests / seconds).toFixed(0)} a second; p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`);
  console.log(`memory, MB: ${memory.map((each) => Math.round(each / MEGABYTE)).join(" ")}`);
  console.log(`tensors in each: ${tensors.at(-1).join(" ")}, a tenth of the way ${tensors[1].join(" ")}`);
  return right === requests ? 0 : 1;
}

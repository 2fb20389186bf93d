// One row of the table: one op, pass and size. All results are checked first; then all that are right are timed together.

import { faultOf } from "./judge.mjs";
import { problemOf } from "./problems.mjs";
import { median, ratioOf, timeTogether } from "./time.mjs";

/** Up to here the plain JavaScript reference judges; beyond, `high`, which it has judged below. */
const LARGEST_FOR_REFERENCE = 2 ** 20;
/** A call expected to take longer than this, in milliseconds, is not made: `slow`. */
const LONGEST = 300;

/** Nanoseconds an element of each peer, op and pass at the largest size so far: what to expect of the next. */
const seen = new Map();

const keyOf = (name, { op, pass }) => `${name} ${op} ${pass}`;
const isTooSlow = (name, problem) => (seen.get(keyOf(name, problem)) ?? 0) * problem.size > LONGEST * 1e6;

/**
 * @typedef {object} Row
 * @property {string} op
 * @property {string} pass
 * @property {number} size
 * @property {Record<string, number>} nanoseconds a call, by peer; `fast`, `high` and `reference` are ours
 * @property {Record<string, [number, number, number]>} ratios how many times as long as `fast`: median and quartiles
 * @property {number} bytes read and written, at the least
 * @property {[number, number, number]} [copy] a copy of as many bytes, likewise as a ratio to `fast`
 * @property {number} [operations]
 * @property {[number, number, number]} [peak] the share of the peak rate that `fast` reaches: median and quartiles
 * @property {Record<string, string>} wrong by peer: what was wrong, so it was not timed
 * @property {readonly string[]} slow peers that would have taken too long
 */

const bytesOf = (arrays) => arrays.reduce((all, { length }) => all + 4 * length, 0);

function copying(bytes) {
  // A copy reads and writes: half of the bytes each way.
  const [from, to] = [1, 0].map((value) => new Float32Array(Math.ceil(bytes / 8)).fill(value));
  return { call: () => to.set(from) };
}

/** What `fast` is held against: the peak rate where operations are the measure, else a copy of the same bytes. */
function limitOf({ operations }, bytes, peak) {
  if (!operations) return { copy: copying(bytes) };
  return peak ? { peak } : {};
}

/** Prepares a peer and checks what it gives; undefined where it has no such op. */
async function examine(peer, problem, expected) {
  let prepared;
  try {
    prepared = await peer.prepare(problem);
    if (!prepared) return undefined;
    return { prepared, fault: faultOf(expected, await prepared.read()) };
  } catch (error) {
    return { prepared, fault: `fails: ${error.message.split("\n")[0]}` };
  }
}

async function expectedOf(judge, problem) {
  const prepared = judge.prepare(problem);
  const expected = (await prepared.read()).map((each) => each.slice());
  prepared.dispose();
  return expected;
}

/**
 * @param {{ fast: Peer, high: Peer, reference: Peer, peak?: { call: () => unknown, operations: number } }} own
 * @param {readonly Peer[]} peers
 * @returns {Promise<Row>}
 */
export async function measureRow({ op, pass, size }, own, peers, pace) {
  const problem = problemOf(op, pass, size);
  const judge = problem.size > LARGEST_FOR_REFERENCE ? own.high : own.reference;
  const expected = await expectedOf(judge, problem);
  const all = [own.fast, own.high, own.reference, ...peers];
  const slow = all.map(({ name }) => name).filter((name) => isTooSlow(name, problem));
  const tasks = {};
  const wrong = {};
  const bytes = bytesOf(Object.values(problem.inputs)) + bytesOf(expected);
  try {
    for (const peer of all) {
      // The limit comes before the peers, some of which go on in the background for a while.
      if (peer === own.high) Object.assign(tasks, limitOf(problem, bytes, own.peak));
      if (slow.includes(peer.name)) continue;
      const examined = await examine(peer, problem, expected);
      if (!examined) continue;
      if (examined.fault) wrong[peer.name] = examined.fault;
      else tasks[peer.name] = examined.prepared;
      if (examined.fault) examined.prepared?.dispose?.();
    }
    const times = await timeTogether(tasks, pace);
    return rowOf(problem, bytes, times, wrong, slow, own.peak?.operations);
  } finally {
    for (const task of Object.values(tasks)) task.dispose?.();
  }
}

function rowOf(problem, bytes, times, wrong, slow, peakOperations) {
  const { op, pass, size, operations } = problem;
  const nanoseconds = {};
  const ratios = {};
  for (const [name, rounds] of Object.entries(times)) {
    nanoseconds[name] = median(rounds);
    seen.set(keyOf(name, problem), nanoseconds[name] / size);
    if (name !== "fast" && times.fast) ratios[name] = ratioOf(rounds, times.fast);
  }
  const { copy, peak, ...others } = ratios;
  const share = peak?.map((ratio) => (ratio * operations) / peakOperations);
  return { op, pass, size, nanoseconds, ratios: others, bytes, copy, operations, peak: share, wrong, slow };
}

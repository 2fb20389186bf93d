// Two questions to the library: how long a step takes beside the plain JavaScript reference, and how far apart they are.

import { scheduleOf } from "./train.mjs";
import { makeTrainer } from "./trainer.mjs";

/** @typedef {import("./layers.mjs").Lanewise} Lanewise */

/** Pairs of steps timed in a repeat, and steps verified, at most … */
const MOST_STEPS = 48;
/** … and the milliseconds after which enough is known of a slow one. */
const PATIENCE = 250;
/** What is measured once says nothing of how it varies. */
const REPEATS = 3;

/**
 * A batch as the training uses it.
 * @param {import("./trainer.mjs").Trainer} trainer
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {import("./train.mjs").Settings} settings
 */
function firstBatch(trainer, { train }, settings) {
  const { batch } = scheduleOf(settings, train.values.length);
  return trainer.batch(
    train,
    Array.from({ length: batch }, (_, row) => row),
  );
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[sorted.length >> 1]);
}

/**
 * Seconds of a step for each library: the median of each repeat. Their steps are taken in turn so that the machine's moods meet all
 * alike.
 * @param {readonly Lanewise[]} libraries
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {import("./train.mjs").Settings} settings
 * @returns {number[][]}
 */
export function timeSteps(libraries, experiment, settings) {
  const time = () => {
    const subjects = libraries.map((lw) => {
      const trainer = makeTrainer(lw, experiment, settings);
      return { trainer, batch: firstBatch(trainer, experiment, settings), times: /** @type {number[]} */ ([]) };
    });
    const medians = () => {
      const begin = performance.now();
      for (const { times } of subjects) times.length = 0;
      for (let round = 0; round < MOST_STEPS && (round === 0 || performance.now() - begin < PATIENCE); round++) {
        for (const { trainer, batch, times } of subjects) {
          const start = performance.now();
          trainer.step(batch);
          times.push((performance.now() - start) / 1e3);
        }
      }
      return subjects.map(({ times }) => median(times));
    };
    // The engine compiles what it has seen often; the first rounds measure that.
    medians();
    const repeats = Array.from({ length: REPEATS }, medians);
    return libraries.map((_, subject) => repeats.map((each) => Number(each[subject])));
  };
  return libraries.reduce((body, lw) => () => lw.scope(body), time)();
}

/**
 * What verify mode saw: told by the library call by call.
 * @typedef {object} Sighting
 * @property {number} calls
 * @property {{ op: string, pass: string, ulp: number }} largest
 * @property {string[]} mismatches beyond the bound: there should be none
 */

/**
 * A witness for `load({ verify })`, and what it has seen since it was last asked.
 * @returns {{ verify: import("lanewise").VerifyOptions, take: () => Sighting }}
 */
export function makeWitness() {
  const nothing = () => ({ calls: 0, largest: { op: "", pass: "", ulp: -1 }, mismatches: /** @type {string[]} */ ([]) });
  let sighting = nothing();
  const see = (/** @type {string} */ op, /** @type {string} */ pass, /** @type {number} */ ulp) => {
    sighting.calls++;
    if (ulp > sighting.largest.ulp) sighting.largest = { op, pass, ulp };
  };
  return {
    verify: {
      onChecked: see,
      onMismatch: ({ op, pass, index, got, expected, ulp }) => {
        see(op, pass, ulp);
        sighting.mismatches.push(`${op} ${pass}[${index}] is ${got}, the reference gives ${expected}`);
      },
    },
    take: () => {
      const seen = sighting;
      sighting = nothing();
      return seen;
    },
  };
}

/**
 * Steps in which the reference repeats every call.
 * @param {Lanewise} verifying loaded with a witness
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {import("./train.mjs").Settings} settings
 */
export function verifySteps(verifying, experiment, settings) {
  verifying.scope(() => {
    const trainer = makeTrainer(verifying, experiment, settings);
    const batch = firstBatch(trainer, experiment, settings);
    const begin = performance.now();
    for (let steps = 0; steps < MOST_STEPS && performance.now() - begin < PATIENCE; steps++) trainer.step(batch);
  });
}

// One thread against several: the same calls, in turns, without what others on the machine disturb.

import { setTimeout as delay } from "node:timers/promises";
import { median } from "../speed/time.mjs";
import { undisturbed } from "./undisturbed.mjs";

/** Milliseconds of a sample, at least one call … */
const SAMPLE = 4;
/** … after as many calls as bring caches and workers back to what they are like in the midst of such calls. */
const SETTLING = 1;
/** Calls and milliseconds in which the pool learns what a kernel costs. */
const LEARNING = { calls: 40, milliseconds: 60 };
/** A pause after which workers sleep, ms. */
const PAUSE = 0.3;

function lasting(milliseconds, calls, call) {
  const start = performance.now();
  let now;
  let done = 0;
  do {
    call();
    done++;
    now = performance.now();
  } while (now - start < milliseconds || done < calls);
  return (now - start) / done;
}

/** Calls in a row: workers stay awake. */
const inARow = (call) => {
  lasting(SETTLING, 1, call);
  return undisturbed(() => lasting(SAMPLE, 1, call));
};

function pause() {
  const start = performance.now();
  while (performance.now() - start < PAUSE);
}

/** Calls that each find the workers asleep. */
const apart = (call) =>
  undisturbed(() => {
    const times = [];
    for (let i = 0; i < 8; i++) {
      pause();
      const start = performance.now();
      call();
      times.push(performance.now() - start);
    }
    return median(times);
  });

export const STATES = { awake: inARow, asleep: apart };

/**
 * @param {{ one: () => unknown, several: () => unknown }} calls
 * @param {keyof STATES} state
 * @param {{ samples: number, seconds: number }} pace undisturbed samples of each wanted, and when to stop waiting for them
 * @returns {Promise<{ one: number, several: number, samples: number }>} milliseconds a call
 */
export async function compare({ one, several }, state, { samples, seconds }) {
  const sample = STATES[state];
  const times = { one: [], several: [] };
  lasting(SETTLING, 3, one);
  if (state === "awake")
    lasting(LEARNING.milliseconds, Math.min(LEARNING.calls, (3 + 400 / lasting(0, 1, several)) | 0), several);
  const end = performance.now() + 1000 * seconds;
  while (Math.min(times.one.length, times.several.length) < samples && performance.now() < end) {
    for (const [name, call] of Object.entries({ one, several })) {
      const time = sample(call);
      if (time !== undefined) times[name].push(time);
      else await delay(5);
    }
  }
  return {
    one: median(times.one),
    several: median(times.several),
    samples: Math.min(times.one.length, times.several.length),
  };
}

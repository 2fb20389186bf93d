// Whether a measurement was disturbed: how long the threads of this process were kept waiting for a processor that others had.

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = "/proc/self/task";
/** More than this share of the time spent waiting makes a sample worthless. */
const MOST = 0.02;

/** Nanoseconds that all threads of this process have waited for a processor; 0 where the system does not tell. */
function waited() {
  let all = 0;
  try {
    for (const thread of readdirSync(FOLDER)) all += Number(readFileSync(`${FOLDER}/${thread}/schedstat`, "utf8").split(" ")[1]);
  } catch {
    // Not Linux, or a thread that has just ended.
  }
  return all;
}

/** Runs `sample`, which gives milliseconds a call. @returns {number | undefined} undefined where others disturbed it */
export function undisturbed(sample) {
  const [before, start] = [waited(), performance.now()];
  const milliseconds = sample();
  const elapsed = performance.now() - start;
  return waited() - before > MOST * elapsed * 1e6 ? undefined : milliseconds;
}

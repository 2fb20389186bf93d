// Times calls in turns, so that whatever else the machine does hits all of them.

const ROUNDS = 5;
/** Milliseconds: a sample is at least this long, since browsers' clocks are coarse. */
const SAMPLE = 4;

/** Seconds of one call of each, the median over rounds. */
export function timeTogether(calls: readonly (() => unknown)[]): number[] {
  const times = calls.map(timesOf);
  const samples = calls.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, call] of calls.entries()) samples[i]?.push(secondsOf(call, times[i] as number));
  }
  return samples.map((each) => each.toSorted((a, b) => a - b)[ROUNDS >> 1] as number);
}

function secondsOf(call: () => unknown, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) call();
  return (performance.now() - start) / 1000 / times;
}

/** How many calls make a sample; the engine warms up meanwhile. */
function timesOf(call: () => unknown): number {
  let times = 1;
  const isShort = () => secondsOf(call, times) * times * 1000 < SAMPLE;
  // Twice: a single pause of the machine must not pass for the call's own time.
  while (isShort() || isShort()) times *= 2;
  return times;
}

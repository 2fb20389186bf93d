// A program that leaves its threads as they are: what it does is told by the first argument. Prints JSON.

import { load } from "lanewise";

const [what] = process.argv.slice(2);
const lw = await load({ threads: 3 });
const x = lw.tensor(new Float32Array(1_000_000).fill(0.5));
const out = lw.zeros([1_000_000]);
for (let i = 0; i < 20; i++) lw.sigmoid(x, { out });
const { threads } = lw.info;

/** Bytes of the JavaScript heap that calls with `out` leave behind, each. */
function garbage(call) {
  const calls = 1_000_000;
  for (let i = 0; i < 20_000; i++) call();
  globalThis.gc();
  let made = 0;
  let before = process.memoryUsage().heapUsed;
  // In portions small enough that no collection falls into one.
  for (let i = 0; i < calls; i += 5000) {
    for (let k = 0; k < 5000; k++) call();
    const now = process.memoryUsage().heapUsed;
    if (now > before) made += now - before;
    before = process.memoryUsage().heapUsed;
  }
  return made / calls;
}

const small = lw.tensor(new Float32Array(16).fill(0.5), [4, 4]);
const target = lw.tensor(new Float32Array(16), [4, 4]);
const options = { out: lw.zeros([4, 4]) };
const answers = {
  exit: () => ({}),
  garbage: () => ({
    activation: garbage(() => lw.sigmoid(small, options)),
    backward: garbage(() => lw.sigmoid.backward(target, small, options)),
    row: garbage(() => lw.softmax(small, options)),
    dense: garbage(() => lw.dense(small, target, null, options)),
    losses: garbage(() => lw.huber.grad(small, target, options)),
  }),
};
console.log(JSON.stringify({ threads, ...answers[what]() }));

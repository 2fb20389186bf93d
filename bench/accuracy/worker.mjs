// One worker of the sweep: takes blocks of inputs, evaluates the truth once, and compares every module with it.

import { parentPort, workerData } from "node:worker_threads";
import { load } from "lanewise";
import { functionsOf } from "./functions.mjs";
import { fillBlock } from "./inputs.mjs";
import { BLOCK, compareBlock, emptyTally } from "./tally.mjs";

const { modules } = workerData;
const subjects = await Promise.all(
  modules.map(async ({ simd, precision }) => ({ lw: await load({ simd, precision, backend: "wasm" }), precision })),
);

const patterns = new Uint32Array(BLOCK);
const x = new Float32Array(patterns.buffer);
const expected = new Float64Array(BLOCK);
const out = new Float32Array(BLOCK);

/** Moves the inputs inside the domain (and NaN) to the front, since the ops refuse the others. @returns how many they are */
function keepInside([low, high]) {
  let kept = 0;
  for (let i = 0; i < BLOCK; i++) if (!(x[i] < low || x[i] > high)) patterns[kept++] = patterns[i];
  return kept;
}

parentPort.on("message", ({ op, index, blocks, given }) => {
  const swept = functionsOf(op)[index];
  const tallies = subjects.map(emptyTally);
  let count = 0;
  for (let block = blocks.start; block < blocks.end; block++) {
    if (given) patterns.set(given.subarray((block - blocks.start) * BLOCK, (block - blocks.start + 1) * BLOCK));
    else fillBlock(patterns, block);
    const length = keepInside(swept.domain);
    count += length;
    for (let i = 0; i < length; i++) expected[i] = swept.exact(x[i]);
    const [inputs, results] = [x.subarray(0, length), out.subarray(0, length)];
    subjects.forEach(({ lw, precision }, k) => {
      swept.run(lw, inputs, results);
      compareBlock(tallies[k], inputs, results, expected, precision === "fast");
    });
  }
  parentPort.postMessage({ op, index, tallies, count });
});
parentPort.postMessage("ready");

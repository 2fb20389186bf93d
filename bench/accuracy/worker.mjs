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

/** Inputs outside the domain are replaced by one inside: the ops refuse them. */
function keepInside([low, high]) {
  const inside = Math.fround(low > -Infinity ? (high < Infinity ? (low + high) / 2 : low + 1) : 0);
  for (let i = 0; i < BLOCK; i++) if (x[i] < low || x[i] > high) x[i] = inside;
}

parentPort.on("message", ({ op, index, blocks, given }) => {
  const swept = functionsOf(op)[index];
  const tallies = subjects.map(emptyTally);
  for (let block = blocks.start; block < blocks.end; block++) {
    if (given) patterns.set(given.subarray((block - blocks.start) * BLOCK, (block - blocks.start + 1) * BLOCK));
    else fillBlock(patterns, block);
    if (swept.domain[0] > -Infinity || swept.domain[1] < Infinity) keepInside(swept.domain);
    for (let i = 0; i < BLOCK; i++) expected[i] = swept.exact(x[i]);
    subjects.forEach(({ lw, precision }, k) => {
      swept.run(lw, x, out);
      compareBlock(tallies[k], x, out, expected, precision === "fast");
    });
  }
  parentPort.postMessage({ op, index, tallies, count: (blocks.end - blocks.start) * BLOCK });
});
parentPort.postMessage("ready");

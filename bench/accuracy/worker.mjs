// One worker of the sweep: takes blocks of inputs, evaluates the truth once, and compares every module with it.

import { parentPort, workerData } from "node:worker_threads";
import { load } from "lanewise";
import { functionsOf } from "./functions.mjs";
import { fillBlock } from "./inputs.mjs";
import { BLOCK, compareBlock, emptyTally, mergeTally } from "./tally.mjs";

const { modules } = workerData;
const subjects = await Promise.all(
  modules.map(async ({ simd, precision }) => ({
    lw: await load({ simd, precision, backend: "wasm" }),
    precision,
    out: new Float32Array(BLOCK),
  })),
);

const patterns = new Uint32Array(BLOCK);
const x = new Float32Array(patterns.buffer);
const expected = new Float64Array(BLOCK);

const bytesOf = (floats) => Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);

/**
 * The tallies of all modules on one block. Modules often agree in every bit: then one comparison serves them all, which
 * halves the time of a sweep.
 */
function tallyBlock(swept, inputs) {
  const done = [];
  for (const { lw, precision, out } of subjects) {
    const results = out.subarray(0, inputs.length);
    swept.run(lw, inputs, results);
    const twin = done.find(
      (other) => (other.precision === precision || other.tally.flushed === 0) && bytesOf(other.results).equals(bytesOf(results)),
    );
    const tally = twin?.tally ?? emptyTally();
    if (!twin) compareBlock(tally, inputs, results, expected, precision === "fast");
    done.push({ precision, results, tally });
  }
  return done.map(({ tally }) => tally);
}

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
    tallyBlock(swept, x.subarray(0, length)).forEach((tally, k) => {
      mergeTally(tallies[k], tally);
    });
  }
  parentPort.postMessage({ op, index, tallies, count });
});
parentPort.postMessage("ready");

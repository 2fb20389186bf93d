// Trains the same model of TensorFlow.js on its own backends and on lanewise, and prints the three times.
//
//   node examples/tfjs.mjs [--steps N] [--help]      (with the packages @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm)

import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { registerBackend } from "lanewise/tfjs";
import { makeTerminal } from "../bin/terminal.mjs";

const HELP = `node examples/tfjs.mjs [--steps N]

Trains a classifier of 784 inputs, 256 hidden units and 10 classes, batch 128, with Adam, on the backends cpu, wasm and lanewise
of TensorFlow.js, one after the other, and prints how long each took.

  --steps N   training steps on each backend (30)
  --help`;

const [INPUTS, HIDDEN, CLASSES, BATCH] = [784, 256, 10, 128];
const WARM_UP = 3;

function readSteps() {
  const { steps, help } = parseArgs({ options: { steps: { type: "string", default: "30" }, help: { type: "boolean" } } }).values;
  if (help) {
    console.log(HELP);
    process.exit(0);
  }
  if (!(Number.isInteger(Number(steps)) && Number(steps) > 0))
    throw new RangeError(`--steps is ${steps}, expected an integer > 0`);
  return Number(steps);
}

function makeModel() {
  const layer = (inputs, units, activation, seed) =>
    tf.layers.dense({ units, activation, kernelInitializer: tf.initializers.heNormal({ seed }), inputShape: [inputs] });
  const model = tf.sequential({ layers: [layer(INPUTS, HIDDEN, "relu", 1), layer(HIDDEN, CLASSES, "softmax", 2)] });
  model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy" });
  return model;
}

/** @returns milliseconds a step, and the cost of the last one */
async function train(backend, steps, terminal) {
  await tf.setBackend(backend);
  const model = makeModel();
  const x = tf.randomNormal([BATCH, INPUTS], 0, 1, "float32", 3);
  const y = tf.oneHot(tf.randomUniformInt([BATCH], 0, CLASSES, 4), CLASSES);
  let start = performance.now();
  let cost = Number.NaN;
  for (let step = -WARM_UP; step < steps; step++) {
    if (step === 0) start = performance.now();
    cost = await model.trainOnBatch(x, y);
    terminal.progress(`${backend}: step ${step + 1} of ${steps}, cost ${cost.toFixed(4)}`);
  }
  terminal.clear();
  return { milliseconds: (performance.now() - start) / steps, cost };
}

async function main() {
  const steps = readSteps();
  const terminal = makeTerminal(process.stdout, process.env);
  setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  await registerBackend();
  const times = {};
  for (const backend of ["cpu", "wasm", "lanewise"]) {
    const { milliseconds, cost } = await train(backend, steps, terminal);
    times[backend] = milliseconds;
    terminal.line(`${backend.padEnd(9)}${milliseconds.toFixed(2).padStart(9)} ms a step   last cost ${cost.toFixed(6)}`);
  }
  const faster = (backend) => `${(times[backend] / times.lanewise).toFixed(1)}× as fast as ${backend}`;
  terminal.line(`lanewise trains ${faster("cpu")}, ${faster("wasm")}.`);
}

try {
  await main();
} catch (error) {
  console.error(`tfjs example: ${error.message}`);
  process.exitCode = 2;
}

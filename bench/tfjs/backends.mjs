// The backends of TensorFlow.js that are compared, one thread each, and rounds of work on them in turn.

import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { adam, registerBackend } from "lanewise/tfjs";

/** In columns: the backend, and the optimizer that a user would take there. */
export const columns = {
  lanewise: { backend: "lanewise", optimizer: adam },
  "lanewise, tf.train.adam": { backend: "lanewise", optimizer: tf.train.adam },
  wasm: { backend: "wasm", optimizer: tf.train.adam },
  cpu: { backend: "cpu", optimizer: tf.train.adam },
};

/** The name of the backend in `high`. */
const HIGH = "lanewise in high";

export async function openBackends() {
  openWasm();
  await registerBackend({ threads: 1 });
}

/** tfjs-wasm's own files lie where it is installed. */
export function openWasm() {
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(dirname(entry) + sep);
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** Calls `work` for about `milliseconds`, at least once. @returns milliseconds of each call */
async function repeat(work, milliseconds) {
  const times = [];
  for (let total = 0; times.length === 0 || total < milliseconds; total += times.at(-1)) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

/**
 * Times training steps and inference of a model on all backends, in rounds. A model may have no training step.
 * @param {object} [options]
 * @param {Record<string, { backend: string, optimizer: Function }>} [options.compared] columns
 * @param {(times: number[]) => number} [options.typical] which of the times counts
 * @returns by column: { step, predict } in milliseconds, medians unless told otherwise, or { error }
 */
export async function timeModel(
  makeModel,
  { rounds, milliseconds },
  onProgress = () => {},
  { compared = columns, typical = median } = {},
) {
  const subjects = {};
  for (const [name, { backend, optimizer }] of Object.entries(compared)) {
    onProgress(`${name}: warming up`);
    await tf.setBackend(backend);
    try {
      const model = await makeModel(optimizer);
      await repeat(model.predict, milliseconds);
      subjects[name] = { backend, model, predict: [] };
      if (!model.step) continue;
      await repeat(model.step, milliseconds);
      subjects[name].step = [];
    } catch (error) {
      subjects[name] ??= {};
      subjects[name].error = error.message.split("\n")[0];
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, { backend, model, step, predict }] of Object.entries(subjects)) {
      onProgress(`round ${round + 1} of ${rounds}: ${name}`);
      if (backend) await tf.setBackend(backend);
      if (step) step.push(...(await repeat(model.step, milliseconds)));
      if (predict) predict.push(...(await repeat(model.predict, milliseconds)));
    }
  }
  return Object.fromEntries(
    Object.entries(subjects).map(([name, { step, predict, error }]) => [
      name,
      { step: step && typical(step), predict: predict && typical(predict), error },
    ]),
  );
}

/** The largest differences of the costs of `steps` training steps: lanewise in both precisions, against cpu. */
export async function costDifferences(makeModel, steps, onProgress = () => {}) {
  await registerBackend({ name: HIGH, precision: "high", threads: 1 });
  const costsOf = async ({ backend, optimizer }) => {
    await tf.setBackend(backend);
    const model = makeModel(optimizer);
    return Array.from({ length: steps }, (_, i) => {
      onProgress(`costs on ${backend}: step ${i + 1} of ${steps}`);
      return model.step();
    });
  };
  const [fast, high, cpu] = [
    await costsOf(columns.lanewise),
    await costsOf({ ...columns.lanewise, backend: HIGH }),
    await costsOf(columns.cpu),
  ];
  const difference = (costs) => Math.max(...costs.map((cost, i) => Math.abs(cost - cpu[i])));
  return { fast: difference(fast), high: difference(high) };
}

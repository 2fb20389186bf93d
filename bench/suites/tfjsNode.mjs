// npm run bench -- --suite tfjsNode: what programs for Node train and serve, on lanewise/tfjs-node with its threads, and on the
// backends of TensorFlow.js that can still be installed, in the same rounds. @tensorflow/tfjs-node cannot. Published models, with
// --models FOLDER: see ../tfjs/published.mjs.

import { existsSync } from "node:fs";
import { version } from "@tensorflow/tfjs";
import { load } from "lanewise";
import * as tf from "lanewise/tfjs-node";
import { environmentOf } from "../speed/environment.mjs";
import { openPeak } from "../speed/peak.mjs";
import { readResults, writeResults } from "../speed/results.mjs";
import { columns, openWasm, timeModel } from "../tfjs/backends.mjs";
import { programs } from "../tfjs/programs.mjs";
import { programsSection } from "../tfjs/programsTable.mjs";
import { differenceOf, publishedIn } from "../tfjs/published.mjs";

const [PACE, QUICK_PACE] = [
  { rounds: 2, milliseconds: 1500 },
  { rounds: 1, milliseconds: 30 },
];
/** Threads show what they can only while nobody else wants the processors: on a machine that is shared, now and then. */
const quickest = (times) => Math.min(...times);
/** Programs compile their models with TensorFlow.js's own optimizer. */
const compared = { lanewise: { backend: "lanewise", optimizer: tf.train.adam }, wasm: columns.wasm, cpu: columns.cpu };

async function surroundings() {
  const lw = await load({ threads: 1 });
  const { threads } = tf.engine().registry.lanewise;
  const peers = ["tfjs-wasm", "tfjs-cpu"].map((name) => ({ name, version: version["tfjs-core"] }));
  return environmentOf({ ...lw.info, threads: threads.limit }, peers, (await openPeak(lw.info.simd)).gigaflops());
}

export async function run({ given = {}, terminal }) {
  const started = performance.now();
  openWasm();
  const environment = await surroundings();
  const { rows } = given.resume && existsSync(given.json) ? readResults(given.json, environment) : { rows: [] };
  const published = given.models ? publishedIn(given.models) : {};
  const todo = Object.entries({ ...programs, ...published }).filter(([model]) => !rows.some((row) => row.model === model));
  for (const [index, [model, make]] of todo.entries()) {
    if (performance.now() - started > given.minutes * 6e4) {
      terminal.line(`stopped after ${given.minutes} minutes; ${todo.length - index} parts left for --resume`);
      break;
    }
    const pace = given.quick ? QUICK_PACE : PACE;
    const progress = (text) => terminal.progress(`${model}: ${text}`);
    const times = await timeModel(make, pace, progress, { compared, typical: quickest });
    rows.push({ model, times, ...(model in published && { difference: await differenceOf(make, ["lanewise", "cpu"]) }) });
    if (given.json) writeResults(given.json, { environment, rows });
  }
  terminal.clear();
  terminal.line(programsSection({ environment, rows }));
  return 0;
}

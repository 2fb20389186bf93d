// npm run bench -- --suite tfjs: models of TensorFlow.js trained and run on its backends, one thread each, in the same rounds;
// then how far their costs are apart over 100 steps. With --json, --minutes and --resume it may be run in pieces.

import { existsSync } from "node:fs";
import { version } from "@tensorflow/tfjs";
import { load } from "lanewise";
import { environmentOf } from "../speed/environment.mjs";
import { openPeak } from "../speed/peak.mjs";
import { readResults, writeResults } from "../speed/results.mjs";
import { costDifferences, openBackends, timeModel } from "../tfjs/backends.mjs";
import { tfjsSection } from "../tfjs/markdown.mjs";
import { models } from "../tfjs/models.mjs";

const [COST_STEPS, QUICK_COST_STEPS] = [100, 3];
const [PACE, QUICK_PACE] = [
  { rounds: 5, milliseconds: 300 },
  { rounds: 2, milliseconds: 60 },
];

async function surroundings() {
  const lw = await load({ threads: 1 });
  const peers = ["tfjs-wasm", "tfjs-cpu"].map((name) => ({ name, version: version["tfjs-core"] }));
  return environmentOf(lw.info, peers, (await openPeak(lw.info.simd)).gigaflops());
}

/** Everything to be measured, the times first: { model, work, measure: onProgress → what to record }. */
function tasks({ quick }) {
  const pace = quick ? QUICK_PACE : PACE;
  const steps = quick ? QUICK_COST_STEPS : COST_STEPS;
  const of = (work, measure) =>
    Object.entries(models).map(([model, make]) => ({ model, work, measure: (onProgress) => measure(make, onProgress) }));
  return [
    ...of("times", async (make, onProgress) => ({ times: await timeModel(make, pace, onProgress) })),
    ...of("costs", async (make, onProgress) => ({ steps, differences: await costDifferences(make, steps, onProgress) })),
  ];
}

export async function run({ given = {}, terminal }) {
  const started = performance.now();
  await openBackends();
  const environment = await surroundings();
  const { rows } = given.resume && existsSync(given.json) ? readResults(given.json, environment) : { rows: [] };
  const isDone = (task) => rows.some(({ model, work }) => model === task.model && work === task.work);
  const todo = tasks(given).filter((task) => !isDone(task));
  for (const [index, { model, work, measure }] of todo.entries()) {
    if (performance.now() - started > given.minutes * 6e4) {
      terminal.line(`stopped after ${given.minutes} minutes; ${todo.length - index} parts left for --resume`);
      break;
    }
    rows.push({ model, work, ...(await measure((text) => terminal.progress(`${model}, ${work}: ${text}`))) });
    if (given.json) writeResults(given.json, { environment, rows });
  }
  terminal.clear();
  terminal.line(tfjsSection({ environment, rows }));
  return 0;
}
